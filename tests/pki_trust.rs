//! Certificates and trust as a user of the crate meets them.
#![expect(clippy::disallowed_methods, clippy::expect_used, reason = "a test reads the committed files")]

use kyso::{Certificate, ErrorKind, KeyKind, Limits, TrustStore, certificates_from};

fn file(name: &str) -> Vec<u8> {
    std::fs::read(std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("testdata/pki").join(name))
        .expect("a committed file")
}

fn certificates(name: &str) -> Vec<Certificate> {
    certificates_from(&file(name), &Limits::default()).expect("certificates")
}

#[test]
fn a_certificate_tells_who_when_and_where() {
    let chain = certificates("agency.pem");
    let [agency, sub] = chain.as_slice() else { panic!("the agency and its CA") };
    assert_eq!(agency.subject().to_string(), "CN=CỤC KIỂM THỬ, O=TEST BỘ THỬ NGHIỆM, L=Hà Nội, C=VN");
    assert_eq!(agency.subject().common_name(), Some("CỤC KIỂM THỬ"));
    assert_eq!(agency.subject().country(), Some("VN"));
    assert!(agency.issuer().matches(sub.subject()));
    assert_eq!(agency.not_before().to_string(), "2025-11-20T00:00:00Z");
    assert_eq!(agency.not_after().to_string(), "2030-11-20T00:00:00Z");
    assert_eq!(agency.key_kind(), Some(KeyKind::Rsa { bits: 3072 }));
    assert_eq!(agency.email(), Some("vanthu@co-quan.example"));
    assert_eq!(agency.crl_urls(), ["http://ca.kyso.example/pki/pub/crl/cpcag2.crl"]);
    assert_eq!(agency.serial_hex().len(), 16);
    assert_eq!(agency.fingerprint_sha256().len(), 64);
    assert_eq!(Certificate::from_der(agency.der()).as_ref(), Ok(agency));
    assert!(!agency.is_self_issued() && !sub.is_self_issued());
}

#[test]
fn a_store_is_filled_from_files() {
    let mut trust = TrustStore::new();
    let limits = Limits::default();
    assert_eq!(trust.add_from(&file("root.pem"), &limits), Ok(1));
    assert_eq!(trust.add_from(&file("person.pem"), &limits), Ok(2));
    assert_eq!((trust.anchors().len(), trust.intermediates().len()), (1, 2));
    let refused = trust.add_from(&file("sub.crl"), &limits).map_err(|error| error.kind());
    assert_eq!(refused, Err(ErrorKind::MalformedCertificate));
    assert_eq!((trust.anchors().len(), trust.intermediates().len()), (1, 2));
}

#[test]
fn certificates_and_stores_are_shared_between_threads() {
    fn shared<T: Send + Sync + Clone + 'static>() {}
    shared::<Certificate>();
    shared::<TrustStore>();
}
