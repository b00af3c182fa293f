//! A revocation list of 200 000 entries as evidence for a small signed document, in process. The bound: 1.5 times one
//! digest and one signature check, and 5 ms, above what an empty list costs. `cargo bench --bench revocation`; figures
//! are in benches/README.md.
#![expect(clippy::unwrap_used, clippy::disallowed_methods, reason = "a bench reads the committed test PKI")]

#[path = "../tests/support/pdf_maker.rs"]
mod pdf_maker;

use std::hint::black_box;
use std::path::Path;

use criterion::{Criterion, criterion_group, criterion_main};
use kyso::{
    Certificate, DigestAlgorithm, Limits, PrivateKey, SignOptions, Time, TrustStore, ValidationData,
    VerifyOptions, certificates_from, sign, verify,
};
use pdf_maker::{PdfMaker, hello};
use sha2::{Digest, Sha256};

criterion_group!(benches, large_list);
criterion_main!(benches);

fn large_list(c: &mut Criterion) {
    let world = World::load();
    let (empty, full) = (world.list(0), world.list(200_000));
    let mut group = c.benchmark_group(format!("list of {} bytes", full.len()));
    group.sample_size(50);
    group.bench_function("digest", |b| b.iter(|| Sha256::digest(black_box(&full))));
    group.bench_function("copy", |b| b.iter(|| black_box(&full).clone()));
    group.bench_function("verify with an empty list", |b| b.iter(|| world.verify(&world.evidence(&empty))));
    group.bench_function("verify with the list", |b| b.iter(|| world.verify(&world.evidence(&full))));
    // The digest of a list is remembered with it.
    let evidence = world.evidence(&full);
    group.bench_function("verify one more document", |b| b.iter(|| world.verify(&evidence)));
    group.finish();
}

struct World {
    document: Vec<u8>,
    options: VerifyOptions,
    root_list: Vec<u8>,
    sub: Certificate,
    sub_key: PrivateKey,
}

impl World {
    fn load() -> Self {
        let limits = Limits::default();
        let read = |name: &str| {
            std::fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join("testdata/pki").join(name)).unwrap()
        };
        let key = |name: &str| PrivateKey::from_pem_or_der(&read(name), None, &limits).unwrap();
        let at: Time = "2026-11-20T01:00:00Z".parse().unwrap();
        let mut trust = TrustStore::new();
        trust.add_from(&read("root.pem"), &limits).unwrap();
        let mut maker = PdfMaker::new();
        hello(&mut maker);
        maker.finish_table();
        let chain = certificates_from(&read("person.pem"), &limits).unwrap();
        let update =
            sign(maker.bytes(), &key("keys/person.pem"), &chain, &SignOptions::new(at), &limits).unwrap();
        Self {
            document: update.append_to(maker.bytes()),
            options: VerifyOptions::new(trust, at),
            root_list: read("root.crl"),
            sub: certificates_from(&read("sub.pem"), &limits).unwrap().remove(0),
            sub_key: key("keys/sub.pem"),
        }
    }

    /// A CRL of the sub CA with so many entries, every second of them with a reason.
    fn list(&self, entries: u64) -> Vec<u8> {
        let algorithm = self.sub_key.default_algorithm(DigestAlgorithm::Sha256);
        let entries: Vec<u8> = (0..entries).flat_map(entry).collect();
        let revoked = if entries.is_empty() { Vec::new() } else { tlv(0x30, &[&entries]) };
        let tbs = tlv(
            0x30,
            &[
                &[2, 1, 1],
                &algorithm.to_der(),
                self.sub.subject().der(),
                &tlv(0x17, &[b"261119010000Z"]),
                &tlv(0x17, &[b"271119010000Z"]),
                &revoked,
            ],
        );
        let signature = self.sub_key.sign(algorithm, &tbs).unwrap();
        tlv(0x30, &[&tbs, &algorithm.to_der(), &tlv(3, &[&[0], &signature])])
    }

    fn evidence(&self, list: &[u8]) -> ValidationData {
        let limits = Limits::default();
        let mut evidence = ValidationData::new();
        evidence.add_crl(&self.root_list, &limits).unwrap();
        evidence.add_crl(list, &limits).unwrap();
        evidence
    }

    fn verify(&self, evidence: &ValidationData) {
        let mut options = self.options.clone();
        options.evidence = evidence.clone();
        let report = verify(black_box(&self.document), &options).unwrap();
        assert!(report.missing.is_empty(), "{:?}", report.missing);
    }
}

/// A revoked certificate: serial numbers of eight octets that do not repeat.
fn entry(number: u64) -> Vec<u8> {
    let serial = (number.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 1 | 1 << 62).to_be_bytes();
    let reason = u8::try_from(number % 10 / 2 + 1).unwrap();
    let reason = tlv(0x30, &[&tlv(0x30, &[&[6, 3, 85, 29, 21], &tlv(4, &[&[10, 1, reason]])])]);
    let extensions: &[u8] = if number.is_multiple_of(2) { &reason } else { &[] };
    tlv(0x30, &[&tlv(2, &[&serial]), &tlv(0x17, &[b"260501000000Z"]), extensions])
}

/// An element in DER.
fn tlv(tag: u8, parts: &[&[u8]]) -> Vec<u8> {
    let content = parts.concat();
    let mut out = vec![tag];
    match u8::try_from(content.len()) {
        Ok(length) if length < 0x80 => out.push(length),
        _ => {
            let octets = content.len().to_be_bytes();
            let octets: Vec<u8> = octets.into_iter().skip_while(|octet| *octet == 0).collect();
            out.push(0x80 | u8::try_from(octets.len()).unwrap());
            out.extend(octets);
        }
    }
    out.extend(content);
    out
}
