//! The walls between the rooms: a file of `src` imports only from rooms below its own, keeps to the crates that
//! belong to its room, and leaves clock, files, network and environment to the doors.
#![expect(clippy::disallowed_methods, clippy::unwrap_used, reason = "a test that reads the sources")]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

/// The rooms from the top to the ground. Rooms of one line do not know each other.
const ROWS: &[&[&str]] = &[
    &["ffi", "cli", "main", "fuzzing"],
    &["files", "net", "token"],
    // Above, because raising a level means verifying, collecting what was used, and writing.
    &["extend"],
    &["verify", "sign", "inspect", "diff"],
    &["policy"],
    &["report"],
    &["appearance"],
    &["edxml", "pdf::signing"],
    // Below, because what is written into an encrypted file is encrypted.
    &["pdf::security"],
    &["cms", "xmldsig"],
    &["pki"],
    &["crypto"],
    &["asn1", "xml", "pdf"],
    &["limits", "time"],
    &["error"],
];

/// The rooms that may ask for files, sockets, the clock and the environment.
const DOORS: &[&str] = &["ffi", "cli", "main", "files", "net", "token"];

/// Modules that exist for tests alone: tests of every room may use them.
const TEST_SUPPORT: &[&str] = &["pki::test_pki", "pki::issue", "cli::serve"];

/// Crates that only these rooms name.
const CRATES: &[(&str, &[&str])] = &[
    ("aws_lc_rs", &["crypto"]),
    ("rsa", &["crypto"]),
    ("sha2", &["crypto"]),
    ("sha1", &["crypto"]),
    ("md5", &["crypto"]),
    ("p256", &["crypto"]),
    ("p384", &["crypto"]),
    ("p521", &["crypto"]),
    ("ed25519_dalek", &["crypto"]),
    ("getrandom", &["crypto"]),
    ("pbkdf2", &["crypto"]),
    ("hmac", &["crypto"]),
    ("cbc", &["crypto"]),
    ("aes", &["crypto"]),
    ("des", &["crypto"]),
    ("rc2", &["crypto"]),
    ("rc4", &["crypto"]),
    ("x509_parser", &["pki"]),
    ("flate2", &["pdf"]),
    ("clap", &["cli", "main"]),
    ("memmap2", &["files"]),
    ("ureq", &["net"]),
    ("rustls", &["net"]),
    ("rustls_native_certs", &["net"]),
];

/// What only the doors name.
const OUTSIDE: &[&[&str]] = &[
    &["std", "fs"],
    &["std", "net"],
    &["std", "env"],
    &["std", "process"],
    &["std", "time", "SystemTime"],
    &["std", "time", "Instant"],
];

/// File names that say nothing about what is in the file.
const EMPTY_NAMES: &[&str] = &["mod", "utils", "util", "common", "helpers", "misc"];

