//! What a document is, without a verdict: for whoever wants to see what a signature rests on.

use serde::Serialize;

use crate::report::text::{moment, printable};
use crate::report::{CertificateSummary, Format, Kind, Language};
use crate::time::Time;

/// The name and version of the JSON form of an [`Inspection`], the value of its `schema`.
pub const INSPECTION_SCHEMA: &str = "kyso.inspection/1";

/// The facts about one document. Nothing of it is verified: a forged document tells lies here.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Inspection {
    /// The name under which it was given; `None` for bytes without a name.
    pub file: Option<String>,
    /// Its format.
    pub format: Format,
    /// Its length in bytes.
    pub length: usize,
    /// The version that the header names, such as `1.7`.
    pub version: Option<String>,
    /// Whether it is encrypted.
    pub encrypted: bool,
    /// What a certification allows to change (ISO 32000-2 Table 257, /P): 1, 2 or 3.
    pub certification: Option<u8>,
    /// Its revisions, the first one first.
    pub revisions: Vec<RevisionInspection>,
    /// Its signatures, in the order in which they were made.
    pub signatures: Vec<SignatureInspection>,
    /// The names of signature fields without a signature.
    pub empty_fields: Vec<String>,
}

/// One revision: the file as it was saved once.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct RevisionInspection {
    /// One past its last byte.
    pub end: usize,
    /// What its `startxref` names.
    pub startxref: usize,
    /// How its cross-reference is written: `table`, `stream` or `hybrid`.
    pub cross_reference: &'static str,
}

/// One signature as it stands in the file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct SignatureInspection {
    /// The full name of its field.
    pub id: String,
    /// What it is for.
    pub kind: Kind,
    /// Its /SubFilter.
    pub sub_filter: Option<String>,
    /// Its /ByteRange: pairs of offset and length; `None` if it cannot be read.
    pub byte_range: Option<[usize; 4]>,
    /// The revision that it covers, counted from 1; `None` if it ends where none ends.
    pub revision: Option<usize>,
    /// Its /Name.
    pub name: Option<String>,
    /// Its /Reason.
    pub reason: Option<String>,
    /// Its /Location.
    pub location: Option<String>,
    /// Its /M: the time that the signer claims.
    pub claimed_time: Option<Time>,
    /// The signing-time attribute: another claim of the signer.
    pub signing_time: Option<Time>,
    /// Bytes of the cryptographic message; `None` if it cannot be read.
    pub message_length: Option<usize>,
    /// The digest algorithm of the signer.
    pub digest_algorithm: Option<String>,
    /// The signature algorithm of the signer.
    pub signature_algorithm: Option<String>,
    /// How many timestamps it carries.
    pub timestamps: usize,
    /// The certificates that it carries, in their order.
    pub certificates: Vec<CertificateSummary>,
}

impl Inspection {
    /// The facts as one JSON object. A line feed ends it.
    pub fn to_json(&self) -> String {
        #[derive(Serialize)]
        struct Whole<'a> {
            schema: &'static str,
            #[serde(flatten)]
            inspection: &'a Inspection,
        }
        let whole = Whole { schema: INSPECTION_SCHEMA, inspection: self };
        // Writing into memory cannot fail.
        let mut text = serde_json::to_string_pretty(&whole).unwrap_or_default();
        text.push('\n');
        text
    }

    /// The facts as text in this language, safe to print.
    pub fn to_text(&self, language: Language) -> String {
        let label = |vi: &'static str, en: &'static str| match language {
            Language::Vi => vi,
            Language::En => en,
        };
        let mut out = Lines(String::new());
        if let Some(file) = &self.file {
            out.entry(0, label("Tệp", "File"), file);
        }
        let version = self.version.as_deref().unwrap_or("?");
        out.entry(0, label("Định dạng", "Format"), &format!("{} {version}", self.format));
        out.entry(0, label("Độ dài (byte)", "Length in bytes"), &self.length.to_string());
        let yes_no = if self.encrypted { label("có", "yes") } else { label("không", "no") };
        out.entry(0, label("Mã hóa", "Encrypted"), yes_no);
        if let Some(level) = self.certification {
            out.entry(0, label("Mức chứng nhận", "Certification"), &level.to_string());
        }
        for (number, revision) in (1..).zip(&self.revisions) {
            let text = format!(
                "0..{}, startxref {}, {}",
                revision.end, revision.startxref, revision.cross_reference
            );
            out.entry(0, &format!("{} {number}", label("Lần lưu", "Revision")), &text);
        }
        for field in &self.empty_fields {
            out.entry(0, label("Ô chữ ký trống", "Empty signature field"), field);
        }
        for signature in &self.signatures {
            out.0.push('\n');
            signature.describe(&mut out, language, &label);
        }
        out.0
    }
}

impl SignatureInspection {
    fn describe(
        &self,
        out: &mut Lines,
        language: Language,
        label: &impl Fn(&'static str, &'static str) -> &'static str,
    ) {
        let kind = match self.kind {
            Kind::Signature => label("Chữ ký", "Signature"),
            Kind::DocumentTimestamp => label("Dấu thời gian của văn bản", "Document timestamp"),
        };
        out.entry(0, kind, &self.id);
        let byte_range = self.byte_range.map(|numbers| numbers.map(|number| number.to_string()).join(" "));
        let time = |time: Option<Time>| time.map(|time| moment(time, language));
        let entries = [
            ("SubFilter", self.sub_filter.clone()),
            ("ByteRange", byte_range),
            (label("Phủ hết lần lưu", "Covers revision"), self.revision.map(|number| number.to_string())),
            (label("Tên", "Name"), self.name.clone()),
            (label("Lý do", "Reason"), self.reason.clone()),
            (label("Nơi ký", "Location"), self.location.clone()),
            (label("Thời điểm ký (M)", "Signing time (M)"), time(self.claimed_time)),
            (label("Thời điểm ký (thuộc tính)", "Signing time (attribute)"), time(self.signing_time)),
            (
                label("Dữ liệu chữ ký (byte)", "Bytes of the message"),
                self.message_length.map(|n| n.to_string()),
            ),
            (label("Thuật toán băm", "Digest algorithm"), self.digest_algorithm.clone()),
            (label("Thuật toán ký", "Signature algorithm"), self.signature_algorithm.clone()),
            (label("Số dấu thời gian", "Timestamps"), Some(self.timestamps.to_string())),
        ];
        for (label, value) in entries {
            if let Some(value) = value {
                out.entry(INDENT, label, &value);
            }
        }
        for certificate in &self.certificates {
            out.entry(INDENT, label("Chứng thư số", "Certificate"), &certificate.subject);
            let inner = INDENT.saturating_mul(2);
            out.entry(inner, label("Nơi cấp", "Issuer"), &certificate.issuer);
            out.entry(inner, label("Số hiệu", "Serial number"), &certificate.serial);
            if let Some(key) = &certificate.key {
                out.entry(inner, label("Khóa", "Key"), key);
            }
            let (from, until) =
                (moment(certificate.not_before, language), moment(certificate.not_after, language));
            out.entry(inner, label("Hiệu lực", "Validity"), &format!("{from} – {until}"));
            out.entry(inner, "SHA-256", &certificate.fingerprint);
        }
    }
}

struct Lines(String);

impl Lines {
    fn entry(&mut self, indent: usize, label: &str, value: &str) {
        self.0.push_str(&format!("{:indent$}{label}: {}\n", "", printable(value)));
    }
}

const INDENT: usize = 2;
