//! `kyso verify` and what all commands share: arguments, languages, files that cannot be had, exit statuses.
#![expect(clippy::disallowed_methods, reason = "a test that makes files")]

#[path = "support/command.rs"]
mod command;
#[path = "support/schema.rs"]
mod schema;

use std::fs;

use command::{kyso, run};

#[test]
fn wrong_usage_ends_with_status_2() {
    for arguments in [
        &[][..],
        &["verify"],
        &["verify", "--no-such-option", "a.pdf"],
        &["verify", "a.pdf", "--format", "yaml"],
        &["verify", "a.pdf", "--at", "yesterday"],
        &["verify", "a.pdf", "--lang", "fr"],
        &["frobnicate"],
        &["sign", "a.pdf", "-o", "b.pdf"],
        &["sign", "a.pdf", "-o", "b.pdf", "--key", "k.p12", "--certify", "4"],
    ] {
        let outcome = run(&mut kyso(arguments));
        assert_eq!(outcome.status, 2, "{arguments:?}: {}", outcome.stderr);
        assert_eq!(outcome.stdout, "", "{arguments:?}");
        assert_ne!(outcome.stderr, "", "{arguments:?}");
    }
}

#[test]
fn no_option_takes_a_password() {
    for command in ["verify", "sign", "prepare", "complete"] {
        let help = run(&mut kyso([command, "--help"]));
        assert_eq!(help.status, 0);
        for line in help.stdout.lines().filter(|line| line.contains("password")) {
            assert!(!line.contains("--password "), "{line}");
        }
        assert_eq!(run(&mut kyso([command, "--password", "secret"])).status, 2);
    }
}

#[test]
fn files_that_cannot_be_had_are_told_apart_in_both_languages() {
    let folder = tempfile::tempdir().unwrap();
    let empty = folder.path().join("empty.pdf");
    fs::write(&empty, b"").unwrap();
    let missing = folder.path().join("missing.pdf");
    let cases = [
        (missing.as_path(), "file-not-found", "Không tìm thấy tệp", "File not found"),
        (folder.path(), "not-a-file", "Đây là thư mục", "This is a folder"),
        (empty.as_path(), "empty-file", "Tệp rỗng", "The file is empty"),
    ];
    for (path, code, vi, en) in cases {
        for (language, words) in [("vi", vi), ("en", en)] {
            let mut verify = kyso(["verify", "--format", "json", "--lang", language]);
            let outcome = run(verify.arg(path));
            assert_eq!(outcome.status, 5, "{code}");
            let report = schema::assert_report(&outcome.stdout);
            let document = &report["documents"][0];
            assert_eq!(document["verdict"], "unreadable");
            assert_eq!(document["file"], path.to_str().unwrap());
            assert_eq!(document["findings"][0]["code"], code);
            let message = document["findings"][0]["message"].as_str().unwrap();
            assert!(message.starts_with(words), "{message}");
        }
    }
}

#[cfg(unix)]
#[test]
fn a_file_without_permission_and_a_pipe_are_refused_at_once() {
    use std::os::unix::fs::PermissionsExt;
    let folder = tempfile::tempdir().unwrap();
    let pipe = folder.path().join("pipe");
    let made = std::process::Command::new("mkfifo").arg(&pipe).status().unwrap();
    assert!(made.success());
    let outcome = run(kyso(["verify", "--format", "json"]).arg(&pipe));
    assert_eq!(outcome.status, 5);
    assert!(outcome.stdout.contains("\"not-a-file\""), "{}", outcome.stdout);

    let locked = folder.path().join("locked.pdf");
    fs::write(&locked, b"%PDF-1.7").unwrap();
    fs::set_permissions(&locked, fs::Permissions::from_mode(0o000)).unwrap();
    // The superuser may read everything.
    if fs::read(&locked).is_err() {
        let outcome = run(kyso(["verify", "--format", "json"]).arg(&locked));
        assert_eq!(outcome.status, 5);
        assert!(outcome.stdout.contains("\"file-unreadable\""), "{}", outcome.stdout);
    }
}

#[test]
fn jsonl_is_one_document_a_line() {
    let outcome = run(&mut kyso(["verify", "--format", "jsonl", "/nowhere/a", "/nowhere/b"]));
    assert_eq!(outcome.status, 5);
    let files: Vec<_> = outcome
        .stdout
        .lines()
        .map(|line| schema::assert_document_report(line)["file"].as_str().unwrap().to_owned())
        .collect();
    assert_eq!(files, ["/nowhere/a", "/nowhere/b"]);
}

