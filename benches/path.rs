//! Building certificate paths among thousands of candidates, and in sets made to exhaust whoever searches them. What is
//! measured is the verification of a small signed file less the same with its own certificates alone.
//! `cargo bench --bench path`; figures and bounds are in benches/README.md.
#![expect(clippy::unwrap_used, reason = "a bench makes its own certificates")]

#[path = "../tests/support/pdf_maker.rs"]
mod pdf_maker;

use std::hint::black_box;

use criterion::{BatchSize, Criterion, criterion_group, criterion_main};
use kyso::{
    Certificate, DigestAlgorithm, KeyKind, Limits, PrivateKey, SignOptions, Time, TrustStore, VerifyOptions,
    sign, verify,
};
use pdf_maker::{PdfMaker, hello};

criterion_group!(benches, honest, hostile);
criterion_main!(benches);

/// 5 000 certificates beside those of the path.
fn honest(c: &mut Criterion) {
    let (root, sub) = (Ca::new("TEST Root", KeyKind::EcP256), Ca::new("TEST Cơ quan", KeyKind::EcP256));
    let path = [root.issue(&sub, 1)];
    let document = Document::signed_below(&sub);
    let anchor = root.issue(&root, 1);
    let key = PrivateKey::generate(KeyKind::EcP256).unwrap();
    // Others of the same ministry, who differ in the name alone.
    let others = |name: fn(usize) -> String| -> Vec<Certificate> {
        let issue = |number| sub.issue_to(&name(number), key.spki(), number);
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
        .map(|n| written.issue_to(&format!("Nguyễn Văn Số {n}"), key.spki(), n))
        .chain([root.issue(&written, 1)])
        .collect();
    document.measure(&mut group, "where names are written differently", &anchor, &respelt);
    document.measure(&mut group, "and no path", &Ca::new("TEST Other", KeyKind::EcP256).root(), &respelt);
    group.finish();
}

/// Every CA issued a certificate to every other, and none leads anywhere.
fn hostile(c: &mut Criterion) {
    let stranger = Ca::new("TEST Stranger", KeyKind::EcP256).root();
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
        let everyone: Vec<_> = cas.iter().flat_map(|a| cas.iter().map(|b| a.issue(b, 1))).collect();
        let document = Document::signed_below(cas.first().unwrap());
        document.measure(&mut group, label, &stranger, &everyone);
    }
    // One name, so that everyone seems to have issued everyone.
    let key = PrivateKey::generate(KeyKind::EcP256).unwrap();
    let one = Ca::new("TEST One", KeyKind::EcP256);
    let same: Vec<_> = (0..5000).map(|n| one.issue_to("TEST One", key.spki(), n)).collect();
    let others: Vec<_> = (0..300)
        .map(|n| one.issue_to("TEST One", PrivateKey::generate(KeyKind::EcP256).unwrap().spki(), n))
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
        let leaf = ca.issue_to("TEST Signer", key.spki(), 77_777);
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

struct Ca {
    name: Vec<u8>,
    key: PrivateKey,
}

impl Ca {
    fn new(common_name: &str, kind: KeyKind) -> Self {
        Self { name: name(common_name), key: PrivateKey::generate(kind).unwrap() }
    }

    fn root(&self) -> Certificate {
        self.issue(self, 1)
    }

    fn issue(&self, subject: &Self, serial: usize) -> Certificate {
        self.certificate(&subject.name, subject.key.spki(), serial, true)
    }

    fn issue_to(&self, common_name: &str, spki: &[u8], serial: usize) -> Certificate {
        self.certificate(&name(common_name), spki, serial, common_name.starts_with("TEST One"))
    }

    /// A certificate of version 3 (RFC 5280 4.1), for a year around [`at`].
    fn certificate(&self, subject: &[u8], spki: &[u8], serial: usize, ca: bool) -> Certificate {
        let algorithm = self.key.default_algorithm(DigestAlgorithm::Sha256);
        let extension =
            |oid: &[u8], value: &[u8]| tlv(0x30, &[tlv(6, oid), tlv(1, &[0xff]), tlv(4, value)].concat());
        let extensions = if ca {
            let constraints = extension(&[85, 29, 19], &tlv(0x30, &tlv(1, &[0xff])));
            [constraints, extension(&[85, 29, 15], &[3, 2, 1, 6])].concat()
        } else {
            extension(&[85, 29, 15], &[3, 2, 6, 0xc0])
        };
        let validity = [tlv(0x17, b"260101000000Z"), tlv(0x17, b"270101000000Z")].concat();
        let tbs = [
            tlv(0xa0, &tlv(2, &[2])),
            tlv(2, &[&[1], &u32::try_from(serial).unwrap().to_be_bytes()[..]].concat()),
            algorithm.to_der(),
            self.name.clone(),
            tlv(0x30, &validity),
            subject.to_vec(),
            spki.to_vec(),
            tlv(0xa3, &tlv(0x30, &extensions)),
        ];
        let tbs = tlv(0x30, &tbs.concat());
        let signature = tlv(3, &[&[0], self.key.sign(algorithm, &tbs).unwrap().as_slice()].concat());
        let der = tlv(0x30, &[tbs, algorithm.to_der(), signature].concat());
        Certificate::from_der(&der).unwrap()
    }
}

/// A Name such as agencies have, with this commonName.
fn name(common_name: &str) -> Vec<u8> {
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

fn tlv(tag: u8, content: &[u8]) -> Vec<u8> {
    let length = content.len().to_be_bytes();
    let octets: Vec<u8> = length.into_iter().skip_while(|octet| *octet == 0).collect();
    let length = match content.len() {
        0..0x80 => vec![u8::try_from(content.len()).unwrap()],
        _ => [&[0x80 | u8::try_from(octets.len()).unwrap()], octets.as_slice()].concat(),
    };
    [&[tag], length.as_slice(), content].concat()
}
