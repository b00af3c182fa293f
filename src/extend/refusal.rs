//! When a document is not raised, and the words that say why.

use crate::error::{Error, ErrorKind, Result};
use crate::report::{
    Code, DocumentReport, Identity, Indication, Integrity, Kind, Language, Level, Missing, Severity,
    SignatureReport, SubIndication, TimeAssurance, TimeSource,
};

/// Refuses documents in which nothing can be raised, and those with a signature that is not valid.
pub(super) fn check_signatures(report: &DocumentReport) -> Result<()> {
    if report.signatures.is_empty() {
        return Err(refused("the document has no signature".to_owned()));
    }
    let failed = |signature: &&SignatureReport| signature.indication == Indication::TotalFailed;
    match raised(report).find(failed) {
        Some(signature) => Err(refused(format!("{} is not valid: {}", named(signature), reason(signature)))),
        None => Ok(()),
    }
}

/// Whether a signature has no time that a valid timestamp proves. One about which nothing but evidence is missing
/// counts: another timestamp would need the same.
pub(super) fn lacks_time(report: &DocumentReport) -> bool {
    raised(report).any(|signature| !has_time(signature))
}

/// Refuses a document in which even a new timestamp proves no time: its authority is not trusted.
pub(super) fn check_time(report: &DocumentReport) -> Result<()> {
    match raised(report).find(|signature| !has_time(signature)) {
        Some(signature) => Err(because(Level::BT, report, signature)),
        None => Ok(()),
    }
}

/// Refuses documents with a signature of which more is unknown than what later revisions did to the document: its
/// signer has to be trusted, and its time proven.
pub(super) fn check_evidence(report: &DocumentReport) -> Result<()> {
    match raised(report).find(|signature| !stands(signature)) {
        Some(signature) => Err(because(Level::BLT, report, signature)),
        None => Ok(()),
    }
}

/// Whether every signature has level B-LT or B-LTA.
pub(super) fn is_long_term(report: &DocumentReport) -> bool {
    raised(report).all(|signature| matches!(signature.level, Level::BLT | Level::BLTA))
}

/// Refuses a result that does not stand by itself.
pub(super) fn check_level(report: &DocumentReport, level: Level) -> Result<()> {
    let reached = |signature: &&SignatureReport| match (level, signature.level) {
        (Level::BLTA, Level::BLTA) | (Level::BLT, Level::BLT | Level::BLTA) => true,
        // What is no baseline signature (adbe.pkcs7.detached) has no level, and can be as good as one.
        (_, Level::None) => stands(signature),
        _ => false,
    };
    match raised(report).find(|signature| !reached(signature)) {
        Some(signature) => Err(because(level, report, signature)),
        None => Ok(()),
    }
}

fn stands(signature: &SignatureReport) -> bool {
    signature.identity == Identity::Trusted
        && signature.time == TimeAssurance::Proven
        && signature.integrity == Integrity::Intact
}

/// The signatures; in a document that has none, its timestamps.
fn raised(report: &DocumentReport) -> impl Iterator<Item = &SignatureReport> {
    let signed = report.signatures.iter().any(|signature| signature.kind == Kind::Signature);
    report.signatures.iter().filter(move |signature| !signed || signature.kind == Kind::Signature)
}

fn has_time(signature: &SignatureReport) -> bool {
    signature.kind == Kind::DocumentTimestamp
        || matches!(signature.level, Level::BT | Level::BLT | Level::BLTA)
        || signature.best_time.is_some_and(|best| best.source == TimeSource::Timestamp)
        || signature.timestamps.iter().any(|one| one.sub_indication == Some(SubIndication::TryLater))
}

/// "not LTV because ..."
fn because(level: Level, report: &DocumentReport, signature: &SignatureReport) -> Error {
    let short = if level == Level::BT { "B-T" } else { "LTV" };
    let who = named(signature);
    if !report.missing.is_empty() {
        let missing: Vec<String> = report.missing.iter().map(describe).collect();
        return refused(format!("{who} is not {short} because {}", missing.join("; ")));
    }
    let lacking = signature.findings.iter().filter(|finding| LACKING.contains(&finding.code));
    let lacking: Vec<String> = lacking.map(|finding| finding.message(Language::En)).collect();
    match lacking.is_empty() || !stands(signature) {
        true => refused(format!("{who} is not {short} because {}", reason(signature))),
        false => refused(format!("{who}: {}", lacking.join(" "))),
    }
}

fn describe(missing: &Missing) -> String {
    let certificate = missing.certificate.as_ref();
    let whose = certificate.map(|c| format!(" for {} (serial number {})", c.subject, c.serial));
    let place = missing.url.as_ref().map(|url| format!(", to be had at {url}"));
    format!("missing: {}{}{}", missing.what, whose.unwrap_or_default(), place.unwrap_or_default())
}

fn named(signature: &SignatureReport) -> String {
    format!("{} {:?}", signature.kind, signature.id)
}

/// The status, and what was found.
fn reason(signature: &SignatureReport) -> String {
    let sub = signature.sub_indication.map(|sub| format!(", {sub}")).unwrap_or_default();
    let worst = signature.findings.iter().find(|finding| finding.severity() == Severity::Error);
    let worst = worst.map(|finding| format!(": {}", finding.message(Language::En))).unwrap_or_default();
    format!("{}{sub}{worst}", signature.indication)
}

fn refused(what: String) -> Error {
    Error::new(ErrorKind::LevelNotReached, what)
}

/// What a verification says of a level that is not reached.
const LACKING: &[Code] =
    &[Code::NotLtvTimestamp, Code::NotLtvCertificate, Code::NotLtvRevocation, Code::NotLta];
