//! An inspection as text.

use std::fmt::Write as _;

use crate::inspect::{
    AnomalyInspection, AttributeInspection, CertificateInspection, EncryptionInspection, FieldInspection,
    Inspection, LockInspection, MessageInspection, RevisionInspection, SignatureInspection, SignerInspection,
};
use crate::report::{Kind, Language, moment, printable};
use crate::time::Time;

/// The facts in this language, safe to print.
pub(super) fn text(inspection: &Inspection, language: Language) -> String {
    let mut out = Lines { text: String::new(), language };
    out.document(inspection);
    out.text
}

struct Lines {
    text: String,
    language: Language,
}

/// A label in Vietnamese and in English.
type Label = (&'static str, &'static str);

impl Lines {
    fn document(&mut self, document: &Inspection) {
        self.optional(0, ("Tệp", "File"), document.file.as_deref());
        let version = document.version.as_deref().unwrap_or("?");
        let mut format = format!("{} {version}", document.format);
        if let Some(later) = &document.catalog_version {
            let _ = write!(format, ", /Version {later}");
        }
        self.entry(0, ("Định dạng", "Format"), &format);
        self.entry(0, ("Độ dài (byte)", "Length in bytes"), &document.length.to_string());
        match &document.encryption {
            Some(encryption) => self.encryption(encryption),
            None => self.entry(0, ("Mã hóa", "Encryption"), self.word(("không", "none"))),
        }
        self.certification(0, document.certification);
        for (number, revision) in (1usize..).zip(&document.revisions) {
            self.revision(number, revision);
        }
        for field in &document.fields {
            self.field(field);
        }
        self.anomalies(0, ("Điểm lạ", "Unusual"), &document.anomalies);
        self.anomalies(0, ("Rủi ro", "Risk"), &document.risks);
        for (number, signature) in (1usize..).zip(&document.signatures) {
            self.text.push('\n');
            self.signature(number, signature);
        }
        if document.signatures_left_out > 0 {
            let count = document.signatures_left_out.to_string();
            self.entry(0, ("Số chữ ký chưa xem vì quá giới hạn", "Signatures beyond the limit"), &count);
        }
    }

    fn encryption(&mut self, encryption: &EncryptionInspection) {
        let EncryptionInspection { strings, streams, .. } = encryption;
        let method = if strings == streams {
            streams.clone()
        } else {
            format!("{streams} ({}: {strings})", self.word(("chuỗi", "strings")))
        };
        self.entry(0, ("Mã hóa", "Encryption"), &method);
        let access = match encryption.opened_as {
            "owner" => self.word(("chủ sở hữu", "owner")),
            _ => self.word(("người dùng", "user")),
        };
        let password = match encryption.password {
            "empty" => self.word(("mật khẩu rỗng", "the empty password")),
            _ => self.word(("mật khẩu đã cho", "the password that was given")),
        };
        self.entry(STEP, ("Mở với quyền", "Opened as"), &format!("{access}, {password}"));
        let permissions: Vec<&str> =
            encryption.permissions.iter().map(|name| self.permission(name)).collect();
        let permissions = format!("{} (/P {})", permissions.join(", "), encryption.permission_bits);
        self.entry(STEP, ("Người dùng được phép", "Users may"), &permissions);
    }

