//! The verification vectors of Wycheproof against every back end by itself, and against the seam as a whole.
//!
//! Each group of vectors is judged or excepted in [`EXCEPTIONS`] with a reason. `acceptable` vectors are refused, all
//! of them: the only ones are PKCS#1 v1.5 signatures whose DigestInfo lacks the NULL parameters, which RFC 8017 9.2
//! note 1 allows a verifier to take, and which no signer that is met writes.

use std::collections::BTreeMap;
use std::path::PathBuf;

use serde_json::Value;

use super::backend::{BACKENDS, Backend, Input};
use super::pure::Pure;
use super::{DigestAlgorithm, PublicKey, SignatureAlgorithm, Verification};

/// Groups of vectors that are not judged: a value of one of their fields, and why.
const EXCEPTIONS: &[(&str, &str)] = &[
    ("EcdsaP1363Verify", "a signature as two plain numbers; CMS, X.509 and PDF have DER (RFC 3279 2.2.3)"),
    ("SHA-224", "in no profile that is implemented"),
    ("SHA-512/224", "in no profile that is implemented"),
    ("SHA-512/256", "in no profile that is implemented"),
    ("SHA3-224", "in no profile that is implemented"),
    ("SHA3-256", "in no profile that is implemented"),
    ("SHA3-384", "in no profile that is implemented"),
    ("SHA3-512", "in no profile that is implemented"),
    ("SHAKE128", "in no profile that is implemented"),
    ("SHAKE256", "in no profile that is implemented"),
    ("secp160k1", "curve in no profile that is implemented"),
    ("secp160r1", "curve in no profile that is implemented"),
    ("secp160r2", "curve in no profile that is implemented"),
    ("secp192k1", "curve in no profile that is implemented"),
    ("secp192r1", "curve in no profile that is implemented"),
    ("secp224k1", "curve in no profile that is implemented"),
    ("secp224r1", "curve in no profile that is implemented"),
    ("secp256k1", "curve in no profile that is implemented"),
    ("brainpoolP224r1", "curve in no profile that is implemented"),
    ("brainpoolP256r1", "curve in no profile that is implemented"),
    ("brainpoolP320r1", "curve in no profile that is implemented"),
    ("brainpoolP384r1", "curve in no profile that is implemented"),
    ("brainpoolP512r1", "curve in no profile that is implemented"),
    ("edwards448", "curve in no profile that is implemented"),
];

/// Why a group is not judged.
fn exception(group: &Value) -> Option<&'static str> {
    let values = [&group["type"], &group["sha"], &group["mgfSha"], &group["publicKey"]["curve"]];
    let excepted = |name: &str| values.iter().any(|value| value.as_str() == Some(name));
    EXCEPTIONS.iter().find(|(name, _)| excepted(name)).map(|(_, reason)| *reason)
}

/// What a group asks for; `None` if it is of another kind (encryption, key agreement).
fn algorithm(group: &Value) -> Option<SignatureAlgorithm> {
    let digest = |field: &str| match group[field].as_str()? {
        "SHA-1" => Some(DigestAlgorithm::Sha1),
        "SHA-256" => Some(DigestAlgorithm::Sha256),
        "SHA-384" => Some(DigestAlgorithm::Sha384),
        "SHA-512" => Some(DigestAlgorithm::Sha512),
        _ => None,
    };
    match group["type"].as_str()? {
        "RsassaPkcs1Verify" => Some(SignatureAlgorithm::RsaPkcs1(digest("sha")?)),
        "RsassaPssVerify" | "RsassaPssWithParametersVerify" => Some(SignatureAlgorithm::RsaPss {
            digest: digest("sha")?,
            mgf1: digest("mgfSha")?,
            salt_length: usize::try_from(group["sLen"].as_u64()?).ok()?,
        }),
        "EcdsaVerify" => Some(SignatureAlgorithm::Ecdsa(digest("sha")?)),
        "EddsaVerify" => Some(SignatureAlgorithm::Ed25519),
        _ => None,
    }
}

