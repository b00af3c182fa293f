//! The targets without a fuzzer: what once went wrong, damage at random, and the oddities that are known by name.
#![expect(clippy::disallowed_methods, reason = "reads and writes files of test data")]

mod damage;
mod der;
mod odd;
mod seeds;
mod signed;

use std::path::{Path, PathBuf};

use super::TARGETS;
use super::random::Random;
use crate::pdf::{Document, signing};
use crate::report::Verdict;

/// Inputs that once made a target fail: `testdata/regressions/TARGET/`, one file each.
#[test]
fn what_once_went_wrong_does_not_again() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("testdata/regressions");
    for folder in files_in(&root).into_iter().filter(|path| path.is_dir()) {
        let name = folder.file_name().unwrap().to_str().unwrap();
        let target = TARGETS.iter().find(|(own, _)| *own == name);
        let (_, run) = target.unwrap_or_else(|| panic!("{} is the folder of no target", folder.display()));
        for file in files_in(&folder) {
            run(&std::fs::read(file).unwrap());
        }
    }
}

#[test]
fn every_target_reads_what_it_is_meant_for() {
    let limits = super::limits();
    for (name, seeds) in seeds::all() {
        assert!(seeds.len() >= 2, "{name}");
        for seed in &seeds {
            assert!(odd::read(name, seed, &limits).is_ok(), "{name}: {:?}", odd::read(name, seed, &limits));
        }
    }
}

#[test]
fn damage_at_random_makes_no_target_fail() {
    let rounds = std::env::var("KYSO_FUZZ_ROUNDS").ok().and_then(|rounds| rounds.parse().ok()).unwrap_or(250);
    let only = std::env::var("KYSO_FUZZ_TARGET").ok();
    let mut random = Random::new(std::env::var("KYSO_FUZZ_SEED").map_or(1, |seed| seed.parse().unwrap()));
    for (name, run) in TARGETS {
        if only.as_ref().is_some_and(|only| only != name) {
            continue;
        }
        let mut seeds = seeds::of(name);
        seeds.extend(seeds::of_others(name));
        let is_document = ["dss", "xref", "changes", "verify"].contains(name);
        // Documents take longer.
        for _ in 0..if is_document { rounds / 2 } else { rounds } {
            let seed = &seeds[random.below(seeds.len())];
            let other = &seeds[random.below(seeds.len())];
            let damaged = if is_document && random.below(4) > 0 {
                super::mutate(seed, u64::try_from(random.below(usize::MAX)).unwrap())
            } else {
                damage::damaged(seed, other, &mut random)
            };
            let outcome = std::panic::catch_unwind(|| run(&damaged));
            if outcome.is_err() {
                panic!("{name} fails; the input was kept as {}", keep(name, &damaged).display());
            }
        }
    }
}

#[test]
fn documents_that_pass_show_what_was_signed() {
    for (number, document) in signed::documents().iter().enumerate() {
        let report = super::pdf::verdict(document).unwrap();
        let findings: Vec<_> = report.signatures.iter().map(|own| (own.indication, &own.findings)).collect();
        assert_eq!(report.verdict, Verdict::Passed, "document {number}: {findings:?}");
        super::verify(document);
    }
}

/// If most updates were refused at the door, the mutator would test nothing.
#[test]
fn most_updates_of_the_mutator_are_read() {
    let limits = crate::limits::Limits::default();
    let (mut opened, mut known) = (0, 0);
    let documents = signed::documents();
    for seed in 0..400usize {
        let document = &documents[seed % documents.len()];
        let mutated = super::mutate(document, u64::try_from(seed).unwrap());
        let Ok(file) = Document::open(&mutated, &limits) else { continue };
        opened += 1;
        let last = file.revisions().len() - 1;
        let changes = &signing::changes_of(&file, last..last + 1, &limits).unwrap()[0];
        known += usize::from(changes.class != signing::ChangeClass::Unexplained);
    }
    assert!(opened > 300 && known > 20, "{opened} opened, {known} explained");
}

#[test]
fn objects_written_again_as_they_are_change_nothing() {
    let limits = super::limits();
    for (number, document) in signed::documents().iter().enumerate() {
        let verdict = super::pdf::verdict(document).unwrap().verdict;
        for seed in 0..40 {
            let mut file = document.clone();
            file.extend(super::mutator::rewrite(document, seed).unwrap());
            let opened = Document::open(&file, &limits).unwrap();
            let last = opened.revisions().len() - 1;
            let changes = &signing::changes_of(&opened, last..last + 1, &limits).unwrap()[0];
            assert_eq!(
                changes.class,
                signing::ChangeClass::Nothing,
                "document {number}, seed {seed}: {changes:?}"
            );
            let now = super::pdf::verdict(&file).unwrap();
            assert_eq!(now.verdict, verdict, "document {number}, seed {seed}: {changes:?} {now:?}");
        }
    }
}

/// Starting points for `cargo fuzz`, where `KYSO_FUZZ_CORPUS` names the folder for them.
#[test]
fn starting_points_are_written_for_the_fuzzer() {
    let Some(folder) = std::env::var_os("KYSO_FUZZ_CORPUS") else { return };
    for (name, _) in TARGETS {
        let folder = Path::new(&folder).join(name);
        std::fs::create_dir_all(&folder).unwrap();
        for (number, seed) in seeds::of(name).into_iter().chain(seeds::of_others(name)).enumerate() {
            std::fs::write(folder.join(format!("seed-{number:04}")), seed).unwrap();
        }
    }
}

/// Keeps an input that made a target fail, for `testdata/regressions`.
fn keep(target: &str, input: &[u8]) -> PathBuf {
    let folder = std::env::temp_dir().join("kyso-fuzzing");
    let file = folder.join(format!("{target}-{}.bin", input.len()));
    std::fs::create_dir_all(&folder).and_then(|()| std::fs::write(&file, input)).unwrap();
    file
}

/// What stands in a folder, in the order of names; nothing if there is no such folder.
fn files_in(folder: &Path) -> Vec<PathBuf> {
    let Ok(entries) = std::fs::read_dir(folder) else { return Vec::new() };
    let mut files: Vec<_> = entries.map(|entry| entry.unwrap().path()).collect();
    files.sort();
    files
}
