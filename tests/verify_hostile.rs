//! Input that asks for much, or that chance has damaged: verifying and signing end soon and never panic.
#![expect(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::disallowed_methods,
    reason = "a test that measures time"
)]

#[path = "support/pdf_maker.rs"]
mod pdf_maker;
#[path = "support/schema.rs"]
mod schema;
#[path = "support/signer.rs"]
mod signer;

use std::time::{Duration, Instant};

use kyso::{Code, ErrorKind, Limits, Verdict, VerifyOptions};
use pdf_maker::{PdfMaker, Random};

/// Seeds: signed files of several builds.
fn signed_files() -> Vec<Vec<u8>> {
    let options = signer::sign_options();
    let table = signer::person().sign(&pdf_maker::classic(), &options);
    let streams = signer::person().sign(&pdf_maker::modern(), &options);
    let hybrid = signer::person().sign(&pdf_maker::hybrid(), &options);
    let twice = signer::person().sign(&streams, &options);
    vec![table, streams, hybrid, twice]
}

#[test]
fn damage_by_chance_never_passes_panics_or_takes_long() {
    let files = signed_files();
    let options = signer::verify_options();
    let mut random = Random::new(2026);
    let mut slowest = Duration::ZERO;
    for round in 0..1500 {
        let original = &files[round % files.len()];
        let mut file = original.clone();
        for _ in 0..=random.below(3) {
            damage(&mut file, &mut random);
        }
        let begin = Instant::now();
        let verdict = kyso::verify(&file, &options).map(|report| report.verdict);
        drop(kyso::inspect(&file, None, &Limits::default()));
        slowest = slowest.max(begin.elapsed());
        // White space and the bytes that carry no meaning are what flips.rs lists.
        if verdict == Ok(Verdict::Passed) {
            assert!(only_harmless(original, &file), "round {round} passed");
        }
    }
    assert!(slowest < Duration::from_secs(2), "{slowest:?}");
}

#[test]
fn damaged_files_are_signed_or_refused() {
    let files = [pdf_maker::classic(), pdf_maker::modern(), pdf_maker::hybrid(), pdf_maker::linearized()];
    let mut random = Random::new(1945);
    for round in 0..600 {
        let mut file = files[round % files.len()].clone();
        for _ in 0..=random.below(3) {
            damage(&mut file, &mut random);
        }
        let begin = Instant::now();
        if let Ok(signed) = signer::person().try_sign(&file, &signer::sign_options()) {
            assert!(signed.starts_with(&file));
            let report = signer::verify(&signed);
            let own = report.signatures.last().expect("a signature");
            let open = [Code::PdfRevisionPointerElsewhere, Code::PdfTwoWaysToCount];
            assert!(
                own.indication == kyso::Indication::TotalPassed
                    || report.findings.iter().any(|finding| open.contains(&finding.code)),
                "round {round}: {:?}",
                own.findings
            );
        }
        assert!(begin.elapsed() < Duration::from_secs(2), "round {round}");
    }
}

/// One of the things that happen to files.
fn damage(file: &mut Vec<u8>, random: &mut Random) {
    if file.is_empty() {
        return;
    }
    let at = random.below(file.len());
    let length = random.below(40).min(file.len() - at);
    match random.below(9) {
        0 | 1 => file[at] ^= 1 << random.below(8),
        2 => file[at] = b"0123456789<>[]()/ \n%RfnN-"[random.below(25)],
        3 => file.truncate(at),
        4 => drop(file.drain(at..at + length)),
        5 => {
            let copy = file[at..at + length].to_vec();
            let to = random.below(file.len());
            file.splice(to..to, copy);
        }
        6 => {
            let token = TOKENS[random.below(TOKENS.len())];
            file.splice(at..at, token.iter().copied());
        }
        7 => {
            let token = TOKENS[random.below(TOKENS.len())];
            let end = (at + token.len()).min(file.len());
            file.splice(at..end, token.iter().copied());
        }
        _ => {
            // A number somewhere becomes another one.
            if let Some(found) = file[at..].iter().position(u8::is_ascii_digit) {
                file[at + found] = b'0' + u8::try_from(random.below(10)).expect("a digit");
            }
        }
    }
}

const TOKENS: &[&[u8]] = &[
    b"obj",
    b"endobj",
    b"stream\n",
    b"endstream",
    b"xref\n",
    b"trailer",
    b"startxref\n0\n",
    b"%%EOF\n",
    b"<<",
    b">>",
    b"[",
    b"]",
    b"/Prev 0",
    b"/Size -1",
    b"/Root 1 0 R",
    b"/Length 99999999999",
    b"/V 5 0 R",
    b"/Kids [5 0 R]",
    b"/ByteRange [0 1 2 3]",
    b"/Contents <00>",
    b"null",
    b"9999999999999999999999",
    b"1 0 obj\n",
    b"\0\0\0\0",
    b"(((((",
    b"\\",
    b"/Type /Sig",
    b"/XRefStm 10",
    b"/Encrypt 1 0 R",
    b"/Filter /Standard",
];

