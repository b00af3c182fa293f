//! The back ends against each other: what one makes the other accepts, what one refuses the other refuses.

use super::backend::{BACKENDS, Input};
use super::pure::Pure;
use super::{DigestAlgorithm, KeyKind, PrivateKey, SignatureAlgorithm, digest};

const DIGESTS: [DigestAlgorithm; 5] = [
    DigestAlgorithm::Md5,
    DigestAlgorithm::Sha1,
    DigestAlgorithm::Sha256,
    DigestAlgorithm::Sha384,
    DigestAlgorithm::Sha512,
];

const KINDS: [KeyKind; 6] = [
    KeyKind::Rsa { bits: 2048 },
    KeyKind::Rsa { bits: 3072 },
    KeyKind::EcP256,
    KeyKind::EcP384,
    KeyKind::EcP521,
    KeyKind::Ed25519,
];

/// Every algorithm that goes with a kind of key, legal and odd.
fn algorithms(kind: KeyKind) -> Vec<SignatureAlgorithm> {
    let strong = DIGESTS.into_iter().filter(|digest| !digest.is_weak());
    match kind {
        KeyKind::Rsa { .. } => DIGESTS
            .into_iter()
            .map(SignatureAlgorithm::RsaPkcs1)
            .chain(DIGESTS.into_iter().flat_map(|digest| {
                [0, 20, digest.output_len()].map(|salt_length| SignatureAlgorithm::RsaPss {
                    digest,
                    mgf1: digest,
                    salt_length,
                })
            }))
            .collect(),
        KeyKind::Ed25519 => vec![SignatureAlgorithm::Ed25519],
        _ => strong.chain([DigestAlgorithm::Sha1]).map(SignatureAlgorithm::Ecdsa).collect(),
    }
}

#[test]
fn signatures_of_one_hold_with_the_other_and_altered_ones_with_none() {
    let mut compared = 0;
    for kind in KINDS {
        let key = PrivateKey::generate(kind).expect("a key");
        for algorithm in algorithms(kind) {
            for maker in [*BACKENDS.first().expect("a back end"), &Pure] {
                let signer = maker.signer(key.parts()).expect("a key that both can load");
                let Some(signature) = signer.sign(algorithm, b"message") else { continue };
                for judge in [*BACKENDS.first().expect("a back end"), &Pure] {
                    let verify = |message: &[u8], signature: &[u8]| {
                        judge.verify(key.public_key().parts(), algorithm, Input::Message(message), signature)
                    };
                    let Some(good) = verify(b"message", &signature) else { continue };
                    assert!(good, "{kind} {algorithm}");
                    compared += 1;
                    assert_eq!(verify(b"massage", &signature), Some(false), "{kind} {algorithm}");
                    assert_eq!(verify(b"message", &[]), Some(false), "{kind} {algorithm}");
                    let mut longer = signature.clone();
                    longer.push(0);
                    assert_eq!(verify(b"message", &longer), Some(false), "{kind} {algorithm}");
                    for place in (0..signature.len()).step_by(37) {
                        let mut altered = signature.clone();
                        altered[place] ^= 1;
                        assert_eq!(verify(b"message", &altered), Some(false), "{kind} {algorithm} {place}");
                    }
                }
            }
        }
    }
    assert!(compared >= 50, "only {compared} signatures were compared");
}

#[test]
fn keys_of_one_are_loaded_by_the_other() {
    for kind in KINDS.into_iter().skip(2) {
        for maker in BACKENDS {
            let key = PrivateKey::from_pkcs8_der(&maker.generate(kind).expect("a key")).expect("its PKCS#8");
            assert_eq!(key.kind(), kind);
            for loader in BACKENDS {
                assert!(loader.signer(key.parts()).is_some(), "{kind}");
            }
        }
    }
}

#[test]
fn digests_and_derived_keys_are_the_same() {
    let bytes: Vec<u8> = (0..1000u32).map(|n| u8::try_from(n * n % 251).expect("below 251")).collect();
    for algorithm in DIGESTS {
        for length in [0, 1, 55, 56, 63, 64, 65, 111, 112, 127, 128, 129, 1000] {
            let mut state = Pure.state(algorithm);
            let mut out = vec![0; algorithm.output_len()];
            state.update(&bytes[..length / 3]);
            state.update(&bytes[length / 3..length]);
            state.finish(&mut out);
            assert_eq!(digest(algorithm, &bytes[..length]).as_ref(), out, "{algorithm} of {length} bytes");
        }
        if algorithm == DigestAlgorithm::Md5 {
            continue;
        }
        let mut derived = vec![];
        for backend in BACKENDS {
            let mut out = vec![0; 75];
            backend.pbkdf2(algorithm, "mật khẩu".as_bytes(), &bytes[..70], 3, &mut out).expect("supported");
            derived.push(out);
        }
        assert!(derived.iter().all(|out| *out == derived[0]), "{algorithm}");
    }
}
