//! `kyso demo`, and the letter that it makes.
#![expect(
    clippy::disallowed_methods,
    clippy::indexing_slicing,
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "a test that makes files"
)]

#[path = "support/command.rs"]
mod command;
#[path = "../src/cli/demo/letter.rs"]
mod letter;
#[path = "support/schema.rs"]
mod schema;
#[path = "../src/cli/demo/writing.rs"]
mod writing;

use std::fs;
use std::path::Path;
use std::process::Command;

use command::{kyso, run};

/// File, its exit status with `kyso verify`, and its verdict.
const EXAMPLES: [(&str, i32, &str); 5] = [
    ("letter.pdf", 4, "unsigned"),
    ("letter-signed.pdf", 0, "passed"),
    ("letter-altered.pdf", 1, "failed"),
    ("letter-appended.pdf", 1, "failed"),
    ("letter-signed-twice.pdf", 0, "passed"),
];

#[test]
fn the_demonstration_leaves_files_that_are_what_it_says() {
    let place = tempfile::tempdir().unwrap();
    let folder = place.path().join("kyso-demo");
    let outcome = run(kyso(["demo"]).current_dir(place.path()));
    assert_eq!((outcome.status, outcome.stderr.as_str()), (0, ""), "{}", outcome.stdout);
    for headline in ["\nSIGNATURE VALID\n", "\nSIGNATURE NOT VALID\n"] {
        assert!(outcome.stdout.contains(headline), "{headline} is missing in\n{}", outcome.stdout);
    }
    let about = fs::read_to_string(folder.join("README.txt")).unwrap();
    for (name, status, verdict) in EXAMPLES {
        assert!(about.contains(name) && outcome.stdout.contains(name), "{name}");
        assert_eq!(verify(&folder, name), (status, verdict.to_owned()), "{name}");
    }
    assert!(outcome.stdout.contains("--trust kyso-demo/pki"), "{}", outcome.stdout);

    // The letter with another amount on its page, in both forged copies.
    for name in ["letter-altered.pdf", "letter-appended.pdf"] {
        let bytes = fs::read(folder.join(name)).unwrap();
        let shown = lopdf::Document::load_mem(&bytes).unwrap();
        let page = shown.get_pages().remove(&1).unwrap();
        let content = String::from_utf8(shown.get_page_content(page)).unwrap();
        assert!(content.contains("92.500.000") && !content.contains("12.500.000"), "{name}");
    }
    let signed = fs::read(folder.join("letter-signed.pdf")).unwrap();
    assert!(fs::read(folder.join("letter-appended.pdf")).unwrap().starts_with(&signed));
    assert!(fs::read(folder.join("letter-signed-twice.pdf")).unwrap().starts_with(&signed));

    // A second run begins anew, in the other language, and leaves alone what the user has put there.
    let mine = folder.join("my-notes.txt");
    fs::write(&mine, "mine").unwrap();
    let outcome = run(kyso(["demo", "--lang", "vi"]).current_dir(place.path()));
    assert_eq!(outcome.status, 0, "{}", outcome.stderr);
    assert!(outcome.stdout.contains("\nCHỮ KÝ HỢP LỆ\n"), "{}", outcome.stdout);
    assert!(outcome.stdout.contains("\nCHỮ KÝ KHÔNG HỢP LỆ\n"), "{}", outcome.stdout);
    assert_ne!(fs::read(folder.join("letter-signed.pdf")).unwrap(), signed);
    assert_eq!(verify(&folder, "letter-signed.pdf").0, 0);
    assert_eq!(fs::read_to_string(mine).unwrap(), "mine");
}

