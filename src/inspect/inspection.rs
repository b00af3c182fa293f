//! The facts as plain data. The field names are those of the JSON form.

use serde::Serialize;

use crate::report::{Code, Format, Kind};
use crate::time::Time;

/// The name and version of the JSON form of an [`Inspection`], the value of its `schema`. Fields and values are only
/// ever added to it.
pub const INSPECTION_SCHEMA: &str = "kyso.inspection/1";

/// The facts about one document. Nothing of it is verified: a forged document tells lies here.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Inspection {
    /// [`INSPECTION_SCHEMA`].
    pub schema: &'static str,
    /// The name under which it was given; `None` for bytes without a name.
    pub file: Option<String>,
    /// Its format.
    pub format: Format,
    /// Its length in bytes.
    pub length: usize,
    /// The version that the header names, such as `1.7`.
    pub version: Option<String>,
    /// The version that the catalog names, if it does. The later one counts.
    pub catalog_version: Option<String>,
    /// How it is encrypted; `None` if it is not.
    pub encryption: Option<EncryptionInspection>,
    /// What the strictest certification or lock allows to change (ISO 32000-2 Table 257, /P): 1, 2 or 3.
    pub certification: Option<u8>,
    /// Its revisions, the first one first.
    pub revisions: Vec<RevisionInspection>,
    /// The signature fields of the last revision, in the order of the form.
    pub fields: Vec<FieldInspection>,
    /// Its signatures, in the order in which they were made; those that a later revision removed, too.
    pub signatures: Vec<SignatureInspection>,
    /// Signatures beyond the limit, which were not looked at.
    pub signatures_left_out: usize,
    /// Where the structure of the file departs from the standard.
    pub anomalies: Vec<AnomalyInspection>,
    /// What it holds that can show something else later, elsewhere or to others, as [`risks`](crate::risks) finds it.
    pub risks: Vec<AnomalyInspection>,
}

/// How a document is encrypted, and how it was opened (ISO 32000-2 7.6).
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct EncryptionInspection {
    /// The method for strings: `RC4-128`, `AES-128`, `AES-256`, `none`.
    pub strings: String,
    /// The method for streams.
    pub streams: String,
    /// `owner` if everything is allowed, `user` if `permissions` say what is.
    pub opened_as: &'static str,
    /// Which password opened it: `empty`, with which everybody can open it, or `given`.
    pub password: &'static str,
    /// /P as a signed number.
    pub permission_bits: i32,
    /// What /P allows to users.
    pub permissions: Vec<&'static str>,
    /// Whether it claims a code that would show changes of the encrypted data (ISO/TS 32004).
    pub authenticated: bool,
}

/// One revision: the file as it was saved once.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct RevisionInspection {
    /// One past its last byte.
    pub end: usize,
    /// Where its newest cross-reference section stands, counted as the file counts.
    pub startxref: usize,
    /// How its cross-reference is written: `table`, `stream` or `hybrid`.
    pub cross_reference: &'static str,
    /// How many objects it adds, replaces or deletes; `None` if that cannot be read.
    pub objects: Option<usize>,
}

/// One signature field.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct FieldInspection {
    /// Its full name.
    pub name: String,
    /// Whether it has a value.
    pub signed: bool,
    /// What is locked once it is signed.
    pub lock: Option<LockInspection>,
}

/// Fields that can no longer be filled in (ISO 32000-2 Tables 236 and 259).
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct LockInspection {
    /// `all`, `include` (those listed) or `exclude` (all but those listed).
    pub action: &'static str,
    /// Full names of fields.
    pub fields: Vec<String>,
    /// What the lock allows to change in the document: 1, 2 or 3.
    pub certification: Option<u8>,
}

