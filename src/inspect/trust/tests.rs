//! Made certificates, and the real ones of the corpus.

use super::{CertificateKind, CertificateValidity, IssuerSignature, TrustInspection, inspect_certificates};
use crate::error::ErrorKind;
use crate::limits::Limits;
use crate::pki::AuthorityLabel;
use crate::pki::test_pki::tests::{certificate, made_at};
use crate::time::Time;

fn at(bytes: &[u8], time: Time) -> TrustInspection {
    inspect_certificates(bytes, time, &Limits::default()).unwrap()
}

/// The DER of these members, one file as PEM.
fn pem(members: &[&str]) -> Vec<u8> {
    members
        .iter()
        .flat_map(|member| crate::crypto::to_pem("CERTIFICATE", certificate(member).der()).into_bytes())
        .collect()
}

#[test]
fn a_file_says_of_each_certificate_what_a_store_takes_it_for() {
    let found = at(&pem(&["root", "sub", "person"]), made_at()).certificates;
    let kinds: Vec<_> = found.iter().map(|found| (found.kind, found.signature)).collect();
    let good = IssuerSignature::Good;
    assert_eq!(
        kinds,
        [
            (CertificateKind::Anchor, good),
            (CertificateKind::Intermediate, good),
            (CertificateKind::EndEntity, good)
        ]
    );
    assert!(found.iter().all(|found| found.label == AuthorityLabel::Other && found.pinned.is_none()));
    assert!(found.iter().all(|found| found.weak.is_empty() && !found.bears_known_name));
    assert!(found.iter().all(|found| found.validity == CertificateValidity::InForce));
}

#[test]
fn an_issuer_that_is_not_in_the_file_is_missed() {
    let found = at(&pem(&["sub", "person"]), made_at()).certificates;
    assert_eq!(found[0].signature, IssuerSignature::IssuerNotHere);
    assert_eq!(found[1].signature, IssuerSignature::Good);
}

#[test]
fn a_certificate_that_its_issuer_has_not_signed_is_told() {
    let mut forged = certificate("sub").der().to_vec();
    *forged.last_mut().unwrap() ^= 1;
    let mut file = pem(&["root"]);
    file.extend(crate::crypto::to_pem("CERTIFICATE", &forged).into_bytes());
    assert_eq!(at(&file, made_at()).certificates[1].signature, IssuerSignature::Wrong);
    let mut forged = certificate("root").der().to_vec();
    *forged.last_mut().unwrap() ^= 1;
    assert_eq!(at(&forged, made_at()).certificates[0].signature, IssuerSignature::Wrong);
}

#[test]
fn validity_and_weakness_are_told() {
    let found = at(&pem(&["g1-root"]), Time::from_unix(0)).certificates.remove(0);
    assert_eq!((found.validity, found.weak), (CertificateValidity::NotYetValid, vec!["SHA-1".to_owned()]));
    let found = at(&pem(&["g1-root"]), "2099-01-01".parse().unwrap()).certificates.remove(0);
    assert_eq!(found.validity, CertificateValidity::Expired);
}

#[test]
fn what_holds_no_certificate_is_an_error() {
    let refused = inspect_certificates(b"", made_at(), &Limits::default()).map_err(|error| error.kind());
    assert!(matches!(refused, Err(ErrorKind::EmptyInput | ErrorKind::NoCertificate)), "{refused:?}");
}

#[test]
fn the_real_certificates_are_recognised_and_what_they_issued_as_well() {
    let Some(folder) = crate::pki::corpus::folder("gca") else { return };
    let read = |names: &[&str]| -> Vec<u8> {
        let pem = |name: &&str| {
            let bytes = crate::pki::corpus::read(&folder.join(name));
            let certificate = crate::pki::certificates_from(&bytes, &Limits::default()).unwrap().remove(0);
            crate::crypto::to_pem("CERTIFICATE", certificate.der()).into_bytes()
        };
        names.iter().flat_map(pem).collect()
    };
    let labels = |names: &[&str]| -> Vec<AuthorityLabel> {
        at(&read(names), made_at()).certificates.iter().map(|found| found.label).collect()
    };
    let (g1, g2, other) = (AuthorityLabel::GcaG1, AuthorityLabel::GcaG2, AuthorityLabel::Other);
    assert_eq!(labels(&["gca-root-g1.crt", "gca-cp-g1.crt", "gca-bng-g1.cer"]), [g1, g1, g1]);
    assert_eq!(labels(&["gca-root-g2.crt", "gca-cp-g2.crt", "leaf-agency-g2.pem"]), [g2, g2, g2]);
    assert_eq!(labels(&["leaf-agency-g2.pem"]), [other]);
    assert_eq!(labels(&["vietnam-national-root-ca.pem"]), [AuthorityLabel::National]);
    // The older national root is known in part only, and so is what stands under it.
    assert_eq!(labels(&["mic-national-root.cer", "public-vnptca.cer"]), [other, other]);
    let found = at(&read(&["gca-root-g1.crt"]), made_at()).certificates.remove(0);
    assert_eq!((found.pinned, found.weak), (Some("GCA Root CA (G1)"), vec!["SHA-1".to_owned()]));
    assert_eq!(found.signature, IssuerSignature::Good);
}
