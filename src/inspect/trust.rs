//! What a file of certificates holds: what whoever adds it to a trust store should know before.

use serde::Serialize;

use crate::crypto::{KeyKind, Verification};
use crate::error::Result;
use crate::limits::Limits;
use crate::pki::known::{bears_known_name, known, labels};
use crate::pki::{AuthorityLabel, Certificate, PathFault, PathFinder, TrustStore, certificates_from};
use crate::time::Time;

/// The name and version of the JSON form of a [`TrustInspection`]. Fields and values are only ever added to it.
pub const TRUST_SCHEMA: &str = "kyso.trust/1";

/// What a file of certificates holds, at a time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct TrustInspection {
    /// [`TRUST_SCHEMA`].
    pub schema: &'static str,
    /// The name under which it was given; `None` for bytes without a name.
    pub file: Option<String>,
    /// The time for which `validity` is told.
    pub time: Time,
    /// Its certificates, in their order.
    pub certificates: Vec<TrustedCertificate>,
}

/// One certificate of such a file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct TrustedCertificate {
    /// The whole name of the subject.
    pub subject: String,
    /// The whole name of the issuer.
    pub issuer: String,
    /// The serial number in upper-case hexadecimal.
    pub serial: String,
    /// SHA-256 of the certificate in lower-case hexadecimal.
    pub fingerprint: String,
    /// What a trust store takes it for.
    pub kind: CertificateKind,
    /// Which public-key infrastructure it belongs to, by its fingerprint or because a certificate of the same file that
    /// is recognised has issued it.
    pub label: AuthorityLabel,
    /// The name of the certificate with this fingerprint, if it is pinned; only then is the file known to be genuine.
    pub pinned: Option<&'static str>,
    /// It bears the name of a pinned certificate without being it: forged, or made for tests.
    pub bears_known_name: bool,
    /// First moment of validity.
    pub not_before: Time,
    /// Last moment of validity.
    pub not_after: Time,
    /// Whether it is in force at that time.
    pub validity: CertificateValidity,
    /// The kind of key, `RSA-2048`; `None` if it is not one that is known.
    pub key: Option<String>,
    /// How it was signed, `RSA with SHA-256`; `None` if that is not known.
    pub signature_algorithm: Option<String>,
    /// What is weak about it by the measure of today: `SHA-1`, `RSA-1024`.
    pub weak: Vec<String>,
    /// Whether its issuer's key has signed it.
    pub signature: IssuerSignature,
}

/// What a trust store takes a certificate for ([`TrustStore::add_from`]). The list is complete.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum CertificateKind {
    /// Self-issued: it is trusted.
    Anchor,
    /// A CA that another one has issued: it is offered to every path and not trusted.
    Intermediate,
    /// Not a CA; offered likewise.
    EndEntity,
}

/// Whether a certificate is in force. The list is complete.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum CertificateValidity {
    /// Not yet.
    NotYetValid,
    /// Yes.
    InForce,
    /// No longer.
    Expired,
}

/// What became of the check of an issuer's signature. The list is complete.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum IssuerSignature {
    /// The issuer is in the file, and its key has signed the certificate.
    Good,
    /// The issuer is in the file, and its key has not signed the certificate.
    Wrong,
    /// The issuer is not in the file.
    IssuerNotHere,
    /// It was not checked: an algorithm that is not supported, or too many certificates.
    NotChecked,
}

/// Says what a file of certificates holds (PEM, DER or PKCS#7, one or many).
///
/// Trusts nobody: a label that is not [`AuthorityLabel::Other`] says whose certificate it is, not that it should be
/// relied on.
///
/// # Errors
/// Those of [`certificates_from`].
pub fn inspect_certificates(bytes: &[u8], time: Time, limits: &Limits) -> Result<TrustInspection> {
    let certificates = certificates_from(bytes, limits)?;
    let mut trust = TrustStore::new();
    for certificate in &certificates {
        // As `TrustStore::add_from` does.
        if certificate.is_self_issued() {
            trust.add_anchor(certificate.clone());
        } else {
            trust.add_intermediate(certificate.clone());
        }
    }
    let mut finder = PathFinder::new(&trust, Vec::new(), limits);
    let certificates =
        certificates.iter().map(|certificate| look_at(certificate, time, &mut finder)).collect();
    Ok(TrustInspection { schema: TRUST_SCHEMA, file: None, time, certificates })
}

