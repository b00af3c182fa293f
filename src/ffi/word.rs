//! The words of a report as numbers, for programs that branch on them.

use std::ffi::{CStr, c_char};
use std::ptr;

use crate::error::{Error, ErrorKind, Result};
use crate::report::{Indication, SubIndication, Verdict};

/// Every signature of the document passed.
pub const KYSO_VERDICT_PASSED: i32 = 1;
/// A signature of the document failed.
pub const KYSO_VERDICT_FAILED: i32 = 2;
/// No signature failed, but for one at least what is known does not suffice.
pub const KYSO_VERDICT_INDETERMINATE: i32 = 3;
/// The document has no signature: a normal state, apart from every other.
pub const KYSO_VERDICT_UNSIGNED: i32 = 4;
/// The document could not be read.
pub const KYSO_VERDICT_UNREADABLE: i32 = 5;

/// All checks passed (ETSI EN 319 102-1 5.1.3).
pub const KYSO_TOTAL_PASSED: i32 = 1;
/// The signature is not valid.
pub const KYSO_TOTAL_FAILED: i32 = 2;
/// What is known does not suffice to say.
pub const KYSO_INDETERMINATE: i32 = 3;

/// Nothing to add: the signature is TOTAL_PASSED.
pub const KYSO_SUB_NONE: i32 = 0;
/// Not in the form that the standard asks for.
pub const KYSO_SUB_FORMAT_FAILURE: i32 = 1;
/// The document is not what was signed.
pub const KYSO_SUB_HASH_FAILURE: i32 = 2;
/// The value was not made with the signer's key.
pub const KYSO_SUB_SIG_CRYPTO_FAILURE: i32 = 3;
/// The certificate was revoked before the signature was made.
pub const KYSO_SUB_REVOKED: i32 = 4;
/// The certificate had expired before the signature was made.
pub const KYSO_SUB_EXPIRED: i32 = 5;
/// The signature was made before the certificate came into force.
pub const KYSO_SUB_NOT_YET_VALID: i32 = 6;
/// A condition on signatures does not hold.
pub const KYSO_SUB_SIG_CONSTRAINTS_FAILURE: i32 = 7;
/// A condition on certificate paths does not hold.
pub const KYSO_SUB_CHAIN_CONSTRAINTS_FAILURE: i32 = 8;
/// The certificate path has another fault.
pub const KYSO_SUB_CERTIFICATE_CHAIN_GENERAL_FAILURE: i32 = 9;
/// An algorithm or key size is not safe.
pub const KYSO_SUB_CRYPTO_CONSTRAINTS_FAILURE: i32 = 10;
/// An algorithm or key size is not safe, and nothing proves that it was used while it was.
pub const KYSO_SUB_CRYPTO_CONSTRAINTS_FAILURE_NO_POE: i32 = 11;
/// The policy cannot be applied.
pub const KYSO_SUB_POLICY_PROCESSING_ERROR: i32 = 12;
/// The policy document is not available.
pub const KYSO_SUB_SIGNATURE_POLICY_NOT_AVAILABLE: i32 = 13;
/// Timestamps contradict each other.
pub const KYSO_SUB_TIMESTAMP_ORDER_FAILURE: i32 = 14;
/// The signer's certificate cannot be identified.
pub const KYSO_SUB_NO_SIGNING_CERTIFICATE_FOUND: i32 = 15;
/// No path leads to a trust anchor.
pub const KYSO_SUB_NO_CERTIFICATE_CHAIN_FOUND: i32 = 16;
/// No path leads to a trust anchor, and nothing proves that one did.
pub const KYSO_SUB_NO_CERTIFICATE_CHAIN_FOUND_NO_POE: i32 = 17;
/// The certificate is revoked; whether the signature is older is not known.
pub const KYSO_SUB_REVOKED_NO_POE: i32 = 18;
/// The certificate of a CA is revoked; whether the signature is older is not known.
pub const KYSO_SUB_REVOKED_CA_NO_POE: i32 = 19;
/// Outside the certificate's validity period, though not revoked.
pub const KYSO_SUB_OUT_OF_BOUNDS_NOT_REVOKED: i32 = 20;
/// Outside the certificate's validity period; whether the signature is older is not known.
pub const KYSO_SUB_OUT_OF_BOUNDS_NO_POE: i32 = 21;
/// No proof that something existed at a certain time.
pub const KYSO_SUB_NO_POE: i32 = 22;
/// Fresher revocation data will be available later.
pub const KYSO_SUB_TRY_LATER: i32 = 23;
/// What was signed is not available.
pub const KYSO_SUB_SIGNED_DATA_NOT_FOUND: i32 = 24;
/// Any other reason.
pub const KYSO_SUB_GENERIC: i32 = 25;

