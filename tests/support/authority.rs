//! A timestamp authority of the committed test PKI, in process (RFC 3161): `mod authority;` beside `mod signer;`.
#![allow(dead_code, clippy::expect_used, reason = "part of tests, each of which uses some of it")]

use kyso::{DigestAlgorithm, Error, SignatureAlgorithm, Time, TimestampAuthority};
use sha2::{Digest, Sha256};

use crate::signer::{self, Signer};

/// Answers every question with the time it was given.
pub(crate) struct Authority {
    signer: Signer,
    time: Time,
}

impl Authority {
    pub(crate) fn at(time: Time) -> Self {
        Self { signer: signer::signer("tsa"), time }
    }

    /// A token over what has this imprint, which is a MessageImprint in DER.
    fn token(&self, imprint: &[u8]) -> Vec<u8> {
        let time: String = self.time.to_string().chars().filter(|c| c.is_ascii_digit()).take(14).collect();
        let serial = Sha256::digest([imprint, time.as_bytes()].concat());
        let info = tlv(
            0x30,
            &[
                tlv(0x02, &[1]),
                // A policy of nobody, below 2.25.
                tlv(0x06, &[0x69, 1]),
                imprint.to_vec(),
                tlv(0x02, &[&[1], &serial[..8]].concat()),
                tlv(0x18, format!("{time}Z").as_bytes()),
            ]
            .concat(),
        );
        let certificate = self.signer.chain[0].der();
        let hash = tlv(0x30, &tlv(0x04, &Sha256::digest(certificate)));
        let binding = tlv(0x30, &tlv(0x30, &tlv(0x30, &hash[2..])));
        let mut attributes = [
            attribute(&CONTENT_TYPE, &tlv(0x06, &TST_INFO)),
            attribute(&MESSAGE_DIGEST, &tlv(0x04, &Sha256::digest(&info))),
            attribute(&SIGNING_CERTIFICATE_V2, &binding),
        ];
        attributes.sort();
        let attributes = attributes.concat();
        let algorithm = SignatureAlgorithm::RsaPkcs1(DigestAlgorithm::Sha256);
        let value = self.signer.key.sign(algorithm, &tlv(0x31, &attributes)).expect("a value");
        let sha256 = tlv(0x30, &tlv(0x06, &SHA256));
        let signer_info = tlv(
            0x30,
            &[
                tlv(0x02, &[1]),
                issuer_and_serial(certificate),
                sha256.clone(),
                tlv(0xa0, &attributes),
                algorithm.to_der(),
                tlv(0x04, &value),
            ]
            .concat(),
        );
        let certificates: Vec<u8> = self.signer.chain.iter().flat_map(|one| one.der().to_vec()).collect();
        let signed_data = tlv(
            0x30,
            &[
                tlv(0x02, &[3]),
                tlv(0x31, &sha256),
                tlv(0x30, &[tlv(0x06, &TST_INFO), tlv(0xa0, &tlv(0x04, &info))].concat()),
                tlv(0xa0, &certificates),
                tlv(0x31, &signer_info),
            ]
            .concat(),
        );
        tlv(0x30, &[tlv(0x06, &SIGNED_DATA), tlv(0xa0, &signed_data)].concat())
    }
}

impl TimestampAuthority for Authority {
    fn timestamp(&self, request: &[u8]) -> Result<Vec<u8>, Error> {
        let inside = content(request);
        let version = element(inside);
        let imprint = element(&inside[version.len()..]);
        Ok(tlv(0x30, &[tlv(0x30, &tlv(0x02, &[0])), self.token(imprint)].concat()))
    }
}

fn attribute(oid: &[u8], value: &[u8]) -> Vec<u8> {
    tlv(0x30, &[tlv(0x06, oid), tlv(0x31, value)].concat())
}

/// IssuerAndSerialNumber of a certificate.
fn issuer_and_serial(certificate: &[u8]) -> Vec<u8> {
    let mut rest = content(content(certificate));
    let mut elements = Vec::new();
    while !rest.is_empty() {
        let one = element(rest);
        elements.push(one);
        rest = &rest[one.len()..];
    }
    // version, serialNumber, signature, issuer
    tlv(0x30, &[elements[3], elements[1]].concat())
}

/// The first element with its tag and length.
fn element(der: &[u8]) -> &[u8] {
    let (header, length) = header(der);
    &der[..header + length]
}

/// What is in the first element.
fn content(der: &[u8]) -> &[u8] {
    let (header, length) = header(der);
    &der[header..header + length]
}

fn header(der: &[u8]) -> (usize, usize) {
    match der[1] {
        short if short < 0x80 => (2, usize::from(short)),
        long => {
            let octets = usize::from(long & 0x7f);
            let length = der[2..2 + octets].iter().fold(0, |sum, octet| sum << 8 | usize::from(*octet));
            (2 + octets, length)
        }
    }
}

/// One element of DER.
fn tlv(tag: u8, content: &[u8]) -> Vec<u8> {
    let length = content.len().to_be_bytes();
    let octets: Vec<u8> = length.into_iter().skip_while(|octet| *octet == 0).collect();
    let length = match u8::try_from(content.len()) {
        Ok(short) if short < 0x80 => vec![short],
        _ => [&[0x80 | u8::try_from(octets.len()).expect("short")], octets.as_slice()].concat(),
    };
    [&[tag], length.as_slice(), content].concat()
}

const SIGNED_DATA: [u8; 9] = [0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 7, 2];
const TST_INFO: [u8; 11] = [0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 9, 16, 1, 4];
const CONTENT_TYPE: [u8; 9] = [0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 9, 3];
const MESSAGE_DIGEST: [u8; 9] = [0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 9, 4];
const SIGNING_CERTIFICATE_V2: [u8; 11] = [0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 9, 16, 2, 47];
const SHA256: [u8; 9] = [0x60, 0x86, 0x48, 1, 0x65, 3, 4, 2, 1];
