//! The mapping is complete, and never milder than the report.

use super::map::{self, Subject};
use super::{VgcaCertificateCode, VgcaFlag, VgcaFlags, VgcaState};
use crate::report::{
    Axis, BestTime, CertificateReference, Code, Coverage, DocumentReport, Evidence, Finding, Indication,
    Kind, Missing, Outcome, Severity, SignatureReport, SubIndication, TimeSource, TimestampReport, Verdict,
    indication, sample,
};
use crate::time::Time;

const SUBJECTS: [Subject; 3] = [Subject::Signature, Subject::DocumentTimestamp, Subject::SignatureTimestamp];
const KINDS: [Kind; 2] = [Kind::Signature, Kind::DocumentTimestamp];

/// A signature with these findings and a good timestamp.
fn signature(codes: &[Code]) -> SignatureReport {
    let mut signature = sample::document().signatures.remove(0);
    signature.findings = codes.iter().map(|code| Finding::new(*code)).collect();
    (signature.indication, signature.sub_indication) = indication(&signature.findings);
    signature.coverage = Some(Coverage::WholeFile);
    signature.best_time = Some(BestTime { time: Time::from_unix(0), source: TimeSource::Timestamp });
    signature.timestamps = vec![timestamp(&[])];
    signature
}

fn timestamp(codes: &[Code]) -> TimestampReport {
    let mut timestamp = sample::document().signatures.remove(0).timestamps.remove(0);
    timestamp.findings = codes.iter().map(|code| Finding::new(*code)).collect();
    (timestamp.indication, timestamp.sub_indication) = indication(&timestamp.findings);
    timestamp
}

fn document(signatures: Vec<SignatureReport>) -> DocumentReport {
    let mut document = sample::document();
    document.findings.clear();
    document.missing.clear();
    document.signatures = signatures;
    document.verdict = document.folded_verdict();
    document
}

/// The names of the flags, the code of the certificate and the state of a signature.
fn status(signature: SignatureReport) -> (Vec<&'static str>, u8, VgcaState) {
    let status = document(vec![signature]).vgca_signature(0).unwrap();
    let names = status.flags.iter().map(VgcaFlag::as_str).collect();
    (names, status.certificate.unwrap().value(), status.state)
}

#[test]
fn there_are_fourteen_flags_thirteen_codes_and_three_states_with_the_values_of_the_tool() {
    assert_eq!(VgcaFlags::NONE.bits(), 0);
    let values: Vec<u32> = VgcaFlag::ALL.iter().map(|flag| flag.value()).collect();
    assert_eq!(values, (0..13).map(|bit| 1 << bit).collect::<Vec<u32>>());
    let codes: Vec<u8> = VgcaCertificateCode::ALL.iter().map(|code| code.value()).collect();
    assert_eq!(codes, (0..13).collect::<Vec<u8>>());
    assert_eq!(VgcaState::ALL.len(), 3);
    let texts = VgcaFlag::ALL.iter().map(|flag| flag.text());
    let texts = texts.chain(VgcaCertificateCode::ALL.iter().map(|code| code.text()));
    for text in texts.chain(VgcaState::ALL.iter().map(|state| state.text())) {
        assert!(!text.is_ascii() && !text.chars().any(|c| ('\u{300}'..='\u{36f}').contains(&c)), "{text}");
    }
}

#[test]
fn every_code_with_a_consequence_has_a_flag_that_is_not_mild() {
    for code in Code::ALL {
        for subject in SUBJECTS {
            let state = map::flags(*code, subject).state();
            match code.outcome() {
                Outcome::Failed(_) => assert_eq!(state, VgcaState::Invalid, "{code} of {subject:?}"),
                Outcome::Indeterminate(_) => assert_ne!(state, VgcaState::Valid, "{code} of {subject:?}"),
                Outcome::None if code.severity() == Severity::Error => {
                    assert_eq!(
                        map::flags(*code, subject),
                        VgcaFlags::NONE.with(VgcaFlag::FatalError),
                        "{code}"
                    );
                }
                Outcome::None => assert_ne!(state, VgcaState::Invalid, "{code} of {subject:?}"),
            }
        }
    }
}

