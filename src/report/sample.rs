//! A report in which every field has a value, for the tests of this room.

use crate::report::finding::Value;
use crate::report::{
    BestTime, CertificateReference, CertificateSummary, ChangeReport, Changes, Code, Coverage,
    DocumentReport, Evidence, Finding, Format, Identity, Indication, Integrity, Kind, Level, Missing,
    RevisionReport, RevocationReport, RevocationStatus, Role, SignatureReport, Signer, SubIndication,
    TimeAssurance, TimeSource, TimestampKind, TimestampReport, Verdict,
};
use crate::time::Time;

const SIGNED: i64 = 1_795_000_000;

fn certificate() -> CertificateReference {
    CertificateReference {
        subject: "CN=Nguyễn Thị Ánh, O=Sở Tư pháp, C=VN".to_owned(),
        serial: "3B65B0A0".to_owned(),
        fingerprint: "0f".repeat(32),
    }
}

pub(super) fn document() -> DocumentReport {
    let signer = Signer {
        name: Some("Nguyễn Thị Ánh".to_owned()),
        organization: Some("Phòng Hành chính, Sở Tư pháp".to_owned()),
        email: Some("anh@example.vn".to_owned()),
        serial: "3B65B0A0".to_owned(),
        issuer: "CN=CA thử nghiệm, C=VN".to_owned(),
        subject: certificate().subject,
        key: Some("RSA-3072".to_owned()),
        not_before: Time::from_unix(SIGNED - 1000),
        not_after: Time::from_unix(SIGNED + 1000),
        fingerprint: certificate().fingerprint,
    };
    let summary = CertificateSummary {
        subject: signer.subject.clone(),
        issuer: signer.issuer.clone(),
        serial: signer.serial.clone(),
        key: None,
        not_before: signer.not_before,
        not_after: signer.not_after,
        fingerprint: signer.fingerprint.clone(),
        anchor: false,
        label: None,
    };
    let signature = SignatureReport {
        id: "Chữ ký 1".to_owned(),
        kind: Kind::Signature,
        level: Level::BB,
        indication: Indication::Indeterminate,
        sub_indication: Some(SubIndication::OutOfBoundsNoPoe),
        integrity: Integrity::Intact,
        identity: Identity::Unknown,
        time: TimeAssurance::Claimed,
        signer: Some(signer),
        role: Role::Person,
        claimed_time: Some(Time::from_unix(SIGNED)),
        best_time: Some(BestTime { time: Time::from_unix(SIGNED), source: TimeSource::Claimed }),
        coverage: Some(Coverage::WholeRevision),
        revision: Some(1),
        changes: Changes::Other,
        chain: vec![summary],
        anchor_label: Some(crate::pki::AuthorityLabel::GcaG2),
        timestamps: vec![TimestampReport {
            kind: TimestampKind::Signature,
            time: Time::from_unix(SIGNED + 1),
            authority: None,
            indication: Indication::TotalPassed,
            sub_indication: None,
            imprint: Some("SHA-256".to_owned()),
            chain: Vec::new(),
            revocation: Vec::new(),
            findings: vec![Finding::new(Code::TimestampImprintWeak).with("algorithm", "SHA-1")],
        }],
        revocation: vec![RevocationReport {
            certificate: certificate(),
            source: Evidence::Crl,
            status: RevocationStatus::Good,
            this_update: Time::from_unix(SIGNED),
            next_update: Some(Time::from_unix(SIGNED + 1000)),
            revocation_time: None,
            reason: None,
            embedded: true,
        }],
        findings: vec![
            Finding::new(Code::CertificateExpired).with("not_after", Time::from_unix(SIGNED + 1000)),
            Finding::new(Code::NoTimestamp).about("Chữ ký 1"),
        ],
    };
    let attachment = DocumentReport {
        file: None,
        format: Some(Format::EdXml),
        verdict: Verdict::Unsigned,
        signatures: Vec::new(),
        attachments: Vec::new(),
        policy: None,
        revisions: Vec::new(),
        findings: vec![Finding::new(Code::DocumentUnsigned)],
        missing: Vec::new(),
    };
    DocumentReport {
        file: Some("công văn 12.pdf".to_owned()),
        format: Some(Format::Pdf),
        verdict: Verdict::Indeterminate,
        signatures: vec![signature],
        attachments: vec![attachment],
        policy: Some("strict".to_owned()),
        revisions: vec![RevisionReport {
            number: 2,
            end: 20_261,
            signed_by: vec!["Chữ ký 2".to_owned()],
            changes: vec![ChangeReport {
                finding: Finding::new(Code::ChangeFieldFilled)
                    .with("revision", 2usize)
                    .with("field", "Số tiền")
                    .with("page", Value::Page(3)),
                page: Some(3),
                objects: vec![12, 14],
                concerns: vec![Finding::new(Code::ChangeAppearanceMissing)],
            }],
            left_out: 0,
        }],
        findings: vec![Finding::new(Code::PdfLinearized)],
        missing: vec![Missing {
            what: Evidence::Ocsp,
            certificate: Some(certificate()),
            url: Some("http://ocsp.example.vn/".to_owned()),
            alternatives: vec!["http://ocsp2.example.vn/".to_owned()],
            request: Some(vec![0x30, 0]),
        }],
    }
}
