//! Files of others: what pyHanko appended to long-lived signatures, and what it is wary of.

use std::path::Path;

use super::{ChangeClass, all, classes};

#[expect(clippy::disallowed_methods, reason = "a test that reads files of others, where they are")]
fn read(name: &str) -> Option<Vec<u8>> {
    let folder = match std::env::var_os("KYSO_CORPUS") {
        Some(folder) => folder.into(),
        None => Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/corpus"),
    };
    std::fs::read(folder.join("pdf-pyhanko").join(name)).ok()
}

#[test]
fn archived_files_are_explained_from_the_field_to_the_last_renewal() {
    use ChangeClass::{DocumentTimestamp, FormFilling, ValidationData};
    // A field was made, signed, archived and renewed; then the other signer came.
    for (name, expected) in [
        (
            "pades-lta-dss-indirect-arrs-test.pdf",
            &[FormFilling, FormFilling, DocumentTimestamp, ValidationData][..],
        ),
        (
            "pades-lta-dss-indirect-arrs-test-2.pdf",
            &[FormFilling, FormFilling, DocumentTimestamp, ValidationData, FormFilling, ValidationData],
        ),
    ] {
        let Some(bytes) = read(name) else { return };
        assert_eq!(classes(&bytes), expected, "{name}");
    }
}

#[test]
fn forms_filled_in_with_side_effects_are_not_explained() {
    for name in [
        "form-update-ap-indirect-sneaky-trailer.pdf",
        "form-update-no-override-appearance-stream-ap-indirect-sneaky.pdf",
        "form-update-override-appearance-stream-ap-indirect-sneaky.pdf",
        "form-update-override-appearance-stream-sneaky.pdf",
        "coverage-anomalies/tail-uncovered.pdf",
    ] {
        let Some(bytes) = read(name) else { return };
        assert!(all(&bytes).iter().any(|changes| changes.class == ChangeClass::Unexplained), "{name}");
    }
}

#[test]
fn forms_that_others_signed_are_explained() {
    for name in [
        "form-update-no-override-appearance-stream-ap-indirect.pdf",
        "form-update-original-ap-type-wrong.pdf",
        "form-update-override-appearance-stream-ap-indirect.pdf",
        "form-update-override-appearance-stream.pdf",
        "certified-with-indirect-refs-in-dir.pdf",
        "separate-annots-kids-indir.pdf",
        "minimal-two-fields-signed-twice.pdf",
        "minimal-signed-twice-both-created.pdf",
        "minimal-signed-twice-second-created.pdf",
        "minimal-signed-twice-no-sig-type.pdf",
        "extensions-direct.pdf",
        "sig-with-ski-sid.pdf",
    ] {
        let Some(bytes) = read(name) else { return };
        for changes in all(&bytes) {
            assert_eq!(
                (changes.class, changes.unexplained),
                (ChangeClass::FormFilling, Vec::new()),
                "{name}"
            );
        }
    }
}

#[test]
fn text_fields_that_were_added_are_no_filling_in() {
    for name in [
        "minimal-with-simple-form.pdf",
        "minimal-with-textfield-group.pdf",
        "minimal-with-textfield-group-var.pdf",
    ] {
        let Some(bytes) = read(name) else { return };
        assert_eq!(classes(&bytes), [ChangeClass::FormFilling, ChangeClass::Unexplained], "{name}");
    }
}