#[test]
fn no_single_finding_makes_the_tool_say_more_than_the_report() {
    for code in Code::ALL.iter().filter(|code| code.axis() != Axis::Document) {
        for kind in KINDS {
            let signature = SignatureReport { kind, ..signature(&[*code]) };
            let indication = signature.indication;
            let document = document(vec![signature]);
            for state in [document.vgca_signature(0).unwrap().state, document.vgca().state] {
                match indication {
                    Indication::TotalFailed => assert_eq!(state, VgcaState::Invalid, "{code}"),
                    Indication::Indeterminate => assert_ne!(state, VgcaState::Valid, "{code}"),
                    Indication::TotalPassed => assert_ne!(state, VgcaState::Invalid, "{code}"),
                }
            }
        }
    }
}

#[test]
fn an_indication_that_no_finding_explains_is_never_called_valid() {
    let unexplained = |indication| status(SignatureReport { indication, ..signature(&[]) });
    assert_eq!(
        unexplained(Indication::Indeterminate),
        (vec!["ErrorCheckingSignature"], 0, VgcaState::NotEnoughInformation)
    );
    assert_eq!(unexplained(Indication::TotalFailed), (vec!["DocumentModified"], 0, VgcaState::Invalid));
    assert_eq!(unexplained(Indication::TotalPassed), (vec![], 0, VgcaState::Valid));
    let mut document = document(vec![signature(&[])]);
    document.verdict = Verdict::Indeterminate;
    assert_eq!(document.vgca().state, VgcaState::NotEnoughInformation);
    document.verdict = Verdict::Failed;
    assert_eq!(document.vgca().state, VgcaState::Invalid);
}

#[test]
fn the_usual_cases_are_as_users_of_the_tool_know_them() {
    let not_enough = VgcaState::NotEnoughInformation;
    for (codes, flags, certificate, state) in [
        (&[Code::MessageDigestMismatch][..], &["DocumentModified"][..], 0, VgcaState::Invalid),
        (&[Code::SignatureWrong], &["DocumentModified"], 0, VgcaState::Invalid),
        (&[Code::ByteRangeOverlap], &["DocumentModified", "FatalError"], 0, VgcaState::Invalid),
        (&[Code::LaterRevisions], &["ErrorCheckingSignature"], 0, not_enough),
        (&[Code::CertificateExpired], &["InvalidSigningCertificate"], 1, VgcaState::Invalid),
        (&[Code::CertificateNotYetValid], &["InvalidSigningCertificate"], 2, VgcaState::Invalid),
        (&[Code::IssuerNotFound], &["InvalidSigningCertificate"], 3, VgcaState::Invalid),
        (&[Code::TrustAnchorUnknown], &["InvalidSigningCertificate"], 4, VgcaState::Invalid),
        (&[Code::RevocationNotAvailable], &["ErrorCheckingSigningCertificate"], 6, not_enough),
        (&[Code::RevocationNotChecked], &["NonCheckingRevokedSigningCert"], 7, not_enough),
        (&[Code::CertificateRevokedBeforeSigning], &["InvalidSigningCertificate"], 8, VgcaState::Invalid),
        (&[Code::CertificateOnHold], &["InvalidSigningCertificate"], 8, VgcaState::Invalid),
        (&[Code::CaCertificateRevoked], &["InvalidSigningCertificate"], 9, VgcaState::Invalid),
        (
            &[Code::RevocationNotAvailable, Code::RevocationAnswerUnusable],
            &["ErrorCheckingSigningCertificate"],
            10,
            not_enough,
        ),
        (&[Code::RevocationStale], &["ErrorCheckingSigningCertificate"], 10, not_enough),
        (&[Code::RevocationUnknown], &["ErrorCheckingSigningCertificate"], 11, not_enough),
        (&[Code::NoTrustStore], &["ErrorCheckingSigningCertificate"], 12, not_enough),
        (&[Code::RevokedAfterSigning], &[], 0, VgcaState::Valid),
        (&[Code::WeakCertificatePinned, Code::CmsBer], &[], 0, VgcaState::Valid),
    ] {
        assert_eq!(status(signature(codes)), (flags.to_vec(), certificate, state), "{codes:?}");
    }
}

#[test]
fn a_missing_timestamp_alone_is_not_enough_information() {
    let mut plain = signature(&[Code::NoTimestamp]);
    plain.timestamps.clear();
    plain.best_time = None;
    assert_eq!(plain.indication, Indication::TotalPassed);
    assert_eq!(status(plain), (vec!["NotTimestamped"], 0, VgcaState::NotEnoughInformation));
}