#[test]
fn every_file_keeps_to_its_room() {
    let sources = sources(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"));
    assert!(sources.len() > 10, "only {} files found", sources.len());
    let faults = faults(&sources);
    assert!(faults.is_empty(), "{} faults:\n{}", faults.len(), faults.join("\n"));
}

#[test]
fn the_rooms_below_are_open() {
    assert_clean(
        "cms.rs",
        "use crate::asn1::{Oid, Reader};\nuse crate::error::{Error, Result};\nuse ::time::Date;",
    );
    assert_clean("pki/path.rs", "use super::Certificate; fn f() { crate::crypto::digest(&[]); }");
    assert_clean("pdf/signing.rs", "use super::{Document, Object}; use crate::crypto::cipher::rc4;");
    assert_clean("cms.rs", "use crate::Error; // a name that lib.rs takes from a room below");
    assert_clean("cli/run.rs", "use std::{env, fs::File}; use kyso::Report;");
}

#[test]
fn an_import_from_above_is_a_fault() {
    assert_fault("cms.rs", "use crate::verify::judge;", "cms.rs:1: cms must not know verify");
    assert_fault("asn1/read.rs", "fn f() { crate::pki::Certificate::new(); }", "asn1 must not know pki");
    assert_fault("asn1/read.rs", "\nuse super::super::pki;", "asn1/read.rs:2: asn1 must not know pki");
    assert_fault("pdf/read.rs", "use crate::{error::Error, crypto::{digest}};", "pdf must not know crypto");
    assert_fault("pdf/read.rs", "vec![crate::cms::read(b\"\")]", "pdf must not know cms");
    assert_fault("time.rs", "use crate::limits::Limits;", "time must not know limits");
    assert_fault("error.rs", "fn f() -> crate::Certificate {}", "error must not know pki");
    assert_fault("cms.rs", "mod inner { use super::super::sign; }", "cms must not know sign");
}

#[test]
fn a_sideways_import_is_a_fault() {
    assert_fault("xml.rs", "use crate::pdf::Object;", "xml must not know pdf");
    assert_fault("sign.rs", "use crate::verify::verify;", "sign must not know verify");
    assert_fault("pdf/security.rs", "use super::signing::Field;", "pdf::security must not know pdf::signing");
}

#[test]
fn a_room_inside_a_room_is_above_it() {
    assert_fault("pdf.rs", "mod signing; pub use signing::Field;", "pdf must not know pdf::signing");
    assert_fault("pdf.rs", "pub use self::signing::Field;", "pdf must not know pdf::signing");
    assert_fault("pdf/read.rs", "use super::signing;", "pdf must not know pdf::signing");
    assert_fault("cms.rs", "use crate::pdf::signing::Field;", "cms must not know pdf::signing");
    assert_clean("pdf.rs", "pub(crate) mod signing;");
}

#[test]
fn the_root_cannot_hide_a_room() {
    assert_fault("cms.rs", "use crate::*;", "name the room");
    assert_fault("cms.rs", "use crate::Unheard;", "crate::Unheard is in no room");
    assert_fault("lib.rs", "mod pki; pub use pki::*;", "lib.rs names what it re-exports");
    assert_fault("lib.rs", "pub fn f() {}", "lib.rs computes nothing");
    assert_fault("cms.rs", "use kyso::Report;", "cms must not go through the public API");
}

#[test]
fn a_file_without_a_room_is_a_fault() {
    assert_fault("stray.rs", "", "stray.rs: no room of this name");
    assert_fault("pki/utils.rs", "", "pki/utils.rs: a name that says nothing");
    assert_fault("pki/mod.rs", "", "pki/mod.rs: a name that says nothing");
}

#[test]
fn unsafe_outside_the_c_functions_is_a_fault() {
    assert_fault("pdf/read.rs", "fn f() {\n unsafe { g() } }", "pdf/read.rs:2: unsafe");
    assert_fault("cli/map.rs", "fn f() { unsafe { g() } }", "cli/map.rs:1: unsafe outside ffi");
    assert_fault("files/map.rs", "fn f() { unsafe { g() }; unsafe { g() } }", "files/map.rs: unsafe 2 times");
    assert_clean("files/map.rs", "fn f() { unsafe { g() } }");
    assert_clean("ffi/verify.rs", "#[unsafe(no_mangle)] pub unsafe extern fn f() { unsafe { g() } }");
    assert_clean("lib.rs", "#![deny(unsafe_code)]");
}

#[test]
fn a_crate_outside_its_room_is_a_fault() {
    assert_fault("cms.rs", "use sha2::Sha256;", "cms must not name the crate sha2");
    assert_fault("pdf/signing.rs", "fn f() { ::rsa::sign() }", "pdf::signing must not name the crate rsa");
    assert_fault("cms.rs", "use x509_parser as x;", "cms must not name the crate x509_parser");
    assert_fault(
        "verify.rs",
        "use {std::fmt, aws_lc_rs::digest};",
        "verify must not name the crate aws_lc_rs",
    );
    assert_clean("crypto/pure.rs", "use sha2::Sha256; fn f() { rsa::f() }");
}

#[test]
fn files_clock_network_and_environment_belong_to_the_doors() {
    assert_fault("verify.rs", "use std::fs;", "verify must not name std::fs");
    assert_fault("verify.rs", "use std::{fmt, net::TcpStream};", "verify must not name std::net");
    assert_fault("verify.rs", "fn f() { std::env::var(\"X\") }", "verify must not name std::env");
    assert_fault(
        "pki.rs",
        "use std::time::{Duration, SystemTime};",
        "pki must not name std::time::SystemTime",
    );
    assert_fault("pki.rs", "use std::*;", "pki must not name std::*");
    assert_clean("verify.rs", "#[cfg(test)] mod tests { use std::fs; fn f() {} }");
    assert_fault(
        "verify.rs",
        "#[cfg(test)] mod tests { fn f() {} } use std::fs;",
        "verify must not name std::fs",
    );
    assert_clean("cli.rs", "fn f() { std::env::args() }");
}

#[test]
fn tests_keep_to_the_rooms_but_for_test_support() {
    assert_clean("crypto.rs", "#[cfg(test)] mod tests { use crate::pki::test_pki; }");
    assert_fault("crypto.rs", "use crate::pki::test_pki;", "crypto must not know pki");
    assert_fault("crypto.rs", "#[cfg(test)] mod tests { use crate::cms; }", "crypto must not know cms");
}

#[test]
fn comments_and_literals_are_not_code() {
    assert_clean("asn1.rs", "//! [`crate::pki`]\n/* unsafe /* nested */ crate::cms */ fn f() {}");
    assert_clean(
        "asn1.rs",
        r###"const A: &str = "crate::cms \" unsafe"; const B: &[u8] = br#"use std::fs; " "#;"###,
    );
    assert_clean("asn1.rs", r"fn f<'a>(x: &'a str) { let _ = ('\'', '{', b'\\'); }");
    assert_fault(
        "asn1.rs",
        r#"const A: char = '"'; use crate::cms; const B: char = '"';"#,
        "asn1 must not know cms",
    );
}

/// A crate root and one file of each kind, so that a snippet finds the names it uses.
fn world(file: &str, text: &str) -> BTreeMap<String, String> {
    let root =
        "mod error; mod pki; pub use error::{Error, Result}; pub use pki::path::Certificate as Certificate;";
    let mut sources: BTreeMap<String, String> =
        ["pdf.rs", "pdf/signing.rs", "pdf/security.rs", "cms.rs", "pki.rs", "crypto.rs", "error.rs"]
            .map(|name| (name.to_owned(), String::new()))
            .into();
    sources.insert("lib.rs".to_owned(), root.to_owned());
    sources.insert(file.to_owned(), text.to_owned());
    sources
}

#[track_caller]
fn assert_clean(file: &str, text: &str) {
    assert_eq!(faults(&world(file, text)), Vec::<String>::new(), "{file}: {text}");
}

#[track_caller]
fn assert_fault(file: &str, text: &str, expected: &str) {
    let faults = faults(&world(file, text));
    assert!(faults.iter().any(|fault| fault.contains(expected)), "{file}: {text}\nfound {faults:?}");
}

/// The Rust files under `folder` by their path inside it.
fn sources(folder: &Path) -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(next) = folders.pop() {
        for entry in fs::read_dir(next).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                let name = path.strip_prefix(folder).unwrap().to_str().unwrap().replace('\\', "/");
                found.insert(name, fs::read_to_string(&path).unwrap());
            }
        }
    }
    found
}

