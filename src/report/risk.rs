//! What risks of a document are called: at verification, before signing, and in an inspection.

use std::fmt::Display;

use crate::pdf::risk::{Risk, RiskKind, Risks};
use crate::report::{Code, Finding};

/// The findings for all that a scan found, and for what it left out.
pub(crate) fn risks(found: &Risks) -> Vec<Finding> {
    let mut findings: Vec<Finding> = found.risks.iter().map(risk).collect();
    if !found.complete {
        findings.push(Finding::new(Code::RiskScanIncomplete));
    }
    findings
}

fn risk(risk: &Risk) -> Finding {
    let finding = Finding::new(match risk.kind {
        RiskKind::TextHidden => Code::RiskTextHidden,
        RiskKind::TextUnderAnnotation => Code::RiskTextUnderAnnotation,
        RiskKind::PageOutside => Code::RiskPageOutside,
        RiskKind::FieldDiffers => Code::RiskFieldDiffers,
        RiskKind::Script => Code::RiskScript,
        RiskKind::Action => Code::RiskAction,
        RiskKind::ActionOutward => Code::RiskActionOutward,
        RiskKind::ExternalStream => Code::RiskExternalStream,
        RiskKind::ReferencedContent => Code::RiskReferencedContent,
        RiskKind::LayersHidden => Code::RiskLayersHidden,
        RiskKind::Layers => Code::RiskLayers,
        RiskKind::Xfa => Code::RiskXfa,
        RiskKind::RichMedia => Code::RiskRichMedia,
        RiskKind::EmbeddedFile => Code::RiskEmbeddedFile,
        RiskKind::FontMissing => Code::RiskFontMissing,
    });
    // A row takes what its sentence has a place for.
    let places = [
        ("object", listed(risk.objects.iter())),
        ("page", listed(risk.pages.iter())),
        ("name", listed(risk.names.iter())),
        ("field", listed(risk.names.iter())),
    ];
    places.into_iter().fold(finding, |finding, (name, list)| match list {
        Some(list) => finding.with(name, list),
        None => finding,
    })
}

/// As many as anybody reads.
fn listed<T: Display>(items: impl ExactSizeIterator<Item = T>) -> Option<String> {
    let more = items.len() > LISTED;
    let mut items: Vec<String> = items.take(LISTED).map(|item| item.to_string()).collect();
    if more {
        items.push("...".to_owned());
    }
    (!items.is_empty()).then(|| items.join(", "))
}

const LISTED: usize = 8;
