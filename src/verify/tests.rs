//! Verdicts that need a signer who breaks rules: weak algorithms, wrong certificates, wrong times.

mod digests;
mod evidence;
mod hand_made;
mod identity;
mod moment;
mod vouching;

use super::{VerifyOptions, verify};
use crate::cms::{self, SignedAttributesSpec};
use crate::crypto::{DigestAlgorithm, Hasher, SignatureAlgorithm};
use crate::limits::Limits;
use crate::pdf::signing::{self, FieldRequest, SignatureEntries, SubFilter};
use crate::pdf::{Document, pdf_maker};
use crate::pki::test_pki::tests::{certificate, fixed, made_at};
use crate::pki::{Certificate, TrustStore};
use crate::report::{Code, DocumentReport, Indication, Severity, SubIndication};
use crate::time::Time;

/// How somebody signs who keeps to no rule of this library.
struct Signing {
    member: &'static str,
    /// Another certificate of the member's key.
    certificate: Option<Certificate>,
    digest: DigestAlgorithm,
    sub_filter: SubFilter,
    /// /M.
    entry: Time,
    /// The signed attribute.
    attribute: Option<Time>,
    signing_certificate_v2: bool,
}

impl Signing {
    /// What is usual.
    fn by(member: &'static str) -> Self {
        Self {
            member,
            certificate: None,
            digest: DigestAlgorithm::Sha256,
            sub_filter: SubFilter::EtsiCadesDetached,
            entry: made_at(),
            attribute: None,
            signing_certificate_v2: true,
        }
    }

    /// A small file with this signature.
    fn file(&self) -> Vec<u8> {
        let (document, limits) = (pdf_maker::classic(), Limits::default());
        let member = fixed().member(self.member).unwrap();
        let mut chain = fixed().chain(self.member).unwrap();
        if let Some(certificate) = &self.certificate {
            chain[0] = certificate.clone();
        }
        let pdf = Document::open(&document, &limits).unwrap();
        let request = FieldRequest {
            field: None,
            sub_filter: Some(self.sub_filter),
            digest: Some(self.digest),
            certify: None,
            reason: None,
        };
        let plan = signing::plan(&pdf, None, &request, &limits).unwrap();
        let entries = SignatureEntries {
            signing_time: self.entry,
            reason: None,
            location: None,
            contact: None,
            contents_bytes: 8000,
        };
        let update = signing::update(&pdf, None, &plan, &entries, &limits).unwrap();
        let mut hasher = Hasher::new(self.digest);
        for part in [document.as_slice(), &update.bytes[..update.gap.start], &update.bytes[update.gap.end..]]
        {
            hasher.update(part);
        }
        let algorithm = SignatureAlgorithm::RsaPkcs1(self.digest);
        let spec = SignedAttributesSpec {
            certificate: &chain[0],
            algorithm,
            signing_time: self.attribute,
            signing_certificate_v2: self.signing_certificate_v2,
        };
        let attributes = cms::signed_attributes(&spec, &hasher.finish());
        let value = member.key.danger_sign_weak(algorithm, &attributes).unwrap();
        let message = cms::assemble(&attributes, algorithm, &value, &chain[0], &chain, &[]);
        [document, update.with_contents(&message).unwrap()].concat()
    }

    fn report(&self, change: impl FnOnce(&mut VerifyOptions)) -> DocumentReport {
        let mut trust = TrustStore::new();
        trust.add_anchor(certificate("root"));
        let mut options = VerifyOptions::new(trust, made_at());
        for (_, list) in fixed().all_revocation_lists() {
            options.evidence.add_crl(list, &options.limits).unwrap();
        }
        change(&mut options);
        verify(&self.file(), &options).unwrap()
    }

    /// The indication of the signature, and the findings that are errors.
    fn judged(
        &self,
        change: impl FnOnce(&mut VerifyOptions),
    ) -> (Indication, Option<SubIndication>, Vec<Code>) {
        let mut report = self.report(change);
        let signature = report.signatures.remove(0);
        let errors = signature.findings.iter().filter(|finding| finding.severity() == Severity::Error);
        (signature.indication, signature.sub_indication, errors.map(|finding| finding.code).collect())
    }

    /// All findings of the signature about its time.
    fn about_time(&self) -> Vec<Code> {
        let signature = self.report(|_| {}).signatures.remove(0);
        let of_time = |code: &Code| code.axis() == crate::report::Axis::Time;
        signature.findings.iter().map(|finding| finding.code).filter(of_time).collect()
    }
}
