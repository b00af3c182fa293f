//! What a later revision changed, as rows of the table of codes: verification judges by them, `diff` only tells them.

use std::collections::BTreeMap;

use crate::pdf::signing::{Change, Concern, RevisionChanges, Subject, Unexplained, What};
use crate::report::finding::Value;
use crate::report::{ChangeReport, Code, Finding, RevisionReport};

impl RevisionReport {
    /// The report on revision `index`, counted from 0, which ends at the byte `end`.
    pub(crate) fn new(index: usize, end: usize, signed_by: Vec<String>, found: &RevisionChanges) -> Self {
        let number = index.saturating_add(1);
        let mut changes: Vec<ChangeReport> =
            found.changes.iter().map(|change| ChangeReport::of(number, change)).collect();
        changes.extend(unexplained(number, &found.unexplained));
        let left_out = changes.len().saturating_sub(MOST_CHANGES);
        changes.truncate(MOST_CHANGES);
        Self { number, end, signed_by, changes, left_out }
    }
}

impl ChangeReport {
    fn of(revision: usize, change: &Change) -> Self {
        Self {
            finding: finding(revision, change),
            page: change.page,
            objects: change.objects.clone(),
            concerns: change
                .concerns
                .iter()
                .map(|concern| self::concern(revision, change, *concern))
                .collect(),
        }
    }
}

/// A change that a rule explains.
fn finding(revision: usize, change: &Change) -> Finding {
    let (code, name) = match &change.what {
        What::Information => (Code::ChangeInformation, None),
        What::Metadata => (Code::ChangeMetadata, None),
        What::Catalog { key } => (Code::ChangeCatalog, Some(("name", key))),
        What::ValidationData => (Code::ChangeValidationData, None),
        What::DocumentTimestamp { field } => (Code::ChangeDocumentTimestamp, Some(("field", field))),
        What::Signature { field, certifies: true, .. } => (Code::ChangeCertification, Some(("field", field))),
        What::Signature { field, visible: true, .. } => (Code::ChangeSignatureShown, Some(("field", field))),
        What::Signature { field, .. } => (Code::ChangeSignature, Some(("field", field))),
        What::SignatureField { field, .. } => (Code::ChangeSignatureField, Some(("field", field))),
        What::FieldFilled { field } => (Code::ChangeFieldFilled, Some(("field", field))),
        What::Form { key } => (Code::ChangeFormDisplay, Some(("name", key))),
        What::AnnotationAdded { subtype } => {
            return annotation(Code::ChangeAnnotationAdded, revision, change, subtype);
        }
        What::AnnotationChanged { subtype } => {
            return annotation(Code::ChangeAnnotationChanged, revision, change, subtype);
        }
        What::AnnotationRemoved { subtype } => {
            return annotation(Code::ChangeAnnotationRemoved, revision, change, subtype);
        }
    };
    let finding = placed(code, revision, change.page);
    match name {
        Some((key, name)) => finding.with(key, name.clone()).about(name.clone()),
        None => finding,
    }
}

fn annotation(code: Code, revision: usize, change: &Change, subtype: &str) -> Finding {
    let (vi, en) = annotation_words(subtype);
    placed(code, revision, change.page).with("annotation", Value::Words(vi, en))
}

/// Why a change that is allowed in form could mislead.
pub(crate) fn concern(revision: usize, change: &Change, concern: Concern) -> Finding {
    let code = match concern {
        Concern::CoversContent => Code::ChangeCoversContent,
        Concern::AppearanceMissing => Code::ChangeAppearanceMissing,
        Concern::AppearanceDiffers => Code::ChangeAppearanceDiffers,
        Concern::Hidden => Code::ChangeHidden,
        Concern::Replaced => Code::ChangeShownReplaced,
    };
    about_thing(code, revision, change)
}

/// A finding of this code about a change, with the thing that was added and its field.
pub(crate) fn about_thing(code: Code, revision: usize, change: &Change) -> Finding {
    let (vi, en) = thing(&change.what);
    let finding = placed(code, revision, change.page).with("thing", Value::Words(vi, en));
    match change.what.field() {
        Some(field) => finding.with("field", field.to_owned()).about(field.to_owned()),
        None => finding,
    }
}

/// What was added or changed, in words.
fn thing(what: &What) -> (&'static str, &'static str) {
    match what {
        What::Information | What::Metadata | What::Catalog { .. } => ("siêu dữ liệu", "metadata"),
        What::ValidationData => ("dữ liệu kiểm tra lâu dài", "data for later verification"),
        What::DocumentTimestamp { .. } => ("dấu thời gian", "a document timestamp"),
        What::Signature { .. } => ("chữ ký", "a signature"),
        What::SignatureField { .. } => ("ô ký", "a signature field"),
        What::FieldFilled { .. } => ("giá trị của ô biểu mẫu", "the value of a form field"),
        What::Form { .. } => ("khai báo chung của biểu mẫu", "a setting of the form"),
        What::AnnotationAdded { subtype }
        | What::AnnotationChanged { subtype }
        | What::AnnotationRemoved { subtype } => annotation_words(subtype),
    }
}

