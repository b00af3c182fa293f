//! What we build, read by ourselves, by openssl and by the `cms` crate.

use std::io::Write;
use std::process::{Command, Stdio};

use ::cms::cert::CertificateChoices;
use ::cms::content_info::ContentInfo;
use ::cms::signed_data::SignedData;
use der::{Decode, Encode};

use super::*;
use crate::cms::build::attribute;
use crate::cms::{SignedAttributesSpec, assemble, estimate_len, signed_attributes};
use crate::time::Time;

/// A message over [`CONTENT`], made in two steps, and its estimated length.
fn build(key: &PrivateKey, signer: &Certificate, algorithm: SignatureAlgorithm) -> (Vec<u8>, usize) {
    let spec = spec(signer, algorithm);
    let digest = crypto::digest(algorithm.digest().unwrap_or(SHA512), CONTENT);
    let attributes = signed_attributes(&spec, &digest);
    let value = key.sign(algorithm, &attributes).expect("a signature");
    let chain = [certificate(fixture!("ca.crt"))];
    (assemble(&attributes, algorithm, &value, signer, &chain, &[]), estimate_len(&spec, &chain, 0))
}

fn spec(certificate: &Certificate, algorithm: SignatureAlgorithm) -> SignedAttributesSpec<'_> {
    let signing_time = Some(Time::from_unix(1_795_000_000));
    SignedAttributesSpec { certificate, algorithm, signing_time, signing_certificate_v2: true }
}

/// Name, whether openssl 3.0 reads it, message and estimated length, for every kind of key.
fn all() -> Vec<(&'static str, bool, Vec<u8>, usize)> {
    let mut all = Vec::new();
    let mut add = |name, openssl, key: &[u8], signer: &[u8], digest, pss| {
        let (key, signer) = (private_key(key), certificate(signer));
        let algorithm =
            if pss { key.pss(digest).expect("an RSA key") } else { key.default_algorithm(digest) };
        let (message, estimated) = build(&key, &signer, algorithm);
        all.push((name, openssl, message, estimated));
    };
    add("RSA SHA-256", true, fixture!("rsa.p8"), fixture!("rsa.crt"), SHA256, false);
    add("RSA SHA-384", true, fixture!("rsa.p8"), fixture!("rsa.crt"), SHA384, false);
    add("RSA-PSS SHA-256", true, fixture!("rsa.p8"), fixture!("rsa.crt"), SHA256, true);
    add("RSA-PSS SHA-512", true, fixture!("rsa.p8"), fixture!("rsa.crt"), SHA512, true);
    add("P-256", true, fixture!("p256.p8"), fixture!("p256.crt"), SHA256, false);
    add("P-384", true, fixture!("p384.p8"), fixture!("p384.crt"), SHA384, false);
    add("P-521", true, fixture!("p521.p8"), fixture!("p521.crt"), SHA512, false);
    add("Ed25519", false, fixture!("ed25519.p8"), fixture!("ed25519.crt"), SHA512, false);
    all
}

#[test]
fn what_we_build_holds() {
    for (name, _, message, _) in all() {
        let check = check(&message);
        assert_eq!((check.integrity, check.faults), (Integrity::Intact, vec![]), "{name}");
        assert_eq!(check.signing_certificate, Binding::MatchesV2, "{name}");
        assert_eq!(check.attribute_order, Some(AttributeOrder::Der), "{name}");
        assert_eq!(check.signing_time, Some(Time::from_unix(1_795_000_000)), "{name}");
    }
}

#[test]
fn openssl_accepts_what_we_build_as_cades() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/testdata/cms");
    for (name, openssl, message, _) in all() {
        let mut command = Command::new("openssl");
        command.args(["cms", "-verify", "-cades", "-binary", "-inform", "DER", "-purpose", "any"]);
        command.args(["-CAfile", "ca.pem", "-content", "content.txt"]).current_dir(folder);
        let child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn();
        let Ok(mut child) = child else {
            eprintln!("skipped: there is no openssl");
            return;
        };
        child.stdin.take().expect("piped").write_all(&message).expect("openssl reads");
        let output = child.wait_with_output().expect("openssl ends");
        let said = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.success(), openssl, "{name}: {said}");
        if openssl {
            assert_eq!(output.stdout, CONTENT, "{name}");
        }
    }
}

