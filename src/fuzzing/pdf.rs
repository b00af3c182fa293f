//! Targets that read PDF, from tokens to verdicts.

use std::sync::OnceLock;

use super::mutator::{Value, file_around, rewrite};
use super::shown::shown;
use super::{MOST, known_certificates, limits, made_at};
use crate::error::ErrorKind;
use crate::limits::Limits;
use crate::pdf::signing::{self, ChangeClass, Coverage, SignatureDictionary};
use crate::pdf::{Document, Location, Object, ObjectId};
use crate::pki::{TrustStore, ValidationData};
use crate::report::{DocumentReport, Verdict};
use crate::verify::{VerifyOptions, verify as verify_document};

/// A value: written again it is the same value.
pub fn lexer(data: &[u8]) {
    let read = |text: &[u8]| -> Option<Value> {
        let file = file_around(text);
        let document = Document::open(&file, &limits()).ok()?;
        let view = document.latest();
        let object = view.object(ObjectId { number: 1, generation: 0 }).ok()??;
        (!matches!(object, Object::Stream(_))).then(|| Value::of(&object))
    };
    let Some(value) = read(data) else { return };
    let mut text = Vec::new();
    value.write(&mut text);
    assert_eq!(read(&text), Some(value));
}

/// A chain of cross-reference sections: everything that it leads to, and each revision as if nothing had followed.
pub fn xref(data: &[u8]) {
    let limits = limits();
    let Ok(document) = Document::open(data, &limits) else { return };
    let last = document.revisions().len().saturating_sub(1);
    for (number, revision) in document.revisions().iter().enumerate().take(MOST) {
        assert!(revision.eof <= revision.end && revision.end <= data.len());
        let view = document.view(number);
        drop(view.catalog());
        for id in ids(&document, number) {
            let Ok(Some(found)) = view.indirect(id) else { continue };
            assert!(found.span.as_ref().is_none_or(|span| span.end <= revision.end));
            if let Object::Stream(stream) = &found.object {
                assert!(stream.data.end <= revision.end);
                drop(view.decoded(stream));
            }
        }
        if number < last {
            as_if_nothing_followed(&document, number, &limits);
        }
    }
    drop((document.encrypt_dictionary(), document.file_id()));
}

/// What stands behind a revision cannot change what it holds.
fn as_if_nothing_followed(document: &Document<'_>, number: usize, limits: &Limits) {
    let Some(revision) = document.revisions().get(number) else { return };
    let Some(prefix) = document.bytes().get(..revision.end) else { return };
    // A revision whose own end leads elsewhere is told as an anomaly.
    let Ok(alone) = Document::open(prefix, limits) else { return };
    let same_start = alone.revisions().last().map(|last| last.startxref) == Some(revision.startxref);
    if !same_start || alone.base() != document.base() || alone.revisions().len() != number.saturating_add(1) {
        return;
    }
    let (view, own) = (document.view(number), alone.latest());
    assert_eq!(view.trailer(), own.trailer());
    for id in ids(document, number) {
        assert_eq!(view.location(id.number), own.location(id.number));
        if let (Ok(object), Ok(same)) = (view.object(id), own.object(id)) {
            // Written out, because a real may be no number.
            assert_eq!(format!("{object:?}"), format!("{same:?}"));
        }
    }
}

/// The objects of a revision, as many as a fuzzer has patience for.
fn ids(document: &Document<'_>, revision: usize) -> Vec<ObjectId> {
    let view = document.view(revision);
    let highest = document.highest_number().unwrap_or(0).min(300);
    let id = |number: u32| match view.location(number) {
        Some(Location::Offset { generation, .. }) => Some(ObjectId { number, generation }),
        Some(Location::InStream { .. }) => Some(ObjectId { number, generation: 0 }),
        _ => None,
    };
    (0..=highest).filter_map(id).collect()
}

