//! `kyso_status`: whose fault it is, in hundreds.

use crate::error::ErrorKind;

/// How a call went: KYSO_OK, or why not. The hundreds say where to look: below 100 at the call, 100 the file,
/// 200 the document, 300 a key or certificate, 400 signing is refused, 500 the network, 900 a fault of this library.
/// Numbers are never reused; later versions add some.
pub type Status = i32;

/// The work is done. A forged signature is a result too: see the report.
pub const KYSO_OK: Status = 0;

/// An argument has no meaning here: a NULL that is not allowed, text that is not UTF-8, an unknown number.
pub const KYSO_INVALID_ARGUMENT: Status = 1;
/// The output would replace something that it must not.
pub const KYSO_OUTPUT_REFUSED: Status = 2;
/// A policy that is not JSON, or says something that makes no sense.
pub const KYSO_MALFORMED_POLICY: Status = 3;

/// There is no such file.
pub const KYSO_FILE_NOT_FOUND: Status = 100;
/// A folder, a device or something else that is not a file.
pub const KYSO_NOT_A_FILE: Status = 101;
/// The operating system refuses to let it be read.
pub const KYSO_UNREADABLE: Status = 102;
/// The result could not be written: disk full, no permission.
pub const KYSO_WRITE_FAILED: Status = 103;

/// No bytes at all.
pub const KYSO_EMPTY_INPUT: Status = 200;
/// A format that this library does not read.
pub const KYSO_UNKNOWN_FORMAT: Status = 201;
/// A PDF file whose structure cannot be followed.
pub const KYSO_MALFORMED_PDF: Status = 202;
/// Encrypted in a way that is not supported.
pub const KYSO_UNSUPPORTED_ENCRYPTION: Status = 203;
/// The document or key needs a password and none was given.
pub const KYSO_PASSWORD_REQUIRED: Status = 204;
/// The password does not open the document or key.
pub const KYSO_WRONG_PASSWORD: Status = 205;
/// The input asks for more work than is allowed.
pub const KYSO_LIMIT_EXCEEDED: Status = 206;

/// Not the ASN.1 that it should be.
pub const KYSO_MALFORMED_ASN1: Status = 300;
/// A certificate that cannot be read.
pub const KYSO_MALFORMED_CERTIFICATE: Status = 301;
/// A cryptographic message that cannot be read.
pub const KYSO_MALFORMED_CMS: Status = 302;
/// A key file that is damaged or of an unknown kind.
pub const KYSO_MALFORMED_KEY: Status = 303;
/// A key file without a private key.
pub const KYSO_NO_PRIVATE_KEY: Status = 304;
/// A key file with several private keys.
pub const KYSO_SEVERAL_KEYS: Status = 305;
/// The certificate that is needed is not there.
pub const KYSO_NO_CERTIFICATE: Status = 306;
/// An algorithm, key size or parameter that is not supported.
pub const KYSO_UNSUPPORTED_ALGORITHM: Status = 307;
/// A revocation list or OCSP response that cannot be read.
pub const KYSO_MALFORMED_REVOCATION_DATA: Status = 308;
/// An OCSP response in which the responder says that it cannot answer.
pub const KYSO_OCSP_UNSUCCESSFUL: Status = 309;

/// The document forbids this signature.
pub const KYSO_SIGNING_FORBIDDEN: Status = 400;
/// There is no signature field of this name.
pub const KYSO_FIELD_NOT_FOUND: Status = 401;
/// The signature field already has a signature.
pub const KYSO_FIELD_ALREADY_SIGNED: Status = 402;
/// The field asks for something else than the options do.
pub const KYSO_SEED_VALUE_CONFLICT: Status = 403;
/// The private key does not belong to the certificate.
pub const KYSO_KEY_MISMATCH: Status = 404;
/// The signer's certificate has expired.
pub const KYSO_CERTIFICATE_EXPIRED: Status = 405;
/// The signer's certificate is not in force yet.
pub const KYSO_CERTIFICATE_NOT_YET_VALID: Status = 406;
/// The signer's certificate is not meant for signing documents.
pub const KYSO_CERTIFICATE_WRONG_USAGE: Status = 407;
/// The signature does not fit into the space that was kept for it.
pub const KYSO_PLACEHOLDER_TOO_SMALL: Status = 408;
/// The signature value does not verify with the certificate's key.
pub const KYSO_SIGNATURE_VALUE_INVALID: Status = 409;
/// The state of a two-step signature is damaged or of another version.
pub const KYSO_MALFORMED_STATE: Status = 410;
/// The state of a two-step signature belongs to another document.
pub const KYSO_STATE_MISMATCH: Status = 411;
/// The document cannot be raised to the level that is asked for.
pub const KYSO_LEVEL_NOT_REACHED: Status = 412;

