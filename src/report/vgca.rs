//! A report in the terms of the verification tool that the Government Cipher Committee hands out: flags, certificate
//! codes and three overall states. A pure function of the report, so that a program built around that tool can change
//! its checker and keep its screens.
//!
//! What that tool calls valid is valid here only if the signature is TOTAL_PASSED, and what is TOTAL_FAILED is never
//! less than invalid.

mod certificate;
mod flag;
mod map;

pub use certificate::VgcaCertificateCode;
pub use flag::{VgcaFlag, VgcaFlags, VgcaState};
use map::Subject;

use serde::ser::SerializeStruct;

use crate::report::{
    Axis, Coverage, DocumentReport, Indication, Kind, SignatureReport, TimeSource, Verdict, indication_of,
};

/// One signature, or a whole document, in the terms of that tool.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct VgcaStatus {
    /// What speaks against it.
    pub flags: VgcaFlags,
    /// What was found about the signer's certificate; `None` for a document.
    pub certificate: Option<VgcaCertificateCode>,
    /// What was found about the certificate of the timestamping authority; `None` without a timestamp and for a
    /// document.
    pub timestamp_certificate: Option<VgcaCertificateCode>,
    /// The overall state.
    pub state: VgcaState,
}

impl VgcaStatus {
    /// What that tool shows for a flag of this status, in Vietnamese.
    pub fn text(&self, flag: VgcaFlag) -> String {
        let detail = match flag {
            VgcaFlag::InvalidSigningCertificate | VgcaFlag::ErrorCheckingSigningCertificate => {
                self.certificate
            }
            VgcaFlag::InvalidTsaCertificate | VgcaFlag::ErrorCheckingTsaCertificate => {
                self.timestamp_certificate
            }
            _ => None,
        };
        match detail.filter(|code| *code != VgcaCertificateCode::Ok) {
            Some(code) => format!("{}: {}", flag.text(), code.text()),
            None => flag.text().to_owned(),
        }
    }
}

/// In the language of that tool, whatever the language of the rest.
impl serde::Serialize for VgcaStatus {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let errors: Vec<VgcaError> = self.flags.iter().map(|flag| VgcaError::new(self, flag)).collect();
        let mut object = serializer.serialize_struct("VgcaStatus", 6)?;
        object.serialize_field("flags", &self.flags.bits())?;
        object.serialize_field("errors", &errors)?;
        object.serialize_field("certificate_code", &self.certificate.map(VgcaCertificateCode::value))?;
        let timestamp_code = self.timestamp_certificate.map(VgcaCertificateCode::value);
        object.serialize_field("timestamp_certificate_code", &timestamp_code)?;
        object.serialize_field("state", self.state.as_str())?;
        object.serialize_field("text", self.state.text())?;
        object.end()
    }
}

/// A flag with what is shown for it.
#[derive(serde::Serialize)]
struct VgcaError {
    flag: u32,
    name: &'static str,
    text: String,
}

impl VgcaError {
    fn new(status: &VgcaStatus, flag: VgcaFlag) -> Self {
        Self { flag: flag.value(), name: flag.as_str(), text: status.text(flag) }
    }
}

impl DocumentReport {
    /// The whole document in the terms of the Government Cipher Committee's tool: the flags of all its signatures.
    pub fn vgca(&self) -> VgcaStatus {
        let mut flags = VgcaFlags::NONE;
        for signature in &self.signatures {
            flags = flags.union(self.vgca_of(signature).flags);
        }
        for finding in &self.findings {
            flags = flags.union(map::of_finding(finding, Subject::Signature));
        }
        match self.verdict {
            Verdict::Unsigned => flags = flags.with(VgcaFlag::NotSigned),
            Verdict::Unreadable => flags = flags.with(VgcaFlag::FatalError),
            Verdict::Failed if !flags.is_invalid() => flags = flags.with(VgcaFlag::DocumentModified),
            Verdict::Indeterminate if flags.state() == VgcaState::Valid => {
                flags = flags.with(VgcaFlag::ErrorCheckingSignature);
            }
            Verdict::Failed | Verdict::Indeterminate | Verdict::Passed => {}
        }
        VgcaStatus { flags, certificate: None, timestamp_certificate: None, state: flags.state() }
    }

    /// A signature of this document in the terms of that tool. `None` if there are not so many.
    pub fn vgca_signature(&self, index: usize) -> Option<VgcaStatus> {
        self.signatures.get(index).map(|signature| self.vgca_of(signature))
    }

    pub(super) fn vgca_of(&self, signature: &SignatureReport) -> VgcaStatus {
        let certificate = certificate::of_signer(signature, &self.missing);
        let timestamp_certificate = certificate::of_timestamp(signature, &self.missing, certificate);
        let mut flags = VgcaFlags::NONE;
        for finding in &signature.findings {
            flags = flags.union(map::of_finding(finding, Subject::of(signature.kind)));
        }
        flags = flags.union(timestamp_flags(signature));
        let judged = indication_of(Axis::Integrity, &signature.findings) == Indication::TotalPassed;
        if signature.coverage == Some(Coverage::WholeRevision) && judged {
            flags = flags.with(VgcaFlag::NonCoversWholeDocument);
        }
        match signature.indication {
            Indication::TotalFailed if !flags.is_invalid() => flags = flags.with(VgcaFlag::DocumentModified),
            Indication::Indeterminate if flags.state() == VgcaState::Valid => {
                flags = flags.with(VgcaFlag::ErrorCheckingSignature);
            }
            _ => {}
        }
        VgcaStatus { flags, certificate: Some(certificate), timestamp_certificate, state: flags.state() }
    }
}

/// That tool looks at the timestamp of the signature alone; here one over the whole document counts as well.
fn timestamp_flags(signature: &SignatureReport) -> VgcaFlags {
    let proven = signature.best_time.is_some_and(|best| best.source == TimeSource::Timestamp);
    let good = signature.timestamps.iter().any(|timestamp| timestamp.indication == Indication::TotalPassed);
    if signature.kind == Kind::DocumentTimestamp || proven || good {
        return VgcaFlags::NONE;
    }
    if signature.timestamps.is_empty() {
        return VgcaFlags::NONE.with(VgcaFlag::NotTimestamped);
    }
    let mut flags = VgcaFlags::NONE;
    for timestamp in &signature.timestamps {
        for finding in &timestamp.findings {
            flags = flags.union(map::of_finding(finding, Subject::SignatureTimestamp));
        }
    }
    // Not good, and no finding says why.
    if flags == VgcaFlags::NONE { flags.with(VgcaFlag::ErrorCheckingTsaCertificate) } else { flags }
}

#[cfg(test)]
mod tests;