    fn permission(&self, name: &'static str) -> &'static str {
        let found = PERMISSIONS.iter().find(|(known, _)| *known == name);
        found.map_or(name, |(_, label)| self.word(*label))
    }

    fn revision(&mut self, number: usize, revision: &RevisionInspection) {
        let objects = revision.objects.map_or_else(|| "?".to_owned(), |count| count.to_string());
        let label = self.word(("Lần lưu", "Revision"));
        let end = self.word(("đến byte", "up to byte"));
        let count = self.word(("số đối tượng", "objects"));
        let reference = match revision.cross_reference {
            "table" => self.word(("bảng tham chiếu", "cross-reference table")),
            "stream" => self.word(("luồng tham chiếu", "cross-reference stream")),
            _ => self.word(("bảng và luồng tham chiếu", "cross-reference table and stream")),
        };
        let RevisionInspection { end: position, startxref, .. } = revision;
        self.line(
            0,
            &format!("{label} {number}: {end} {position}, {reference} ({startxref}), {count}: {objects}"),
        );
    }

    fn field(&mut self, field: &FieldInspection) {
        let state = if field.signed {
            self.word(("có giá trị", "has a value"))
        } else {
            self.word(("trống", "empty"))
        };
        self.entry(0, ("Ô chữ ký", "Signature field"), &format!("{}: {state}", field.name));
        self.lock(STEP, ("Khóa khi ký", "Locks when signed"), field.lock.as_ref());
    }

    fn lock(&mut self, indent: usize, label: Label, lock: Option<&LockInspection>) {
        let Some(lock) = lock else { return };
        let action = match lock.action {
            "include" => self.word(("các ô", "the fields")),
            "exclude" => self.word(("mọi ô, trừ", "all fields but")),
            _ => self.word(("mọi ô", "all fields")),
        };
        self.entry(indent, label, format!("{action} {}", lock.fields.join(", ")).trim_end());
        self.certification(indent.saturating_add(STEP), lock.certification);
    }

    fn certification(&mut self, indent: usize, level: Option<u8>) {
        let allowed = match level {
            Some(1) => ("1 (không được thay đổi gì)", "1 (nothing may be changed)"),
            Some(2) => ("2 (được điền biểu mẫu và ký)", "2 (forms may be filled in and signed)"),
            Some(_) => ("3 (được điền, ký và chú thích)", "3 (filled in, signed and annotated)"),
            None => return,
        };
        self.entry(indent, ("Mức chứng nhận", "Certification"), self.word(allowed));
    }

    fn anomalies(&mut self, indent: usize, label: Label, anomalies: &[AnomalyInspection]) {
        for anomaly in anomalies {
            let message = match self.language {
                Language::Vi => &anomaly.vi,
                Language::En => &anomaly.en,
            };
            self.entry(indent, label, &format!("{message} ({})", anomaly.code));
        }
    }

    fn signature(&mut self, number: usize, signature: &SignatureInspection) {
        let kind = match signature.kind {
            Kind::Signature => self.word(("Chữ ký", "Signature")),
            Kind::DocumentTimestamp => self.word(("Dấu thời gian của văn bản", "Document timestamp")),
        };
        self.line(0, &format!("{kind} {number}: {}", signature.id));
        for other in &signature.shared_with {
            self.entry(STEP, ("Cũng là giá trị của ô", "Also the value of"), other);
        }
        let removed = signature.removed_in.map(|number| number.to_string());
        self.optional(STEP, ("Bị gỡ ở lần lưu", "Removed in revision"), removed.as_deref());
        if signature.overwritten {
            let what = self.word(("có, ở lần lưu sau", "yes, in a later revision"));
            self.entry(STEP, ("Từ điển chữ ký bị ghi đè", "Dictionary overwritten"), what);
        }
        self.optional(STEP, ("SubFilter", "SubFilter"), signature.sub_filter.as_deref());
        let range = signature.byte_range.map(|numbers| numbers.map(|number| number.to_string()).join(" "));
        self.optional(STEP, ("ByteRange", "ByteRange"), range.as_deref());
        if let Some([from, to]) = signature.gap {
            let size = to.saturating_sub(from);
            let bytes = format!("{from}..{to} ({size} byte)");
            self.entry(STEP, ("Khoảng không được ký", "Gap"), &bytes);
        }
        let coverage = match (signature.revision, signature.whole_file) {
            (Some(number), true) => {
                format!("{number}, {}", self.word(("hết tệp", "the whole file")))
            }
            (Some(number), false) => {
                format!("{number}, {}", self.word(("sau đó còn dữ liệu", "more follows")))
            }
            (None, _) => self.word(("không trùng lần lưu nào", "of none exactly")).to_owned(),
        };
        self.entry(STEP, ("Phủ đến hết lần lưu", "Covers up to the end of revision"), &coverage);
        self.optional(STEP, ("Tên", "Name"), signature.name.as_deref());
        self.optional(STEP, ("Lý do", "Reason"), signature.reason.as_deref());
        self.optional(STEP, ("Nơi ký", "Location"), signature.location.as_deref());
        self.time(STEP, ("Thời điểm ký tự khai (/M)", "Claimed signing time (/M)"), signature.claimed_time);
        self.optional(STEP, ("/M không đọc được", "Unreadable /M"), signature.unreadable_time.as_deref());
        self.certification(STEP, signature.certification);
        self.lock(STEP, ("Khóa", "Locks"), signature.lock.as_ref());
        self.anomalies(STEP, ("Điểm lạ", "Unusual"), &signature.anomalies);
        if let Some(message) = &signature.message {
            self.message(message);
        }
        self.optional(
            STEP,
            ("Không đọc được dữ liệu chữ ký", "Message that cannot be read"),
            signature.message_error.as_deref(),
        );
    }

    fn message(&mut self, message: &MessageInspection) {
        let padding = self.word(("byte đệm", "bytes of padding"));
        let size = format!("{} + {} {padding}", message.length, message.padding);
        self.entry(STEP, ("Dữ liệu chữ ký, CMS (byte)", "Bytes of the message (CMS)"), &size);
        let content = message.content_length.map(|length| length.to_string());
        self.optional(STEP, ("Nội dung nằm trong CMS (byte)", "Bytes of content inside"), content.as_deref());
        for signer in &message.signers {
            self.signer(signer);
        }
        for (number, certificate) in (1usize..).zip(&message.certificates) {
            self.certificate(number, certificate);
        }
        for (count, label) in [
            (message.unreadable_certificates, ("Số chứng thư số không đọc được", "Unreadable certificates")),
            (message.revocation_data, ("Số CRL và trả lời OCSP kèm theo", "CRLs and OCSP answers")),
        ] {
            if count > 0 {
                self.entry(STEP, label, &count.to_string());
            }
        }
    }

    fn signer(&mut self, signer: &SignerInspection) {
        let certificate = signer.certificate.map_or_else(
            || self.word(("không kèm theo", "not carried")).to_owned(),
            |number| format!("{} {number}", self.word(("số", "number"))),
        );
        self.entry(STEP, ("Chứng thư số của người ký", "Certificate of the signer"), &certificate);
        self.entry(STEP, ("Thuật toán băm", "Digest algorithm"), &signer.digest_algorithm);
        self.entry(STEP, ("Thuật toán ký", "Signature algorithm"), &signer.signature_algorithm);
        self.time(STEP, ("Thời điểm ký (thuộc tính)", "Signing time (attribute)"), signer.signing_time);
        let signed = signer.signed_attributes.as_deref();
        let none = self.word(("không có", "none"));
        let signed = signed.map_or_else(|| none.to_owned(), attributes);
        self.entry(STEP, ("Thuộc tính được ký", "Signed attributes"), &signed);
        if !signer.unsigned_attributes.is_empty() {
            let unsigned = attributes(&signer.unsigned_attributes);
            self.entry(STEP, ("Thuộc tính không được ký", "Unsigned attributes"), &unsigned);
        }
        self.entry(STEP, ("Số dấu thời gian", "Timestamps"), &signer.timestamps.to_string());
    }

    fn certificate(&mut self, number: usize, certificate: &CertificateInspection) {
        let label = self.word(("Chứng thư số", "Certificate"));
        self.line(STEP, &format!("{label} {number}: {}", certificate.subject));
        let inner = STEP.saturating_mul(2);
        self.entry(inner, ("Nơi cấp", "Issuer"), &certificate.issuer);
        self.entry(inner, ("Số hiệu", "Serial number"), &certificate.serial);
        self.optional(inner, ("Khóa", "Key"), certificate.key.as_deref());
        self.time(inner, ("Từ", "From"), Some(certificate.not_before));
        self.time(inner, ("Đến", "Until"), Some(certificate.not_after));
        self.entry(inner, ("SHA-256", "SHA-256"), &certificate.fingerprint);
    }

    fn time(&mut self, indent: usize, label: Label, time: Option<Time>) {
        let time = time.map(|time| moment(time, self.language));
        self.optional(indent, label, time.as_deref());
    }

    fn optional(&mut self, indent: usize, label: Label, value: Option<&str>) {
        if let Some(value) = value {
            self.entry(indent, label, value);
        }
    }

    fn entry(&mut self, indent: usize, label: Label, value: &str) {
        let line = format!("{}: {value}", self.word(label));
        self.line(indent, &line);
    }

    fn line(&mut self, indent: usize, text: &str) {
        // Writing to a String cannot fail.
        let _ = writeln!(self.text, "{:indent$}{}", "", printable(text));
    }

    fn word(&self, (vi, en): Label) -> &'static str {
        match self.language {
            Language::Vi => vi,
            Language::En => en,
        }
    }
}

fn attributes(attributes: &[AttributeInspection]) -> String {
    let names = attributes.iter().map(|attribute| attribute.name.unwrap_or(&attribute.oid));
    names.collect::<Vec<_>>().join(", ")
}

const STEP: usize = 2;

const PERMISSIONS: &[(&str, Label)] = &[
    ("print", ("in", "print")),
    ("modify", ("sửa", "modify")),
    ("copy", ("sao chép", "copy")),
    ("annotate", ("chú thích", "annotate")),
    ("fill-in-forms", ("điền biểu mẫu", "fill in forms")),
    ("accessibility", ("trích cho người khuyết tật", "extract for accessibility")),
    ("assemble", ("ghép trang", "assemble pages")),
    ("print-high-quality", ("in chất lượng cao", "print in high quality")),
];