fn look_at(certificate: &Certificate, time: Time, finder: &mut PathFinder<'_>) -> TrustedCertificate {
    let pinned = known(certificate);
    let key = certificate.key_kind();
    let algorithm = certificate.signature_algorithm().ok();
    let mut weak = Vec::new();
    if let Some(digest) = algorithm.and_then(|algorithm| algorithm.digest()).filter(|digest| digest.is_weak())
    {
        weak.push(digest.name().to_owned());
    }
    if let Some(kind @ KeyKind::Rsa { bits }) = key
        && bits < SHORTEST_RSA
    {
        weak.push(kind.name());
    }
    let is_ca = certificate.basic_constraints().is_some_and(|constraints| constraints.ca);
    let (label, signature) = issued(certificate, finder);
    TrustedCertificate {
        subject: certificate.subject().to_string(),
        issuer: certificate.issuer().to_string(),
        serial: certificate.serial_hex(),
        fingerprint: certificate.fingerprint_sha256(),
        kind: match (certificate.is_self_issued(), is_ca) {
            (true, _) => CertificateKind::Anchor,
            (false, true) => CertificateKind::Intermediate,
            (false, false) => CertificateKind::EndEntity,
        },
        label,
        pinned: pinned.map(|known| known.name),
        bears_known_name: pinned.is_none() && bears_known_name(certificate),
        not_before: certificate.not_before(),
        not_after: certificate.not_after(),
        validity: if time < certificate.not_before() {
            CertificateValidity::NotYetValid
        } else if time > certificate.not_after() {
            CertificateValidity::Expired
        } else {
            CertificateValidity::InForce
        },
        key: key.map(KeyKind::name),
        signature_algorithm: algorithm.map(|algorithm| algorithm.name()),
        weak,
        signature,
    }
}

/// Whom it belongs to, and whether its issuer has signed it, as far as the same file tells.
fn issued(certificate: &Certificate, finder: &mut PathFinder<'_>) -> (AuthorityLabel, IssuerSignature) {
    if certificate.is_self_issued() {
        let label = known(certificate).map_or(AuthorityLabel::Other, |known| known.label);
        return (
            label,
            match certificate.verify_signature(certificate) {
                Ok(Verification::Good) => IssuerSignature::Good,
                Ok(Verification::Bad) => IssuerSignature::Wrong,
                Ok(Verification::Unsupported(_)) | Err(_) => IssuerSignature::NotChecked,
            },
        );
    }
    let path = finder.best(certificate, certificate.not_before());
    let labels = labels(&path);
    let own = labels.first().copied().flatten();
    let sound = !path.faults.iter().any(|fault| {
        matches!(fault, PathFault::SignatureInvalid { .. } | PathFault::SignatureUnsupported { .. })
    });
    // Someone who is no CA belongs to where the path leads.
    let above = labels.last().copied().flatten().filter(|_| path.anchored && sound);
    let above =
        above.map(|label| if label == AuthorityLabel::National { AuthorityLabel::PublicCa } else { label });
    let signature = path.faults.iter().find_map(|fault| match fault {
        PathFault::SignatureInvalid { index: 0 } => Some(IssuerSignature::Wrong),
        PathFault::SignatureUnsupported { index: 0, .. } | PathFault::LimitReached => {
            Some(IssuerSignature::NotChecked)
        }
        _ => None,
    });
    let found = if path.chain.len() > 1 { IssuerSignature::Good } else { IssuerSignature::IssuerNotHere };
    (own.or(above).unwrap_or(AuthorityLabel::Other), signature.unwrap_or(found))
}

impl TrustInspection {
    /// The facts as one JSON object. A line feed ends it.
    pub fn to_json(&self) -> String {
        // Writing into memory cannot fail, and every key is a string.
        let mut text = serde_json::to_string_pretty(self).unwrap_or_default();
        text.push('\n');
        text
    }
}

/// Bits of an RSA key below which it is weak (Circular 15/2025/TT-BKHCN annex I; ETSI TS 119 312).
const SHORTEST_RSA: usize = 2048;

#[cfg(test)]
mod tests;