/// Whether a file that passes is the original but for what nothing rests on: white space behind it, case of digits,
/// and three unsigned bytes of the message.
fn only_harmless(original: &[u8], file: &[u8]) -> bool {
    let file = file.trim_ascii_end();
    let original = original.trim_ascii_end();
    let start = memchr::memmem::rfind(original, b"/Contents <").expect("a signature");
    if file.len() != original.len() {
        return false;
    }
    let end = start + memchr::memchr(b'>', &original[start..]).expect("its end");
    let same = |range: std::ops::Range<usize>| original[range.clone()] == file[range];
    same(0..start) && same(end..original.len())
}

#[test]
fn ten_thousand_empty_fields_are_told_and_signed() {
    let file = fields(10_000, |_| String::new());
    let begin = Instant::now();
    let report = signer::verify(&file);
    assert_eq!(report.verdict, Verdict::Unsigned);
    assert!(report.findings.len() < 100, "{}", report.findings.len());
    let signed = signer::person().sign(&file, &signer::sign_options());
    let mut named = signer::sign_options();
    named.field = Some("Field9999".to_owned());
    let twice = signer::person().sign(&signed, &named);
    let report = signer::verify(&twice);
    assert_eq!(report.signatures.len(), 2);
    assert_eq!(report.signatures[1].indication, kyso::Indication::TotalPassed);
    assert!(begin.elapsed() < Duration::from_secs(20), "{:?}", begin.elapsed());
}

#[test]
fn hundreds_of_signatures_that_each_cover_the_whole_file_are_not_all_hashed() {
    // Behind each other's backs they would cost the file's length each.
    let honest = signer::person().sign(&pdf_maker::classic(), &signer::sign_options());
    let start = memchr::memmem::rfind(&honest, b"/Contents <").expect("a signature") + b"/Contents ".len();
    let end = start + memchr::memchr(b'>', &honest[start..]).expect("its end") + 1;
    let message = String::from_utf8_lossy(&honest[start..end]).into_owned();
    let range = "@".repeat(50);
    let value =
        format!("/V << /Type /Sig /SubFilter /ETSI.CAdES.detached /Contents {message} /ByteRange {range} >>");
    let mut file = fields(300, |_| value.clone());
    let strings: Vec<usize> = memchr::memmem::find_iter(&file, message.as_bytes()).collect();
    for at in strings {
        let (end, length) = (at + message.len(), file.len());
        let place = end + " /ByteRange ".len();
        let text = format!("[0 {at} {end} {}]", length - end);
        file[place..place + range.len()].copy_from_slice(format!("{text:50}").as_bytes());
    }
    let begin = Instant::now();
    let report = signer::verify(&file);
    assert_eq!((report.verdict, report.signatures.len()), (Verdict::Failed, 300));
    let refused = report.signatures.iter().flat_map(|signature| &signature.findings);
    let refused = refused.filter(|finding| finding.code == Code::WorkLimitReached).count();
    assert!(refused > 250, "{refused}");
    assert!(begin.elapsed() < Duration::from_secs(10), "{:?}", begin.elapsed());
}

#[test]
fn ten_thousand_broken_signatures_are_ten_thousand_failures() {
    let broken =
        "/V << /Type /Sig /SubFilter /ETSI.CAdES.detached /Contents <3003020100> /ByteRange [0 1 2 3] >>";
    let file = fields(10_000, |_| broken.to_owned());
    let begin = Instant::now();
    let report = kyso::verify(&file, &signer::verify_options()).expect("a report");
    assert_eq!((report.verdict, report.signatures.len()), (Verdict::Failed, 10_000));
    assert!(report.signatures.iter().all(|s| s.indication == kyso::Indication::TotalFailed));
    assert!(begin.elapsed() < Duration::from_secs(20), "{:?}", begin.elapsed());
}

#[test]
fn one_signature_in_ten_thousand_fields_is_judged_once() {
    let file = fields(10_000, |_| "/V 20000 0 R".to_owned());
    let value =
        "<< /Type /Sig /SubFilter /ETSI.CAdES.detached /Contents <3003020100> /ByteRange [0 1 2 3] >>";
    let mut maker = PdfMaker::new();
    maker.raw(&file[maker.position()..]).drop_entries(&[0]).object(20_000, value);
    let table = maker.offset();
    maker.table(&format!("/Prev {}", startxref(&file)));
    maker.end(table);
    let begin = Instant::now();
    let report = kyso::verify(maker.bytes(), &signer::verify_options()).expect("a report");
    assert_eq!((report.verdict, report.signatures.len()), (Verdict::Failed, 1));
    assert!(begin.elapsed() < Duration::from_secs(10), "{:?}", begin.elapsed());
}

