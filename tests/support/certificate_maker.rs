//! Certificates of any content (RFC 5280 4.1), made with the public functions of the library alone.
#![allow(dead_code, clippy::unwrap_used, reason = "part of tests and benches, each of which uses some of it")]

use kyso::{Certificate, DigestAlgorithm, KeyKind, PrivateKey};

/// Somebody who issues certificates: a name in DER and a key.
pub(crate) struct Ca {
    pub(crate) name: Vec<u8>,
    pub(crate) key: PrivateKey,
}

impl Ca {
    pub(crate) fn new(common_name: &str, kind: KeyKind) -> Self {
        Self { name: name(common_name), key: PrivateKey::generate(kind).unwrap() }
    }

    /// Its certificate by itself, with further extensions.
    pub(crate) fn root(&self, extensions: &[Vec<u8>]) -> Certificate {
        self.issue(self, extensions)
    }

    /// The certificate of another CA, with further extensions.
    pub(crate) fn issue(&self, subject: &Self, extensions: &[Vec<u8>]) -> Certificate {
        let constraints = extension(&[85, 29, 19], &tlv(0x30, &tlv(1, &[0xff])));
        let usage = extension(&[85, 29, 15], &[3, 2, 1, 6]);
        let extensions = [&[constraints, usage], extensions].concat();
        self.certificate(&subject.name, subject.key.spki(), 1, &extensions)
    }

    /// The certificate of a signer.
    pub(crate) fn issue_to(
        &self,
        common_name: &str,
        spki: &[u8],
        serial: u32,
        extensions: &[Vec<u8>],
    ) -> Certificate {
        let usage = extension(&[85, 29, 15], &[3, 2, 6, 0xc0]);
        self.certificate(&name(common_name), spki, serial, &[&[usage], extensions].concat())
    }

    /// For the year 2026.
    fn certificate(&self, subject: &[u8], spki: &[u8], serial: u32, extensions: &[Vec<u8>]) -> Certificate {
        let algorithm = self.key.default_algorithm(DigestAlgorithm::Sha256);
        let validity = [tlv(0x17, b"260101000000Z"), tlv(0x17, b"270101000000Z")].concat();
        let tbs = [
            tlv(0xa0, &tlv(2, &[2])),
            tlv(2, &[&[1], serial.to_be_bytes().as_slice()].concat()),
            algorithm.to_der(),
            self.name.clone(),
            tlv(0x30, &validity),
            subject.to_vec(),
            spki.to_vec(),
            tlv(0xa3, &tlv(0x30, &extensions.concat())),
        ];
        let tbs = tlv(0x30, &tbs.concat());
        let signature = tlv(3, &[&[0], self.key.sign(algorithm, &tbs).unwrap().as_slice()].concat());
        let der = tlv(0x30, &[tbs, algorithm.to_der(), signature].concat());
        Certificate::from_der(&der).unwrap()
    }
}

/// A critical extension.
pub(crate) fn extension(oid: &[u8], value: &[u8]) -> Vec<u8> {
    tlv(0x30, &[tlv(6, oid), tlv(1, &[0xff]), tlv(4, value)].concat())
}

/// A Name such as agencies have, with this commonName.
pub(crate) fn name(common_name: &str) -> Vec<u8> {
    let attribute = |oid: u8, tag: u8, text: &str| {
        tlv(0x31, &tlv(0x30, &[tlv(6, &[85, 4, oid]), tlv(tag, text.as_bytes())].concat()))
    };
    let attributes = [
        attribute(6, 0x13, "VN"),
        attribute(7, 12, "Hà Nội"),
        attribute(10, 12, "BỘ TÀI CHÍNH"),
        attribute(3, 12, common_name),
    ];
    tlv(0x30, &attributes.concat())
}

/// One element of DER.
pub(crate) fn tlv(tag: u8, content: &[u8]) -> Vec<u8> {
    let length = content.len().to_be_bytes();
    let octets: Vec<u8> = length.into_iter().skip_while(|octet| *octet == 0).collect();
    let length = match content.len() {
        0..0x80 => vec![u8::try_from(content.len()).unwrap()],
        _ => [&[0x80 | u8::try_from(octets.len()).unwrap()], octets.as_slice()].concat(),
    };
    [&[tag], length.as_slice(), content].concat()
}
