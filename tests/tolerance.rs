//! What real producers write and other readers accept: it opens, with a finding that says what is odd, its signature is
//! judged, and it can be signed again.
#![expect(clippy::indexing_slicing, clippy::expect_used, clippy::panic, reason = "a test")]

#[path = "attacks/forge.rs"]
#[allow(dead_code, reason = "a part of it is used here")]
mod forge;
#[path = "support/pdf_maker.rs"]
mod pdf_maker;
#[path = "support/schema.rs"]
mod schema;
#[path = "support/signer.rs"]
mod signer;

use kyso::{Code, Severity, Verdict};

use pdf_maker::{Entry, PdfMaker};

/// An odd file with one signature over all of it.
struct Odd {
    name: &'static str,
    file: fn() -> Vec<u8>,
    /// What the document is said to be like, beside what concerns everybody.
    findings: &'static [Code],
}

const ODD: &[Odd] = &[
    Odd {
        name: "bytes before the header, offsets from the header",
        file: || sealed(PdfMaker::with(b"HTTP/1.1 200 OK\r\n\r\n", true, "\n")),
        findings: &[Code::PdfLeadingJunk],
    },
    Odd {
        name: "bytes before the header, offsets from the first byte",
        file: || sealed(PdfMaker::with(b"\xef\xbb\xbf", false, "\n")),
        findings: &[Code::PdfLeadingJunk],
    },
    Odd {
        name: "a startxref that is off by some bytes",
        file: || {
            sealed_with(|maker| {
                let at = maker.offset();
                maker.table("");
                maker.end(at - 7);
            })
        },
        findings: &[Code::PdfStartxrefOff],
    },
    Odd {
        name: "an object without endobj",
        file: || {
            sealed_with(|maker| {
                maker.entry(7, Entry::At(maker.offset(), 0)).raw("7 0 obj\n(no end)\n").finish_table();
            })
        },
        findings: &[Code::PdfObjectMalformed],
    },
    Odd {
        name: "a wrong /Length",
        file: || {
            sealed_with(|maker| {
                maker.entry(7, Entry::At(maker.offset(), 0));
                maker
                    .raw("7 0 obj\n<< /Length 3 >>\nstream\nBT (Hello) Tj ET\nendstream\nendobj\n")
                    .finish_table();
            })
        },
        findings: &[Code::PdfObjectMalformed],
    },
    Odd {
        name: "a table with line ends of one byte",
        file: || {
            let file = with_signature(PdfMaker::new());
            let text = file.bytes().to_vec();
            let mut file = file;
            file.finish_table();
            let table = file.bytes()[text.len()..].to_vec();
            let table = replace_all(&table, b" \n", b"\n");
            forge::seal([text, table].concat(), forge::Places::honest)
        },
        findings: &[Code::PdfXrefMalformed],
    },
    Odd {
        name: "no end mark",
        file: || {
            let mut file = with_signature(PdfMaker::new());
            file.finish_table();
            let mut bytes = file.into_bytes();
            bytes.truncate(bytes.len() - "%%EOF\n".len());
            forge::seal(bytes, forge::Places::honest)
        },
        findings: &[Code::PdfEofMissing],
    },
    Odd {
        name: "a /Size that is too small",
        file: || {
            let mut file = with_signature(PdfMaker::new());
            file.finish_table();
            let bytes = replace_all(file.bytes(), b"/Size 7", b"/Size 3");
            forge::seal(bytes, forge::Places::honest)
        },
        findings: &[Code::PdfSizeWrong],
    },
    Odd {
        name: "gaps in the numbering",
        file: || {
            sealed_with(|maker| {
                maker.object(40, "(far away)").finish_table();
            })
        },
        findings: &[Code::PdfNumberingGaps],
    },
    Odd {
        name: "a hybrid file",
        file: || {
            sealed_with(|maker| {
                maker.object(7, "(hidden from old readers)").finish_hybrid(8, &[7]);
            })
        },
        findings: &[Code::PdfHybridFile],
    },
    Odd {
        name: "objects of generation 1",
        file: || {
            let mut maker = PdfMaker::new();
            maker
                .object(1, "<< /Type /Catalog /Pages 2 0 R /AcroForm << /Fields [5 1 R] /SigFlags 3 >> >>")
                .object(2, "<< /Type /Pages /Kids [3 0 R] /Count 1 /MediaBox [0 0 595 842] >>")
                .object(3, "<< /Type /Page /Parent 2 0 R /Contents 4 1 R /Resources << >> /Annots [5 1 R] >>")
                .object_of_generation(4, 1, "<< /Length 3 >>\nstream\nq Q\nendstream")
                .object_of_generation(
                    5,
                    1,
                    "<< /Type /Annot /Subtype /Widget /FT /Sig /T (Sig) /V 6 1 R /Rect [0 0 0 0] /P 3 0 R >>",
                )
                .object_of_generation(6, 1, forge::honest_dictionary())
                .finish_table();
            forge::seal(maker.into_bytes(), forge::Places::honest)
        },
        findings: &[],
    },
    Odd {
        name: "an entry that leads to another object, where nobody looks",
        file: || {
            sealed_with(|maker| {
                maker.entry(7, Entry::At(100, 0)).finish_table();
            })
        },
        findings: &[Code::PdfEntryWrong],
    },
    Odd {
        name: "optional entries of the wrong type",
        file: || {
            sealed_form(
                "<< /Type /Catalog /Pages 2 0 R /AcroForm << /Fields [5 0 R null 3 (x) 99 0 R] /SigFlags /No \
                     /DR 7 >> /Perms [1] /Names (none) /Outlines 3 /Metadata true /Extensions [] /DSS 1 >>",
                |maker| maker,
            )
        },
        findings: &[],
    },
    Odd {
        name: "a field that cannot be read beside the signature",
        file: || {
            sealed_form(
                "<< /Type /Catalog /Pages 2 0 R /AcroForm << /Fields [7 0 R 5 0 R] /SigFlags 3 >> >>",
                |maker| maker.object(7, "<< /FT /Sig /T (Broken) "),
            )
        },
        findings: &[Code::PdfFormUnreadable],
    },
];