#[test]
fn the_locale_chooses_the_language_and_lang_overrides_it() {
    let headline = |variables: &[(&str, &str)], arguments: &[&str]| {
        let mut verify = kyso(["verify", "/nowhere/a"]);
        let outcome = run(verify.args(arguments).env_remove("LC_ALL").envs(variables.iter().copied()));
        outcome.stdout.lines().nth(2).unwrap().to_owned()
    };
    let (vi, en) = ("KHÔNG ĐỌC ĐƯỢC TỆP", "THE FILE COULD NOT BE READ");
    assert_eq!(headline(&[], &[]), en);
    assert_eq!(headline(&[("LANG", "vi_VN.UTF-8")], &[]), vi);
    assert_eq!(headline(&[("LANG", "vi_VN.UTF-8"), ("LC_MESSAGES", "en_US.UTF-8")], &[]), en);
    assert_eq!(headline(&[("LANG", "en_US.UTF-8"), ("LC_ALL", "vi_VN")], &[]), vi);
    assert_eq!(headline(&[("LANG", "vi_VN"), ("LC_ALL", "")], &[]), vi);
    assert_eq!(headline(&[("LANG", "vi_VN")], &["--lang", "en"]), en);
    assert_eq!(headline(&[], &["--lang", "vi"]), vi);
}

#[test]
fn trust_that_cannot_be_loaded_stops_the_work_on_stderr() {
    let folder = tempfile::tempdir().unwrap();
    let text = folder.path().join("readme.pem");
    fs::write(&text, b"no certificate here").unwrap();
    let empty = tempfile::tempdir().unwrap();
    for (path, code) in [
        (folder.path().join("none.pem"), "file-not-found"),
        (text, "no-certificate"),
        (empty.path().to_owned(), "no-certificate"),
    ] {
        let outcome = run(kyso(["verify", "/nowhere/a", "--lang", "vi", "--trust"]).arg(&path));
        assert_eq!((outcome.status, outcome.stdout.as_str()), (5, ""));
        assert!(outcome.stderr.contains(&format!("({code})")), "{}", outcome.stderr);
        assert!(outcome.stderr.contains(path.to_str().unwrap()), "{}", outcome.stderr);
    }
}

#[test]
fn a_password_variable_that_is_not_there_is_named() {
    for name in ["NO_SUCH_VARIABLE", "", "A=B"] {
        let outcome = run(&mut kyso(["verify", "/nowhere/a", "--password-env", name]));
        assert_eq!(outcome.status, 5);
        assert!(outcome.stderr.contains(&format!("--password-env {name}")), "{}", outcome.stderr);
    }
}

#[test]
fn the_report_goes_to_a_file_whole_or_not_at_all() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("report.json");
    let outcome = run(kyso(["verify", "/nowhere/a", "--format", "json", "--output"]).arg(&path));
    assert_eq!((outcome.status, outcome.stdout.as_str()), (5, ""));
    schema::assert_report(&fs::read_to_string(&path).unwrap());

    let outcome = run(kyso(["verify", "/nowhere/a", "--output"]).arg(folder.path().join("none/report.txt")));
    assert_eq!(outcome.status, 5);
    assert!(outcome.stderr.contains("(write-failed)"), "{}", outcome.stderr);
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_an_error_and_leaves_nothing_behind() {
    let outcome = run(&mut kyso(["verify", "/nowhere/a", "--output", "/dev/full"]));
    assert_eq!(outcome.status, 5);
    assert!(outcome.stderr.contains("(write-failed)"), "{}", outcome.stderr);

    // A limit on the size of files is the disk that every machine can make full.
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("report.txt");
    let script = format!(
        "trap '' XFSZ; ulimit -f 1; exec {} verify --lang en --output {} $(seq 100)",
        env!("CARGO_BIN_EXE_kyso"),
        path.display()
    );
    let outcome = run(std::process::Command::new("sh").args(["-c", &script]));
    assert_eq!(outcome.status, 5, "{}", outcome.stderr);
    assert!(outcome.stderr.contains("(write-failed)"), "{}", outcome.stderr);
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
}

#[cfg(unix)]
#[test]
fn a_reader_that_leaves_does_not_matter() {
    let script = format!("{} verify --format jsonl $(seq 2000); echo $? >&2", env!("CARGO_BIN_EXE_kyso"));
    let script = format!("({script}) | head -n 1");
    let outcome = run(std::process::Command::new("sh").args(["-c", &script]));
    assert_eq!(outcome.stdout.lines().count(), 1);
    assert_eq!(outcome.stderr, "5\n");
}
