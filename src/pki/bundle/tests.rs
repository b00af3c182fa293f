use super::certificates_from;
use crate::asn1::{Tag, oid, write};
use crate::crypto::to_pem;
use crate::error::ErrorKind;
use crate::limits::Limits;
use crate::pki::test_pki::tests::certificate;
use crate::pki::{Certificate, TrustStore};

fn read(bytes: &[u8]) -> Result<Vec<Certificate>, ErrorKind> {
    certificates_from(bytes, &Limits::default()).map_err(|error| error.kind())
}

/// A PKCS#7 bundle without signers, as `openssl crl2pkcs7 -nocrl` makes it.
fn bundle(certificates: &[&[u8]]) -> Vec<u8> {
    let signed_data = write::sequence(&[
        write::integer(1),
        write::set_of(Vec::new()),
        write::sequence(&[write::oid(oid::DATA)]),
        write::constructed(Tag::context(0), certificates),
        write::set_of(Vec::new()),
    ]);
    write::sequence(&[write::oid(oid::SIGNED_DATA), write::tlv(Tag::context(0), &signed_data)])
}

/// The outer three elements of [`bundle`] with indefinite lengths, as BER writers have them.
fn ber(der: &[u8]) -> Vec<u8> {
    // 30 82 xx xx 06 09 (oid) a0 82 xx xx 30 82 xx xx
    let (oid, inside) = (&der[4..15], &der[23..]);
    [&[0x30, 0x80], oid, &[0xa0, 0x80, 0x30, 0x80], inside, &[0; 6]].concat()
}

#[test]
fn certificates_are_found_whatever_the_file_is() {
    let (root, sub) = (certificate("root"), certificate("sub"));
    let both = Ok(vec![root.clone(), sub.clone()]);
    let pem = [&root, &sub].map(|c| to_pem("CERTIFICATE", c.der())).concat();
    let p7b = bundle(&[root.der(), sub.der()]);
    for (what, bytes) in [
        ("DER, one behind the other", [root.der(), sub.der()].concat()),
        ("DER and a line end", [root.der(), sub.der(), b"\r\n"].concat()),
        ("DER in a block of zeros", [root.der(), sub.der(), &[0; 64]].concat()),
        ("PEM", pem.clone().into_bytes()),
        ("PEM with a byte order mark and CR LF", format!("\u{feff}{pem}").replace('\n', "\r\n").into_bytes()),
        ("PEM between other text", format!("0 s:CN = root\n{pem}\nissuer=...\n").into_bytes()),
        ("PEM with a key", [to_pem("PRIVATE KEY", &[0x30, 0]), pem.clone()].concat().into_bytes()),
        ("OpenSSL's trusted form", trusted(&[&root, &sub])),
        ("PKCS#7 in DER", p7b.clone()),
        ("PKCS#7 in BER", ber(&p7b)),
        ("PKCS#7 in PEM", to_pem("PKCS7", &p7b).into_bytes()),
        ("PKCS#7 under the label of a certificate", to_pem("CERTIFICATE", &p7b).into_bytes()),
    ] {
        assert_eq!(read(&bytes), both, "{what}");
    }
}

/// Certificates with what OpenSSL adds to them: what they are trusted for.
fn trusted(certificates: &[&Certificate]) -> Vec<u8> {
    let aux = write::sequence(&[write::sequence(&[write::oid(oid::KP_EMAIL_PROTECTION)])]);
    let block = |c: &&Certificate| to_pem("TRUSTED CERTIFICATE", &[c.der(), &aux].concat());
    certificates.iter().map(block).collect::<String>().into_bytes()
}

#[test]
fn files_without_certificates_are_refused_by_name() {
    let root = certificate("root");
    let cut = root.der().get(..700).expect("a prefix");
    for (bytes, kind) in [
        (&b""[..], ErrorKind::EmptyInput),
        (b" \r\n", ErrorKind::EmptyInput),
        (b"not a certificate", ErrorKind::NoCertificate),
        (to_pem("PRIVATE KEY", &[0x30, 0]).as_bytes(), ErrorKind::NoCertificate),
        (&bundle(&[]), ErrorKind::NoCertificate),
        (cut, ErrorKind::MalformedCertificate),
        (to_pem("CERTIFICATE", cut).as_bytes(), ErrorKind::MalformedCertificate),
        (&bundle(&[&write::sequence(&[write::integer(1)])]), ErrorKind::MalformedCertificate),
        (b"-----BEGIN CERTIFICATE-----\nMIIB\n", ErrorKind::MalformedCertificate),
        (&[&[0x30, 0x82, 0x01, 0x00, 0x30][..], &[0x80; 255]].concat(), ErrorKind::MalformedCertificate),
    ] {
        assert_eq!(read(bytes), Err(kind), "{:?}", String::from_utf8_lossy(bytes));
    }
    let many = root.der().repeat(3);
    let limits = Limits { certificates: 2, ..Limits::default() };
    let refused = certificates_from(&many, &limits).map_err(|error| error.kind());
    assert_eq!(refused, Err(ErrorKind::LimitExceeded));
}

#[test]
fn a_store_takes_roots_as_anchors_and_the_others_as_intermediates() {
    let (root, sub) = (certificate("root"), certificate("sub"));
    let mut trust = TrustStore::new();
    let file = bundle(&[sub.der(), root.der(), root.der()]);
    assert_eq!(trust.add_from(&file, &Limits::default()), Ok(3));
    assert_eq!((trust.anchors(), trust.intermediates()), (&[root][..], std::slice::from_ref(&sub)));
    trust.add_anchor(sub.clone());
    assert_eq!(trust.anchors().len(), 2);
    assert!(trust.pins(&sub) && !trust.pins(&certificate("person")));
    assert!(trust.add_from(b"nothing", &Limits::default()).is_err());
}