#[test]
fn odd_files_are_read_with_a_finding_and_can_be_signed_again() {
    let mut wrong = String::new();
    for odd in ODD {
        let file = (odd.file)();
        let report = match signer::try_verify(&file, &signer::verify_options()) {
            Ok(report) => report,
            Err(error) => {
                wrong += &format!("{}: {error}\n", odd.name);
                continue;
            }
        };
        // What is said of the content is another matter.
        let structure = |code: &Code| code.to_string().starts_with("pdf-");
        let told: Vec<Code> = report.findings.iter().map(|finding| finding.code).filter(structure).collect();
        if told != odd.findings {
            wrong += &format!("{}: {told:?} instead of {:?}\n", odd.name, odd.findings);
        }
        let open = report.findings.iter().any(|finding| finding.severity() == Severity::Error);
        let expected = if open { Verdict::Indeterminate } else { Verdict::Passed };
        if report.verdict != expected {
            wrong += &format!("{}: {} {:?}\n", odd.name, report.verdict, signer::errors(&report));
        }
        match signer::person().try_sign(&file, &signer::sign_options()) {
            Err(error) => wrong += &format!("{}: not signed: {error}\n", odd.name),
            Ok(signed) => {
                let report = signer::verify(&signed);
                let last = report.signatures.last().expect("a signature");
                if report.signatures.len() != 2 || last.indication != kyso::Indication::TotalPassed {
                    wrong += &format!("{}, signed again: {:?}\n", odd.name, signer::errors(&report));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "\n{wrong}");
}

#[test]
fn a_form_that_is_no_form_can_be_signed() {
    let catalogs = [
        "<< /Type /Catalog /Pages 2 0 R /AcroForm 7 >>",
        "<< /Type /Catalog /Pages 2 0 R /AcroForm [] >>",
        "<< /Type /Catalog /Pages 2 0 R /AcroForm 99 0 R >>",
        "<< /Type /Catalog /Pages 2 0 R /AcroForm << /Fields 7 >> >>",
        "<< /Type /Catalog /Pages 2 0 R /AcroForm << /Fields << >> /SigFlags (3) >> >>",
        "<< /Type /Catalog /Pages 2 0 R /AcroForm << /Fields 99 0 R >> >>",
        "<< /Type /Catalog /Pages 2 0 R /Perms 7 /Names 8 /DSS [9] /Extensions 0 >>",
    ];
    for catalog in catalogs {
        for annotations in ["", "/Annots 7", "/Annots << >>", "/Annots 99 0 R", "/Annots [7 null]"] {
            let mut maker = PdfMaker::new();
            maker
                .object(1, catalog)
                .object(2, "<< /Type /Pages /Kids [3 0 R] /Count 1 /MediaBox [0 0 595 842] >>")
                .object(3, format!("<< /Type /Page /Parent 2 0 R /Resources << >> {annotations} >>"))
                .finish_table();
            let signed = signer::person().try_sign(maker.bytes(), &signer::sign_options());
            let signed = signed.unwrap_or_else(|error| panic!("{catalog} {annotations}: {error}"));
            let report = signer::verify(&signed);
            let found = (report.verdict, signer::errors(&report));
            assert_eq!(found, (Verdict::Passed, Vec::new()), "{catalog} {annotations}");
        }
    }
}

/// A page with a signature field and its signature, not sealed yet.
fn with_signature(mut maker: PdfMaker) -> PdfMaker {
    forge::form(&mut maker).object(6, forge::honest_dictionary());
    maker
}

fn sealed(maker: PdfMaker) -> Vec<u8> {
    let mut maker = with_signature(maker);
    maker.finish_table();
    forge::seal(maker.into_bytes(), forge::Places::honest)
}

/// The usual file with an odd end.
fn sealed_with(end: impl FnOnce(&mut PdfMaker)) -> Vec<u8> {
    let mut maker = with_signature(PdfMaker::new());
    end(&mut maker);
    forge::seal(maker.into_bytes(), forge::Places::honest)
}

/// A file with another catalog and more objects.
fn sealed_form(catalog: &str, more: impl FnOnce(&mut PdfMaker) -> &mut PdfMaker) -> Vec<u8> {
    let mut maker = PdfMaker::new();
    maker
        .object(1, catalog)
        .object(2, "<< /Type /Pages /Kids [3 0 R] /Count 1 /MediaBox [0 0 595 842] >>")
        .object(3, "<< /Type /Page /Parent 2 0 R /Resources << >> /Annots [5 0 R] >>")
        .object(5, "<< /Type /Annot /Subtype /Widget /FT /Sig /T (Sig) /V 6 0 R /Rect [0 0 0 0] /P 3 0 R >>")
        .object(6, forge::honest_dictionary());
    more(&mut maker).object(4, "null").finish_table();
    forge::seal(maker.into_bytes(), forge::Places::honest)
}

fn replace_all(bytes: &[u8], old: &[u8], new: &[u8]) -> Vec<u8> {
    let mut out = Vec::new();
    let mut from = 0;
    for at in memchr::memmem::find_iter(bytes, old) {
        out.extend_from_slice(&bytes[from..at]);
        out.extend_from_slice(new);
        from = at + old.len();
    }
    out.extend_from_slice(&bytes[from..]);
    out
}