#[test]
fn a_bad_timestamp_is_told_by_its_reason() {
    for (found, flag, code, state) in [
        (Code::TimestampImprintMismatch, "InvalidTimestampImprint", 0, VgcaState::Invalid),
        (Code::TimestampSignatureWrong, "InvalidTimestampImprint", 0, VgcaState::Invalid),
        (Code::TimestampUsageWrong, "InvalidTSACertificate", 0, VgcaState::Invalid),
        (Code::CertificateExpired, "InvalidTSACertificate", 1, VgcaState::Invalid),
        (Code::CertificateRevoked, "InvalidTSACertificate", 8, VgcaState::Invalid),
        (Code::TrustAnchorUnknown, "InvalidTSACertificate", 4, VgcaState::Invalid),
        (Code::RevocationNotAvailable, "ErrorCheckingTSACertificate", 6, VgcaState::NotEnoughInformation),
        (Code::DigestWeak, "ErrorCheckingTSACertificate", 0, VgcaState::NotEnoughInformation),
    ] {
        let mut stamped = signature(&[]);
        stamped.best_time = None;
        stamped.timestamps = vec![timestamp(&[found])];
        let status = document(vec![stamped.clone()]).vgca_signature(0).unwrap();
        assert_eq!(status.flags.iter().map(VgcaFlag::as_str).collect::<Vec<_>>(), [flag], "{found}");
        assert_eq!((status.timestamp_certificate.unwrap().value(), status.state), (code, state), "{found}");
        // Another one that is good is enough.
        stamped.timestamps.push(timestamp(&[]));
        assert_eq!(self::status(stamped).2, VgcaState::Valid);
    }
}

#[test]
fn what_a_policy_says_of_a_finding_counts() {
    let weighed = |code: Code, severity: Severity, outcome: Outcome| {
        let mut signature = signature(&[code]);
        signature.findings[0].weigh(severity, outcome);
        (signature.indication, signature.sub_indication) = indication(&signature.findings);
        status(signature)
    };
    assert_eq!(
        weighed(Code::TrustAnchorUnknown, Severity::Warning, Outcome::None),
        (vec![], 0, VgcaState::Valid)
    );
    let constraint = Outcome::Indeterminate(SubIndication::SigConstraintsFailure);
    assert_eq!(
        weighed(Code::ClaimedTimeMissing, Severity::Error, constraint),
        (vec!["ErrorCheckingSignature"], 0, VgcaState::NotEnoughInformation)
    );
    let raised = weighed(Code::RevocationNotChecked, Severity::Error, constraint);
    assert_eq!(raised, (vec!["NonCheckingRevokedSigningCert"], 7, VgcaState::NotEnoughInformation));
}

#[test]
fn the_certificate_of_a_document_timestamp_is_that_of_an_authority() {
    let stamp = SignatureReport { kind: Kind::DocumentTimestamp, ..signature(&[Code::CertificateExpired]) };
    let found = document(vec![stamp]).vgca_signature(0).unwrap();
    assert!(found.flags.contains(VgcaFlag::InvalidTsaCertificate));
    assert_eq!(found.timestamp_certificate, Some(VgcaCertificateCode::Expired));
}

#[test]
fn allowed_changes_are_named_and_leave_the_signature_valid() {
    let covered = |codes: &[Code]| {
        status(SignatureReport { coverage: Some(Coverage::WholeRevision), ..signature(codes) })
    };
    assert_eq!(covered(&[]), (vec!["NonCoversWholeDocument"], 0, VgcaState::Valid));
    assert_eq!(
        covered(&[Code::LaterRevisions]),
        (vec!["ErrorCheckingSignature"], 0, VgcaState::NotEnoughInformation)
    );
    assert_eq!(covered(&[Code::MessageDigestMismatch]).0, ["DocumentModified"]);
}

#[test]
fn a_certificate_that_names_no_place_for_revocation_lists_has_the_code_for_it() {
    let mut document = document(vec![signature(&[Code::RevocationNotAvailable])]);
    let signer = document.signatures[0].signer.clone().unwrap();
    let of = |url: Option<&str>| Missing {
        what: Evidence::Crl,
        certificate: Some(CertificateReference {
            subject: signer.subject.clone(),
            serial: signer.serial.clone(),
            fingerprint: signer.fingerprint.clone(),
        }),
        url: url.map(str::to_owned),
        alternatives: Vec::new(),
        request: None,
    };
    document.missing = vec![of(None)];
    let code = document.vgca_signature(0).unwrap().certificate;
    assert_eq!(code, Some(VgcaCertificateCode::InvalidCrlDistributionPoint));
    document.missing = vec![of(Some("http://ca.example/sub.crl"))];
    let code = document.vgca_signature(0).unwrap().certificate;
    assert_eq!(code, Some(VgcaCertificateCode::CouldNotDownloadCrl));
}

