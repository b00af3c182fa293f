//! The report as JSON, in the form of `docs/report.schema.json`.

use serde::ser::SerializeStruct;
use serde::{Serialize, Serializer};

use crate::report::{
    ChangeReport, DIFF_SCHEMA, DiffReport, DocumentReport, Finding, Language, REPORT_SCHEMA, Report,
    RevisionReport, SignatureReport, TimestampReport, VALIDATION_PROCESS,
};

impl Report {
    /// The report as one JSON object, with `message` and `remedy` in this language. A line feed ends it.
    pub fn to_json(&self, language: Language) -> String {
        pretty(&Spoken(self, language))
    }
}

impl DiffReport {
    /// The report as one JSON object, with `message` and `remedy` in this language. A line feed ends it.
    pub fn to_json(&self, language: Language) -> String {
        pretty(&Spoken(self, language))
    }
}

impl DocumentReport {
    /// The document as one line of JSON (an element of `documents`), without the line feed.
    pub fn to_json_line(&self, language: Language) -> String {
        serde_json::to_string(&Spoken(self, language)).unwrap_or_default()
    }
}

/// Writing into memory cannot fail, and every key is a string; so there is no error to hand on.
fn pretty(value: &impl Serialize) -> String {
    let mut text = serde_json::to_string_pretty(value).unwrap_or_default();
    text.push('\n');
    text
}

/// Something of the report together with the language in which it is written.
struct Spoken<'a, T: ?Sized>(&'a T, Language);

impl<T> Serialize for Spoken<'_, [T]>
where
    for<'b> Spoken<'b, T>: Serialize,
{
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.0.iter().map(|item| Spoken(item, self.1)))
    }
}

impl Serialize for Spoken<'_, Report> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Self(report, language) = self;
        let mut object = serializer.serialize_struct("Report", 4)?;
        object.serialize_field("schema", REPORT_SCHEMA)?;
        object.serialize_field("process", VALIDATION_PROCESS)?;
        object.serialize_field("validation_time", &report.validation_time)?;
        object.serialize_field("documents", &Spoken(report.documents.as_slice(), *language))?;
        object.end()
    }
}

impl Serialize for Spoken<'_, DiffReport> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Self(report, language) = self;
        let mut object = serializer.serialize_struct("DiffReport", 3)?;
        object.serialize_field("schema", DIFF_SCHEMA)?;
        object.serialize_field("file", &report.file)?;
        object.serialize_field("revisions", &Spoken(report.revisions.as_slice(), *language))?;
        object.end()
    }
}

impl Serialize for Spoken<'_, DocumentReport> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Self(document, language) = self;
        let signatures: Vec<Judged<'_>> =
            document.signatures.iter().map(|signature| Judged { document, signature }).collect();
        let mut object = serializer.serialize_struct("DocumentReport", 10)?;
        object.serialize_field("file", &document.file)?;
        object.serialize_field("format", &document.format)?;
        object.serialize_field("verdict", &document.verdict)?;
        object.serialize_field("signatures", &Spoken(signatures.as_slice(), *language))?;
        object.serialize_field("attachments", &Spoken(document.attachments.as_slice(), *language))?;
        object.serialize_field("policy", &document.policy)?;
        object.serialize_field("revisions", &Spoken(document.revisions.as_slice(), *language))?;
        object.serialize_field("findings", &Spoken(document.findings.as_slice(), *language))?;
        object.serialize_field("missing", &document.missing)?;
        object.serialize_field("vgca", &document.vgca())?;
        object.end()
    }
}

/// A signature in its document, which knows what is missing.
struct Judged<'a> {
    document: &'a DocumentReport,
    signature: &'a SignatureReport,
}

