//! Honest files with a fault that readers forgive: once signed, they pass.

use kyso::{Code, Verdict};

use crate::pdf_maker::{Entry, PdfMaker, hello};
use crate::signer;

fn assert_signed_passes(name: &str, file: &[u8]) {
    let signed = signer::person().sign(file, &signer::sign_options());
    let report = signer::try_verify(&signed, &signer::verify_options());
    let report = report.unwrap_or_else(|error| panic!("{name}: {error}"));
    assert_eq!((report.verdict, signer::errors(&report)), (Verdict::Passed, Vec::new()), "{name}");
}

#[test]
fn an_entry_that_leads_nowhere_does_not_matter_where_nobody_follows_it() {
    for offset in [1, 40, 1 << 20] {
        let mut maker = PdfMaker::new();
        hello(&mut maker).entry(7, Entry::At(offset, 0)).finish_table();
        assert_signed_passes("unused", maker.bytes());
        // Nor where an update has put it right.
        maker.object(7, "(right)").finish_table();
        assert_signed_passes("put right", maker.bytes());
    }
}

#[test]
fn an_object_stream_that_cannot_be_read_does_not_matter_once_it_is_replaced() {
    let mut maker = PdfMaker::new();
    hello(&mut maker)
        .stream(7, "/Type /ObjStm /N 1 /First 4 /Filter /FlateDecode", b"no zlib at all")
        .entry(8, Entry::In(7, 0))
        .finish_stream(9);
    assert_signed_passes("unused", maker.bytes());
    maker.object_stream(7, &[(8, "(right)")]).finish_stream(10);
    assert_signed_passes("replaced", maker.bytes());
}

#[test]
fn an_object_of_the_form_that_was_broken_in_an_earlier_revision_does_not_matter() {
    let mut maker = PdfMaker::new();
    hello(&mut maker)
        .object(1, "<< /Type /Catalog /Pages 2 0 R /AcroForm 7 0 R >>")
        .object(7, "<< /Fields [8 0 R] ")
        .finish_table();
    maker.object(7, "<< /Fields [] >>").finish_table();
    assert_signed_passes("form", maker.bytes());
}

/// The form of the revision in between cannot be read, so that only the one before it tells of the signature.
#[test]
fn a_broken_form_in_between_hides_no_signature() {
    let signed = crate::append::signed();
    let broken = crate::append::update_of(&signed, |maker| maker.object(1, "<< /Type /Catalog /AcroForm ( "));
    let file =
        crate::append::update_of(&broken, |maker| maker.object(1, "<< /Type /Catalog /Pages 2 0 R >>"));
    let report = signer::verify(&file);
    assert_eq!(report.verdict, Verdict::Failed);
    assert!(signer::errors(&report).contains(&Code::SignatureRemoved));
}