#[test]
fn the_cms_crate_reads_what_we_build() {
    for (name, _, message, _) in all() {
        let info = ContentInfo::from_der(&message).expect(name);
        assert_eq!(info.to_der().expect(name), message, "{name}: not DER");
        let signed: SignedData = info.content.decode_as().expect(name);
        assert!(signed.encap_content_info.econtent.is_none(), "{name}");
        let certificates = signed.certificates.expect(name);
        let kinds = certificates.0.iter().filter(|c| matches!(c, CertificateChoices::Certificate(_)));
        assert_eq!(kinds.count(), 2, "{name}");
        let signers = signed.signer_infos.0.into_vec();
        assert_eq!(signers.len(), 1, "{name}");
        let attributes = signers.first().and_then(|s| s.signed_attrs.as_ref()).expect(name);
        assert_eq!(attributes.len(), 5, "{name}");
    }
}

#[test]
fn the_estimate_is_enough_and_not_much_more() {
    for (name, _, message, estimated) in all() {
        assert!(message.len() <= estimated, "{name}: {} > {estimated}", message.len());
        assert!(estimated <= message.len() + 8, "{name}: {estimated} >> {}", message.len());
    }
}

#[test]
fn the_estimate_has_room_for_unsigned_attributes() {
    let (key, signer) = (private_key(fixture!("p256.p8")), certificate(fixture!("p256.crt")));
    let algorithm = key.default_algorithm(SHA256);
    let attributes = signed_attributes(&spec(&signer, algorithm), &crypto::digest(SHA256, CONTENT));
    let value = key.sign(algorithm, &attributes).expect("a signature");
    let token = crate::asn1::write::octet_string(&[7; 4000]);
    let unsigned = [attribute(oid::SIGNATURE_TIME_STAMP, &token)];
    let message = assemble(&attributes, algorithm, &value, &signer, &[], &unsigned);
    assert!(message.len() <= estimate_len(&spec(&signer, algorithm), &[], unsigned[0].len()));
    assert_eq!(check(&message).faults, []);
    let read = read(&message);
    assert_eq!(read.signers[0].signature_timestamps(), [token.as_slice()]);
}

#[test]
fn certificates_are_embedded_once_and_in_the_order_of_der() {
    let (signer, ca) = (certificate(fixture!("p256.crt")), certificate(fixture!("ca.crt")));
    let given = [ca.clone(), signer.clone(), ca.clone()];
    let message = assemble(&[0x31, 0], SignatureAlgorithm::Ed25519, &[], &signer, &given, &[]);
    let mut expected = [signer, ca];
    expected.sort_by_key(|certificate| certificate.der().to_vec());
    assert_eq!(read(&message).certificates, expected);
}

#[test]
fn optional_attributes_are_left_out_when_not_wanted() {
    let (key, signer) = (private_key(fixture!("p256.p8")), certificate(fixture!("p256.crt")));
    let algorithm = key.default_algorithm(SHA256);
    let spec = SignedAttributesSpec {
        signing_time: None,
        signing_certificate_v2: false,
        ..spec(&signer, algorithm)
    };
    let attributes = signed_attributes(&spec, &crypto::digest(SHA256, CONTENT));
    let value = key.sign(algorithm, &attributes).expect("a signature");
    let check = check(&assemble(&attributes, algorithm, &value, &signer, &[], &[]));
    assert_eq!((check.integrity, check.faults), (Integrity::Intact, vec![]));
    assert_eq!((check.signing_time, check.signing_certificate), (None, Binding::Missing));
}
