//! What the package promises about itself: the oldest compiler, the licences, the pinned pre-releases, and a
//! reason beside every dependency.
#![expect(
    clippy::disallowed_methods,
    clippy::indexing_slicing,
    clippy::unwrap_used,
    reason = "a test that reads the manifest and runs cargo"
)]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde_json::Value;

/// Licences that a user of the library can live with without asking a lawyer.
const LICENCES: &[&str] = &[
    "MIT",
    "MIT-0",
    "0BSD",
    "Apache-2.0",
    "Apache-2.0 WITH LLVM-exception",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "ISC",
    "Zlib",
    "Unicode-3.0",
    "Unlicense",
    "CC0-1.0",
];

/// Used to build and test, never part of what is shipped.
const LICENCE_EXCEPTIONS: &[(&str, &str)] = &[("cbindgen", "MPL-2.0")];

/// Pre-releases that Cargo.toml pins with `=` and why nothing newer or older will do.
const PRE_RELEASES: &[(&str, &str)] = &[
    ("rsa", "the 0.9 line leaks in the private operation; 0.10 has fixed-width arithmetic and always blinds"),
    ("cms", "a second reader in tests; the stable line stands on another generation of der"),
];

#[test]
fn no_dependency_asks_for_a_newer_compiler() {
    let metadata = Metadata::load();
    let ours = version(metadata.package("kyso")["rust_version"].as_str().unwrap());
    let newer: Vec<String> = metadata
        .shipped()
        .iter()
        .map(|id| &metadata.packages[id])
        .filter(|package| package["rust_version"].as_str().is_some_and(|asked| version(asked) > ours))
        .map(|package| {
            format!("{} {} asks for {}", package["name"], package["version"], package["rust_version"])
        })
        .collect();
    assert!(newer.is_empty(), "raise rust-version or choose another version:\n{}", newer.join("\n"));
}

#[test]
fn the_lint_that_guards_the_oldest_compiler_is_on() {
    let manifest = manifest();
    assert!(manifest.contains("\nedition = \"2024\"\n"));
    assert!(manifest.contains("\nincompatible_msrv = \"deny\"\n"));
}

#[test]
fn every_licence_is_on_the_list() {
    let metadata = Metadata::load();
    let mut refused = Vec::new();
    for package in metadata.packages.values() {
        let name = package["name"].as_str().unwrap();
        let licence = package["license"].as_str().unwrap_or("(none)");
        if !allowed(licence) && !LICENCE_EXCEPTIONS.contains(&(name, licence)) {
            refused.push(format!("{name}: {licence}"));
        }
    }
    assert!(refused.is_empty(), "{}", refused.join("\n"));
}

#[test]
fn what_is_shipped_needs_no_licence_exception() {
    let metadata = Metadata::load();
    for id in metadata.shipped() {
        let package = &metadata.packages[&id];
        let licence = package["license"].as_str().unwrap_or("(none)");
        assert!(allowed(licence), "{}: {licence}", package["name"]);
    }
}

#[test]
fn a_licence_expression_is_judged_as_a_whole() {
    for good in
        ["MIT", "Apache-2.0/MIT", "GPL-3.0 OR MIT", "ISC AND (GPL-2.0 OR MIT)", "(MIT OR GPL-3.0) AND Zlib"]
    {
        assert!(allowed(good), "{good}");
    }
    for bad in [
        "GPL-3.0",
        "MPL-2.0",
        "MIT AND GPL-3.0",
        "MIT OR",
        "(MIT",
        "ISC AND (GPL-2.0 OR MPL-2.0)",
        "",
        "MIT MIT",
    ] {
        assert!(!allowed(bad), "{bad}");
    }
}

#[test]
fn only_pinned_pre_releases_are_used() {
    let metadata = Metadata::load();
    let manifest = manifest();
    for package in metadata.packages.values() {
        let (name, version) = (package["name"].as_str().unwrap(), package["version"].as_str().unwrap());
        // Whatever follows `+` is build metadata, no pre-release.
        if version.split('+').next().is_some_and(|version| version.contains('-')) {
            assert!(
                PRE_RELEASES.iter().any(|(known, _)| *known == name),
                "{name} {version} is a pre-release"
            );
            let pin = format!("\n{name} = {{ version = \"={version}\"");
            assert!(manifest.contains(&pin), "{name} {version} is not pinned with `=`");
        }
    }
}

#[test]
fn every_dependency_has_its_reason_beside_it() {
    let manifest = manifest();
    let bare = without_reason(&manifest);
    assert!(bare.is_empty(), "no comment above or beside: {bare:?}");
}

#[test]
fn a_reason_covers_the_lines_under_it_up_to_the_next_own_one() {
    let manifest =
        "[dependencies]\na = \"1\"\n# why\nb = \"1\"\nc = \"1\"\nd = \"1\" # alone\ne = \"1\"\n[x]\nf = 1\n";
    assert_eq!(without_reason(manifest), ["a", "e"]);
    let manifest = "[dev-dependencies]\na = \"1\" # why\n\nb = \"1\"\n";
    assert_eq!(without_reason(manifest), ["b"]);
}