#[test]
fn every_certificate_code_can_be_reached() {
    let mut found: Vec<u8> = Code::ALL
        .iter()
        .filter_map(|code| super::certificate::of_code(*code))
        .map(VgcaCertificateCode::value)
        .collect();
    // 0 is for none of them, and 5 is 6 for a certificate that names no place.
    found.extend([0, 5]);
    found.sort_unstable();
    found.dedup();
    assert_eq!(found, (0..13).collect::<Vec<u8>>());
}

#[test]
fn a_document_has_the_flags_of_all_its_signatures() {
    let whole =
        document(vec![signature(&[Code::CertificateExpired]), signature(&[Code::RevocationNotChecked])]);
    assert_eq!(whole.vgca().flags.bits(), 0x120);
    assert_eq!((whole.vgca().certificate, whole.vgca().state), (None, VgcaState::Invalid));
    assert_eq!(whole.vgca_signature(2), None);
    assert_eq!(document(Vec::new()).vgca().flags.bits(), 0x1);
    let error = crate::error::Error::new(crate::error::ErrorKind::MalformedPdf, "no header");
    assert_eq!(DocumentReport::unreadable(None, &error).vgca().flags.bits(), 0x1000);
}

#[test]
fn json_names_the_flags_and_says_what_the_tool_shows() {
    let document = document(vec![signature(&[Code::CertificateExpired])]);
    let json: serde_json::Value =
        serde_json::from_str(&document.to_json_line(crate::report::Language::En)).unwrap();
    let vgca = &json["signatures"][0]["vgca"];
    assert_eq!(vgca["flags"], 32);
    assert_eq!(vgca["errors"][0]["name"], "InvalidSigningCertificate");
    assert_eq!(vgca["errors"][0]["text"], "Chứng thư số không hợp lệ: Chứng thư số đã hết hạn");
    assert_eq!((&vgca["certificate_code"], &vgca["timestamp_certificate_code"]), (&1.into(), &0.into()));
    assert_eq!(vgca["state"], "invalid");
    assert_eq!(json["vgca"]["text"], "Chữ ký không hợp lệ!");
    assert_eq!(json["vgca"]["certificate_code"], serde_json::Value::Null);
}

#[test]
fn no_mixture_of_findings_makes_the_tool_say_more_than_the_report() {
    // A small generator of our own: the same mixtures in every run.
    let mut state = 0x2545_f491_4f6c_dd1d_u64;
    let mut next = |below: usize| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        usize::try_from(state % u64::try_from(below).unwrap()).unwrap()
    };
    for _ in 0..3_000 {
        let mut codes = || -> Vec<Code> { (0..next(5)).map(|_| Code::ALL[next(Code::ALL.len())]).collect() };
        let signatures: Vec<SignatureReport> = KINDS
            .iter()
            .map(|kind| {
                let mut made = SignatureReport { kind: *kind, ..signature(&codes()) };
                made.timestamps = vec![timestamp(&codes())];
                made.best_time = None;
                made
            })
            .collect();
        let mut whole = document(signatures);
        whole.findings = codes().into_iter().map(Finding::new).collect();
        whole.verdict = whole.folded_verdict();
        for (index, signature) in whole.signatures.iter().enumerate() {
            let state = whole.vgca_signature(index).unwrap().state;
            match signature.indication {
                Indication::TotalFailed => assert_eq!(state, VgcaState::Invalid, "{signature:?}"),
                Indication::Indeterminate => assert_ne!(state, VgcaState::Valid, "{signature:?}"),
                Indication::TotalPassed => {}
            }
        }
        match whole.verdict {
            Verdict::Failed => assert_eq!(whole.vgca().state, VgcaState::Invalid, "{whole:?}"),
            Verdict::Passed => {}
            _ => assert_ne!(whole.vgca().state, VgcaState::Valid, "{whole:?}"),
        }
    }
}