impl Serialize for Spoken<'_, Judged<'_>> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Self(Judged { document, signature }, language) = self;
        let mut object = serializer.serialize_struct("SignatureReport", 21)?;
        object.serialize_field("id", &signature.id)?;
        object.serialize_field("kind", &signature.kind)?;
        object.serialize_field("level", &signature.level)?;
        object.serialize_field("indication", &signature.indication)?;
        object.serialize_field("sub_indication", &signature.sub_indication)?;
        object.serialize_field("integrity", &signature.integrity)?;
        object.serialize_field("identity", &signature.identity)?;
        object.serialize_field("time", &signature.time)?;
        object.serialize_field("signer", &signature.signer)?;
        object.serialize_field("role", &signature.role)?;
        object.serialize_field("claimed_time", &signature.claimed_time)?;
        object.serialize_field("best_time", &signature.best_time)?;
        object.serialize_field("coverage", &signature.coverage)?;
        object.serialize_field("revision", &signature.revision)?;
        object.serialize_field("changes", &signature.changes)?;
        object.serialize_field("chain", &signature.chain)?;
        object.serialize_field("anchor_label", &signature.anchor_label)?;
        object.serialize_field("timestamps", &Spoken(signature.timestamps.as_slice(), *language))?;
        object.serialize_field("revocation", &signature.revocation)?;
        object.serialize_field("findings", &Spoken(signature.findings.as_slice(), *language))?;
        object.serialize_field("vgca", &document.vgca_of(signature))?;
        object.end()
    }
}

impl Serialize for Spoken<'_, TimestampReport> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Self(timestamp, language) = self;
        let mut object = serializer.serialize_struct("TimestampReport", 9)?;
        object.serialize_field("kind", &timestamp.kind)?;
        object.serialize_field("time", &timestamp.time)?;
        object.serialize_field("authority", &timestamp.authority)?;
        object.serialize_field("indication", &timestamp.indication)?;
        object.serialize_field("sub_indication", &timestamp.sub_indication)?;
        object.serialize_field("imprint", &timestamp.imprint)?;
        object.serialize_field("chain", &timestamp.chain)?;
        object.serialize_field("revocation", &timestamp.revocation)?;
        object.serialize_field("findings", &Spoken(timestamp.findings.as_slice(), *language))?;
        object.end()
    }
}

impl Serialize for Spoken<'_, RevisionReport> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Self(revision, language) = self;
        let mut object = serializer.serialize_struct("RevisionReport", 5)?;
        object.serialize_field("number", &revision.number)?;
        object.serialize_field("end", &revision.end)?;
        object.serialize_field("signed_by", &revision.signed_by)?;
        object.serialize_field("changes", &Spoken(revision.changes.as_slice(), *language))?;
        object.serialize_field("left_out", &revision.left_out)?;
        object.end()
    }
}

impl Serialize for Spoken<'_, ChangeReport> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Self(change, language) = self;
        let mut object = serializer.serialize_struct("ChangeReport", 6)?;
        object.serialize_field("code", &change.finding.code)?;
        object.serialize_field("subject", &change.finding.subject)?;
        object.serialize_field("page", &change.page)?;
        object.serialize_field("objects", &change.objects)?;
        object.serialize_field("message", &change.finding.message(*language))?;
        object.serialize_field("concerns", &Spoken(change.concerns.as_slice(), *language))?;
        object.end()
    }
}

impl Serialize for Spoken<'_, Finding> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Self(finding, language) = self;
        let mut object = serializer.serialize_struct("Finding", 5)?;
        object.serialize_field("code", &finding.code)?;
        object.serialize_field("severity", &finding.severity())?;
        object.serialize_field("subject", &finding.subject)?;
        object.serialize_field("message", &finding.message(*language))?;
        object.serialize_field("remedy", finding.remedy(*language))?;
        object.end()
    }
}

#[cfg(test)]
#[path = "../../tests/support/schema.rs"]
mod schema;

#[cfg(test)]
mod tests {
    use super::schema;
    use crate::report::sample;
    use crate::report::{Language, Report};
    use crate::time::Time;

    #[test]
    fn a_report_with_everything_in_it_is_of_the_schema() {
        for language in Language::ALL {
            let report = Report::new(Time::from_unix(1_795_000_000), vec![sample::document()]);
            let json = schema::assert_report(&report.to_json(*language));
            let signature = &json["documents"][0]["signatures"][0];
            assert_eq!(signature["indication"], "INDETERMINATE");
            assert_eq!(signature["sub_indication"], "OUT_OF_BOUNDS_NO_POE");
            assert_eq!(signature["claimed_time"], "2026-11-18T11:06:40Z");
            assert_eq!(signature["best_time"]["source"], "claimed");
            assert_eq!(signature["signer"]["name"], "Nguyễn Thị Ánh");
            let line = schema::assert_document_report(&report.documents[0].to_json_line(*language));
            assert_eq!(json["documents"][0], line);
        }
    }
}