/// Dependencies with no comment on their line and none above the run of plain lines that they stand in.
fn without_reason(manifest: &str) -> Vec<&str> {
    let mut bare = Vec::new();
    let mut in_dependencies = false;
    let mut covered = false;
    for line in manifest.lines() {
        if line.starts_with('[') {
            in_dependencies = line.ends_with("dependencies]");
            covered = false;
        } else if line.starts_with('#') {
            covered = true;
        } else if line.trim().is_empty() {
            covered = false;
        } else if in_dependencies {
            match line.split_once(" = ") {
                Some((_, rest)) if rest.contains(" #") => covered = false,
                Some((name, _)) if !covered => bare.push(name),
                _ => {}
            }
        }
    }
    bare
}

/// Whether an SPDX expression can be met with licences of the list alone.
fn allowed(expression: &str) -> bool {
    let spaced =
        expression.replace('/', " OR ").replace('(', " ( ").replace(')', " ) ").replace(" WITH ", "+WITH+");
    let mut words =
        spaced.split_whitespace().map(|word| word.replace("+WITH+", " WITH ")).collect::<Vec<_>>();
    words.reverse();
    any_of(&mut words) == Some(true) && words.is_empty()
}

/// `words` is a stack with the next word on top; None is an expression that cannot be read.
fn any_of(words: &mut Vec<String>) -> Option<bool> {
    let mut result = all_of(words)?;
    while words.last().is_some_and(|word| word == "OR") {
        words.pop();
        result |= all_of(words)?;
    }
    Some(result)
}

fn all_of(words: &mut Vec<String>) -> Option<bool> {
    let mut result = one(words)?;
    while words.last().is_some_and(|word| word == "AND") {
        words.pop();
        result &= one(words)?;
    }
    Some(result)
}

fn one(words: &mut Vec<String>) -> Option<bool> {
    let word = words.pop()?;
    if word != "(" {
        return Some(LICENCES.contains(&word.as_str()));
    }
    let result = any_of(words)?;
    (words.pop()? == ")").then_some(result)
}

struct Metadata {
    packages: BTreeMap<String, Value>,
    /// Package id -> ids of what it links or builds with, without what only its tests use.
    needs: BTreeMap<String, Vec<String>>,
}

impl Metadata {
    /// As cargo resolves it for this machine; other platforms' packages may not have been downloaded.
    fn load() -> Self {
        let rustc = run(Command::new(option_env!("RUSTC").unwrap_or("rustc")).arg("-vV"));
        let host = rustc.lines().find_map(|line| line.strip_prefix("host: ")).unwrap();
        let mut cargo = Command::new(env!("CARGO"));
        cargo.args(["metadata", "--offline", "--locked", "--format-version", "1", "--filter-platform", host]);
        let metadata: Value =
            serde_json::from_str(&run(cargo.current_dir(env!("CARGO_MANIFEST_DIR")))).unwrap();
        let id = |value: &Value| value["id"].as_str().unwrap().to_owned();
        let packages = metadata["packages"].as_array().unwrap();
        let nodes = metadata["resolve"]["nodes"].as_array().unwrap();
        Self {
            packages: packages.iter().map(|package| (id(package), package.clone())).collect(),
            needs: nodes.iter().map(|node| (id(node), needs(node))).collect(),
        }
    }

    fn package(&self, name: &str) -> &Value {
        self.packages.values().find(|package| package["name"] == name).unwrap()
    }

    /// Everything that the library is built from.
    fn shipped(&self) -> BTreeSet<String> {
        let mut found = BTreeSet::new();
        let mut next = vec![self.package("kyso")["id"].as_str().unwrap().to_owned()];
        while let Some(id) = next.pop() {
            next.extend(self.needs[&id].iter().filter(|need| !found.contains(*need)).cloned());
            found.insert(id);
        }
        assert!(found.len() > 20, "only {} packages", found.len());
        found
    }
}

fn needs(node: &Value) -> Vec<String> {
    let dependencies = node["deps"].as_array().unwrap().iter();
    let used = dependencies
        .filter(|dep| dep["dep_kinds"].as_array().unwrap().iter().any(|kind| kind["kind"] != "dev"));
    used.map(|dep| dep["pkg"].as_str().unwrap().to_owned()).collect()
}

/// Major, minor and patch as numbers.
fn version(text: &str) -> Vec<u32> {
    let mut numbers: Vec<u32> = text.split('.').map(|part| part.parse().unwrap()).collect();
    numbers.resize(3, 0);
    numbers
}

fn manifest() -> String {
    let path: PathBuf = Path::new(env!("CARGO_MANIFEST_DIR")).join("Cargo.toml");
    fs::read_to_string(path).unwrap()
}

fn run(command: &mut Command) -> String {
    let output = command.stdin(Stdio::null()).output().unwrap();
    assert!(output.status.success(), "{command:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}
