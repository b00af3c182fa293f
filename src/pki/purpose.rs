//! What a certificate says about signing documents (RFC 5280 4.2.1.3 and 4.2.1.12).

use super::{Certificate, KeyUsage};
use crate::asn1::{Oid, oid};

impl Certificate {
    /// Whether the key usage allows signing documents: digitalSignature or nonRepudiation. `None` if there is no key
    /// usage, which forbids nothing.
    pub(crate) fn key_usage_allows_signing(&self) -> Option<bool> {
        let signs = [KeyUsage::DIGITAL_SIGNATURE, KeyUsage::NON_REPUDIATION];
        self.key_usage().map(|usage| signs.into_iter().any(|bit| usage.allows(bit)))
    }

    /// The purpose of a certificate that was issued for something else than signing documents: a timestamping
    /// authority, an OCSP responder, a server or a publisher of programs (attack C9). `None` where the extension
    /// is missing or names any other purpose, as GCA's certificates do with clientAuth, emailProtection and
    /// smart-card logon.
    pub(crate) fn purpose_other_than_documents(&self) -> Option<&'static str> {
        let purposes = self.extended_key_usage();
        let other =
            |purpose: &Vec<u8>| OTHER.iter().find(|(oid, _)| *oid == Oid(purpose)).map(|(_, name)| *name);
        let first = purposes.first().and_then(other)?;
        purposes.iter().all(|purpose| other(purpose).is_some()).then_some(first)
    }

    /// Whether the extended key usage names the signing of documents or e-mail, or every purpose. `None` if there is
    /// no extended key usage, which forbids nothing.
    pub(crate) fn names_documents(&self) -> Option<bool> {
        let purposes = self.extended_key_usage();
        let named = purposes.iter().any(|purpose| DOCUMENTS.contains(&Oid(purpose)));
        (!purposes.is_empty()).then_some(named)
    }
}

const OTHER: &[(Oid<'static>, &str)] = &[
    (oid::KP_TIME_STAMPING, "timeStamping"),
    (oid::KP_OCSP_SIGNING, "OCSPSigning"),
    (oid::KP_SERVER_AUTH, "serverAuth"),
    (oid::KP_CODE_SIGNING, "codeSigning"),
];

/// RFC 9336, and what Microsoft's and Adobe's programs used before it.
const DOCUMENTS: &[Oid<'static>] = &[
    oid::KP_DOCUMENT_SIGNING,
    oid::KP_EMAIL_PROTECTION,
    oid::KP_MICROSOFT_DOCUMENT_SIGNING,
    oid::KP_ADOBE_DOCUMENT_SIGNING,
    oid::ANY_EXTENDED_KEY_USAGE,
];
