//! The report as text for a clerk: the verdict first, then who, when, what was covered, and what to do.

mod label;

use std::fmt::Write as _;

use crate::report::{
    ChangeReport, DiffReport, DocumentReport, Finding, Kind, Language, Report, RevisionReport, Severity,
    SignatureReport, Signer, TimeSource,
};
use crate::time::Time;

use label::Labels;
#[cfg(feature = "cli")]
pub(crate) use label::authority;

impl Report {
    /// The report as text in this language. Characters of the document that would steer a terminal or turn text
    /// around are replaced.
    pub fn to_text(&self, language: Language) -> String {
        let mut out = Lines { text: String::new(), labels: label::labels(language), language };
        out.entry(0, out.labels.validation_time, &moment(self.validation_time, language));
        for document in &self.documents {
            out.text.push('\n');
            out.document(document, 0);
        }
        out.text
    }
}

impl DocumentReport {
    /// The part of [`Report::to_text`] for this document.
    pub fn to_text(&self, language: Language) -> String {
        let mut out = Lines { text: String::new(), labels: label::labels(language), language };
        out.document(self, 0);
        out.text
    }
}

impl DiffReport {
    /// The report as text in this language, as [`Report::to_text`] writes it.
    pub fn to_text(&self, language: Language) -> String {
        let mut out = Lines { text: String::new(), labels: label::labels(language), language };
        if let Some(file) = &self.file {
            out.entry(0, out.labels.file, file);
        }
        if self.revisions.is_empty() {
            out.line(0, out.labels.no_update);
        }
        out.revisions(&self.revisions, 0);
        out.text
    }
}

/// A time as it is read in Vietnam, with the same in UTC after it.
pub(crate) fn moment(time: Time, language: Language) -> String {
    let (year, month, day, hour, minute, second) = time.plus_seconds(VIETNAM).to_calendar();
    match language {
        Language::Vi => {
            format!("{day:02}/{month:02}/{year:04} {hour:02}:{minute:02}:{second:02} +07:00 ({time})")
        }
        Language::En => {
            format!("{year:04}-{month:02}-{day:02} {hour:02}:{minute:02}:{second:02} +07:00 ({time})")
        }
    }
}