/// Everything that is wrong with these files, one line each.
fn faults(sources: &BTreeMap<String, String>) -> Vec<String> {
    let crate_map = CrateMap::new(sources);
    sources.iter().flat_map(|(name, text)| crate_map.check(name, text)).collect()
}

/// What must be known of the whole crate to judge one of its files.
struct CrateMap {
    modules: BTreeSet<Vec<String>>,
    test_modules: BTreeSet<Vec<String>>,
    /// Name at the crate root -> module path it stands for.
    root_names: BTreeMap<String, Vec<String>>,
}

impl CrateMap {
    fn new(sources: &BTreeMap<String, String>) -> Self {
        let mut map = Self {
            modules: sources.keys().map(|name| module_path(name)).collect(),
            test_modules: BTreeSet::new(),
            root_names: BTreeMap::new(),
        };
        for (name, text) in sources {
            let scan = scan(&module_path(name), &tokens(text));
            map.test_modules.extend(scan.test_modules);
            if name == "lib.rs" {
                map.root_names = scan.paths.iter().filter_map(Found::as_re_export).collect();
            }
        }
        map
    }

    fn check(&self, name: &str, text: &str) -> Vec<String> {
        let module = module_path(name);
        let tokens = tokens(text);
        let mut faults = Vec::new();
        if module.last().is_some_and(|last| EMPTY_NAMES.contains(&last.as_str())) {
            faults.push(format!("{name}: a name that says nothing"));
        }
        if name == "lib.rs" {
            faults.extend(check_root(&tokens));
            return faults;
        }
        let Some(room) = room_of(&module) else {
            faults.push(format!("{name}: no room of this name"));
            return faults;
        };
        faults.extend(check_unsafe(name, room, &tokens));
        let only_for_tests = self.test_modules.iter().any(|test| module.starts_with(test));
        for found in scan(&module, &tokens).paths {
            let in_test = found.in_test || only_for_tests;
            if let Some(fault) = self.check_path(room, &found, in_test) {
                faults.push(format!("{name}:{}: {fault}", found.line));
            }
        }
        faults
    }

