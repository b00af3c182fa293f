//! What the analysis of later revisions adds to verification: `cargo bench --bench changes`; figures and bounds are in
//! benches/README.md.
#![expect(clippy::unwrap_used, clippy::disallowed_methods, reason = "a bench reads the committed test PKI")]

#[path = "../tests/support/pdf_maker.rs"]
mod pdf_maker;

use std::hint::black_box;
use std::path::Path;

use criterion::{BenchmarkGroup, Criterion, criterion_group, criterion_main, measurement::WallTime};
use kyso::{
    Certificate, Limits, PrivateKey, SignOptions, Time, TrustStore, Verdict, VerifyOptions,
    certificates_from, sign, verify,
};
use sha2::{Digest, Sha256};

criterion_group!(benches, one_more_signature, revisions, pages);
criterion_main!(benches);

/// A file with one signature, and with a second one behind it.
fn one_more_signature(c: &mut Criterion) {
    let signer = Signer::load();
    type Make = fn() -> Vec<u8>;
    let files: [(&str, Make); 4] = [
        ("small", pdf_maker::classic),
        ("100 000 objects", || pdf_maker::objects(100_000, false)),
        ("100 000 objects in object streams", || pdf_maker::objects(100_000, true)),
        ("419 MB", || pdf_maker::big_streams(419_000_000)),
    ];
    for (name, make) in files {
        let once = signer.sign(&make());
        let twice = signer.sign(&once);
        let mut group = c.benchmark_group(name);
        group.sample_size(if once.len() > 1 << 27 { 10 } else { 50 });
        digest(&mut group, &once);
        group.bench_function("verify one signature", |b| b.iter(|| signer.verify(black_box(&once))));
        group.bench_function("verify two signatures", |b| b.iter(|| signer.verify(black_box(&twice))));
        group.finish();
    }
}

/// Fifty signatures, one after the other.
fn revisions(c: &mut Criterion) {
    let signer = Signer::load();
    let signed = (0..50).fold(pdf_maker::classic(), |document, _| signer.sign(&document));
    let mut group = c.benchmark_group("50 signed revisions");
    digest(&mut group, &signed);
    group.bench_function("verify", |b| b.iter(|| signer.verify(black_box(&signed))));
    group.finish();
}

fn pages(c: &mut Criterion) {
    let signer = Signer::load();
    let once = signer.sign(&pdf_maker::pages(10_000));
    let twice = signer.sign(&once);
    let mut group = c.benchmark_group("10 000 pages");
    digest(&mut group, &once);
    group.bench_function("verify one signature", |b| b.iter(|| signer.verify(black_box(&once))));
    group.bench_function("verify two signatures", |b| b.iter(|| signer.verify(black_box(&twice))));
    group.finish();
}

fn digest(group: &mut BenchmarkGroup<'_, WallTime>, document: &[u8]) {
    group.bench_function("digest", |b| b.iter(|| Sha256::digest(black_box(document))));
}

struct Signer {
    key: PrivateKey,
    chain: Vec<Certificate>,
    at: Time,
    options: VerifyOptions,
}

impl Signer {
    fn load() -> Self {
        let limits = Limits::default();
        let read = |name: &str| {
            std::fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join("testdata/pki").join(name)).unwrap()
        };
        let at: Time = "2026-11-20T01:00:00Z".parse().unwrap();
        let mut trust = TrustStore::new();
        trust.add_from(&read("root.pem"), &limits).unwrap();
        let mut options = VerifyOptions::new(trust, at);
        for list in ["root.crl", "sub.crl"] {
            options.evidence.add_crl(&read(list), &limits).unwrap();
        }
        Self {
            key: PrivateKey::from_pem_or_der(&read("keys/person.pem"), None, &limits).unwrap(),
            chain: certificates_from(&read("person.pem"), &limits).unwrap(),
            at,
            options,
        }
    }

    fn sign(&self, document: &[u8]) -> Vec<u8> {
        let options = SignOptions::new(self.at);
        let update = sign(document, &self.key, &self.chain, &options, &Limits::default()).unwrap();
        update.append_to(document)
    }

    fn verify(&self, document: &[u8]) {
        let report = verify(document, &self.options).unwrap();
        assert_eq!(report.verdict, Verdict::Passed, "{}", report.to_json_line(kyso::Language::En));
    }
}
