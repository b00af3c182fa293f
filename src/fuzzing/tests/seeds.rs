//! Sound inputs of each kind, made by our own code; and those of the corpus, where it is at hand.

use std::path::{Path, PathBuf};

use super::files_in;
use crate::asn1::{Reader, oid, write};
use crate::cms::timestamp::TimestampRequest;
use crate::cms::timestamp::issue::{Authority, respond, token};
use crate::cms::{SignedAttributesSpec, assemble, signed_attributes};
use crate::crypto::{self, DigestAlgorithm, SignatureAlgorithm};
use crate::limits::Limits;
use crate::pdf::signing::{self, StoreEntry};
use crate::pdf::{Document, pdf_maker};
use crate::pki::issue::extension as ext;
use crate::pki::issue::ocsp::{OcspSpec, Responder, SingleSpec, SingleStatus, certificate_id, response};
use crate::pki::issue::{CrlReason, CrlSpec, Revoked, crl};
use crate::pki::test_pki::tests::{certificate, fixed, made_at};

/// The seeds of each target.
pub(super) fn all() -> Vec<(&'static str, Vec<Vec<u8>>)> {
    super::TARGETS.iter().map(|(name, _)| (*name, of(name))).collect()
}

pub(super) fn of(target: &str) -> Vec<Vec<u8>> {
    match target {
        "certificate" => fixed().members().iter().map(|member| member.certificate.der().to_vec()).collect(),
        "crl" => lists(),
        "ocsp" => responses(),
        "cms" => messages(),
        "timestamp" => tokens(),
        "path" => {
            let chain =
                |names: &[&str]| names.iter().flat_map(|name| certificate(name).der().to_vec()).collect();
            vec![
                chain(&["root", "sub", "person"]),
                chain(&["root", "sub", "tsa", "person", "sub", "g1-sub", "g1-root"]),
            ]
        }
        "dss" => documents(),
        "changes" | "xref" => [documents(), super::signed::documents()].concat(),
        "verify" => super::signed::documents(),
        "lexer" => values(),
        "object_streams" => object_streams(),
        "filters" => encoded(),
        other => panic!("no seeds for {other}"),
    }
}

const RSA: SignatureAlgorithm = SignatureAlgorithm::RsaPkcs1(DigestAlgorithm::Sha256);

/// Revocation lists with everything that can stand in one.
fn lists() -> Vec<Vec<u8>> {
    let (issuer, key) = (certificate("sub"), &fixed().member("sub").unwrap().key);
    let revoked = [
        Revoked {
            serial: &[0x80, 1],
            at: made_at(),
            reason: Some(CrlReason::KeyCompromise),
            extensions: &[ext::invalidity_date(made_at()), ext::certificate_issuer(issuer.subject().der())],
        },
        Revoked { serial: &[2], at: made_at(), reason: None, extensions: &[] },
    ];
    let full =
        [ext::expired_certificates_on_crl(made_at()), ext::freshest_crl("http://crl.example/delta.crl")];
    let names =
        [ext::PointName::Uri("http://crl.example/a.crl"), ext::PointName::Directory(issuer.subject().der())];
    let point = ext::IssuingPoint { full_name: &names, indirect: true, ..Default::default() };
    let delta = [ext::delta_crl_indicator(6), ext::issuing_distribution_point(&point)];
    let mut lists: Vec<Vec<u8>> = fixed().revocation_lists().iter().map(|der| der.to_vec()).collect();
    for extensions in [&full[..], &delta] {
        let spec = CrlSpec {
            issuer: issuer.subject().der(),
            this_update: made_at(),
            next_update: Some(made_at().plus_seconds(1 << 30)),
            number: 7,
            revoked: &revoked,
            extensions,
        };
        lists.push(crl(&spec, key, RSA).unwrap());
    }
    lists
}