    fn check_path(&self, room: &str, found: &Found, in_test: bool) -> Option<String> {
        let Some(target) = self.resolve(found) else {
            return check_foreign(room, &found.segments, in_test);
        };
        if target.first().is_some_and(|first| first == "*") {
            return Some("name the room instead of crate::*".to_owned());
        }
        if in_test && TEST_SUPPORT.iter().any(|support| starts_with(&target, support)) {
            return None;
        }
        let via_root = target.first().and_then(|first| self.root_names.get(first));
        let Some(other) = room_of(&target).or_else(|| room_of(via_root?)) else {
            return Some(format!("crate::{} is in no room", target.join("::")));
        };
        let below = row(other) > row(room);
        (other != room && !below).then(|| format!("{room} must not know {other}"))
    }

    /// The path from the crate root, or None when it begins with another crate or a local name.
    fn resolve(&self, found: &Found) -> Option<Vec<String>> {
        let (first, rest) = found.segments.split_first()?;
        let mut target = found.module.clone();
        match first.as_str() {
            "crate" => target.clear(),
            "self" => {}
            "super" => {
                target.pop();
                let ups = rest.iter().take_while(|segment| *segment == "super").count();
                target.truncate(target.len().saturating_sub(ups));
                target.extend(rest.iter().skip(ups).cloned());
                return Some(target);
            }
            child => {
                target.push(child.to_owned());
                if found.absolute || !self.modules.contains(&target) {
                    return None;
                }
            }
        }
        target.extend(rest.iter().cloned());
        Some(target)
    }
}

fn check_root(tokens: &[Token]) -> Vec<String> {
    let mut faults = Vec::new();
    for token in tokens {
        match token.text.as_str() {
            "fn" | "impl" | "static" => {
                faults.push(format!(
                    "lib.rs:{}: lib.rs computes nothing, yet has `{}`",
                    token.line, token.text
                ));
            }
            "*" => {
                faults.push(format!("lib.rs:{}: lib.rs names what it re-exports, without `*`", token.line))
            }
            _ => {}
        }
    }
    faults
}

/// The C functions need it; the files have one line for it, which maps a file.
fn check_unsafe(name: &str, room: &str, tokens: &[Token]) -> Vec<String> {
    let lines: Vec<usize> =
        tokens.iter().filter(|token| token.text == "unsafe").map(|token| token.line).collect();
    match (room, lines.as_slice()) {
        ("ffi", _) | (_, []) | ("files", [_]) => Vec::new(),
        ("files", many) => vec![format!("{name}: unsafe {} times, one line is allowed", many.len())],
        (_, many) => many.iter().map(|line| format!("{name}:{line}: unsafe outside ffi")).collect(),
    }
}

fn check_foreign(room: &str, segments: &[String], in_test: bool) -> Option<String> {
    let first = segments.first()?;
    if first == "kyso" && !["main", "cli"].contains(&room) {
        return Some(format!("{room} must not go through the public API"));
    }
    if let Some((name, rooms)) = CRATES.iter().find(|(name, _)| name == first) {
        let at_home = rooms.iter().any(|home| room == *home || room.starts_with(&format!("{home}::")));
        return (!at_home).then(|| format!("{room} must not name the crate {name}"));
    }
    if DOORS.contains(&room) || in_test {
        return None;
    }
    let path: Vec<&str> = segments.iter().map(String::as_str).collect();
    if path.starts_with(&["std", "*"]) || path.starts_with(&["std", "time", "*"]) {
        return Some(format!("{room} must not name std::*"));
    }
    let outside = OUTSIDE.iter().find(|outside| path.starts_with(outside))?;
    Some(format!("{room} must not name {}", outside.join("::")))
}

/// `pdf/signing.rs` is the module `pdf::signing`; `lib.rs` is the root.
fn module_path(name: &str) -> Vec<String> {
    match name.strip_suffix(".rs").unwrap_or(name) {
        "lib" => Vec::new(),
        path => path.split('/').map(str::to_owned).collect(),
    }
}

