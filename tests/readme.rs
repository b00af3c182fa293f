//! The examples of README.md are what is tested elsewhere, or run here.
#![expect(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    reason = "a test that reads the sources and makes files"
)]

#[path = "support/command.rs"]
mod command;

use std::fs;
use std::path::Path;

use command::{kyso, run};

#[test]
fn the_rust_example_is_that_of_the_documentation_which_runs() {
    let source = read("src/lib.rs");
    let documented = source.split("//! ```\n").nth(1).unwrap();
    let visible = documented.lines().filter(|line| !line.starts_with("//! # "));
    let visible: Vec<&str> = visible.map(|line| line.strip_prefix("//!").unwrap().trim()).collect();
    let [shown] = blocks("rust").try_into().unwrap();
    assert_eq!(shown.lines().map(str::trim).collect::<Vec<_>>(), visible);
}

#[test]
fn the_c_examples_are_parts_of_the_programs_that_run() {
    let programs = ["verify.c", "sign.c"].map(|name| read(&format!("bindings/c/{name}")));
    let flat = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    let shown = blocks("c");
    assert_eq!(shown.len(), programs.len());
    for (part, program) in shown.iter().zip(&programs) {
        assert!(flat(program).contains(&flat(part)), "{part}");
    }
}

#[test]
fn the_commands_run_one_after_the_other() {
    let folder = tempfile::tempdir().unwrap();
    let letter = Path::new(env!("CARGO_MANIFEST_DIR")).join("testdata/documents/classic.pdf");
    fs::copy(letter, folder.path().join("letter.pdf")).unwrap();
    let shown = blocks("sh").into_iter().find(|block| block.contains("kyso verify")).unwrap();
    let mut variables = Vec::new();
    let mut count = 0;
    for line in shown.lines() {
        let said = line.split(" #").next().unwrap();
        let words: Vec<&str> = said.split_whitespace().collect();
        match words[0] {
            "export" => variables.push(words[1].split_once('=').unwrap()),
            "kyso" => {
                let outcome = run(kyso(&words[1..]).envs(variables.clone()).current_dir(folder.path()));
                assert_eq!(outcome.status, 0, "{line}: {}{}", outcome.stdout, outcome.stderr);
                count += 1;
            }
            other => assert_eq!(other, "kyso", "{line}"),
        }
    }
    assert_eq!(count, 6);
}

#[test]
fn the_exit_statuses_are_those_of_the_help() {
    let readme = read("README.md");
    let table = readme.split("## Exit status").nth(1).unwrap();
    let rows = table.lines().filter_map(|line| line.strip_prefix("| "));
    let statuses: Vec<&str> =
        rows.filter_map(|row| row.split(" |").next()).filter(|cell| cell.parse::<u8>().is_ok()).collect();
    assert_eq!(statuses, ["0", "1", "2", "3", "4", "5"]);
    let help = run(&mut kyso(["--help", "--lang", "en"])).stdout;
    for status in statuses {
        let after = help.split("Exit status").nth(1).unwrap();
        assert!(after.contains(&format!(" {status} ")), "{help}");
    }
}

/// The contents of the fenced blocks of this language.
fn blocks(language: &str) -> Vec<String> {
    let readme = read("README.md");
    let open = format!("```{language}\n");
    readme.split(&open).skip(1).map(|rest| rest.split("```").next().unwrap().to_owned()).collect()
}

fn read(name: &str) -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(name)).unwrap()
}