/// OCSP responses of the issuer and of a delegated responder.
fn responses() -> Vec<Vec<u8>> {
    let (issuer, person) = (certificate("sub"), certificate("person"));
    let id = |digest| certificate_id(&person, &issuer, digest);
    let ids = [id(DigestAlgorithm::Sha1), id(DigestAlgorithm::Sha256)];
    let cutoff = [ext_archive_cutoff()];
    let single = |id: usize, status| SingleSpec {
        id: &ids[id],
        status,
        this_update: made_at(),
        next_update: Some(made_at().plus_seconds(3600)),
        extensions: &cutoff,
    };
    let revoked = SingleStatus::Revoked { at: made_at(), reason: CrlReason::CertificateHold };
    let singles = [single(0, SingleStatus::Good), single(1, revoked), single(0, SingleStatus::Unknown)];
    let delegated = certificate("ocsp");
    let build = |responder, name: &str, certificates: &[_]| {
        let spec = OcspSpec {
            responder,
            produced_at: made_at(),
            singles: &singles,
            nonce: Some(&[9; 16]),
            extensions: &[],
            certificates,
        };
        response(&spec, &fixed().member(name).unwrap().key, RSA).unwrap()
    };
    vec![
        build(Responder::Name(issuer.subject().der()), "sub", &[]),
        build(Responder::Key(delegated.spki()), "ocsp", std::slice::from_ref(&delegated)),
    ]
}

fn ext_archive_cutoff() -> Vec<u8> {
    crate::pki::issue::ocsp::archive_cutoff(made_at())
}

/// Messages of ours, and those that other programs made of our keys.
fn messages() -> Vec<Vec<u8>> {
    let signer = certificate("person");
    let spec = SignedAttributesSpec {
        certificate: &signer,
        algorithm: RSA,
        signing_time: Some(made_at()),
        signing_certificate_v2: true,
    };
    let attributes =
        signed_attributes(&spec, &crypto::digest(DigestAlgorithm::Sha256, super::super::CONTENT));
    let value = fixed().member("person").unwrap().key.sign(RSA, &attributes).unwrap();
    let stamp = tokens().swap_remove(0);
    let unsigned = write::sequence(&[write::oid(oid::SIGNATURE_TIME_STAMP), write::set_of(vec![stamp])]);
    vec![
        assemble(&attributes, RSA, &value, &signer, &[certificate("sub")], &[]),
        assemble(&attributes, RSA, &value, &signer, &[], &[unsigned]),
        include_bytes!("../../../testdata/cms/two-signers.der").to_vec(),
        include_bytes!("../../../testdata/cms/attached.der").to_vec(),
        include_bytes!("../../../testdata/cms/stream.der").to_vec(),
    ]
}

/// Tokens, with and without a nonce.
fn tokens() -> Vec<Vec<u8>> {
    let answer = answer();
    let mut fields = Reader::new(&answer).sequence("answer").unwrap();
    fields.element().unwrap();
    let chain = fixed().chain("tsa").unwrap();
    let authority = Authority {
        key: &fixed().member("tsa").unwrap().key,
        chain: &chain,
        time: made_at(),
        misbehaviour: &[],
    };
    let imprint = crypto::digest(DigestAlgorithm::Sha256, super::super::CONTENT);
    vec![token(&imprint, &authority).unwrap(), fields.rest().to_vec()]
}

/// The answer of an authority.
fn answer() -> Vec<u8> {
    let chain = fixed().chain("tsa").unwrap();
    let authority = Authority {
        key: &fixed().member("tsa").unwrap().key,
        chain: &chain,
        time: made_at(),
        misbehaviour: &[],
    };
    let request = TimestampRequest::over(super::super::CONTENT).with_nonce(&[1]);
    respond(&request.to_der(), &authority).unwrap()
}

/// PDF files with a store, a timestamp, and both again.
fn documents() -> Vec<Vec<u8>> {
    let limits = Limits::default();
    let mut files = Vec::new();
    let evidence = [certificate("sub").der().to_vec(), lists().swap_remove(0), responses().swap_remove(0)];
    for base in [pdf_maker::classic(), pdf_maker::modern(), pdf_maker::linearized()] {
        let mut bytes = base;
        for _ in 0..2 {
            let document = Document::open(&bytes, &limits).unwrap();
            let entry = StoreEntry {
                key: Some(format!("{:040X}", bytes.len())),
                certificates: vec![&evidence[0]],
                crls: vec![&evidence[1]],
                ocsps: vec![&evidence[2]],
            };
            let update = signing::store_update(&document, None, &[entry], &limits).unwrap().unwrap();
            bytes.extend(update);
            let document = Document::open(&bytes, &limits).unwrap();
            let plan = signing::plan_timestamp(&document, None, &limits).unwrap();
            let update = signing::timestamp_update(&document, None, &plan, 60, &limits).unwrap();
            let update = update.with_contents(&evidence[0][..60]).unwrap();
            bytes.extend(update);
            files.push(bytes.clone());
        }
    }
    files
}

