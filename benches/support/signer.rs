//! Signing and verifying as the benches do it.

#![allow(dead_code, reason = "each bench uses a part of it")]

use std::path::Path;

use kyso::{
    Certificate, Limits, PrivateKey, SignOptions, Time, TrustStore, Verdict, VerifyOptions,
    certificates_from, sign, verify,
};

/// A signer of the committed test PKI, and what verification trusts.
pub(crate) struct Signer {
    pub(crate) key: PrivateKey,
    chain: Vec<Certificate>,
    at: Time,
    options: VerifyOptions,
}

impl Signer {
    pub(crate) fn load() -> Self {
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

    pub(crate) fn update(&self, document: &[u8]) -> kyso::SignedUpdate {
        sign(document, &self.key, &self.chain, &SignOptions::new(self.at), &Limits::default()).unwrap()
    }

    pub(crate) fn sign(&self, document: &[u8]) -> Vec<u8> {
        self.update(document).append_to(document)
    }

    pub(crate) fn verify(&self, document: &[u8]) {
        let report = verify(document, &self.options).unwrap();
        assert_eq!(report.verdict, Verdict::Passed, "{}", report.to_json_line(kyso::Language::En));
    }
}