/// The word of the report that a KYSO_VERDICT_... number stands for, such as "passed". It is never freed; NULL for
/// other numbers.
#[unsafe(no_mangle)]
pub extern "C" fn kyso_verdict_name(verdict: i32) -> *const c_char {
    word(VERDICTS, verdict)
}

/// The word of the report that an indication stands for, such as "TOTAL_PASSED". It is never freed; NULL for other
/// numbers.
#[unsafe(no_mangle)]
pub extern "C" fn kyso_indication_name(indication: i32) -> *const c_char {
    word(INDICATIONS, indication)
}

/// The word of the report that a KYSO_SUB_... number stands for, such as "HASH_FAILURE". It is never freed; NULL for
/// KYSO_SUB_NONE and other numbers.
#[unsafe(no_mangle)]
pub extern "C" fn kyso_sub_indication_name(sub_indication: i32) -> *const c_char {
    word(SUB_INDICATIONS, sub_indication)
}

pub(super) fn verdict(verdict: Verdict) -> Result<i32> {
    number(VERDICTS, verdict)
}

pub(super) fn indication(indication: Indication) -> Result<i32> {
    number(INDICATIONS, indication)
}

pub(super) fn sub_indication(sub_indication: Option<SubIndication>) -> Result<i32> {
    sub_indication.map_or(Ok(KYSO_SUB_NONE), |sub_indication| number(SUB_INDICATIONS, sub_indication))
}