/// Values of every kind.
fn values() -> Vec<Vec<u8>> {
    let texts: [&[u8]; 4] = [
        b"<</Name/A#20b/Real -.5/Int +17/Text(a\\(b\\)\\n\\101(c))/Hex<48 65 6C6>/Ref 9 0 R/Array[true false null[]]>>",
        b"[1 2 3 0 R 4 5 R % a comment\n 1.5e3 --5 12-34 . 99999999999999999999]",
        b"(a string \r\n over\\\r\nlines)",
        b"<</Nested<</A<</B[[[[<</C/D>>]]]]>>>>/Twice 1/Twice 2>>",
    ];
    texts.map(<[u8]>::to_vec).to_vec()
}

/// The first byte is where the objects begin.
fn object_streams() -> Vec<Vec<u8>> {
    let table = "3 0 4 30 5 33 6 36 7 40 8 44 9 47 10 50 ";
    let values = "<</Type/Catalog/Pages 4 0 R>>  [] (a) <61> /Name 1 true null";
    let sound = [&[40], table.as_bytes(), values.as_bytes()].concat();
    let overlapping =
        [&[40], "3 0 3 0 4 1 4 2 5 0 6 99 7 98 8 97       ".as_bytes(), values.as_bytes()].concat();
    vec![sound, overlapping]
}

/// The first two bytes say how the rest is encoded: see the lists of the target.
fn encoded() -> Vec<Vec<u8>> {
    let rows: Vec<u8> = (0..40u8).flat_map(|row| [row % 5, 1, 2, 3, row]).collect();
    let deflated = pdf_maker::deflate(&rows);
    let twice = pdf_maker::deflate(&pdf_maker::deflate(&deflated));
    let with = |chain: u8, parameters: u8, data: &[u8]| [&[chain, parameters], data].concat();
    vec![
        with(0, 0, &deflated),
        with(0, 1, &deflated),
        with(0, 3, &deflated),
        with(1, 0, b"\x80\x0b\x60\x50\x22\x0c\x0c\x85\x01"),
        with(1, 5, b"\x80\x0b\x60\x50\x22\x0c\x0c\x85\x01"),
        with(2, 0, b"48 65 6c 6c 6F>"),
        with(3, 0, b"87cURD]i,\"Ebo80z~>"),
        with(4, 0, b"\x02abc\xfed\x80"),
        with(8, 0, &twice),
    ]
}

/// Other starting points: files of the corpus that may be of this kind, none of which is ever copied.
pub(super) fn of_others(target: &str) -> Vec<Vec<u8>> {
    let root = match std::env::var_os("KYSO_CORPUS") {
        Some(root) => PathBuf::from(root),
        None => Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/corpus"),
    };
    let folders: &[(&str, &[&str])] = match target {
        "certificate" | "path" => &[("gca", &["crt", "cer", "pem", "der"]), ("pkits", &["crt", "der"])],
        "crl" => &[("pkits", &["crl"]), ("gca", &["crl"])],
        "ocsp" => &[("openssl-ocsp", &["ors", "der", "resp"])],
        "dss" | "changes" | "xref" | "verify" => &[("pdf-pyhanko", &["pdf"])],
        _ => &[],
    };
    let mut found = if target == "timestamp" { vec![answer()] } else { Vec::new() };
    for (folder, extensions) in folders {
        let mut folders = vec![root.join(folder)];
        while let Some(folder) = folders.pop() {
            for path in files_in(&folder) {
                let extension = path.extension().and_then(|extension| extension.to_str());
                if path.is_dir() {
                    folders.push(path);
                } else if extension.is_some_and(|own| extensions.contains(&own)) {
                    found.extend(std::fs::read(&path).ok().filter(|bytes| bytes.len() < LARGEST));
                }
            }
        }
    }
    found
}

/// Larger files only slow the damage down.
const LARGEST: usize = 64 << 10;