#[derive(Default)]
struct Count {
    valid: usize,
    invalid: usize,
    acceptable: usize,
    /// Vectors that the preferred back end leaves to the next one.
    left: usize,
    /// Groups that were not judged, by reason.
    excepted: BTreeMap<&'static str, usize>,
    faults: Vec<String>,
}

impl Count {
    fn file(&mut self, name: &str, json: &Value) {
        for group in json["testGroups"].as_array().expect("groups") {
            if let Some(reason) = exception(group) {
                *self.excepted.entry(reason).or_default() += 1;
                continue;
            }
            let Some(algorithm) = algorithm(group) else {
                self.faults.push(format!("{name}: a group that is neither judged nor excepted"));
                continue;
            };
            let der = group["publicKeyDer"].as_str().or_else(|| group["keyDer"].as_str()).expect("a key");
            let key = PublicKey::from_spki(&hex(der)).expect("a key that can be read");
            for test in group["tests"].as_array().expect("tests") {
                self.vector(name, &key, algorithm, test);
            }
        }
    }

    fn vector(&mut self, name: &str, key: &PublicKey, algorithm: SignatureAlgorithm, test: &Value) {
        let message = hex(test["msg"].as_str().expect("a message"));
        let signature = hex(test["sig"].as_str().expect("a signature"));
        let expected = match test["result"].as_str() {
            Some("valid") => {
                self.valid += 1;
                true
            }
            Some("acceptable") => {
                self.acceptable += 1;
                false
            }
            _ => {
                self.invalid += 1;
                false
            }
        };
        let mut judge = |who: &str, good: bool| {
            if good != expected {
                self.faults.push(format!("{name} {}: {who} says {good}: {}", test["tcId"], test["comment"]));
            }
        };
        judge("the seam", key.verify(algorithm, &message, &signature) == Verification::Good);
        judge("pure Rust", {
            let input = Input::Message(&message);
            Pure.verify(key.parts(), algorithm, input, &signature).unwrap_or(false)
        });
        let preferred = BACKENDS.first().expect("a back end");
        match preferred.verify(key.parts(), algorithm, Input::Message(&message), &signature) {
            Some(good) => judge("the preferred back end", good),
            None => self.left += 1,
        }
        if let Some(hash) = algorithm.digest() {
            let digest = super::digest(hash, &message);
            judge("a digest", key.verify_digest(algorithm, &digest, &signature) == Verification::Good);
        }
    }
}

#[test]
#[expect(clippy::disallowed_methods, reason = "a test reads the corpus")]
fn no_vector_is_judged_wrongly() {
    let place = std::env::var_os("KYSO_CORPUS").map(PathBuf::from);
    let place =
        place.unwrap_or_else(|| PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../shared/corpus")));
    let place = place.join("wycheproof");
    let Ok(folder) = std::fs::read_dir(&place) else {
        let required = ["CI", "KYSO_REQUIRE_CORPUS"].iter().any(|name| std::env::var_os(name).is_some());
        assert!(!required, "the corpus is required and not at {}", place.display());
        println!("skipped: no corpus at {}", place.display());
        return;
    };
    let mut count = Count::default();
    for entry in folder {
        let path = entry.expect("an entry").path();
        let name = path.file_name().expect("a name").to_string_lossy().into_owned();
        if !name.ends_with(".json") {
            continue;
        }
        let json = std::fs::read(&path).expect("a file");
        count.file(&name, &serde_json::from_slice(&json).expect("JSON"));
    }
    println!(
        "{} valid, {} invalid, {} acceptable; {} left to the second back end; groups not judged: {:?}",
        count.valid, count.invalid, count.acceptable, count.left, count.excepted
    );
    assert!(count.valid > 500 && count.invalid > 1500, "the corpus is incomplete");
    assert!(count.faults.is_empty(), "{} faults:\n{}", count.faults.len(), count.faults.join("\n"));
}

fn hex(text: &str) -> Vec<u8> {
    let digits: Vec<_> = text.chars().map(|c| c.to_digit(16).expect("a digit")).collect();
    digits.chunks(2).map(|pair| u8::try_from(pair[0] * 16 + pair[1]).expect("two digits")).collect()
}
