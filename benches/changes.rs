//! What the analysis of later revisions adds to verification: `cargo bench --bench changes`; figures and bounds are in
//! benches/README.md.
#![expect(clippy::unwrap_used, clippy::disallowed_methods, reason = "a bench reads the committed test PKI")]

#[path = "../tests/support/pdf_maker.rs"]
mod pdf_maker;
#[path = "support/signer.rs"]
mod signer;

use std::hint::black_box;

use criterion::{BenchmarkGroup, Criterion, criterion_group, criterion_main, measurement::WallTime};
use sha2::{Digest, Sha256};
use signer::Signer;

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
    // The analysis of all revisions, without cryptography.
    let limits = kyso::Limits::default();
    group.bench_function("diff", |b| b.iter(|| kyso::diff(black_box(&signed), None, &limits).unwrap()));
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
