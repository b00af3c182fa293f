//! Signs and verifies official documents: PDF signatures, certificate paths, and verdicts that say why.
//!
//! ```
//! # use std::fs::read;
//! # let document = read("testdata/documents/classic.pdf")?;
//! # let key_file = [read("testdata/pki/keys/person.pem")?, read("testdata/pki/person.pem")?].concat();
//! # let trusted = read("testdata/pki/root.pem")?;
//! # let password = None;
//! # let revocation_lists = read("testdata/cases/honest-signature/evidence.pem")?;
//! use kyso::{Certificate, KeyFile, Limits, SignOptions, Time, TrustStore, Verdict, VerifyOptions};
//!
//! let now: Time = "2026-11-20T08:30:00+07:00".parse()?;
//! let limits = Limits::default();
//!
//! // Sign: the document stays as it is, and an update is appended.
//! let key = KeyFile::open(&key_file, password, &limits)?;
//! let chain: Vec<_> = key.certificates.iter().map(|der| Certificate::from_der(der)).collect::<Result<_, _>>()?;
//! let mut how = SignOptions::new(now);
//! how.reason = Some("Phê duyệt".to_owned());
//! let signed = kyso::sign(&document, &key.key, &chain, &how, &limits)?.append_to(&document);
//!
//! // Verify: everything from outside is an argument, the time too.
//! let mut trust = TrustStore::new();
//! trust.add_from(&trusted, &limits)?;
//! let mut options = VerifyOptions::new(trust, now);
//! options.evidence.add_from(&revocation_lists, &limits)?;
//! let report = kyso::verify(&signed, &options)?;
//! assert_eq!(report.verdict, Verdict::Passed);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! The library has no clock, no files, no network and no environment. An error means that the work could not be done;
//! a forged signature is a [`DocumentReport`] that says so. [`prepare`] and [`PreparedSignature::complete`] sign in two
//! steps, for keys that live elsewhere.

mod asn1;
#[cfg(feature = "cli")]
#[doc(hidden)]
pub mod cli;
mod cms;
mod crypto;
mod diff;
mod error;
mod extend;
#[cfg(feature = "capi")]
mod ffi;
#[cfg(any(feature = "cli", feature = "capi"))]
mod files;
#[cfg(any(test, fuzzing))]
#[doc(hidden)]
pub mod fuzzing;
mod inspect;
mod limits;
#[cfg(feature = "net")]
pub mod net;
mod pdf;
mod pki;
mod policy;
mod report;
mod sign;
mod time;
mod verify;

pub use cms::{TimestampAuthority, TimestampRequest};
pub use crypto::{Digest, DigestAlgorithm, KeyFile, KeyKind, MacState, PrivateKey, SignatureAlgorithm};
pub use diff::diff;
pub use error::{Error, ErrorKind, Result};
pub use extend::{ExtendOptions, extend, sign_at_level};
pub use inspect::{
    AnomalyInspection, AttributeInspection, CertificateInspection, CertificateKind, CertificateValidity,
    EncryptionInspection, FieldInspection, INSPECTION_SCHEMA, Inspection, IssuerSignature, LockInspection,
    MessageInspection, RevisionInspection, SignatureInspection, SignerInspection, TRUST_SCHEMA,
    TrustInspection, TrustedCertificate, inspect, inspect_certificates, risks,
};
pub use limits::Limits;
pub use pdf::signing::{Certification, SubFilter};
pub use pki::{AuthorityLabel, Certificate, Name, TrustStore, ValidationData, certificates_from};
pub use policy::{
    Algorithm, AlgorithmRule, Freshness, Policy, Reliability, Requirement, RevocationRules, SigningUsage,
    TimestampRules, ValidityModel,
};
pub use report::{
    Axis, BestTime, CertificateReference, CertificateSummary, ChangeReport, Changes, Code, Coverage,
    DIFF_SCHEMA, DiffReport, DocumentReport, Evidence, Finding, Format, Identity, Indication, Integrity,
    Kind, Language, Level, Missing, Outcome, REPORT_SCHEMA, Report, RevisionReport, RevocationReport,
    RevocationStatus, Role, Severity, SignatureReport, Signer, SubIndication, TimeAssurance, TimeSource,
    TimestampKind, TimestampReport, VALIDATION_PROCESS, Verdict, VgcaCertificateCode, VgcaFlag, VgcaFlags,
    VgcaState, VgcaStatus,
};
pub use sign::{
    PreparedSignature, SignOptions, SignedUpdate, TimestampOptions, prepare, sign, sign_with_timestamp,
};
pub use time::Time;
pub use verify::{EvidenceSource, VerifyOptions, verify, verify_with};