#[test]
fn a_hundred_thousand_objects_and_fifty_revisions_cost_little() {
    for (name, file) in [
        ("objects", pdf_maker::objects(100_000, false)),
        ("objects in streams", pdf_maker::objects(100_000, true)),
        ("revisions", pdf_maker::revisions(50)),
        ("pages", pdf_maker::pages(20_000)),
    ] {
        let begin = Instant::now();
        let signed = signer::person().sign(&file, &signer::sign_options());
        let report = signer::verify(&signed);
        assert_eq!(report.verdict, Verdict::Passed, "{name}");
        assert!(begin.elapsed() < Duration::from_secs(10), "{name}: {:?}", begin.elapsed());
    }
}

#[test]
fn fifty_signatures_are_all_found_and_intact() {
    let mut file = pdf_maker::classic();
    for _ in 0..50 {
        file = signer::person().sign(&file, &signer::sign_options());
    }
    let begin = Instant::now();
    let report = signer::verify(&file);
    assert_eq!(report.signatures.len(), 50);
    assert!(report.signatures.iter().all(|signature| signature.integrity == kyso::Integrity::Intact));
    assert!(begin.elapsed() < Duration::from_secs(10), "{:?}", begin.elapsed());
}

#[test]
fn limits_are_honoured() {
    let file = signed_files().remove(0);
    let verify = |change: fn(&mut Limits)| {
        let mut options: VerifyOptions = signer::verify_options();
        change(&mut options.limits);
        signer::try_verify(&file, &options).map_err(|error| error.kind())
    };
    let exceeded = Err(ErrorKind::LimitExceeded);
    assert_eq!(verify(|limits| limits.revisions = 1).map(|r| r.verdict), exceeded);
    assert_eq!(verify(|limits| limits.resolutions = 2).map(|r| r.verdict), exceeded);
    assert_eq!(verify(|limits| limits.fields = 0).map(|r| r.verdict), exceeded);
    assert_eq!(verify(|limits| limits.objects = 3).map(|r| r.verdict), exceeded);
    let codes =
        |change: fn(&mut Limits)| verify(change).map(|report| (report.verdict, signer::errors(&report)));
    assert_eq!(codes(|limits| limits.cms_bytes = 100), Ok((Verdict::Failed, vec![Code::CmsUnreadable])));
    let twice = signer::person().sign(&file, &signer::sign_options());
    let mut one = signer::verify_options();
    one.limits.signatures = 1;
    let report = signer::verify_with(&twice, &one);
    assert!(
        report.verdict != Verdict::Passed && signer::errors(&report).contains(&Code::SignatureLimitReached)
    );
    assert_eq!(
        codes(|limits| limits.path_length = 1),
        Ok((Verdict::Indeterminate, vec![Code::PathLimitReached]))
    );
    assert_eq!(
        codes(|limits| limits.signature_checks = 0),
        Ok((Verdict::Indeterminate, vec![Code::PathLimitReached]))
    );
}

/// A form with this many signature fields, each with these entries.
fn fields(count: usize, entries: impl Fn(usize) -> String) -> Vec<u8> {
    let list: String = (0..count).map(|number| format!("{} 0 R ", number + 5)).collect();
    let mut maker = PdfMaker::new();
    maker
        .object(1, format!("<< /Type /Catalog /Pages 2 0 R /AcroForm << /Fields [{list}] >> >>"))
        .object(2, "<< /Type /Pages /Kids [3 0 R] /Count 1 /MediaBox [0 0 595 842] >>")
        .object(3, "<< /Type /Page /Parent 2 0 R /Contents 4 0 R /Resources << >> >>")
        .stream(4, "", b"BT (Hello) Tj ET");
    // Written in one go: `object` looks for an earlier entry each time.
    let mut offsets = Vec::with_capacity(count);
    for number in 0..count {
        offsets.push(maker.offset());
        let object = number + 5;
        maker.raw(format!("{object} 0 obj\n<< /FT /Sig /T (Field{number}) {} >>\nendobj\n", entries(number)));
    }
    let at = maker.offset();
    let mut table = String::from("xref\n0 1\n0000000000 65535 f \n");
    let first = memchr::memmem::find(maker.bytes(), b"1 0 obj").expect("the catalog");
    let mut known = vec![first];
    for number in 2..5 {
        let header = format!("\n{number} 0 obj");
        known.push(memchr::memmem::find(maker.bytes(), header.as_bytes()).expect("an object") + 1);
    }
    known.extend(offsets);
    table += &format!("1 {}\n", known.len());
    for offset in &known {
        table += &format!("{offset:010} 00000 n \n");
    }
    maker.raw(table).raw(format!("trailer\n<< /Size {} /Root 1 0 R >>\n", known.len() + 1));
    maker.end(at);
    maker.into_bytes()
}

fn startxref(file: &[u8]) -> usize {
    let at = memchr::memmem::rfind(file, b"startxref").expect("startxref") + b"startxref".len();
    let text = String::from_utf8_lossy(&file[at..]);
    text.split_ascii_whitespace().next().and_then(|number| number.parse().ok()).expect("a number")
}