/// Changes that no rule explains, each kind once for each page, with all its objects.
fn unexplained(revision: usize, items: &[Unexplained]) -> Vec<ChangeReport> {
    let mut groups: BTreeMap<(Code, Option<usize>, &Subject), Vec<u32>> = BTreeMap::new();
    for item in items {
        let group = groups.entry((code_of(&item.subject), item.page, &item.subject)).or_default();
        group.extend(item.object);
    }
    let report = |((_, page, subject), mut objects): ((Code, Option<usize>, &Subject), Vec<u32>)| {
        objects.sort_unstable();
        objects.dedup();
        ChangeReport { finding: of_subject(revision, page, subject), page, objects, concerns: Vec::new() }
    };
    groups.into_iter().map(report).collect()
}

/// What no rule explains.
pub(crate) fn of_unexplained(revision: usize, item: &Unexplained) -> Finding {
    of_subject(revision, item.page, &item.subject)
}

fn of_subject(revision: usize, page: Option<usize>, subject: &Subject) -> Finding {
    let finding = placed(code_of(subject), revision, page);
    match subject {
        Subject::Annotation { subtype } => {
            let (vi, en) = annotation_words(subtype);
            finding.with("annotation", Value::Words(vi, en))
        }
        Subject::Field { name } => finding.with("field", name.clone()).about(name.clone()),
        _ => finding,
    }
}

fn code_of(subject: &Subject) -> Code {
    match subject {
        Subject::Unknown => Code::ChangeUnknown,
        Subject::Structure => Code::ChangeStructure,
        Subject::Catalog => Code::ChangeCatalogReplaced,
        Subject::PageTree => Code::ChangePageTree,
        Subject::Page => Code::ChangePage,
        Subject::PageContent => Code::ChangePageContent,
        Subject::Resource => Code::ChangeResource,
        Subject::Font => Code::ChangeFont,
        Subject::Image => Code::ChangeImage,
        Subject::Drawing => Code::ChangeDrawing,
        Subject::Annotation { .. } => Code::ChangeAnnotation,
        Subject::Form => Code::ChangeForm,
        Subject::Field { .. } => Code::ChangeField,
        Subject::Signature => Code::ChangeSignatureReplaced,
        Subject::Action => Code::ChangeAction,
        Subject::EmbeddedFile => Code::ChangeEmbeddedFile,
        Subject::Navigation => Code::ChangeNavigation,
        Subject::StructureTree => Code::ChangeStructureTree,
        Subject::OptionalContent => Code::ChangeOptionalContent,
        Subject::Metadata => Code::ChangeMetadataReplaced,
        Subject::ValidationData => Code::ChangeValidationDataReplaced,
    }
}

fn placed(code: Code, revision: usize, page: Option<usize>) -> Finding {
    let finding = Finding::new(code).with("revision", revision);
    match page {
        Some(page) => finding.with("page", Value::Page(page)),
        None => finding,
    }
}

/// The kinds of annotation (ISO 32000-2 Table 171) in the words of people.
fn annotation_words(subtype: &str) -> (&'static str, &'static str) {
    match subtype {
        "Text" => ("ghi chú", "a note"),
        "FreeText" => ("ghi chú viết thẳng lên trang", "a free-text note"),
        "Highlight" => ("dấu tô sáng", "a highlight"),
        "Underline" | "Squiggly" => ("dấu gạch chân", "an underline"),
        "StrikeOut" => ("dấu gạch bỏ", "a strike-out"),
        "Stamp" => ("con dấu (chú thích)", "a stamp"),
        "Ink" => ("nét vẽ tay", "a drawing by hand"),
        "Line" | "Square" | "Circle" | "Polygon" | "PolyLine" => ("hình vẽ", "a drawn shape"),
        "Caret" => ("dấu chèn", "an insertion mark"),
        "Popup" => ("ô nổi của ghi chú", "the window of a note"),
        "Link" => ("liên kết", "a link"),
        "FileAttachment" => ("tệp đính kèm trên trang", "a file attached to a page"),
        "Redact" => ("vùng che nội dung", "a redaction"),
        "Widget" => ("ô biểu mẫu trên trang", "a form field on a page"),
        "Watermark" => ("hình chìm", "a watermark"),
        _ => ("chú thích", "an annotation"),
    }
}

/// More than a clerk reads; a forged update may touch a million objects, but not in as many ways.
const MOST_CHANGES: usize = 1000;
