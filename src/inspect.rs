//! Inspection: what a document says of itself, without a verdict. Nothing is verified and nothing is trusted here, so
//! a forged document may tell lies.

mod inspection;
mod message;
mod risks;
mod trust;

pub use inspection::{
    AnomalyInspection, AttributeInspection, CertificateInspection, EncryptionInspection, FieldInspection,
    INSPECTION_SCHEMA, Inspection, LockInspection, MessageInspection, RevisionInspection,
    SignatureInspection, SignerInspection,
};
pub use risks::risks;
pub use trust::{
    CertificateKind, CertificateValidity, IssuerSignature, TRUST_SCHEMA, TrustInspection, TrustedCertificate,
    inspect_certificates,
};

use crate::cms;
use crate::error::Result;
use crate::limits::Limits;
use crate::pdf::security::{self, Access, OpenedBy, SecurityHandler};
use crate::pdf::signing::{
    ByteRange, Certification, Coverage, FieldLock, LockAction, SignatureDictionary, certification,
    signature_fields, signatures,
};
use crate::pdf::{Anomaly, Document, Revision, XrefStyle};
use crate::report::{Finding, Format, Kind, Language, pdf};

/// Lists what a document and its signatures say of themselves: revisions, byte ranges, certificates, times. The
/// format is recognised from the bytes; this version reads PDF.
///
/// Checks no signature, no certificate and no digest. Most of what it costs is the search for [`risks`].
///
/// # Errors
/// As for [`verify`](crate::verify).
pub fn inspect(document: &[u8], password: Option<&str>, limits: &Limits) -> Result<Inspection> {
    let (file, security) = security::open(document, password, limits)?;
    let encryption = security.as_ref().map(encryption_of);
    let view = file.latest();
    let fields = signature_fields(&view, limits)?;
    let certification = certification(&view, &fields).unwrap_or_default();
    let fields = fields.iter().map(|field| FieldInspection {
        name: field.name.clone(),
        signed: field.value.as_ref().is_some_and(|value| !value.is_null()),
        lock: FieldLock::of_field(&view, &field.dictionary).unwrap_or_default().map(lock),
    });
    let fields = fields.collect();

    let mut found = signatures(&file, limits)?;
    let signatures_left_out = found.len().saturating_sub(limits.signatures);
    found.truncate(limits.signatures);
    let mut signatures = Vec::with_capacity(found.len());
    for signature in found {
        let dictionary = SignatureDictionary::read(&file, &signature)?;
        let next = signature.last_seen.saturating_add(1);
        let inspection = SignatureInspection {
            removed_in: (next < file.revisions().len()).then(|| next.saturating_add(1)),
            shared_with: signature.shared_with,
            ..signature_of(&file, signature.field.name, &dictionary, limits)
        };
        signatures.push((dictionary.byte_range.map_or(usize::MAX, |range| range.end), inspection));
    }
    // In the order in which they were made.
    signatures.sort_by_key(|(end, _)| *end);

    let risks = risks::risks_of(&file)?;
    let ends: Vec<usize> = file.revisions().iter().map(|revision| revision.end).collect();
    let odd = file.anomalies().iter().filter_map(|odd| pdf::anomaly(odd, &ends));
    Ok(Inspection {
        schema: INSPECTION_SCHEMA,
        file: None,
        format: Format::Pdf,
        length: document.len(),
        version: file.header().version.map(|(major, minor)| format!("{major}.{minor}")),
        catalog_version: catalog_version(&file),
        encryption,
        certification: certification.map(Certification::level),
        revisions: (0..).zip(file.revisions()).map(|(index, found)| revision(&file, index, found)).collect(),
        fields,
        signatures: signatures.into_iter().map(|(_, inspection)| inspection).collect(),
        signatures_left_out,
        anomalies: odd.map(anomaly).collect(),
        risks: risks.into_iter().map(anomaly).collect(),
    })
}

/// The version that the catalog names (ISO 32000-2 7.7.2, /Version), which may be later than that of the header.
fn catalog_version(file: &Document<'_>) -> Option<String> {
    let view = file.latest();
    let version = view.value(&view.catalog().ok()?, b"Version").ok()?;
    version.as_name().map(|name| String::from_utf8_lossy(name).into_owned())
}