/// A word, its number, and itself as C wants it.
type Row<T> = (T, i32, &'static CStr);

fn number<T: PartialEq>(rows: &[Row<T>], word: T) -> Result<i32> {
    let row = rows.iter().find(|row| row.0 == word);
    row.map(|row| row.1).ok_or_else(|| Error::new(ErrorKind::Internal, "a word without a number"))
}

fn word<T>(rows: &[Row<T>], number: i32) -> *const c_char {
    rows.iter().find(|row| row.1 == number).map_or(ptr::null(), |row| row.2.as_ptr())
}

const VERDICTS: &[Row<Verdict>] = &[
    (Verdict::Passed, KYSO_VERDICT_PASSED, c"passed"),
    (Verdict::Failed, KYSO_VERDICT_FAILED, c"failed"),
    (Verdict::Indeterminate, KYSO_VERDICT_INDETERMINATE, c"indeterminate"),
    (Verdict::Unsigned, KYSO_VERDICT_UNSIGNED, c"unsigned"),
    (Verdict::Unreadable, KYSO_VERDICT_UNREADABLE, c"unreadable"),
];

const INDICATIONS: &[Row<Indication>] = &[
    (Indication::TotalPassed, KYSO_TOTAL_PASSED, c"TOTAL_PASSED"),
    (Indication::TotalFailed, KYSO_TOTAL_FAILED, c"TOTAL_FAILED"),
    (Indication::Indeterminate, KYSO_INDETERMINATE, c"INDETERMINATE"),
];

const SUB_INDICATIONS: &[Row<SubIndication>] = &[
    (SubIndication::FormatFailure, KYSO_SUB_FORMAT_FAILURE, c"FORMAT_FAILURE"),
    (SubIndication::HashFailure, KYSO_SUB_HASH_FAILURE, c"HASH_FAILURE"),
    (SubIndication::SigCryptoFailure, KYSO_SUB_SIG_CRYPTO_FAILURE, c"SIG_CRYPTO_FAILURE"),
    (SubIndication::Revoked, KYSO_SUB_REVOKED, c"REVOKED"),
    (SubIndication::Expired, KYSO_SUB_EXPIRED, c"EXPIRED"),
    (SubIndication::NotYetValid, KYSO_SUB_NOT_YET_VALID, c"NOT_YET_VALID"),
    (SubIndication::SigConstraintsFailure, KYSO_SUB_SIG_CONSTRAINTS_FAILURE, c"SIG_CONSTRAINTS_FAILURE"),
    (
        SubIndication::ChainConstraintsFailure,
        KYSO_SUB_CHAIN_CONSTRAINTS_FAILURE,
        c"CHAIN_CONSTRAINTS_FAILURE",
    ),
    (
        SubIndication::CertificateChainGeneralFailure,
        KYSO_SUB_CERTIFICATE_CHAIN_GENERAL_FAILURE,
        c"CERTIFICATE_CHAIN_GENERAL_FAILURE",
    ),
    (
        SubIndication::CryptoConstraintsFailure,
        KYSO_SUB_CRYPTO_CONSTRAINTS_FAILURE,
        c"CRYPTO_CONSTRAINTS_FAILURE",
    ),
    (
        SubIndication::CryptoConstraintsFailureNoPoe,
        KYSO_SUB_CRYPTO_CONSTRAINTS_FAILURE_NO_POE,
        c"CRYPTO_CONSTRAINTS_FAILURE_NO_POE",
    ),
    (SubIndication::PolicyProcessingError, KYSO_SUB_POLICY_PROCESSING_ERROR, c"POLICY_PROCESSING_ERROR"),
    (
        SubIndication::SignaturePolicyNotAvailable,
        KYSO_SUB_SIGNATURE_POLICY_NOT_AVAILABLE,
        c"SIGNATURE_POLICY_NOT_AVAILABLE",
    ),
    (SubIndication::TimestampOrderFailure, KYSO_SUB_TIMESTAMP_ORDER_FAILURE, c"TIMESTAMP_ORDER_FAILURE"),
    (
        SubIndication::NoSigningCertificateFound,
        KYSO_SUB_NO_SIGNING_CERTIFICATE_FOUND,
        c"NO_SIGNING_CERTIFICATE_FOUND",
    ),
    (
        SubIndication::NoCertificateChainFound,
        KYSO_SUB_NO_CERTIFICATE_CHAIN_FOUND,
        c"NO_CERTIFICATE_CHAIN_FOUND",
    ),
    (
        SubIndication::NoCertificateChainFoundNoPoe,
        KYSO_SUB_NO_CERTIFICATE_CHAIN_FOUND_NO_POE,
        c"NO_CERTIFICATE_CHAIN_FOUND_NO_POE",
    ),
    (SubIndication::RevokedNoPoe, KYSO_SUB_REVOKED_NO_POE, c"REVOKED_NO_POE"),
    (SubIndication::RevokedCaNoPoe, KYSO_SUB_REVOKED_CA_NO_POE, c"REVOKED_CA_NO_POE"),
    (SubIndication::OutOfBoundsNotRevoked, KYSO_SUB_OUT_OF_BOUNDS_NOT_REVOKED, c"OUT_OF_BOUNDS_NOT_REVOKED"),
    (SubIndication::OutOfBoundsNoPoe, KYSO_SUB_OUT_OF_BOUNDS_NO_POE, c"OUT_OF_BOUNDS_NO_POE"),
    (SubIndication::NoPoe, KYSO_SUB_NO_POE, c"NO_POE"),
    (SubIndication::TryLater, KYSO_SUB_TRY_LATER, c"TRY_LATER"),
    (SubIndication::SignedDataNotFound, KYSO_SUB_SIGNED_DATA_NOT_FOUND, c"SIGNED_DATA_NOT_FOUND"),
    (SubIndication::Generic, KYSO_SUB_GENERIC, c"GENERIC"),
];

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::{INDICATIONS, Row, SUB_INDICATIONS, VERDICTS};
    use crate::report::{Indication, SubIndication, Verdict};

    #[test]
    fn every_word_of_the_report_has_one_number() {
        assert_complete(VERDICTS, Verdict::ALL, |word| word.as_str());
        assert_complete(INDICATIONS, Indication::ALL, |word| word.as_str());
        assert_complete(SUB_INDICATIONS, SubIndication::ALL, |word| word.as_str());
    }

    fn assert_complete<T: Copy + PartialEq + std::fmt::Debug>(
        rows: &[Row<T>],
        all: &[T],
        word: fn(&T) -> &'static str,
    ) {
        assert_eq!(rows.iter().map(|row| row.0).collect::<Vec<T>>(), all);
        let numbers: BTreeSet<i32> = rows.iter().map(|row| row.1).collect();
        assert_eq!(numbers.len(), rows.len());
        for (value, number, name) in rows {
            assert_eq!(name.to_str().unwrap(), word(value));
            assert!(*number > 0, "{value:?}");
        }
    }
}
