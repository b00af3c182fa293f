//! Signing and verifying PDF files in process, beside what they cannot be faster than: the bare operation of the key, and
//! one digest of the file. `cargo bench --bench pdf`; figures and bounds are in benches/README.md.
#![expect(clippy::unwrap_used, clippy::disallowed_methods, reason = "a bench reads the committed test PKI")]

#[path = "../tests/support/pdf_maker.rs"]
mod pdf_maker;
#[path = "support/signer.rs"]
mod signer;

use std::hint::black_box;

use criterion::{Criterion, criterion_group, criterion_main};
use kyso::DigestAlgorithm;
use pdf_maker::{PdfMaker, hello};
use sha2::{Digest, Sha256};
use signer::Signer;

criterion_group!(benches, small, many_objects, revisions, ten_signatures);
criterion_main!(benches);

/// A document of 30 KB with RSA-2048 and a chain of two below the anchor.
fn small(c: &mut Criterion) {
    let signer = Signer::load();
    let document = document(30_000);
    let signed = signer.sign(&document);
    let algorithm = signer.key.default_algorithm(DigestAlgorithm::Sha256);
    let mut group = c.benchmark_group("small");
    group.bench_function("bare RSA-2048 operation", |b| {
        b.iter(|| signer.key.sign(algorithm, &[7; 64]).unwrap())
    });
    group.bench_function("sign 30 KB", |b| b.iter(|| signer.update(black_box(&document))));
    group.bench_function("verify 30 KB", |b| b.iter(|| signer.verify(black_box(&signed))));
    group.finish();
}

fn many_objects(c: &mut Criterion) {
    let mut maker = PdfMaker::new();
    hello(&mut maker);
    for number in 5..100_000 {
        maker.object(number, format!("<</Type/Annot/Rect[0 0 {number} 9]/Contents(object {number})>>"));
    }
    maker.finish_table();
    against_digest(c, "100 000 objects", maker.bytes());
}

fn revisions(c: &mut Criterion) {
    let mut maker = PdfMaker::new();
    hello(&mut maker);
    maker.finish_table();
    for number in 0..49 {
        maker.object(4, format!("<</Producer(revision {number})>>"));
        maker.finish_table();
    }
    against_digest(c, "50 revisions", maker.bytes());
}

fn ten_signatures(c: &mut Criterion) {
    let signer = Signer::load();
    let signed = (0..10).fold(document(100_000_000), |document, _| signer.sign(&document));
    let mut group = c.benchmark_group("ten signatures on 100 MB");
    group.sample_size(10);
    group.bench_function("digest", |b| b.iter(|| Sha256::digest(black_box(&signed))));
    group.bench_function("verify", |b| b.iter(|| signer.verify(black_box(&signed))));
    group.finish();
}

fn against_digest(c: &mut Criterion, name: &str, document: &[u8]) {
    let signer = Signer::load();
    let signed = signer.sign(document);
    let mut group = c.benchmark_group(name);
    group.sample_size(50);
    group.bench_function("digest", |b| b.iter(|| Sha256::digest(black_box(&signed))));
    group.bench_function("verify", |b| b.iter(|| signer.verify(black_box(&signed))));
    group.bench_function("sign", |b| b.iter(|| signer.update(black_box(document))));
    group.finish();
}

/// A page with a stream of so many bytes.
fn document(size: usize) -> Vec<u8> {
    let mut maker = PdfMaker::new();
    hello(&mut maker);
    let noise: Vec<u8> = (0..size).map(|i| u8::try_from(i * 167 % 251).unwrap()).collect();
    maker.stream(5, "", &noise);
    maker.finish_table();
    maker.into_bytes()
}