fn encryption_of(security: &SecurityHandler) -> EncryptionInspection {
    let [strings, streams] = security.methods();
    let permissions = security.permissions();
    let allowed = PERMISSIONS.iter().filter(|(bit, _)| permissions & (1 << (bit - 1)) != 0);
    EncryptionInspection {
        strings,
        streams,
        opened_as: match security.access() {
            Access::Owner => "owner",
            Access::User { .. } => "user",
        },
        password: match security.opened_by() {
            OpenedBy::EmptyPassword => "empty",
            OpenedBy::GivenPassword => "given",
        },
        permission_bits: permissions,
        permissions: allowed.map(|(_, name)| *name).collect(),
        authenticated: security.has_mac(),
    }
}

fn revision(file: &Document<'_>, index: usize, revision: &Revision<'_>) -> RevisionInspection {
    RevisionInspection {
        end: revision.end,
        startxref: revision.startxref,
        cross_reference: match revision.xref_style {
            XrefStyle::Table => "table",
            XrefStyle::Stream => "stream",
            XrefStyle::Hybrid => "hybrid",
        },
        // Object 0 is the head of the list of free objects, not an object.
        objects: file.view(index).touched().ok().map(|numbers| numbers.iter().filter(|n| **n != 0).count()),
    }
}

fn signature_of(
    file: &Document<'_>,
    id: String,
    dictionary: &SignatureDictionary,
    limits: &Limits,
) -> SignatureInspection {
    let (message, message_error) = match dictionary.contents.as_slice() {
        [] => (None, None),
        contents => match cms::read(contents, limits) {
            Ok(message) => (Some(message::message(&message, contents.len())), None),
            Err(error) => (None, Some(error.to_string())),
        },
    };
    let last = file.revisions().len().saturating_sub(1);
    let trailing = |odd: &Anomaly| matches!(odd, Anomaly::TrailingBytes { blank: false, .. });
    let revision = match dictionary.coverage {
        Coverage::Revision(index) => Some(index),
        Coverage::Partial => None,
    };
    SignatureInspection {
        id,
        kind: if dictionary.is_document_timestamp() { Kind::DocumentTimestamp } else { Kind::Signature },
        shared_with: Vec::new(),
        removed_in: None,
        overwritten: dictionary.overwritten,
        sub_filter: dictionary.sub_filter.clone(),
        byte_range: dictionary.byte_range.map(pairs),
        gap: dictionary.byte_range.map(|range| [range.gap_start, range.gap_end]),
        revision: revision.map(|index| index.saturating_add(1)),
        whole_file: revision == Some(last) && !file.anomalies().iter().any(trailing),
        name: dictionary.name.clone(),
        reason: dictionary.reason.clone(),
        location: dictionary.location.clone(),
        claimed_time: dictionary.claimed_time,
        unreadable_time: dictionary.unreadable_time.clone(),
        certification: dictionary.certification.map(Certification::level),
        lock: dictionary.lock.clone().map(lock),
        message,
        message_error,
        anomalies: dictionary.faults.iter().map(|fault| anomaly(pdf::byte_range_fault(fault))).collect(),
    }
}

/// As /ByteRange writes it: pairs of offset and length.
fn pairs(range: ByteRange) -> [usize; 4] {
    [0, range.gap_start, range.gap_end, range.end.saturating_sub(range.gap_end)]
}

fn lock(lock: FieldLock) -> LockInspection {
    LockInspection {
        action: match lock.action {
            LockAction::All => "all",
            LockAction::Include => "include",
            LockAction::Exclude => "exclude",
        },
        fields: lock.fields,
        certification: lock.certification.map(Certification::level),
    }
}

fn anomaly(finding: Finding) -> AnomalyInspection {
    AnomalyInspection {
        code: finding.code,
        vi: finding.message(Language::Vi),
        en: finding.message(Language::En),
    }
}

/// The permission bits, numbered from 1 (ISO 32000-2 Table 22).
const PERMISSIONS: &[(u32, &str)] = &[
    (3, "print"),
    (4, "modify"),
    (5, "copy"),
    (6, "annotate"),
    (9, "fill-in-forms"),
    (10, "accessibility"),
    (11, "assemble"),
    (12, "print-high-quality"),
];