/// The decoded data of an object stream of eight objects.
pub fn object_streams(data: &[u8]) {
    let first = data.first().map_or(0, |byte| usize::from(*byte));
    let data = data.get(1..).unwrap_or_default();
    let mut file = b"%PDF-1.7\n".to_vec();
    let container = file.len();
    let text = format!("1 0 obj\n<</Type/ObjStm/N 8/First {first}/Length {}>>stream\n", data.len());
    file.extend_from_slice(text.as_bytes());
    file.extend_from_slice(data);
    file.extend_from_slice(b"\nendstream\nendobj\n");
    let section = file.len();
    let mut entries = vec![(0u8, 0, 255), (1, container, 0), (1, section, 0)];
    entries.extend((0..8).map(|index| (2, 1, index)));
    let text = "2 0 obj\n<</Type/XRef/W[1 4 1]/Size 11/Root 3 0 R/Length 66>>stream\n";
    file.extend_from_slice(text.as_bytes());
    for (kind, second, third) in entries {
        file.push(kind);
        file.extend_from_slice(&u32::try_from(second).unwrap_or(0).to_be_bytes());
        file.push(third);
    }
    file.extend_from_slice(format!("\nendstream\nendobj\nstartxref\n{section}\n%%EOF\n").as_bytes());
    let limits = limits();
    let Ok(document) = Document::open(&file, &limits) else { return };
    let view = document.latest();
    for number in 3..11 {
        if let Ok(Some(found)) = view.indirect(ObjectId { number, generation: 0 }) {
            assert!(found.span.is_none() && !matches!(found.object, Object::Stream(_)));
        }
    }
    drop(view.catalog());
}

/// The data of a stream: the first two bytes say how it is encoded, the rest is the data.
pub fn filters(data: &[u8]) {
    let [chain, parameters, data @ ..] = data else { return };
    let at = |list: &'static [&'static str], byte: &u8| {
        usize::from(*byte).checked_rem(list.len()).and_then(|at| list.get(at)).copied().unwrap_or_default()
    };
    let mut text = format!(
        "<</Filter{}/DecodeParms{}/Length {}>>stream\n",
        at(FILTERS, chain),
        at(PARAMETERS, parameters),
        data.len()
    )
    .into_bytes();
    text.extend_from_slice(data);
    text.extend_from_slice(b"\nendstream");
    let file = file_around(&text);
    let limits = limits();
    let Ok(document) = Document::open(&file, &limits) else { return };
    let view = document.latest();
    if let Ok(Some(Object::Stream(stream))) = view.object(ObjectId { number: 1, generation: 0 })
        && let Ok(decoded) = view.decoded(&stream)
    {
        assert!(decoded.len() <= limits.inflated_bytes.max(data.len()));
    }
}

const FILTERS: &[&str] = &[
    "/FlateDecode",
    "/LZWDecode",
    "/ASCIIHexDecode",
    "/ASCII85Decode",
    "/RunLengthDecode",
    "[/ASCII85Decode/FlateDecode]",
    "[/ASCIIHexDecode/LZWDecode]",
    "[/RunLengthDecode/RunLengthDecode/RunLengthDecode]",
    "[/FlateDecode/FlateDecode/FlateDecode]",
    "/Nonsense",
];

const PARAMETERS: &[&str] = &[
    " null",
    "<</Predictor 12/Columns 4>>",
    "<</Predictor 15/Columns 7/Colors 3>>",
    "<</Predictor 2/Columns 5/BitsPerComponent 16/Colors 2>>",
    "<</Predictor 2/Columns 3/BitsPerComponent 4>>",
    "<</EarlyChange 0>>",
    "[null<</Predictor 12/Columns 4>>]",
    "<</Predictor 12/Columns 2147483647/Colors 32/BitsPerComponent 16>>",
];

/// What each revision of a PDF changed.
pub fn changes(data: &[u8]) {
    let limits = limits();
    let Ok(document) = Document::open(data, &limits) else { return };
    let found = match signing::changes_of(&document, 0..MOST, &limits) {
        Ok(found) => found,
        // What cannot be read is not explained, and no reason to say nothing.
        Err(error) if document.is_encrypted() => {
            return assert!(
                [ErrorKind::LimitExceeded, ErrorKind::PasswordRequired].contains(&error.kind()),
                "{error}"
            );
        }
        Err(error) => return assert_eq!(error.kind(), ErrorKind::LimitExceeded, "{error}"),
    };
    for (revision, changes) in found.iter().enumerate() {
        let is_unexplained = changes.class == ChangeClass::Unexplained;
        assert_eq!(is_unexplained, !changes.unexplained.is_empty());
        // Each on its own, as if nobody had looked at the others.
        let again = Document::open(data, &limits).ok();
        let alone =
            again.map(|again| signing::changes_of(&again, revision..revision.saturating_add(1), &limits));
        assert_eq!(alone, Some(Ok(vec![changes.clone()])));
        if let Some(before) = revision.checked_sub(1).filter(|_| changes.class <= ChangeClass::FormFilling) {
            same_shown(&document, before, revision);
        }
    }
    if document.anomalies().is_empty() && !document.is_encrypted() {
        rewritten(data, u64::try_from(data.len()).unwrap_or(0));
    }
}

