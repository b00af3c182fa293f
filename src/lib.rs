//! Signs and verifies official documents.

mod asn1;
#[cfg(feature = "cli")]
#[doc(hidden)]
pub mod cli;
mod cms;
mod crypto;
mod error;
#[cfg(feature = "capi")]
mod ffi;
#[cfg(any(feature = "cli", feature = "capi"))]
mod files;
mod inspect;
mod limits;
mod pdf;
mod pki;
mod policy;
mod report;
mod sign;
mod time;
mod verify;

pub use crypto::{Digest, DigestAlgorithm, KeyFile, KeyKind, MacState, PrivateKey, SignatureAlgorithm};
pub use error::{Error, ErrorKind, Result};
pub use inspect::{
    AnomalyInspection, AttributeInspection, CertificateInspection, EncryptionInspection, FieldInspection,
    INSPECTION_SCHEMA, Inspection, LockInspection, MessageInspection, RevisionInspection,
    SignatureInspection, SignerInspection, inspect,
};
pub use limits::Limits;
pub use pdf::signing::{Certification, SubFilter};
pub use pki::{Certificate, Name, TrustStore, certificates_from};
pub use policy::Policy;
pub use report::{
    Axis, BestTime, CertificateReference, CertificateSummary, Changes, Code, Coverage, DocumentReport,
    Evidence, Finding, Format, Identity, Indication, Integrity, Kind, Language, Level, Missing, Outcome,
    REPORT_SCHEMA, Report, RevocationReport, RevocationStatus, Role, Severity, SignatureReport, Signer,
    SubIndication, TimeAssurance, TimeSource, TimestampReport, Verdict,
};
pub use sign::{PreparedSignature, SignOptions, SignedUpdate, prepare, sign};
pub use time::Time;
pub use verify::{VerifyOptions, verify};
