//! Why the work could not be done. A forged signature is not an error: it is a [`Report`](crate::Report).

use std::borrow::Cow;
use std::fmt;

/// The result of work that can fail for one of the reasons of [`ErrorKind`].
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// Why the work could not be done: the kind, the part concerned and, for input that was read, where.
///
/// An error never contains key material, a password or text of the document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Error {
    kind: ErrorKind,
    detail: Cow<'static, str>,
    offset: Option<usize>,
}

impl Error {
    /// An error of this kind; `detail` names the part concerned, in English, for experts.
    pub fn new(kind: ErrorKind, detail: impl Into<Cow<'static, str>>) -> Self {
        Self { kind, detail: detail.into(), offset: None }
    }

    /// The same error at this byte of the input.
    #[must_use]
    pub fn at(mut self, offset: usize) -> Self {
        self.offset = Some(offset);
        self
    }

    /// What kind of error it is; [`ErrorKind`] has a row in the table of messages.
    pub fn kind(&self) -> ErrorKind {
        self.kind
    }

    /// The part concerned, in English, for experts.
    pub fn detail(&self) -> &str {
        &self.detail
    }

    /// The byte of the input at which reading failed, where one is known.
    pub fn offset(&self) -> Option<usize> {
        self.offset
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.kind, self.detail)?;
        match self.offset {
            Some(offset) => write!(f, " (at byte {offset})"),
            None => Ok(()),
        }
    }
}

impl std::error::Error for Error {}

/// The kinds of [`Error`], grouped by whose fault it is. Each has a row in the table of messages.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, thiserror::Error)]
#[non_exhaustive]
pub enum ErrorKind {
    // The caller asked for something that cannot be.
    /// An argument has no meaning here.
    #[error("invalid argument")]
    InvalidArgument,
    /// The output would replace something that it must not.
    #[error("output refused")]
    OutputRefused,

    // The file could not be had.
    /// There is no such file.
    #[error("file not found")]
    FileNotFound,
    /// A folder, a device or something else that is not a file.
    #[error("not a file")]
    NotAFile,
    /// The operating system refuses to let it be read.
    #[error("cannot be read")]
    Unreadable,
    /// The result could not be written (disk full, no permission).
    #[error("cannot be written")]
    WriteFailed,

    // The document cannot be read.
    /// No bytes at all.
    #[error("empty input")]
    EmptyInput,
    /// The format of the input is not one that this library reads.
    #[error("unknown format")]
    UnknownFormat,
    /// A PDF file whose structure cannot be followed.
    #[error("malformed PDF")]
    MalformedPdf,
    /// The document is encrypted in a way that is not supported (public-key encryption, unknown handlers).
    #[error("unsupported encryption")]
    UnsupportedEncryption,
    /// The document or key needs a password and none was given.
    #[error("password required")]
    PasswordRequired,
    /// The password does not open the document or key.
    #[error("wrong password")]
    WrongPassword,
    /// A limit of [`Limits`](crate::Limits) was reached; the input asks for more work than is allowed.
    #[error("limit exceeded")]
    LimitExceeded,

    // What the caller supplied cannot be read.
    /// A policy that is not JSON, or says something that makes no sense.
    #[error("malformed policy")]
    MalformedPolicy,

    // Certificates, keys and signatures that cannot be read.
    /// Bytes that are not the ASN.1 they should be.
    #[error("malformed ASN.1")]
    MalformedAsn1,
    /// A certificate that cannot be read.
    #[error("malformed certificate")]
    MalformedCertificate,
    /// A cryptographic message (RFC 5652) that cannot be read.
    #[error("malformed CMS")]
    MalformedCms,
    /// A key file that is damaged or of an unknown kind.
    #[error("malformed key file")]
    MalformedKey,
    /// A key file without a private key.
    #[error("no private key")]
    NoPrivateKey,
    /// A key file with several private keys, none of them chosen.
    #[error("several private keys")]
    SeveralKeys,
    /// A key file or certificate list without the certificate that is needed.
    #[error("no certificate")]
    NoCertificate,
    /// A revocation list or OCSP response that cannot be read.
    #[error("malformed revocation data")]
    MalformedRevocationData,
    /// An OCSP response in which the responder says that it cannot answer.
    #[error("OCSP responder gave no answer")]
    OcspUnsuccessful,
    /// An algorithm, key size or parameter that is not supported.
    #[error("unsupported algorithm")]
    UnsupportedAlgorithm,

    // Signing is refused.
    /// The document forbids this signature (certification, lock, permissions).
    #[error("signing forbidden by the document")]
    SigningForbidden,
    /// The document has no signature field of this name.
    #[error("field not found")]
    FieldNotFound,
    /// The signature field already has a signature.
    #[error("field already signed")]
    FieldAlreadySigned,
    /// The field's seed value asks for something else than the options do.
    #[error("seed value conflict")]
    SeedValueConflict,
    /// The private key does not belong to the certificate.
    #[error("key does not match the certificate")]
    KeyMismatch,
    /// The signer's certificate has expired.
    #[error("certificate expired")]
    CertificateExpired,
    /// The signer's certificate is not in force yet.
    #[error("certificate not yet valid")]
    CertificateNotYetValid,
    /// The signer's certificate is not meant for signing documents.
    #[error("certificate not for signing")]
    CertificateWrongUsage,
    /// The signature does not fit into the space that was kept for it.
    #[error("placeholder too small")]
    PlaceholderTooSmall,
    /// The signature value does not verify with the certificate's key.
    #[error("signature value does not verify")]
    SignatureValueInvalid,
    /// The state of a two-step signature is damaged or of another version.
    #[error("malformed signing state")]
    MalformedState,
    /// The state of a two-step signature belongs to another document.
    #[error("state of another document")]
    StateMismatch,
    /// The document cannot be raised to the level that is asked for; says why.
    #[error("level not reached")]
    LevelNotReached,

    // Other computers.
    /// A URL that must not be asked: its scheme, port or address is refused.
    #[error("URL refused")]
    UrlRefused,
    /// A service on the network did not answer, or not with what it was asked for.
    #[error("could not be fetched")]
    FetchFailed,
    /// A timestamp authority does not grant a timestamp; says why.
    #[error("timestamp refused")]
    TimestampRefused,
    /// What a timestamp authority answered cannot be read, is no answer to the question, or does not hold.
    #[error("timestamp of no use")]
    TimestampUnusable,

    // Ours.
    /// A fault of this library; please report it.
    #[error("internal error")]
    Internal,
}