/// The innermost room that the module path lies in.
fn room_of(path: &[String]) -> Option<&'static str> {
    let rooms = ROWS.iter().flat_map(|row| row.iter().copied());
    rooms.filter(|room| starts_with(path, room)).max_by_key(|room| room.len())
}

fn starts_with(path: &[String], room: &str) -> bool {
    let mut segments = path.iter();
    room.split("::").all(|part| segments.next().is_some_and(|segment| segment == part))
}

fn row(room: &str) -> usize {
    ROWS.iter().position(|row| row.contains(&room)).unwrap()
}

/// A path as it stands in a file.
struct Found {
    segments: Vec<String>,
    /// The name that `use … as …` gives it.
    alias: Option<String>,
    /// Begins with `::`, so that its first segment is a crate.
    absolute: bool,
    module: Vec<String>,
    line: usize,
    in_test: bool,
}

impl Found {
    fn as_re_export(&self) -> Option<(String, Vec<String>)> {
        let name = self.alias.clone().or_else(|| self.segments.last().cloned())?;
        let from = self.segments.iter().filter(|segment| !["crate", "self"].contains(&segment.as_str()));
        Some((name, from.cloned().collect()))
    }
}

struct Scan {
    paths: Vec<Found>,
    /// Modules in files of their own that are declared under `#[cfg(test)]`.
    test_modules: Vec<Vec<String>>,
}

/// Finds every path of two or more segments and every `use`, with the module and the `#[cfg(test)]` around it.
fn scan(module: &[String], tokens: &[Token]) -> Scan {
    let mut result = Scan { paths: Vec::new(), test_modules: Vec::new() };
    let mut module = module.to_vec();
    // One entry for each open brace: does it open an inline module, and is it under #[cfg(test)]?
    let mut braces: Vec<(bool, bool)> = Vec::new();
    let mut test_next = false;
    let mut at = 0;
    while let Some(token) = tokens.get(at) {
        let text = |ahead: usize| tokens.get(at + ahead).map_or("", |token| token.text.as_str());
        let in_test = test_next || braces.iter().any(|(_, test)| *test);
        let mut step = 1;
        match token.text.as_str() {
            "#" if text(1) == "[" && text(2) == "cfg" && (3..10).any(|ahead| text(ahead) == "test") => {
                test_next =
                    (3..10).take_while(|ahead| text(*ahead) != "]").any(|ahead| text(ahead) == "test");
                step = 2;
            }
            "mod" if text(2) == "{" => {
                module.push(text(1).to_owned());
                braces.push((true, test_next));
                test_next = false;
                step = 3;
            }
            "mod" if text(2) == ";" => {
                if in_test {
                    let mut path = module.clone();
                    path.push(text(1).to_owned());
                    result.test_modules.push(path);
                }
                test_next = false;
                step = 3;
            }
            "{" => {
                braces.push((false, test_next));
                test_next = false;
            }
            "}" if braces.pop().is_some_and(|(is_module, _)| is_module) => {
                module.pop();
            }
            ";" => test_next = false,
            "use" if text(1) != "<" => {
                let absolute = text(1) == "::";
                let mut used = Vec::new();
                step = 1 + use_tree(tokens.get(at + 1..).unwrap_or_default(), &[], &mut used);
                result.paths.extend(used.into_iter().map(|(segments, alias)| Found {
                    segments,
                    alias,
                    absolute,
                    module: module.clone(),
                    line: token.line,
                    in_test,
                }));
            }
            first if is_word(first) && text(1) == "::" => {
                let after = |back: usize| at.checked_sub(back).and_then(|at| tokens.get(at));
                let continues = after(1).is_some_and(|t| t.text == "::")
                    && after(2).is_some_and(|t| is_word(&t.text) || t.text == ">");
                let mut segments = vec![first.to_owned()];
                while text(step) == "::" && is_word(text(step + 1)) {
                    segments.push(text(step + 1).to_owned());
                    step += 2;
                }
                if !continues {
                    let absolute = after(1).is_some_and(|t| t.text == "::");
                    let (module, line) = (module.clone(), token.line);
                    result.paths.push(Found { segments, alias: None, absolute, module, line, in_test });
                }
            }
            _ => {}
        }
        at += step;
    }
    result
}

