//! The C functions: the header, the list of symbols and the shared library are what the sources say.
//!
//! `KYSO_BLESS=1 cargo test --test c_abi` writes the header and the list anew.
#![cfg(feature = "capi")]
#![expect(
    clippy::disallowed_methods,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test that reads and writes files"
)]

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs};

/// In the order of the header: what is asked first comes first.
const SOURCES: &[&str] = &[
    "version",
    "status",
    "error",
    "buffer",
    "language",
    "moment",
    "trust_store",
    "verify",
    "report",
    "word",
    "vgca",
    "sign_options",
    "signer",
    "sign",
    "prepared",
];

#[test]
fn the_header_is_what_the_sources_say() {
    let config = cbindgen::Config::from_file(root().join("cbindgen.toml")).unwrap();
    let sources = SOURCES.iter().map(|name| root().join(format!("src/ffi/{name}.rs")));
    let builder = cbindgen::Builder::new().with_config(config);
    let bindings = sources.fold(builder, cbindgen::Builder::with_src).generate().unwrap();
    let mut header = Vec::new();
    bindings.write(&mut header);
    assert_is("include/kyso.h", &String::from_utf8(header).unwrap());
}

#[test]
fn the_header_declares_what_the_list_of_symbols_names() {
    let header = read("include/kyso.h");
    let declared: BTreeSet<&str> =
        header.lines().filter(|line| !line.starts_with("//")).filter_map(declared).collect();
    let list = read("include/kyso.symbols");
    assert_eq!(declared, list.lines().collect());
}

/// The function that a line of the header declares.
fn declared(line: &str) -> Option<&str> {
    let (before, _) = line.split_once('(')?;
    let name = before.rsplit([' ', '*']).next()?;
    name.starts_with("kyso_").then_some(name)
}

#[cfg(target_os = "linux")]
#[test]
fn the_library_exports_the_list_of_symbols_and_nothing_else() {
    let listing = run("nm", &["--dynamic", "--defined-only", "--format=posix"]);
    let mut names: Vec<&str> = listing.lines().filter_map(|line| line.split(' ').next()).collect();
    names.sort_unstable();
    assert_is("include/kyso.symbols", &format!("{}\n", names.join("\n")));
}

#[cfg(target_os = "linux")]
#[test]
fn the_library_is_found_by_the_number_of_its_abi() {
    let abi = macros().iter().find(|(name, _)| name == "KYSO_ABI").unwrap().1.clone();
    let dynamic = run("readelf", &["--dynamic", "--wide"]);
    assert!(dynamic.contains(&format!("Library soname: [libkyso.so.{abi}]")), "{dynamic}");
}

#[test]
fn the_version_of_the_header_is_that_of_the_package() {
    let macros = macros();
    let value = |name: &str| &macros.iter().find(|(known, _)| known == name).unwrap().1;
    assert_eq!(value("KYSO_VERSION_MAJOR"), env!("CARGO_PKG_VERSION_MAJOR"));
    assert_eq!(value("KYSO_VERSION_MINOR"), env!("CARGO_PKG_VERSION_MINOR"));
    assert_eq!(value("KYSO_VERSION_PATCH"), env!("CARGO_PKG_VERSION_PATCH"));
}

#[test]
fn no_status_stands_for_two_things() {
    let statuses: Vec<(String, String)> = macros_of(&read("src/ffi/status.rs"), "pub const ", ": Status = ");
    let numbers: BTreeSet<&String> = statuses.iter().map(|(_, number)| number).collect();
    assert!(statuses.len() > 30, "{statuses:?}");
    assert_eq!(numbers.len(), statuses.len(), "{statuses:?}");
}

#[test]
fn the_program_in_c_calls_every_function() {
    let program = read("bindings/c/test.c");
    let list = read("include/kyso.symbols");
    let missing: Vec<&str> = list.lines().filter(|name| !program.contains(&format!("{name}("))).collect();
    assert_eq!(missing, Vec::<&str>::new());
}

/// Functions that read a number or a text out of what exists already: nothing in them can panic.
const READERS: &[&str] = &[
    "kyso_abi",
    "kyso_buffer_data",
    "kyso_buffer_len",
    "kyso_error_code",
    "kyso_error_message",
    "kyso_error_offset",
    "kyso_error_remedy",
    "kyso_error_status",
    "kyso_indication_name",
    "kyso_sub_indication_name",
    "kyso_verdict_name",
    "kyso_version",
    "kyso_version_number",
    "kyso_vgca_certificate_text",
    "kyso_vgca_flag_text",
    "kyso_vgca_state_text",
];

#[test]
fn every_function_but_mere_readers_stops_panics() {
    let mut count = 0;
    for source in SOURCES.iter().map(|name| read(&format!("src/ffi/{name}.rs"))) {
        for function in source.split("#[unsafe(no_mangle)]").skip(1) {
            let (head, body) = function.split_once("{\n").unwrap();
            let name = head.split(['(', ' ']).find(|word| word.starts_with("kyso_")).unwrap();
            let first = body.lines().next().unwrap().trim();
            if head.contains("*mut ErrorHandle") {
                assert_eq!(first, "guard(error, || {", "{name}");
            } else if name.ends_with("_free") {
                assert!(first.starts_with("or_on_panic("), "{name}: {first}");
            } else {
                assert!(READERS.contains(&name), "{name}");
            }
            count += 1;
        }
    }
    assert_eq!(count, read("include/kyso.symbols").lines().count());
}

/// The macros of the header with their values.
fn macros() -> Vec<(String, String)> {
    macros_of(&read("include/kyso.h"), "#define ", " ")
}

fn macros_of(text: &str, before: &str, between: &str) -> Vec<(String, String)> {
    let definitions = text.lines().filter_map(|line| line.strip_prefix(before)?.split_once(between));
    definitions.map(|(name, value)| (name.to_owned(), value.trim_end_matches(';').to_owned())).collect()
}

/// What a tool says of the shared library that was built with this test.
#[cfg(target_os = "linux")]
fn run(tool: &str, arguments: &[&str]) -> String {
    let library = env::current_exe().unwrap().with_file_name("libkyso.so");
    let output = Command::new(tool).args(arguments).arg(&library).output();
    let output = output.unwrap_or_else(|error| panic!("{tool} (of binutils): {error}"));
    assert!(output.status.success(), "{tool} {}: {output:?}", library.display());
    String::from_utf8(output.stdout).unwrap()
}

fn assert_is(file: &str, expected: &str) {
    if env::var_os("KYSO_BLESS").is_some() {
        fs::write(root().join(file), expected).unwrap();
    }
    assert!(read(file) == expected, "{file} is out of date; KYSO_BLESS=1 renews it");
}

fn read(file: &str) -> String {
    fs::read_to_string(root().join(file)).unwrap()
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).to_owned()
}