/// A URL that must not be asked: its scheme, port or address is refused.
pub const KYSO_URL_REFUSED: Status = 500;
/// A service on the network did not answer, or not with what it was asked for.
pub const KYSO_FETCH_FAILED: Status = 501;
/// A timestamp authority does not grant a timestamp.
pub const KYSO_TIMESTAMP_REFUSED: Status = 502;
/// What a timestamp authority answered is of no use.
pub const KYSO_TIMESTAMP_UNUSABLE: Status = 503;

/// A fault of this library. Please report it, and conclude nothing about the document.
pub const KYSO_INTERNAL: Status = 900;

/// The status of a kind of error.
pub(super) fn of(kind: ErrorKind) -> Status {
    match kind {
        ErrorKind::InvalidArgument => KYSO_INVALID_ARGUMENT,
        ErrorKind::OutputRefused => KYSO_OUTPUT_REFUSED,
        ErrorKind::FileNotFound => KYSO_FILE_NOT_FOUND,
        ErrorKind::NotAFile => KYSO_NOT_A_FILE,
        ErrorKind::Unreadable => KYSO_UNREADABLE,
        ErrorKind::WriteFailed => KYSO_WRITE_FAILED,
        ErrorKind::EmptyInput => KYSO_EMPTY_INPUT,
        ErrorKind::UnknownFormat => KYSO_UNKNOWN_FORMAT,
        ErrorKind::MalformedPdf => KYSO_MALFORMED_PDF,
        ErrorKind::UnsupportedEncryption => KYSO_UNSUPPORTED_ENCRYPTION,
        ErrorKind::PasswordRequired => KYSO_PASSWORD_REQUIRED,
        ErrorKind::WrongPassword => KYSO_WRONG_PASSWORD,
        ErrorKind::LimitExceeded => KYSO_LIMIT_EXCEEDED,
        ErrorKind::MalformedPolicy => KYSO_MALFORMED_POLICY,
        ErrorKind::MalformedAsn1 => KYSO_MALFORMED_ASN1,
        ErrorKind::MalformedCertificate => KYSO_MALFORMED_CERTIFICATE,
        ErrorKind::MalformedCms => KYSO_MALFORMED_CMS,
        ErrorKind::MalformedKey => KYSO_MALFORMED_KEY,
        ErrorKind::NoPrivateKey => KYSO_NO_PRIVATE_KEY,
        ErrorKind::SeveralKeys => KYSO_SEVERAL_KEYS,
        ErrorKind::NoCertificate => KYSO_NO_CERTIFICATE,
        ErrorKind::MalformedRevocationData => KYSO_MALFORMED_REVOCATION_DATA,
        ErrorKind::OcspUnsuccessful => KYSO_OCSP_UNSUCCESSFUL,
        ErrorKind::UnsupportedAlgorithm => KYSO_UNSUPPORTED_ALGORITHM,
        ErrorKind::SigningForbidden => KYSO_SIGNING_FORBIDDEN,
        ErrorKind::FieldNotFound => KYSO_FIELD_NOT_FOUND,
        ErrorKind::FieldAlreadySigned => KYSO_FIELD_ALREADY_SIGNED,
        ErrorKind::SeedValueConflict => KYSO_SEED_VALUE_CONFLICT,
        ErrorKind::KeyMismatch => KYSO_KEY_MISMATCH,
        ErrorKind::CertificateExpired => KYSO_CERTIFICATE_EXPIRED,
        ErrorKind::CertificateNotYetValid => KYSO_CERTIFICATE_NOT_YET_VALID,
        ErrorKind::CertificateWrongUsage => KYSO_CERTIFICATE_WRONG_USAGE,
        ErrorKind::PlaceholderTooSmall => KYSO_PLACEHOLDER_TOO_SMALL,
        ErrorKind::SignatureValueInvalid => KYSO_SIGNATURE_VALUE_INVALID,
        ErrorKind::MalformedState => KYSO_MALFORMED_STATE,
        ErrorKind::StateMismatch => KYSO_STATE_MISMATCH,
        ErrorKind::LevelNotReached => KYSO_LEVEL_NOT_REACHED,
        ErrorKind::UrlRefused => KYSO_URL_REFUSED,
        ErrorKind::FetchFailed => KYSO_FETCH_FAILED,
        ErrorKind::TimestampRefused => KYSO_TIMESTAMP_REFUSED,
        ErrorKind::TimestampUnusable => KYSO_TIMESTAMP_UNUSABLE,
        ErrorKind::Internal => KYSO_INTERNAL,
    }
}