#[cfg(feature = "net")]
#[test]
fn with_servers_the_demonstration_reaches_the_long_term_levels() {
    let place = tempfile::tempdir().unwrap();
    let outcome = run(kyso(["demo", "--online"]).current_dir(place.path()));
    assert_eq!((outcome.status, outcome.stderr.as_str()), (0, ""), "{}", outcome.stdout);
    assert!(outcome.stdout.contains("Fetched from the test servers: 3 times"), "{}", outcome.stdout);
    // The servers are gone: what carries its evidence is valid all the same.
    let folder = place.path().join("kyso-demo");
    for (name, status) in [("letter-signed-b-t.pdf", 3), ("letter-signed-b-lta.pdf", 0)] {
        let mut command = kyso(["verify", "--trust"]);
        let outcome = run(command.arg(folder.join("pki/root.pem")).arg(folder.join(name)));
        assert_eq!(outcome.status, status, "{name}: {}", outcome.stdout);
        assert!(fs::read_to_string(folder.join("README.txt")).unwrap().contains(name));
    }
}

#[test]
fn a_folder_with_other_things_in_it_is_refused() {
    let place = tempfile::tempdir().unwrap();
    let file = place.path().join("letter.pdf");
    fs::write(&file, "precious").unwrap();
    for (folder, code) in [(place.path(), "(output-refused)"), (file.as_path(), "(output-refused)")] {
        let outcome = run(kyso(["demo"]).arg(folder));
        assert_eq!((outcome.status, outcome.stdout.as_str()), (5, ""));
        assert!(outcome.stderr.contains(code), "{}", outcome.stderr);
    }
    assert_eq!(fs::read_to_string(file).unwrap(), "precious");
    assert_eq!(fs::read_dir(place.path()).unwrap().count(), 1);
}

#[test]
fn other_programs_read_the_letter_in_vietnamese() {
    let place = tempfile::tempdir().unwrap();
    let path = place.path().join("letter.pdf");
    fs::write(&path, letter::pdf(2026, 2, 9)).unwrap();
    if let Some(said) = said_by("qpdf", &["--check"], &path, &[]) {
        assert!(said.contains("No syntax or stream encoding errors found"), "{said}");
        assert!(!said.contains("WARNING"), "{said}");
    }
    if let Some(said) = said_by("pdftotext", &["-enc", "UTF-8"], &path, &["-"]) {
        let words: Vec<&str> = said.split_whitespace().collect();
        let text = words.join(" ");
        for wanted in [
            "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
            "Độc lập - Tự do - Hạnh phúc",
            "BỘ THỬ NGHIỆM",
            "Số: 123/CKT-VP",
            "Hà Nội, ngày 09 tháng 02 năm 2026",
            "kinh phí kiểm thử phần mềm ký số",
            "Kính gửi: Vụ Kế hoạch - Tài chính",
            "tổng số tiền là 12.500.000 đồng trong quý I năm 2027. Mọi vướng mắc,",
            "CỤC TRƯỞNG",
            "Nguyễn Thị Thử Nghiệm",
        ] {
            assert!(text.contains(wanted), "{wanted} is missing in\n{said}");
        }
    }
}

#[test]
fn the_same_day_makes_the_same_letter() {
    assert_eq!(letter::pdf(2026, 11, 20), letter::pdf(2026, 11, 20));
    let (amount, forged) = letter::AMOUNT;
    let count =
        |needle: &[u8]| letter::pdf(2026, 11, 20).windows(needle.len()).filter(|w| *w == needle).count();
    assert_eq!((count(amount), count(forged), amount.len()), (1, 0, forged.len()));
}

/// Exit status and verdict of `kyso verify`.
fn verify(folder: &Path, name: &str) -> (i32, String) {
    let mut verify = kyso(["verify", "--format", "json", "--trust"]);
    let outcome = run(verify.arg(folder.join("pki")).arg(folder.join(name)));
    let report = schema::assert_report(&outcome.stdout);
    (outcome.status, report["documents"][0]["verdict"].as_str().unwrap().to_owned())
}

/// What another program writes; `None` where it is not installed.
fn said_by(program: &str, before: &[&str], path: &Path, after: &[&str]) -> Option<String> {
    match Command::new(program).args(before).arg(path).args(after).output() {
        Ok(output) => {
            assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
            Some(String::from_utf8_lossy(&[output.stdout, output.stderr].concat()).into_owned())
        }
        Err(_) => {
            println!("skipped: {program} is not installed");
            None
        }
    }
}
