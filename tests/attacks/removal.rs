//! A signature that a later update takes away, so that the document looks unsigned, or signed by fewer.

use kyso::{Code, Verdict};

use crate::append::{object_number, signed, update};
use crate::attack::{Attack, PLAIN};
use crate::forge;
use crate::pdf_maker::PdfMaker;

pub(crate) const ATTACKS: &[Attack] = &[
    Attack {
        number: "P2",
        name: "the value of the field is null",
        bases: PLAIN,
        file: |_| {
            field("<< /Type /Annot /Subtype /Widget /FT /Sig /T (Signature1) /V null /Rect [0 0 0 0] >>")
        },
        verdict: Verdict::Failed,
        errors: &[Code::ChangeField, Code::SignatureRemoved],
    },
    Attack {
        number: "P2",
        name: "the field has no value",
        bases: PLAIN,
        file: |_| field("<< /Type /Annot /Subtype /Widget /FT /Sig /T (Signature1) /Rect [0 0 0 0] >>"),
        verdict: Verdict::Failed,
        errors: &[Code::ChangeField, Code::SignatureRemoved],
    },
    Attack {
        number: "P2",
        name: "the field is no signature field any more",
        bases: PLAIN,
        file: |_| {
            field("<< /Type /Annot /Subtype /Widget /FT /Tx /T (Signature1) /V (signed) /Rect [0 0 0 0] >>")
        },
        verdict: Verdict::Failed,
        errors: &[Code::ChangeField, Code::SignatureRemoved],
    },
    Attack {
        number: "P2",
        name: "the field is null",
        bases: PLAIN,
        file: |_| field("null"),
        verdict: Verdict::Failed,
        errors: &[Code::ChangeField, Code::SignatureRemoved],
    },
    Attack {
        number: "P2",
        name: "the field is deleted",
        bases: PLAIN,
        file: |_| update(|maker| maker.free(object_number(&signed(), "/FT/Sig"))),
        verdict: Verdict::Failed,
        errors: &[Code::ChangeField, Code::SignatureRemoved],
    },
    Attack {
        number: "P2",
        name: "the signature dictionary is deleted",
        bases: PLAIN,
        file: |_| update(|maker| maker.free(object_number(&signed(), "/Type/Sig/"))),
        verdict: Verdict::Failed,
        errors: &[Code::ChangeSignatureReplaced, Code::SignatureRemoved],
    },
    Attack {
        number: "P2",
        name: "the signature dictionary is a string now",
        bases: PLAIN,
        file: |_| update(|maker| maker.object(object_number(&signed(), "/Type/Sig/"), "(signed)")),
        verdict: Verdict::Failed,
        errors: &[Code::ChangeSignatureReplaced, Code::SignatureDictionaryOverwritten],
    },
    Attack {
        number: "P2",
        name: "the form has no fields any more",
        bases: PLAIN,
        file: |_| catalog("/AcroForm << /Fields [] >>"),
        verdict: Verdict::Failed,
        errors: &[Code::ChangeCatalogReplaced, Code::SignatureRemoved],
    },
    Attack {
        number: "P2",
        name: "the document has no form any more",
        bases: PLAIN,
        file: |_| catalog(""),
        verdict: Verdict::Failed,
        errors: &[Code::ChangeForm, Code::SignatureRemoved],
    },
    Attack {
        number: "P2",
        name: "the trailer names another catalog, which is new",
        bases: PLAIN,
        file: |_| {
            update(|maker| maker.trailer("/Root 90 0 R").object(90, "<< /Type /Catalog /Pages 2 0 R >>"))
        },
        verdict: Verdict::Failed,
        errors: &[Code::ChangeStructure, Code::ChangeForm, Code::SignatureRemoved],
    },
    Attack {
        number: "P7",
        name: "the trailer names another catalog, which lay hidden in the file that was signed",
        bases: PLAIN,
        file: |_| {
            let mut maker = PdfMaker::new();
            crate::pdf_maker::hello(&mut maker).object(5, "<< /Type /Catalog /Pages 2 0 R >>").finish_table();
            let signed = crate::signer::person().sign(maker.bytes(), &crate::signer::sign_options());
            crate::append::update_of(&signed, |maker| maker.trailer("/Root 5 0 R").object(90, "null"))
        },
        verdict: Verdict::Failed,
        errors: &[Code::ChangeUnknown, Code::ChangeStructure, Code::ChangeForm, Code::SignatureRemoved],
    },
    Attack {
        number: "P2",
        name: "a signature that stands in its field, which a later update empties",
        bases: PLAIN,
        file: |_| {
            let mut maker = PdfMaker::new();
            let value = forge::honest_dictionary();
            forge::form(&mut maker).object(5, format!("<< /FT /Sig /T (Sig) /V {value} >>")).finish_table();
            let signed = forge::seal(maker.into_bytes(), forge::Places::honest);
            crate::append::update_of(&signed, |maker| maker.object(5, "<< /FT /Sig /T (Sig) >>"))
        },
        verdict: Verdict::Failed,
        errors: &[Code::ChangeField, Code::SignatureRemoved],
    },
];

/// The field is this now.
fn field(text: &str) -> Vec<u8> {
    update(|maker| maker.object(object_number(&signed(), "/FT/Sig"), text))
}

/// The catalog has this entry in place of the form.
fn catalog(entry: &str) -> Vec<u8> {
    update(|maker| maker.object(1, format!("<< /Type /Catalog /Pages 2 0 R {entry} >>")))
}
