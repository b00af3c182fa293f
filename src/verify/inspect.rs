//! The facts about a document for people: read, not verified.

use crate::asn1::{Element, oid};
use crate::cms::{self, SignedData, SignerInfo};
use crate::crypto;
use crate::error::Result;
use crate::limits::Limits;
use crate::pdf::signing::{Coverage, SignatureDictionary, certification, signature_fields, signatures};
use crate::pdf::{Document, Object, XrefStyle, security::SecurityHandler};
use crate::pki::Certificate;
use crate::report::{CertificateSummary, Format, Inspection, Kind, RevisionInspection, SignatureInspection};
use crate::time::Time;

/// Lists what a document and its signatures say of themselves: revisions, byte ranges, certificates, times.
///
/// Verifies nothing and hashes nothing; what it costs depends on the structure of the document, not on its length.
///
/// # Errors
/// Those of [`verify`](crate::verify).
pub fn inspect(document: &[u8], password: Option<&str>, limits: &Limits) -> Result<Inspection> {
    let mut pdf = Document::open(document, limits)?;
    if pdf.is_encrypted() {
        let security = SecurityHandler::unlock(&pdf, password)?;
        pdf.set_decryptor(Box::new(security));
    }
    let fields = signature_fields(&pdf.latest(), limits)?;
    let certification = certification(&pdf.latest(), &fields)?;
    let is_empty = |value: &Option<Object<'_>>| value.as_ref().is_none_or(Object::is_null);
    let empty_fields =
        fields.into_iter().filter(|field| is_empty(&field.value)).map(|field| field.name).collect();
    let revisions = pdf.revisions().iter().map(|revision| RevisionInspection {
        end: revision.end,
        startxref: revision.startxref,
        cross_reference: match revision.xref_style {
            XrefStyle::Table => "table",
            XrefStyle::Stream => "stream",
            XrefStyle::Hybrid => "hybrid",
        },
    });
    let mut found = Vec::new();
    for signature in signatures(&pdf, limits)?.into_iter().take(limits.signatures) {
        let dictionary = SignatureDictionary::read(&pdf, &signature)?;
        found.push((
            dictionary.byte_range.map_or(usize::MAX, |range| range.end),
            signature.field.name,
            dictionary,
        ));
    }
    found.sort_by_key(|(end, ..)| *end);
    Ok(Inspection {
        file: None,
        format: Format::Pdf,
        length: document.len(),
        version: pdf.header().version.map(|(major, minor)| format!("{major}.{minor}")),
        encrypted: pdf.is_encrypted(),
        certification: certification.map(|certification| certification.level()),
        revisions: revisions.collect(),
        signatures: found
            .into_iter()
            .map(|(_, name, dictionary)| signature(name, dictionary, limits))
            .collect(),
        empty_fields,
    })
}

fn signature(id: String, dictionary: SignatureDictionary, limits: &Limits) -> SignatureInspection {
    let kind = if dictionary.is_document_timestamp() { Kind::DocumentTimestamp } else { Kind::Signature };
    let message = cms::read(&dictionary.contents, limits).ok();
    let signer = message.as_ref().and_then(|message| message.signers.first());
    let digest = signer.and_then(SignerInfo::digest_algorithm);
    let algorithm = signer.and_then(|signer| {
        let identifier = Element::from_der(&signer.signature_algorithm, "signature algorithm").ok()?;
        crypto::signature_algorithm(&identifier, digest).ok()
    });
    SignatureInspection {
        id,
        kind,
        byte_range: dictionary.byte_range.and_then(|range| {
            Some([0, range.gap_start, range.gap_end, range.end.checked_sub(range.gap_end)?])
        }),
        revision: match dictionary.coverage {
            Coverage::Revision(index) => index.checked_add(1),
            Coverage::Partial => None,
        },
        sub_filter: dictionary.sub_filter,
        name: dictionary.name,
        reason: dictionary.reason,
        location: dictionary.location,
        claimed_time: dictionary.claimed_time,
        signing_time: signer.and_then(signing_time),
        message_length: message.as_ref().map(|message| message.used),
        digest_algorithm: digest.map(|digest| digest.name().to_owned()),
        signature_algorithm: algorithm.map(|algorithm| algorithm.name()),
        timestamps: signer.map_or(0, |signer| signer.signature_timestamps().len()),
        certificates: message.as_ref().map(certificates).unwrap_or_default(),
    }
}

fn signing_time(signer: &SignerInfo) -> Option<Time> {
    let mut attributes = signer.signed_attributes.as_ref()?.list();
    let attribute = attributes.find(|attribute| attribute.oid() == oid::SIGNING_TIME)?;
    Element::from_der(attribute.values.first()?, "signing time")
        .and_then(|value| value.time("signing time"))
        .ok()
}

fn certificates(message: &SignedData) -> Vec<CertificateSummary> {
    let summary = |certificate: &Certificate| CertificateSummary {
        subject: certificate.subject().to_string(),
        issuer: certificate.issuer().to_string(),
        serial: certificate.serial_hex(),
        key: certificate.key_kind().map(|kind| kind.name()),
        not_before: certificate.not_before(),
        not_after: certificate.not_after(),
        fingerprint: certificate.fingerprint_sha256(),
        anchor: false,
    };
    message.certificates.iter().map(summary).collect()
}