/// The same text, safe to print: no control characters (terminal escapes) and none that turn the direction of
/// writing around or cannot be seen (Unicode TR 36 2.10), each replaced by U+FFFD.
pub(crate) fn printable(text: &str) -> String {
    let hidden = |c: char| {
        c.is_control()
            || matches!(c, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
    };
    text.chars().map(|c| if hidden(c) { char::REPLACEMENT_CHARACTER } else { c }).collect()
}

struct Lines {
    text: String,
    labels: &'static Labels,
    language: Language,
}

impl Lines {
    fn line(&mut self, indent: usize, text: &str) {
        // Writing to a String cannot fail.
        let _ = writeln!(self.text, "{:indent$}{}", "", printable(text));
    }

    fn entry(&mut self, indent: usize, label: &str, value: &str) {
        self.line(indent, &format!("{label}: {value}"));
    }

    fn document(&mut self, document: &DocumentReport, indent: usize) {
        let labels = self.labels;
        self.line(indent, (labels.verdict)(document.verdict));
        if let Some(file) = &document.file {
            self.entry(indent, labels.file, file);
        }
        if let Some(policy) = &document.policy {
            self.entry(indent, labels.policy, policy);
        }
        let inner = indent.saturating_add(STEP);
        for finding in &document.findings {
            self.finding(finding, inner);
        }
        for (number, signature) in (1..).zip(&document.signatures) {
            self.text.push('\n');
            let total = document.signatures.len();
            let kind = (labels.kind)(signature.kind);
            let indication = (labels.indication)(signature.indication);
            self.line(indent, &format!("{kind} {number}/{total} ({}): {indication}", signature.id));
            self.signature(signature, inner);
        }
        self.revisions(&document.revisions, indent);
        if !document.missing.is_empty() {
            self.text.push('\n');
            self.line(indent, &format!("{}:", labels.missing));
        }
        for missing in &document.missing {
            let mut wanted = format!("- {}", (labels.evidence)(missing.what));
            for part in missing.certificate.iter().map(|c| &c.subject).chain(&missing.url) {
                wanted.push_str(", ");
                wanted.push_str(part);
            }
            self.line(inner, &wanted);
        }
        for attachment in &document.attachments {
            self.text.push('\n');
            self.document(attachment, inner);
        }
    }

    /// What was done after the first signature, update by update.
    fn revisions(&mut self, revisions: &[RevisionReport], indent: usize) {
        let labels = self.labels;
        for revision in revisions {
            self.text.push('\n');
            let signed_by = revision.signed_by.join(", ");
            match signed_by.is_empty() {
                true => self.line(indent, &format!("{} {}:", labels.revision, revision.number)),
                false => {
                    let signed_by = format!("{}: {signed_by}", labels.signed_by);
                    self.line(indent, &format!("{} {} ({signed_by}):", labels.revision, revision.number));
                }
            }
            let inner = indent.saturating_add(STEP);
            if revision.changes.is_empty() {
                self.line(inner, labels.no_change);
            }
            for change in &revision.changes {
                self.change(change, inner);
            }
            if revision.left_out > 0 {
                self.entry(inner, labels.left_out, &revision.left_out.to_string());
            }
        }
    }

    fn change(&mut self, change: &ChangeReport, indent: usize) {
        let message = change.finding.message(self.language);
        let mut objects = String::new();
        for object in change.objects.iter().take(OBJECTS_NAMED) {
            let _ = write!(objects, "{}{object}", if objects.is_empty() { "" } else { ", " });
        }
        if change.objects.len() > OBJECTS_NAMED {
            objects.push_str(", …");
        }
        let objects = match objects.is_empty() {
            true => String::new(),
            false => format!(" [{} {objects}]", self.labels.objects),
        };
        self.line(indent, &format!("- {message} ({}){objects}", change.finding.code));
        // How much they weigh is said where the signatures are judged.
        for concern in &change.concerns {
            let message = concern.message(self.language);
            self.line(indent.saturating_add(STEP), &format!("- {message} ({})", concern.code));
        }
    }

    fn signature(&mut self, signature: &SignatureReport, indent: usize) {
        let labels = self.labels;
        let is_error = |finding: &&Finding| finding.severity() == Severity::Error;
        if let Some(sub) = signature.sub_indication {
            self.entry(indent, labels.status, &format!("{} / {sub}", signature.indication));
        }
        // Why it is not valid comes before whose it is.
        signature.findings.iter().filter(is_error).for_each(|finding| self.finding(finding, indent));
        match &signature.signer {
            Some(signer) => self.signer(signer, indent),
            None => self.entry(indent, labels.signer, labels.not_known),
        }
        if let Some(authority) = signature.anchor_label {
            self.entry(indent, labels.anchor, label::authority(authority, self.language));
        }
        if signature.kind == Kind::Signature {
            self.entry(indent, labels.level, (labels.level_word)(signature.level));
            let claimed = signature.claimed_time.map(|time| moment(time, self.language));
            self.entry(indent, labels.claimed_time, claimed.as_deref().unwrap_or(labels.not_known));
        }
        if let Some(best) = signature.best_time.filter(|best| best.source != TimeSource::Claimed) {
            let value = format!("{} [{}]", moment(best.time, self.language), (labels.source)(best.source));
            self.entry(indent, labels.best_time, &value);
        }
        self.evidence(signature, indent);
        self.entry(indent, labels.integrity, (labels.integrity_word)(signature.integrity));
        self.entry(indent, labels.identity, (labels.identity_word)(signature.identity));
        self.entry(indent, labels.time, (labels.time_word)(signature.time));
        let coverage = signature.coverage.map_or(labels.not_known, labels.coverage_word);
        self.entry(indent, labels.coverage, coverage);
        self.entry(indent, labels.changes, (labels.changes_word)(signature.changes));
        signature.findings.iter().filter(|f| !is_error(f)).for_each(|finding| self.finding(finding, indent));
    }

    /// The timestamps of a signature, and what is known of the revocation of its signer.
    fn evidence(&mut self, signature: &SignatureReport, indent: usize) {
        let labels = self.labels;
        let timestamps = signature.timestamps.iter().filter(|_| signature.kind == Kind::Signature);
        for timestamp in timestamps {
            let (time, indication) =
                (moment(timestamp.time, self.language), (labels.indication)(timestamp.indication));
            let authority = timestamp.authority.as_deref().unwrap_or(labels.not_known);
            self.entry(indent, labels.timestamp, &format!("{time}, {authority}: {indication}"));
        }
        let signer = signature.signer.as_ref().map(|signer| &signer.fingerprint);
        for known in
            signature.revocation.iter().filter(|known| Some(&known.certificate.fingerprint) == signer)
        {
            let at = known.revocation_time.map(|at| format!(" {}", moment(at, self.language)));
            let (status, source) = ((labels.revocation_word)(known.status), (labels.evidence)(known.source));
            let issued = moment(known.this_update, self.language);
            let value = format!("{status}{} [{source}, {issued}]", at.unwrap_or_default());
            self.entry(indent, labels.revocation, &value);
        }
    }

    fn signer(&mut self, signer: &Signer, indent: usize) {
        let labels = self.labels;
        self.entry(indent, labels.signer, signer.name.as_deref().unwrap_or(&signer.subject));
        if let Some(organization) = &signer.organization {
            self.entry(indent, labels.organization, organization);
        }
        if let Some(email) = &signer.email {
            self.entry(indent, labels.email, email);
        }
        self.entry(indent, labels.issuer, &signer.issuer);
        self.entry(indent, labels.serial, &signer.serial);
        let (from, to) = (moment(signer.not_before, self.language), moment(signer.not_after, self.language));
        self.entry(indent, labels.validity, &format!("{from} – {to}"));
    }

    fn finding(&mut self, finding: &Finding, indent: usize) {
        let severity = (self.labels.severity)(finding.severity());
        let message = finding.message(self.language);
        let subject = finding.subject.as_deref().filter(|subject| !message.contains(subject));
        let subject = subject.map(|subject| format!(" {subject}:")).unwrap_or_default();
        self.line(indent, &format!("[{severity}]{subject} {message} ({})", finding.code));
        let remedy = finding.remedy(self.language);
        self.entry(indent.saturating_add(STEP), self.labels.remedy, remedy);
    }
}

/// Vietnam is seven hours ahead of UTC all year.
const VIETNAM: i64 = 7 * 3600;
const STEP: usize = 2;

/// Objects of one change that are named; experts find all of them in the JSON form.
const OBJECTS_NAMED: usize = 12;

#[cfg(test)]
mod tests {
    use super::{moment, printable};
    use crate::error::{Error, ErrorKind};
    use crate::report::{DocumentReport, Language, Report, sample};
    use crate::time::Time;

    #[test]
    fn a_time_is_written_as_each_language_does() {
        let time = Time::from_unix(1_795_000_000);
        assert_eq!(moment(time, Language::Vi), "18/11/2026 18:06:40 +07:00 (2026-11-18T11:06:40Z)");
        assert_eq!(moment(time, Language::En), "2026-11-18 18:06:40 +07:00 (2026-11-18T11:06:40Z)");
    }

    #[test]
    fn names_cannot_steer_the_terminal() {
        assert_eq!(printable("a\u{1b}[2Jb\r\nc\u{202e}d"), "a\u{fffd}[2Jb\u{fffd}\u{fffd}c\u{fffd}d");
        assert_eq!(printable("Nguyễn Văn Ấn"), "Nguyễn Văn Ấn");
    }

    #[test]
    fn the_verdict_stands_before_everything_else_of_a_document() {
        let error = Error::new(ErrorKind::EmptyInput, "no bytes");
        let document = DocumentReport::unreadable(Some("vb\u{7}.pdf".to_owned()), &error);
        let report = Report::new(Time::from_unix(0), vec![document]);
        assert_eq!(
            report.to_text(Language::Vi),
            "Thời điểm kiểm tra: 01/01/1970 07:00:00 +07:00 (1970-01-01T00:00:00Z)\n\
             \n\
             KHÔNG ĐỌC ĐƯỢC TỆP\n\
             Tệp: vb\u{fffd}.pdf\n  \
               [LỖI] Tệp rỗng, không có dữ liệu. (empty-file)\n    \
                 Cách xử lý: Tải lại tệp hoặc đề nghị nơi gửi gửi lại.\n"
        );
        assert!(report.to_text(Language::En).contains("\nTHE FILE COULD NOT BE READ\n"));
    }

    #[test]
    fn a_clerk_reads_verdict_reason_remedy_signer_time_and_coverage_in_that_order() {
        let text = sample::document().to_text(Language::Vi);
        let wanted = [
            "KHÔNG ĐỦ THÔNG TIN XÁC THỰC CHỮ KÝ\nTệp: công văn 12.pdf\n",
            "Chữ ký 1/1 (Chữ ký 1): KHÔNG ĐỦ THÔNG TIN XÁC THỰC\n",
            "  Trạng thái: INDETERMINATE / OUT_OF_BOUNDS_NO_POE\n",
            "  [LỖI] Chứng thư số của người ký đã hết hạn ngày 18/11/2026 18:23:20 +07:00",
            "    Cách xử lý: Kiểm tra tại thời điểm đã nhận văn bản bằng --at",
            "  Người ký: Nguyễn Thị Ánh\n  Cơ quan: Phòng Hành chính, Sở Tư pháp\n",
            "  Thời điểm ký (người ký tự khai): 18/11/2026 18:06:40 +07:00 (2026-11-18T11:06:40Z)\n",
            "  Phạm vi được ký: toàn bộ văn bản tại lúc ký, sau đó tệp được thêm nội dung\n",
            "  [CẢNH BÁO] Chữ ký 1: Chữ ký không được gắn dấu thời gian",
            "Còn thiếu để kết luận chắc chắn hơn:\n  - trả lời trạng thái chứng thư số (OCSP), CN=Nguyễn Thị Ánh",
            "\n  VĂN BẢN CHƯA ĐƯỢC KÝ SỐ\n",
        ];
        let mut rest = text.as_str();
        for part in wanted {
            let (_, after) = rest.split_once(part).unwrap_or_else(|| panic!("{part} is missing in\n{text}"));
            rest = after;
        }
        let english = sample::document().to_text(Language::En);
        assert!(english.starts_with("NOT ENOUGH INFORMATION TO VERIFY THE SIGNATURE\n"), "{english}");
    }
}