/// Objects of a sound file that are written again as they are change nothing.
pub(super) fn rewritten(data: &[u8], seed: u64) {
    let limits = limits();
    let Some(update) = rewrite(data, seed) else { return };
    let file = [data, &update].concat();
    let Ok(document) = Document::open(&file, &limits) else { return };
    let last = document.revisions().len().saturating_sub(1);
    let Ok(changes) = signing::changes_of(&document, last..last.saturating_add(1), &limits) else { return };
    for item in changes.iter().flat_map(|changes| &changes.unexplained) {
        // A reference that led nowhere leads to the cross-reference stream.
        assert!(format!("{:?}", item.what).starts_with("Shared"), "{changes:?}");
    }
    let classes: Vec<ChangeClass> = changes.iter().map(|changes| changes.class).collect();
    assert!(classes == [ChangeClass::Nothing] || classes == [ChangeClass::Unexplained], "{changes:?}");
}

/// A whole document: what passes shows what was signed, and passed before it was added to.
pub fn verify(data: &[u8]) {
    let Some(report) = verdict(data) else { return };
    assert_eq!(verdict(data).as_ref(), Some(&report));
    if report.verdict != Verdict::Passed {
        return;
    }
    let limits = limits();
    let Ok(document) = Document::open(data, &limits) else { return };
    if document.is_encrypted() {
        return;
    }
    let last = document.revisions().len().saturating_sub(1);
    let signed = signed_revisions(&document, &limits);
    assert!(!signed.is_empty());
    for revision in &signed {
        if let Some(prefix) = document.revisions().get(*revision).and_then(|own| data.get(..own.end)) {
            assert_eq!(verdict(prefix).map(|report| report.verdict), Some(Verdict::Passed));
        }
    }
    for revision in signed.into_iter().min().unwrap_or(last)..last {
        same_shown(&document, revision, last);
    }
}

/// The report on a document, which the test PKI signed.
pub(super) fn verdict(data: &[u8]) -> Option<DocumentReport> {
    static OPTIONS: OnceLock<VerifyOptions> = OnceLock::new();
    match verify_document(data, OPTIONS.get_or_init(options)) {
        Ok(report) => Some(report),
        Err(error) => {
            let known = matches!(
                error.kind(),
                ErrorKind::EmptyInput
                    | ErrorKind::UnknownFormat
                    | ErrorKind::MalformedPdf
                    | ErrorKind::LimitExceeded
                    | ErrorKind::UnsupportedEncryption
                    | ErrorKind::PasswordRequired
                    | ErrorKind::WrongPassword
            );
            assert!(known, "{error}");
            None
        }
    }
}

/// The test PKI, its root trusted, and what it has revoked.
fn options() -> VerifyOptions {
    let mut trust = TrustStore::new();
    known_certificates().into_iter().take(1).for_each(|root| trust.add_anchor(root));
    let mut evidence = ValidationData::new();
    for list in [
        include_bytes!("../../testdata/pki/root.crl").as_slice(),
        include_bytes!("../../testdata/pki/sub.crl"),
    ] {
        assert!(evidence.add_crl(list, &limits()).is_ok());
    }
    VerifyOptions {
        evidence,
        limits: limits(),
        ..VerifyOptions::new(trust, made_at().plus_seconds(8 * 3600))
    }
}

/// The revisions that signatures cover.
fn signed_revisions(document: &Document<'_>, limits: &Limits) -> Vec<usize> {
    let signatures = signing::signatures(document, limits).unwrap_or_default();
    let dictionaries = signatures.iter().filter_map(|found| SignatureDictionary::read(document, found).ok());
    let covered = dictionaries.filter_map(|dictionary| match dictionary.coverage {
        Coverage::Revision(revision) => Some(revision),
        Coverage::Partial => None,
    });
    covered.collect()
}

/// Two revisions show the same, unless notes may be added.
fn same_shown(document: &Document<'_>, before: usize, after: usize) {
    let Some((old, new)) = shown(&document.view(before)).zip(shown(&document.view(after))) else { return };
    let is_note = |told: &&String| told.starts_with("annotation ") || told.starts_with("widget ");
    let pages = |told: &[String]| told.iter().filter(|told| !is_note(told)).cloned().collect::<Vec<_>>();
    assert_eq!(pages(&old), pages(&new), "revisions {before} and {after}");
    // What stood there stands there still; more may have come, which the rules weigh.
    if memchr::memmem::find(document.bytes(), b"/P 3").is_none() {
        for note in old.iter().filter(is_note) {
            assert!(new.contains(note), "revisions {before} and {after}: {note}");
        }
    }
}
