//! Writing PKCS#12 that OpenSSL, Java, Windows and Firefox read.

use super::{mac, pbe};
use crate::asn1::{Tag, oid, write};
use crate::crypto::digest::{DigestAlgorithm, digest};
use crate::crypto::private_key::PrivateKey;
use crate::error::Result;

/// PKCS#12 with one key and its certificates, that of the key first: PBES2 with AES-256 and PBKDF2 with SHA-256, MAC
/// with SHA-256, both with so many rounds. `friendly_name` names key and certificate; it may be empty.
///
/// Java opens such a file only if the password is ASCII.
pub(crate) fn write_pkcs12(
    key: &PrivateKey,
    certificates: &[&[u8]],
    friendly_name: &str,
    password: &str,
    iterations: u32,
) -> Result<Vec<u8>> {
    // Programs find the certificate of a key by an identifier that both carry; what it is does not matter.
    let key_id = digest(DigestAlgorithm::Sha256, key.spki());
    let mut attributes = vec![attribute(oid::LOCAL_KEY_ID, write::octet_string(key_id.as_ref()))];
    if !friendly_name.is_empty() {
        let name: Vec<u8> = friendly_name.encode_utf16().flat_map(u16::to_be_bytes).collect();
        attributes.push(attribute(oid::FRIENDLY_NAME, write::tlv(Tag::BMP_STRING, &name)));
    }
    let attributes = write::set_of(attributes);

    let (scheme, encrypted) = pbe::encrypt(password, &key.to_pkcs8_der(), iterations)?;
    let shrouded = write::sequence(&[scheme, write::octet_string(&encrypted)]);
    let key_bag = write::sequence(&[
        write::oid(oid::PKCS8_SHROUDED_KEY_BAG),
        write::tlv(Tag::context(0), &shrouded),
        attributes.clone(),
    ]);
    let mut parts = vec![content_info(oid::DATA, &write::octet_string(&write::sequence(&[key_bag])))];

    if !certificates.is_empty() {
        let bags: Vec<Vec<u8>> = certificates
            .iter()
            .enumerate()
            .map(|(place, der)| {
                let value = write::sequence(&[
                    write::oid(oid::X509_CERTIFICATE),
                    write::tlv(Tag::context(0), &write::octet_string(der)),
                ]);
                let kind = write::oid(oid::CERT_BAG);
                let attributes = if place == 0 { attributes.clone() } else { Vec::new() };
                write::sequence(&[kind, write::tlv(Tag::context(0), &value), attributes])
            })
            .collect();
        let (scheme, encrypted) = pbe::encrypt(password, &write::sequence(&bags), iterations)?;
        let encrypted = write::tlv(Tag::context_primitive(0), &encrypted);
        let info = write::sequence(&[write::oid(oid::DATA), scheme, encrypted]);
        parts.push(content_info(oid::ENCRYPTED_DATA, &write::sequence(&[write::integer(0), info])));
    }

    let safe = write::sequence(&parts);
    let mac = mac::write(password, &safe, iterations)?;
    let safe = content_info(oid::DATA, &write::octet_string(&safe));
    Ok(write::sequence(&[write::integer(3), safe, mac]))
}

fn attribute(kind: crate::asn1::Oid<'_>, value: Vec<u8>) -> Vec<u8> {
    write::sequence(&[write::oid(kind), write::set_of(vec![value])])
}

fn content_info(kind: crate::asn1::Oid<'_>, content: &[u8]) -> Vec<u8> {
    write::sequence(&[write::oid(kind), write::tlv(Tag::context(0), content)])
}

#[cfg(test)]
mod tests {
    use super::write_pkcs12;
    use crate::crypto::{KeyFile, KeyKind, MacState, PrivateKey};
    use crate::error::ErrorKind;
    use crate::limits::Limits;

    #[test]
    fn what_is_written_is_read_again() {
        for kind in [KeyKind::EcP256, KeyKind::Ed25519] {
            let key = PrivateKey::generate(kind).expect("a key");
            let bytes = write_pkcs12(&key, &[], "Số một", "mật khẩu", 1000).expect("a file");
            let file = KeyFile::open(&bytes, Some("mật khẩu"), &Limits::default()).expect("its own file");
            assert_eq!(file.key.spki(), key.spki());
            assert_eq!((file.mac, file.friendly_name.as_deref()), (MacState::Verified, Some("Số một")));
            let wrong = KeyFile::open(&bytes, Some("mat khau"), &Limits::default());
            assert_eq!(wrong.err().map(|error| error.kind()), Some(ErrorKind::WrongPassword));
        }
    }

    /// Runs a program; `None` if it is not installed, which only a machine without a CI may be.
    #[expect(clippy::disallowed_methods, reason = "a test asks whether it runs in a CI")]
    fn run(program: &str, arguments: &[&str]) -> Option<String> {
        let output =
            match std::process::Command::new(program).args(arguments).env("LC_ALL", "C.UTF-8").output() {
                Ok(output) => output,
                Err(error) => {
                    assert!(std::env::var_os("CI").is_none(), "{program} is required: {error}");
                    println!("skipped: no {program}");
                    return None;
                }
            };
        let text = String::from_utf8_lossy(&[output.stdout, output.stderr].concat()).into_owned();
        assert!(output.status.success(), "{program}: {text}");
        Some(text)
    }

    #[test]
    #[expect(clippy::disallowed_methods, reason = "a test writes a file for other programs")]
    fn openssl_and_java_read_what_is_written() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("person.p12");
        let path = path.to_str().expect("a path");
        let pem = include_bytes!("../../../testdata/keys/bundle.pem");
        let file = KeyFile::open(pem, None, &Limits::default()).expect("a bundle");
        let certificates: Vec<&[u8]> = file.certificates.iter().map(Vec::as_slice).collect();
        let write = |password: &str| {
            let bytes = write_pkcs12(&file.key, &certificates, "Nguyễn Văn Ký", password, 2048);
            std::fs::write(path, bytes.expect("a file")).expect("written");
        };

        write("mật khẩu");
        let arguments = ["pkcs12", "-in", path, "-passin", "pass:mật khẩu", "-nodes", "-info"];
        if let Some(text) = run("openssl", &arguments) {
            let blocks = crate::crypto::pem_blocks(text.as_bytes()).expect("PEM");
            let labels: Vec<_> = blocks.iter().map(|block| block.label.as_str()).collect();
            assert_eq!(labels.iter().filter(|label| **label == "CERTIFICATE").count(), 2, "{text}");
            assert!(text.contains("MAC: sha256, Iteration 2048"), "{text}");
            let again = KeyFile::open(text.as_bytes(), None, &Limits::default()).expect("a bundle");
            assert_eq!(again.key.spki(), file.key.spki());
        }
        write("matkhau");
        let arguments = ["-list", "-v", "-storetype", "PKCS12", "-keystore", path, "-storepass", "matkhau"];
        if let Some(text) = run("keytool", &arguments) {
            assert!(text.contains("Entry type: PrivateKeyEntry"), "{text}");
            assert!(text.contains("Certificate chain length: 2"), "{text}");
        }
    }
}
