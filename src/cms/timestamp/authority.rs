//! Whether a certificate may sign timestamps (RFC 3161 2.3).

use super::fault::TimestampFault;
use crate::asn1::{Oid, oid};
use crate::pki::{Certificate, KeyUsage};

/// What speaks against a certificate as that of a timestamp authority: the purpose timeStamping must be there, sole
/// and critical, and a key usage, if there is one, allows digital signatures or non-repudiation and nothing else.
/// Its path and its validity are not looked at.
pub(crate) fn authority_faults(certificate: &Certificate) -> Vec<TimestampFault> {
    let mut faults = Vec::new();
    let purposes = certificate.extended_key_usage();
    if purposes.iter().any(|purpose| Oid(purpose) == oid::KP_TIME_STAMPING) {
        if purposes.len() > 1 {
            faults.push(TimestampFault::PurposeNotSole);
        }
        let mut of_purposes = certificate.extensions().filter(|e| e.oid == oid::EXTENDED_KEY_USAGE);
        if !of_purposes.all(|extension| extension.critical) {
            faults.push(TimestampFault::PurposeNotCritical);
        }
    } else {
        faults.push(TimestampFault::PurposeMissing);
    }
    if let Some(usage) = certificate.key_usage() {
        let signs = SIGNING.iter().any(|bit| usage.allows(*bit));
        if !signs || !usage.is_within(SIGNING) {
            faults.push(TimestampFault::KeyUsageWrong(usage));
        }
    }
    faults
}

const SIGNING: &[KeyUsage] = &[KeyUsage::DIGITAL_SIGNATURE, KeyUsage::NON_REPUDIATION];