type Used = (Vec<String>, Option<String>);

/// Unfolds `a::{b, c::*, d as e}` and returns how many tokens it took, up to `;`, `,` or `}`.
fn use_tree(tokens: &[Token], prefix: &[String], used: &mut Vec<Used>) -> usize {
    let mut path = prefix.to_vec();
    let mut alias = None;
    let mut at = 0;
    while let Some(token) = tokens.get(at) {
        match token.text.as_str() {
            ";" | "," | "}" => break,
            "{" => {
                while tokens.get(at).is_some_and(|token| token.text != "}") {
                    at += 1;
                    at += use_tree(tokens.get(at..).unwrap_or_default(), &path, used);
                }
                return at + 1;
            }
            "as" => {
                alias = tokens.get(at + 1).map(|token| token.text.clone());
                at += 1;
            }
            "::" => {}
            "self" if !path.is_empty() => {}
            segment => path.push(segment.to_owned()),
        }
        at += 1;
    }
    if path.len() > prefix.len() || at > 0 {
        used.push((path, alias));
    }
    at
}

struct Token {
    text: String,
    line: usize,
}

fn is_word(text: &str) -> bool {
    text.starts_with(|c: char| c.is_alphabetic() || c == '_')
}

/// Words, `::` and single signs, without comments, literals and lifetimes.
fn tokens(source: &str) -> Vec<Token> {
    let mut tokens = Vec::new();
    let mut rest = source;
    let mut line = 1;
    while let Some(first) = rest.chars().next() {
        let length = skipped(rest).unwrap_or_else(|| {
            let word = rest.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(rest.len());
            let length = if rest.starts_with("::") { 2 } else { word.max(first.len_utf8()) };
            tokens.push(Token { text: rest.chars().take(length).collect(), line });
            length
        });
        let (done, next) = rest.split_at(length);
        line += done.matches('\n').count();
        rest = next;
    }
    tokens
}

/// The length of the white space, comment, literal or lifetime at the start, if there is one.
fn skipped(rest: &str) -> Option<usize> {
    let first = rest.chars().next()?;
    if first.is_whitespace() {
        return Some(first.len_utf8());
    }
    if rest.starts_with("//") {
        return Some(rest.find('\n').unwrap_or(rest.len()));
    }
    if rest.starts_with("/*") {
        return Some(block_comment(rest));
    }
    let quote = rest.trim_start_matches(['b', 'c']);
    let prefix = rest.len() - quote.len();
    let raw = quote.strip_prefix('r').map(|raw| (raw.trim_start_matches('#'), raw));
    if let Some((body, raw)) = raw.filter(|(body, _)| prefix <= 1 && body.starts_with('"')) {
        let end = format!("\"{}", "#".repeat(raw.len() - body.len()));
        let start = rest.len() - body.len() + 1;
        return Some(start + body.get(1..)?.find(&end).map_or(body.len() - 1, |at| at + end.len()));
    }
    if prefix <= 1 && quote.starts_with('"') {
        return Some(prefix + escaped(quote, '"'));
    }
    if prefix <= 1 && quote.starts_with('\'') {
        let mut inside = quote.chars().skip(1);
        let (one, two) = (inside.next()?, inside.next());
        // 'a' and '\n' are literals, 'a without a second quote is a lifetime.
        return Some(prefix + if one == '\\' || two == Some('\'') { escaped(quote, '\'') } else { 1 });
    }
    None
}

/// The length of a literal with escapes, both quotes included.
fn escaped(text: &str, quote: char) -> usize {
    let mut chars = text.char_indices().skip(1);
    while let Some((at, c)) = chars.next() {
        if c == '\\' {
            chars.next();
        } else if c == quote {
            return at + 1;
        }
    }
    text.len()
}

fn block_comment(text: &str) -> usize {
    let mut depth = 0_usize;
    let mut at = 0;
    while let Some(rest) = text.get(at..).filter(|rest| !rest.is_empty()) {
        let (change, length) = match rest {
            _ if rest.starts_with("/*") => (1, 2),
            _ if rest.starts_with("*/") => (-1, 2),
            _ => (0, rest.chars().next().map_or(1, char::len_utf8)),
        };
        depth = depth.saturating_add_signed(change);
        at += length;
        if depth == 0 {
            break;
        }
    }
    at
}
