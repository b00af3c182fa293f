//! One thing that was found, and its message in the language of the reader.

use std::borrow::Cow;

use crate::error::Error;
use crate::report::text::moment;
use crate::report::{Code, Language, Outcome, Severity};
use crate::time::Time;

/// One thing that was found: a code of the table, what it is about, and the values its message speaks of.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Finding {
    /// The row of the table.
    pub code: Code,
    /// What it is about: the name of a field, a certificate, an object; `None` if that is clear.
    pub subject: Option<String>,
    values: Vec<(&'static str, Value)>,
    /// What it weighs under a policy that says otherwise than the table.
    weight: Option<(Severity, Outcome)>,
}

/// A value for a `{name}` of a message. It is written when the language is known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Value {
    Text(Cow<'static, str>),
    Time(Time),
    /// A page, counted from 1.
    Page(usize),
    /// The same words in Vietnamese and in English.
    Words(&'static str, &'static str),
}

impl Finding {
    /// A finding without a subject and without values.
    pub(crate) fn new(code: Code) -> Self {
        Self { code, subject: None, values: Vec::new(), weight: None }
    }

    /// The finding for work that could not be done.
    pub(crate) fn of_error(error: &Error) -> Self {
        let detail = match error.offset() {
            Some(offset) => format!("{}, byte {offset}", error.detail()),
            None => error.detail().to_owned(),
        };
        Self::new(Code::of_error(error.kind())).with("detail", detail)
    }

    /// The same finding about `subject`.
    #[must_use]
    pub(crate) fn about(mut self, subject: impl Into<String>) -> Self {
        self.subject = Some(subject.into());
        self
    }

    /// The same finding with the value for `{name}` of its message.
    #[must_use]
    pub(crate) fn with(mut self, name: &'static str, value: impl Into<Value>) -> Self {
        self.values.push((name, value.into()));
        self
    }

    /// The same finding with the weight that a policy gives it.
    pub(crate) fn weigh(&mut self, severity: Severity, outcome: Outcome) {
        self.weight = Some((severity, outcome)).filter(|(new, _)| *new != self.code.severity());
    }

    /// How much it matters.
    pub fn severity(&self) -> Severity {
        self.weight.map_or_else(|| self.code.severity(), |(severity, _)| severity)
    }

    /// What it means for the indication of its signature.
    pub fn outcome(&self) -> Outcome {
        self.weight.map_or_else(|| self.code.outcome(), |(_, outcome)| outcome)
    }

    /// What was found, as a sentence.
    pub fn message(&self, language: Language) -> String {
        self.fill(self.code.message(language), language)
    }

    /// What to do about it, as a sentence.
    pub fn remedy(&self, language: Language) -> &'static str {
        self.code.remedy(language)
    }

    fn fill(&self, template: &str, language: Language) -> String {
        let mut text = String::with_capacity(template.len());
        let mut rest = template;
        while let Some((before, name, after)) = next_placeholder(rest) {
            rest = after;
            text.push_str(before);
            match self.values.iter().find(|(known, _)| *known == name) {
                Some((_, Value::Text(value))) => text.push_str(value),
                Some((_, Value::Time(time))) => text.push_str(&moment(*time, language)),
                Some((_, Value::Page(number))) => text.push_str(&page(*number, language)),
                Some((_, Value::Words(vi, en))) => text.push_str(match language {
                    Language::Vi => vi,
                    Language::En => en,
                }),
                None => match (text.strip_suffix(" ("), after.strip_prefix(')')) {
                    // What stands alone in parentheses may be missing.
                    (Some(without), Some(after)) => {
                        text.truncate(without.len());
                        rest = after;
                    }
                    _ => text.push('?'),
                },
            }
        }
        text.push_str(rest);
        text
    }
}

fn page(number: usize, language: Language) -> String {
    match language {
        Language::Vi => format!("trang {number}"),
        Language::En => format!("page {number}"),
    }
}

fn next_placeholder(text: &str) -> Option<(&str, &str, &str)> {
    let (before, rest) = text.split_once('{')?;
    let (name, after) = rest.split_once('}')?;
    Some((before, name, after))
}

impl From<&'static str> for Value {
    fn from(text: &'static str) -> Self {
        Self::Text(Cow::Borrowed(text))
    }
}

impl From<String> for Value {
    fn from(text: String) -> Self {
        Self::Text(Cow::Owned(text))
    }
}

impl From<usize> for Value {
    fn from(number: usize) -> Self {
        Self::Text(Cow::Owned(number.to_string()))
    }
}

impl From<Time> for Value {
    fn from(time: Time) -> Self {
        Self::Time(time)
    }
}

#[cfg(test)]
mod tests {
    use super::Finding;
    use crate::error::{Error, ErrorKind};
    use crate::report::{Code, Language};
    use crate::time::Time;

    #[test]
    fn values_are_filled_into_the_message_of_either_language() {
        let finding = Finding::new(Code::KeyWeak).with("bits", 1024usize).with("minimum", 2048usize);
        assert_eq!(
            finding.message(Language::En),
            "The signer's key is too short: 1024 bits where at least 2048 are needed."
        );
        assert_eq!(
            finding.message(Language::Vi),
            "Khóa của người ký quá ngắn: 1024 bit, tối thiểu phải 2048 bit."
        );
    }

    #[test]
    fn times_are_written_for_vietnam_and_in_utc() {
        let finding = Finding::new(Code::ClaimedTimeInFuture).with("time", Time::from_unix(1_795_000_000));
        assert_eq!(
            finding.message(Language::En),
            "The signing time 2026-11-18 18:06:40 +07:00 (2026-11-18T11:06:40Z) is later than the time of \
             verification."
        );
    }

    #[test]
    fn braces_inside_a_value_stay_as_they_are() {
        let finding = Finding::new(Code::SubFilterUnknown).with("value", "{oid}".to_owned());
        assert!(finding.message(Language::En).contains("signature {oid} is"));
    }

    #[test]
    fn a_value_that_is_not_known_shows_as_a_question_mark() {
        assert!(Finding::new(Code::SubFilterUnknown).message(Language::En).contains("signature ? is"));
    }

    #[test]
    fn a_detail_in_parentheses_may_be_missing() {
        let finding = Finding::new(Code::KeyUnsupported);
        let text = "The signer's kind of key is not supported, so the signature cannot be checked.";
        assert_eq!(finding.message(Language::En), text);
        let finding = finding.with("detail", "DSA");
        assert!(finding.message(Language::En).contains("not supported (DSA), so"));
    }

    #[test]
    fn an_error_says_where_it_happened() {
        let error = Error::new(ErrorKind::MalformedPdf, "no header").at(7);
        let finding = Finding::of_error(&error);
        assert_eq!(finding.code, Code::MalformedPdf);
        assert!(finding.message(Language::Vi).contains("(no header, byte 7)"));
    }
}
