//! Building certificate paths among thousands of candidates, and in sets made to exhaust whoever searches them. What is
//! measured is the verification of a small signed file less the same with its own certificates alone.
//! `cargo bench --bench path`; figures and bounds are in benches/README.md.
#![expect(clippy::unwrap_used, reason = "a bench makes its own certificates")]

#[path = "../tests/support/certificate_maker.rs"]
mod certificate_maker;
#[path = "../tests/support/pdf_maker.rs"]
mod pdf_maker;

use std::hint::black_box;

use certificate_maker::{Ca, name};
use criterion::{BatchSize, Criterion, criterion_group, criterion_main};
use kyso::{
    Certificate, KeyKind, Limits, PrivateKey, SignOptions, Time, TrustStore, VerifyOptions, sign, verify,
};
use pdf_maker::{PdfMaker, hello};

criterion_group!(benches, honest, hostile);
criterion_main!(benches);

/// 5 000 certificates beside those of the path.
fn honest(c: &mut Criterion) {
    let (root, sub) = (Ca::new("TEST Root", KeyKind::EcP256), Ca::new("TEST Cơ quan", KeyKind::EcP256));
    let path = [root.issue(&sub, &[])];
    let document = Document::signed_below(&sub);
    let anchor = root.root(&[]);
    let key = PrivateKey::generate(KeyKind::EcP256).unwrap();
    // Others of the same ministry, who differ in the name alone.
    let others = |name: fn(u32) -> String| -> Vec<Certificate> {
        let issue = |number| sub.issue_to(&name(number), key.spki(), number, &[]);
        (0..5000).map(issue).chain(path.iter().cloned()).collect()
    };
    let mut group = c.benchmark_group("5 000 candidates");
    group.sample_size(20);
    document.measure(&mut group, "none", &anchor, &path);
    document.measure(&mut group, "of other names", &anchor, &others(|n| format!("Nguyễn Văn Số {n}")));
    document.measure(
        &mut group,
        "of the name of the issuer",
        &anchor,
        &others(|_| "TEST Cơ quan".to_owned()),
    );
    // The name of the issuer stands in its certificate in other octets, so every name has to be compared.
    let written = Ca { name: name("TEST CƠ  QUAN"), key: sub.key };
    let respelt: Vec<_> = (0..5000)
        .map(|n| written.issue_to(&format!("Nguyễn Văn Số {n}"), key.spki(), n, &[]))
        .chain([root.issue(&written, &[])])
        .collect();
    document.measure(&mut group, "where names are written differently", &anchor, &respelt);
    document.measure(&mut group, "and no path", &Ca::new("TEST Other", KeyKind::EcP256).root(&[]), &respelt);
    group.finish();
}

/// Every CA issued a certificate to every other, and none leads anywhere.
fn hostile(c: &mut Criterion) {
    let stranger = Ca::new("TEST Stranger", KeyKind::EcP256).root(&[]);
    let mut group = c.benchmark_group("everyone issued everyone");
    group.sample_size(10);
    for (label, kind) in [
        ("P-256", KeyKind::EcP256),
        ("P-384", KeyKind::EcP384),
        ("P-521", KeyKind::EcP521),
        ("RSA-2048", KeyKind::Rsa { bits: 2048 }),
        ("RSA-4096", KeyKind::Rsa { bits: 4096 }),
    ] {
        // RSA keys take seconds to make and signatures milliseconds.
        let count = if label.starts_with("RSA") { 16 } else { 40 };
        let cas: Vec<_> = (0..count).map(|n| Ca::new(&format!("TEST CA {n}"), kind)).collect();
        let everyone: Vec<_> = cas.iter().flat_map(|a| cas.iter().map(|b| a.issue(b, &[]))).collect();
        let document = Document::signed_below(cas.first().unwrap());
        document.measure(&mut group, label, &stranger, &everyone);
    }
    // One name, so that everyone seems to have issued everyone.
    let key = PrivateKey::generate(KeyKind::EcP256).unwrap();
    let one = Ca::new("TEST One", KeyKind::EcP256);
    let same: Vec<_> = (0..5000).map(|n| one.issue_to("TEST One", key.spki(), n, &[])).collect();
    let others: Vec<_> = (0..300)
        .map(|n| one.issue_to("TEST One", PrivateKey::generate(KeyKind::EcP256).unwrap().spki(), n, &[]))
        .collect();
    let document = Document::signed_below(&one);
    document.measure(&mut group, "5 300 of one name", &stranger, &[same, others].concat());
    group.finish();
}

/// A small signed file whose signer carries only its own certificate.
struct Document {
    signed: Vec<u8>,
}

impl Document {
    fn signed_below(ca: &Ca) -> Self {
        let key = PrivateKey::generate(KeyKind::EcP256).unwrap();
        let leaf = ca.issue_to("TEST Signer", key.spki(), 77_777, &[]);
        let mut maker = PdfMaker::new();
        hello(&mut maker);
        maker.finish_table();
        let document = maker.into_bytes();
        let update = sign(&document, &key, &[leaf], &SignOptions::new(at()), &Limits::default()).unwrap();
        Self { signed: update.append_to(&document) }
    }

    fn measure(
        &self,
        group: &mut criterion::BenchmarkGroup<'_, criterion::measurement::WallTime>,
        label: &str,
        anchor: &Certificate,
        offered: &[Certificate],
    ) {
        // Read anew each time: a certificate remembers its key and how its name compares.
        let fresh = |certificate: &Certificate| Certificate::from_der(certificate.der()).unwrap();
        let setup = || {
            let mut trust = TrustStore::new();
            trust.add_anchor(fresh(anchor));
            let mut options = VerifyOptions::new(trust, at());
            options.certificates = offered.iter().map(fresh).collect();
            options
        };
        group.bench_function(label, |b| {
            b.iter_batched_ref(
                setup,
                |options| verify(black_box(&self.signed), options),
                BatchSize::PerIteration,
            );
        });
    }
}

fn at() -> Time {
    "2026-06-01T00:00:00Z".parse().unwrap()
}
