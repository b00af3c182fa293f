//! Key files as other programs write them (`testdata/keys/make` says which and how), and what is said of bad ones.

#![expect(
    clippy::disallowed_methods,
    clippy::expect_used,
    clippy::panic,
    reason = "a test reads files, takes time and fails with a word"
)]

use std::path::Path;
use std::time::{Duration, Instant};

use kyso::{DigestAlgorithm, Error, ErrorKind, KeyFile, KeyKind, Limits, MacState, PrivateKey};

const PASSWORD: &str = "kyso";
const VIETNAMESE: &str = "Mật khẩu số 1";
const JAVA: &str = "kysokyso";

fn bytes(name: &str) -> Vec<u8> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("testdata/keys").join(name);
    std::fs::read(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn open(name: &str, password: Option<&str>) -> Result<KeyFile, Error> {
    KeyFile::open(&bytes(name), password, &Limits::default())
}

fn kind_of_error(name: &str, password: Option<&str>) -> Option<ErrorKind> {
    open(name, password).err().map(|error| error.kind())
}

/// Every PKCS#12 file with the key of `rsa.pem`: its password, and whether it has a MAC.
const PKCS12: &[(&str, &str, MacState)] = &[
    ("openssl3.p12", PASSWORD, MacState::Verified),
    ("openssl3-vietnamese.p12", VIETNAMESE, MacState::Verified),
    ("openssl3-empty-password.p12", "", MacState::Verified),
    ("openssl3-aes128-sha512.p12", PASSWORD, MacState::Verified),
    ("openssl3-600000.p12", PASSWORD, MacState::Verified),
    ("openssl3-no-mac.p12", PASSWORD, MacState::Absent),
    ("openssl3-no-mac-nothing-encrypted.p12", "", MacState::Absent),
    ("openssl3-plain-certificates.p12", PASSWORD, MacState::Verified),
    ("openssl-legacy.p12", PASSWORD, MacState::Verified),
    ("openssl-legacy-vietnamese.p12", VIETNAMESE, MacState::Verified),
    ("openssl-legacy-empty-password.p12", "", MacState::Verified),
    ("openssl-3des-3des.p12", PASSWORD, MacState::Verified),
    ("openssl-rc2-128-2des.p12", PASSWORD, MacState::Verified),
    ("openssl-0.9-vietnamese.p12", VIETNAMESE, MacState::Verified),
    ("windows-7.p12", PASSWORD, MacState::Verified),
    ("windows-11.p12", PASSWORD, MacState::Verified),
    ("keytool.p12", JAVA, MacState::Verified),
    ("keytool-legacy.p12", JAVA, MacState::Verified),
    ("nss.p12", PASSWORD, MacState::Verified),
    ("nss-vietnamese.p12", VIETNAMESE, MacState::Verified),
    ("nss-legacy.p12", PASSWORD, MacState::Verified),
    ("bouncy-castle.p12", PASSWORD, MacState::Verified),
    ("bouncy-castle-vietnamese.p12", VIETNAMESE, MacState::Verified),
    ("bouncy-castle-aes.p12", PASSWORD, MacState::Verified),
    ("pbmac1.p12", PASSWORD, MacState::Verified),
];

#[test]
fn pkcs12_of_every_program_opens() {
    let public = bytes("rsa-public.der");
    let chain = [bytes("leaf.der"), bytes("ca.der")];
    for (name, password, mac) in PKCS12 {
        let file = open(name, Some(password)).unwrap_or_else(|error| panic!("{name}: {error}"));
        assert_eq!(file.key.spki(), public, "{name}");
        assert_eq!(file.mac, *mac, "{name}");
        assert_eq!(file.certificates.first(), chain.first(), "{name}");
        assert!(file.certificates.iter().all(|certificate| chain.contains(certificate)), "{name}");
    }
}

#[test]
fn the_chain_and_the_name_of_the_key_come_along() {
    let file = open("openssl3.p12", Some(PASSWORD)).expect("a key file");
    assert_eq!(file.certificates, [bytes("leaf.der"), bytes("ca.der")]);
    assert_eq!(file.friendly_name.as_deref(), Some("Nguyễn Văn Ký"));
    let signature = file.key.sign(file.key.default_algorithm(DigestAlgorithm::Sha256), b"message");
    assert_eq!(signature.map(|signature| signature.len()), Ok(256));
}

#[test]
fn single_keys_in_every_container_open() {
    let rsa = KeyKind::Rsa { bits: 2048 };
    for (name, kind) in [
        ("rsa.pem", rsa),
        ("rsa-pkcs1.pem", rsa),
        ("rsa-pkcs1.der", rsa),
        ("rsa-pkcs8.der", rsa),
        ("rsa-pss.pem", rsa),
        ("rsa-pbes2.pem", rsa),
        ("rsa-pbes2.der", rsa),
        ("rsa-pbes2-sha512.pem", rsa),
        ("rsa-pbes2-3des-sha1.pem", rsa),
        ("rsa-PBE-SHA1-3DES.pem", rsa),
        ("rsa-PBE-SHA1-RC2-40.pem", rsa),
        ("rsa-dek-aes256.pem", rsa),
        ("p256.pem", KeyKind::EcP256),
        ("p256-sec1.pem", KeyKind::EcP256),
        ("p256-sec1.der", KeyKind::EcP256),
        ("p256-PBE-MD5-DES.pem", KeyKind::EcP256),
        ("p256-PBE-SHA1-DES.pem", KeyKind::EcP256),
        ("p256-PBE-MD5-RC2-64.pem", KeyKind::EcP256),
        ("p256-dek-3des.pem", KeyKind::EcP256),
        ("p384-with-parameters.pem", KeyKind::EcP384),
        ("p521.pem", KeyKind::EcP521),
        ("ed25519.pem", KeyKind::Ed25519),
    ] {
        let file = open(name, Some(PASSWORD)).unwrap_or_else(|error| panic!("{name}: {error}"));
        assert_eq!((file.key.kind(), file.mac), (kind, MacState::NotApplicable), "{name}");
        assert!(file.certificates.is_empty(), "{name}");
        let alone = PrivateKey::from_pem_or_der(&bytes(name), Some(PASSWORD), &Limits::default());
        let alone = alone.unwrap_or_else(|error| panic!("{name}: {error}"));
        assert_eq!(alone.spki(), file.key.spki(), "{name}");
        if name.starts_with("rsa") && name != "rsa-pss.pem" {
            assert_eq!(alone.spki(), bytes("rsa-public.der"), "{name}");
        }
    }
    let elliptic = open("openssl3-p256.p12", Some(PASSWORD)).expect("a key");
    assert_eq!(elliptic.key.kind(), KeyKind::EcP256);
    let vietnamese = open("rsa-pbes2-vietnamese.pem", Some(VIETNAMESE)).expect("a key");
    assert_eq!(vietnamese.key.spki(), bytes("rsa-public.der"));
}

#[test]
fn in_a_bundle_the_certificate_of_the_key_comes_first() {
    let file = open("bundle.pem", None).expect("a bundle");
    assert_eq!(file.certificates, [bytes("leaf.der"), bytes("ca.der")]);
    assert_eq!(file.mac, MacState::NotApplicable);
    assert_eq!(kind_of_error("key-of-another.pem", None), Some(ErrorKind::KeyMismatch));
}

#[test]
fn a_wrong_password_is_told_from_a_missing_one() {
    for (name, password, _) in PKCS12 {
        // The first has nothing to unlock; the others take seconds in an unoptimised build.
        let slow = ["nss.p12", "nss-legacy.p12", "openssl3-600000.p12", "bouncy-castle.p12"];
        if *name == "openssl3-no-mac-nothing-encrypted.p12" || slow.contains(name) {
            continue;
        }
        assert_eq!(kind_of_error(name, Some("Kyso")), Some(ErrorKind::WrongPassword), "{name}");
        let without = open(name, None).map_err(|error| error.kind());
        match *password {
            "" => assert!(without.is_ok(), "{name}"),
            _ => assert_eq!(without.err(), Some(ErrorKind::PasswordRequired), "{name}"),
        }
    }
    for name in [
        "rsa-pbes2.pem",
        "rsa-pbes2.der",
        "rsa-PBE-SHA1-3DES.pem",
        "p256-PBE-MD5-DES.pem",
        "rsa-dek-aes256.pem",
        "p256-dek-3des.pem",
    ] {
        assert_eq!(kind_of_error(name, Some("Kyso")), Some(ErrorKind::WrongPassword), "{name}");
        assert_eq!(kind_of_error(name, None), Some(ErrorKind::PasswordRequired), "{name}");
    }
}

#[test]
fn other_faults_have_their_own_errors() {
    for (name, kind) in [
        ("two-keys.pem", ErrorKind::SeveralKeys),
        ("certificates-only.pem", ErrorKind::NoPrivateKey),
        ("openssl3-no-key.p12", ErrorKind::NoPrivateKey),
        ("leaf.der", ErrorKind::NoPrivateKey),
        ("rsa-1024.pem", ErrorKind::UnsupportedAlgorithm),
        ("secp256k1.pem", ErrorKind::UnsupportedAlgorithm),
        ("rsa-scrypt.pem", ErrorKind::UnsupportedAlgorithm),
        ("openssl-rc4-key.p12", ErrorKind::UnsupportedAlgorithm),
        ("bouncy-castle-gcm.p12", ErrorKind::UnsupportedAlgorithm),
        ("keytool.jks", ErrorKind::UnknownFormat),
    ] {
        assert_eq!(kind_of_error(name, Some(PASSWORD)), Some(kind), "{name}");
    }
    assert_eq!(kind_of_error("keytool-two-keys.p12", Some(JAVA)), Some(ErrorKind::SeveralKeys));
    assert_eq!(kind_of_error("p256-explicit.pem", None), Some(ErrorKind::UnsupportedAlgorithm));
    let of = |bytes: &[u8]| KeyFile::open(bytes, None, &Limits::default()).err().map(|error| error.kind());
    assert_eq!(of(b""), Some(ErrorKind::EmptyInput));
    assert_eq!(of(b"%PDF-1.7"), Some(ErrorKind::UnknownFormat));
    assert_eq!(of(b"0"), Some(ErrorKind::MalformedKey));
}

#[test]
fn a_cut_off_file_is_malformed_wherever_it_is_cut() {
    for name in ["openssl3.p12", "nss.p12", "rsa-pkcs8.der", "p256-sec1.der", "rsa-pbes2.der"] {
        let whole = bytes(name);
        for length in (1..whole.len()).step_by(whole.len() / 40) {
            let error = KeyFile::open(&whole[..length], Some(PASSWORD), &Limits::default());
            let kind = error.err().map(|error| error.kind());
            assert_eq!(kind, Some(ErrorKind::MalformedKey), "{name} cut at {length}");
        }
    }
}

/// Bytes altered one at a time: never another key, never a panic, never an error of ours.
#[test]
fn an_altered_file_is_refused_as_damaged_or_locked() {
    for (name, rounds) in [
        ("openssl-legacy.p12", 10_000),
        ("windows-11.p12", 10_000),
        ("openssl3-no-mac.p12", 10_000),
        ("nss.p12", 1_000),
    ] {
        let whole = bytes(name);
        let mut limits = Limits::default();
        limits.kdf_iterations = rounds;
        let mut malformed = 0;
        for place in (0..whole.len()).step_by(11) {
            let mut altered = whole.clone();
            altered[place] ^= 0x11;
            match KeyFile::open(&altered, Some(PASSWORD), &limits) {
                Ok(file) => {
                    assert_eq!(file.key.spki(), bytes("rsa-public.der"), "{name} altered at {place}");
                    assert_ne!(file.mac, MacState::NotApplicable, "{name} altered at {place}");
                }
                Err(error) => {
                    assert_ne!(error.kind(), ErrorKind::Internal, "{name} altered at {place}");
                    malformed += usize::from(error.kind() == ErrorKind::MalformedKey);
                }
            }
        }
        assert!(malformed > 0, "{name}");
    }
}

#[test]
fn a_file_changed_under_a_right_password_is_called_damaged() {
    // One bit of the certificate in a file whose certificates are not encrypted.
    let mut altered = bytes("openssl3-plain-certificates.p12");
    let leaf = bytes("leaf.der");
    let place = altered.windows(leaf.len()).position(|window| window == leaf).expect("the certificate");
    altered[place + leaf.len() - 1] ^= 1;
    let error = KeyFile::open(&altered, Some(PASSWORD), &Limits::default()).expect_err("changed");
    assert_eq!(error.kind(), ErrorKind::MalformedKey, "{error}");
    let error = KeyFile::open(&altered, Some("Kyso"), &Limits::default()).expect_err("changed");
    assert_eq!(error.kind(), ErrorKind::WrongPassword, "{error}");
}

/// 2048 or 2000 rounds, rewritten as 32 767 under a limit of 32 766, in each place where they stand in the open.
#[test]
fn absurd_counts_of_rounds_are_refused_at_once() {
    for (name, count) in [
        ("openssl3.p12", [2, 2, 8, 0]),
        ("openssl-legacy.p12", [2, 2, 8, 0]),
        ("windows-11.p12", [2, 2, 7, 0xd0]),
        ("openssl3-no-mac.p12", [2, 2, 8, 0]),
        ("rsa-pbes2.der", [2, 2, 8, 0]),
    ] {
        let whole = bytes(name);
        let places: Vec<_> = (0..whole.len()).filter(|place| whole[*place..].starts_with(&count)).collect();
        assert!(!places.is_empty(), "{name}");
        for place in places {
            let mut altered = whole.clone();
            altered[place + 2..place + 4].copy_from_slice(&[0x7f, 0xff]);
            let mut limits = Limits::default();
            limits.kdf_iterations = 32_766;
            let error = KeyFile::open(&altered, Some(PASSWORD), &limits).expect_err("too many rounds");
            assert_eq!(error.kind(), ErrorKind::LimitExceeded, "{name} at {place}");
        }
    }
}

/// EncryptedPrivateKeyInfo with PBES2, so small that the count can be of any length.
fn encrypted_key_with_rounds(rounds: &[u8]) -> Vec<u8> {
    fn tlv(tag: u8, content: &[u8]) -> Vec<u8> {
        [&[tag, u8::try_from(content.len()).expect("short")], content].concat()
    }
    let oid = |octets: &[u8]| tlv(6, octets);
    let pbkdf2 = tlv(0x30, &[tlv(4, &[1; 8]), tlv(2, rounds)].concat());
    let pbkdf2 = tlv(0x30, &[oid(&[42, 134, 72, 134, 247, 13, 1, 5, 12]), pbkdf2].concat());
    let aes = tlv(0x30, &[oid(&[96, 134, 72, 1, 101, 3, 4, 1, 2]), tlv(4, &[2; 16])].concat());
    let pbes2 = [oid(&[42, 134, 72, 134, 247, 13, 1, 5, 13]), tlv(0x30, &[pbkdf2, aes].concat())].concat();
    tlv(0x30, &[tlv(0x30, &pbes2), tlv(4, &[3; 16])].concat())
}

#[test]
fn two_to_the_31st_rounds_take_no_time_and_600_000_are_done() {
    let start = Instant::now();
    for rounds in [&[0, 0x80, 0, 0, 0][..], &[0x7f, 0xff, 0xff, 0xff], &[0x7f; 9], &[0, 0x98, 0x96, 0x81]] {
        let key = encrypted_key_with_rounds(rounds);
        let error = KeyFile::open(&key, Some(PASSWORD), &Limits::default()).expect_err("too many rounds");
        assert_eq!(error.kind(), ErrorKind::LimitExceeded, "{rounds:?}");
    }
    assert!(start.elapsed() < Duration::from_millis(500));
    for rounds in [&[0][..], &[0x80]] {
        let key = encrypted_key_with_rounds(rounds);
        let error = KeyFile::open(&key, Some(PASSWORD), &Limits::default()).expect_err("no count");
        assert_eq!(error.kind(), ErrorKind::MalformedKey, "{rounds:?}");
    }
    let key = encrypted_key_with_rounds(&[9, 0x27, 0xc0]);
    let error = KeyFile::open(&key, Some(PASSWORD), &Limits::default()).expect_err("not a key");
    assert_eq!(error.kind(), ErrorKind::WrongPassword);
}

#[test]
fn no_error_and_no_debug_shows_a_secret() {
    let file = open("openssl3-vietnamese.p12", Some(VIETNAMESE)).expect("a key file");
    assert!(!format!("{file:?}").contains("Mật"));
    for name in ["openssl3.p12", "rsa-pbes2.pem", "rsa-dek-aes256.pem"] {
        let error = open(name, Some("a very secret word")).expect_err("wrong password");
        assert!(!format!("{error} {error:?}").contains("secret"), "{name}");
    }
}