/// One signature as it stands in the file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct SignatureInspection {
    /// The full name of its field.
    pub id: String,
    /// What it is for.
    pub kind: Kind,
    /// Other fields with the same value.
    pub shared_with: Vec<String>,
    /// The revision, counted from 1, in which the field no longer has this value.
    pub removed_in: Option<usize>,
    /// Whether a later revision has another dictionary under the same object number.
    pub overwritten: bool,
    /// /SubFilter.
    pub sub_filter: Option<String>,
    /// /ByteRange: pairs of offset and length; `None` if it cannot be read.
    pub byte_range: Option<[usize; 4]>,
    /// What the byte range leaves out: from this byte to before that one.
    pub gap: Option<[usize; 2]>,
    /// The revision, counted from 1, at whose end the byte range ends; `None` if it ends where none does.
    pub revision: Option<usize>,
    /// Whether nothing follows that revision.
    pub whole_file: bool,
    /// /Name.
    pub name: Option<String>,
    /// /Reason.
    pub reason: Option<String>,
    /// /Location.
    pub location: Option<String>,
    /// /M: the time that the signer claims.
    pub claimed_time: Option<Time>,
    /// /M, if it is no date.
    pub unreadable_time: Option<String>,
    /// What it allows to change, if it is a certification: 1, 2 or 3.
    pub certification: Option<u8>,
    /// The fields that it locks.
    pub lock: Option<LockInspection>,
    /// The cryptographic message in /Contents; `None` if there is none or it cannot be read.
    pub message: Option<MessageInspection>,
    /// Why it cannot be read, in English, for experts.
    pub message_error: Option<String>,
    /// Rules that /ByteRange and /Contents break.
    pub anomalies: Vec<AnomalyInspection>,
}

/// A cryptographic message (RFC 5652).
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct MessageInspection {
    /// Its length in bytes.
    pub length: usize,
    /// Bytes of /Contents behind it.
    pub padding: usize,
    /// The type of the content that is signed, a dotted object identifier.
    pub content_type: String,
    /// Bytes of content inside of the message; `None` if it is detached.
    pub content_length: Option<usize>,
    /// Who signed. PDF wants exactly one.
    pub signers: Vec<SignerInspection>,
    /// The certificates that it carries, in their order.
    pub certificates: Vec<CertificateInspection>,
    /// How many more it carries that cannot be read.
    pub unreadable_certificates: usize,
    /// How many CRLs and OCSP answers it carries beside the certificates.
    pub revocation_data: usize,
}

/// One SignerInfo (RFC 5652 5.3).
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct SignerInspection {
    /// The first certificate of the message that it names, by its place in `certificates`, counted from 1.
    pub certificate: Option<usize>,
    /// The digest algorithm: its name, or the object identifier of one that is not known.
    pub digest_algorithm: String,
    /// The signature algorithm.
    pub signature_algorithm: String,
    /// The signing-time attribute: another claim of the signer.
    pub signing_time: Option<Time>,
    /// The signed attributes in their order; `None` if there are none.
    pub signed_attributes: Option<Vec<AttributeInspection>>,
    /// The attributes that were added afterwards.
    pub unsigned_attributes: Vec<AttributeInspection>,
    /// How many timestamps over the signature it carries.
    pub timestamps: usize,
}

/// The type of an attribute.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct AttributeInspection {
    /// A dotted object identifier.
    pub oid: String,
    /// The name that the standards use, if it is known.
    pub name: Option<&'static str>,
}

/// One certificate (RFC 5280).
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct CertificateInspection {
    /// The whole name of the subject.
    pub subject: String,
    /// The whole name of the issuer.
    pub issuer: String,
    /// The serial number in upper-case hexadecimal.
    pub serial: String,
    /// The kind of key, `RSA-2048`; `None` if it is not one that is known.
    pub key: Option<String>,
    /// First moment of validity.
    pub not_before: Time,
    /// Last moment of validity.
    pub not_after: Time,
    /// SHA-256 of the certificate in lower-case hexadecimal.
    pub fingerprint: String,
}

/// Something unusual, in the words of the table of codes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct AnomalyInspection {
    /// The row of the table.
    pub code: Code,
    /// In Vietnamese.
    pub vi: String,
    /// In English.
    pub en: String,
}

impl Inspection {
    /// The facts as one JSON object. A line feed ends it.
    pub fn to_json(&self) -> String {
        // Writing into memory cannot fail, and every key is a string.
        let mut text = serde_json::to_string_pretty(self).unwrap_or_default();
        text.push('\n');
        text
    }
}
