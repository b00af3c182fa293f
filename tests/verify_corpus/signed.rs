//! What is said of each signed file of the corpus, at a time at which its certificates were in force, and why.

use kyso::{Code, Indication, Verdict};

use Code::*;
use Indication::{Indeterminate as Open, TotalFailed as Failed, TotalPassed as Passed};

/// What is said of a file.
pub(crate) struct Signed {
    pub(crate) file: &'static str,
    pub(crate) at: &'static str,
    pub(crate) verdict: Verdict,
    /// Of each signature: the indication, and the findings that are errors.
    pub(crate) signatures: &'static [(Indication, &'static [Code])],
}

pub(crate) const SIGNED: &[Signed] = &[
    // A certification whose permissions stand in objects of their own.
    Signed {
        file: "certified-with-indirect-refs-in-dir.pdf",
        at: "2020-11-02T00:00:00Z",
        verdict: Verdict::Passed,
        signatures: &[(Passed, &[])],
    },
    // A signature whose /Contents was never filled in, with more behind it.
    Signed {
        file: "coverage-anomalies/base.pdf",
        at: "2021-11-28T00:00:00Z",
        verdict: Verdict::Failed,
        signatures: &[(Failed, &[ChangeMetadataReplaced, CmsUnreadable])],
    },
    // One range instead of two.
    Signed {
        file: "coverage-anomalies/one-byterange.pdf",
        at: "2021-11-28T00:00:00Z",
        verdict: Verdict::Failed,
        signatures: &[(Failed, &[ByteRangeNotFourIntegers])],
    },
    // More than the signature is left out.
    Signed {
        file: "coverage-anomalies/signature-gap-too-big.pdf",
        at: "2021-11-28T00:00:00Z",
        verdict: Verdict::Failed,
        signatures: &[(Failed, &[ByteRangeGapMismatch, CoverageInsideRevision, SignerSelfSigned])],
    },
    // The signature ends before its own revision does, so what follows inside of it is nobody's.
    Signed {
        file: "coverage-anomalies/tail-uncovered.pdf",
        at: "2021-11-28T00:00:00Z",
        verdict: Verdict::Failed,
        signatures: &[(Failed, &[CoverageInsideRevision, SignerSelfSigned])],
    },
    // The ranges meet somewhere else than around the signature.
    Signed {
        file: "coverage-anomalies/weird-byterange.pdf",
        at: "2021-11-28T00:00:00Z",
        verdict: Verdict::Failed,
        signatures: &[(Failed, &[ByteRangeGapMismatch, CoverageInsideRevision, SignerSelfSigned])],
    },
    // Ed448, which neither back end knows: not known to be wrong, nor right.
    Signed {
        file: "ed448-disallowed-hash.pdf",
        at: "2020-11-02T00:00:00Z",
        verdict: Verdict::Indeterminate,
        signatures: &[(Open, &[SignatureAlgorithmUnsupported, CertificateSignatureUnsupported])],
    },
    // Ed448 with SHAKE256, which neither back end knows.
    Signed {
        file: "ed448-shake256-nolen.pdf",
        at: "2020-11-02T00:00:00Z",
        verdict: Verdict::Indeterminate,
        signatures: &[(Open, &[DigestAlgorithmUnsupported, CertificateSignatureUnsupported])],
    },
    // The update adds a developer extension and a signature; the second signer is below another root of the same name.
    Signed {
        file: "extensions-direct.pdf",
        at: "2021-11-16T00:00:00Z",
        verdict: Verdict::Indeterminate,
        signatures: &[(Passed, &[]), (Open, &[TrustAnchorUnknown])],
    },
    // The object with the extensions is something else as well, which the update would change along.
    Signed {
        file: "extensions-indirect-not-all-paths.pdf",
        at: "2021-11-16T00:00:00Z",
        verdict: Verdict::Failed,
        signatures: &[(Failed, &[ChangeCatalogReplaced]), (Open, &[TrustAnchorUnknown])],
    },
    // As `extensions-direct`, with the extensions in an object of their own.
    Signed {
        file: "extensions-indirect.pdf",
        at: "2021-11-16T00:00:00Z",
        verdict: Verdict::Indeterminate,
        signatures: &[(Passed, &[]), (Open, &[TrustAnchorUnknown])],
    },
    // The level of an extension rises.
    Signed {
        file: "extensions-update-direct.pdf",
        at: "2021-11-16T00:00:00Z",
        verdict: Verdict::Indeterminate,
        signatures: &[(Passed, &[]), (Open, &[TrustAnchorUnknown])],
    },
    // The same in an object of its own.
    Signed {
        file: "extensions-update-indirect.pdf",
        at: "2021-11-16T00:00:00Z",
        verdict: Verdict::Indeterminate,
        signatures: &[(Passed, &[]), (Open, &[TrustAnchorUnknown])],
    },
    // The appearance that is overwritten is reached from the trailer too.
    Signed {
        file: "form-update-ap-indirect-sneaky-trailer.pdf",
        at: "2021-11-25T00:00:00Z",
        verdict: Verdict::Failed,
        signatures: &[(Failed, &[ChangeField]), (Passed, &[])],
    },
    // The dictionary of the appearance that is overwritten is reached from the catalog too.
    Signed {
        file: "form-update-no-override-appearance-stream-ap-indirect-sneaky.pdf",
        at: "2021-11-25T00:00:00Z",
        verdict: Verdict::Failed,
        signatures: &[(Failed, &[ChangeCatalogReplaced]), (Passed, &[])],
    },
    // A field filled in with a new appearance.
    Signed {
        file: "form-update-no-override-appearance-stream-ap-indirect.pdf",
        at: "2021-11-25T00:00:00Z",
        verdict: Verdict::Passed,
        signatures: &[(Passed, &[]), (Passed, &[])],
    },
    // /AP was an array and drew nothing; now it is the appearance of the field that is filled in.
    Signed {
        file: "form-update-original-ap-type-wrong.pdf",
        at: "2021-11-25T00:00:00Z",
        verdict: Verdict::Passed,
        signatures: &[(Passed, &[]), (Passed, &[])],
    },
    // The same, overwriting the stream.
    Signed {
        file: "form-update-override-appearance-stream-ap-indirect-sneaky.pdf",
        at: "2021-11-25T00:00:00Z",
        verdict: Verdict::Failed,
        signatures: &[(Failed, &[ChangeCatalogReplaced]), (Passed, &[])],
    },
    // A field filled in, its appearance written again in its place.
    Signed {
        file: "form-update-override-appearance-stream-ap-indirect.pdf",
        at: "2021-11-25T00:00:00Z",
        verdict: Verdict::Passed,
        signatures: &[(Passed, &[]), (Passed, &[])],
    },
    // The stream that is overwritten is reached from the catalog too.
    Signed {
        file: "form-update-override-appearance-stream-sneaky.pdf",
        at: "2021-11-25T00:00:00Z",
        verdict: Verdict::Failed,
        signatures: &[(Failed, &[ChangeCatalogReplaced]), (Passed, &[])],
    },
    // A field filled in, its appearance written again in its place.
    Signed {
        file: "form-update-override-appearance-stream.pdf",
        at: "2021-11-25T00:00:00Z",
        verdict: Verdict::Passed,
        signatures: &[(Passed, &[]), (Passed, &[])],
    },
    // Nobody but the signer speaks for the certificate; the second signature may follow the first.
    Signed {
        file: "minimal-signed-twice-both-created.pdf",
        at: "2021-01-12T00:00:00Z",
        verdict: Verdict::Indeterminate,
        signatures: &[(Open, &[SignerSelfSigned]), (Open, &[SignerSelfSigned])],
    },
    // No /Type in the signature dictionaries, which is optional; another root of the same name.
    Signed {
        file: "minimal-signed-twice-no-sig-type.pdf",
        at: "2020-11-03T00:00:00Z",
        verdict: Verdict::Indeterminate,
        signatures: &[(Open, &[TrustAnchorUnknown]), (Open, &[TrustAnchorUnknown])],
    },
    // As `minimal-signed-twice-both-created`.
    Signed {
        file: "minimal-signed-twice-second-created.pdf",
        at: "2021-01-12T00:00:00Z",
        verdict: Verdict::Indeterminate,
        signatures: &[(Open, &[SignerSelfSigned]), (Open, &[SignerSelfSigned])],
    },
    // As `minimal-signed-twice-both-created`, in fields that were there.
    Signed {
        file: "minimal-two-fields-signed-twice.pdf",
        at: "2021-01-05T00:00:00Z",
        verdict: Verdict::Indeterminate,
        signatures: &[(Open, &[SignerSelfSigned]), (Open, &[SignerSelfSigned])],
    },
    // The same, renewed.
    Signed {
        file: "pades-lta-dss-indirect-arrs-test-2.pdf",
        at: "2020-11-02T00:00:00Z",
        verdict: Verdict::Passed,
        signatures: &[(Passed, &[]), (Passed, &[]), (Passed, &[])],
    },
    // Validation data and a document timestamp behind the signature.
    Signed {
        file: "pades-lta-dss-indirect-arrs-test.pdf",
        at: "2020-11-02T00:00:00Z",
        verdict: Verdict::Passed,
        signatures: &[(Passed, &[]), (Passed, &[])],
    },
    // The same with issuer and serial number.
    Signed {
        file: "pades-with-old-style-signing-cert-attr-issser.pdf",
        at: "2021-08-19T00:00:00Z",
        verdict: Verdict::Passed,
        signatures: &[(Passed, &[])],
    },
    // The signing certificate is bound by the older attribute, with SHA-1.
    Signed {
        file: "pades-with-old-style-signing-cert-attr.pdf",
        at: "2021-08-19T00:00:00Z",
        verdict: Verdict::Passed,
        signatures: &[(Passed, &[])],
    },
    // The message brings content of its own along (ISO 32000-2 12.8.3.3.1 has it detached).
    Signed {
        file: "pdf-sig-with-econtent.pdf",
        at: "2021-11-22T00:00:00Z",
        verdict: Verdict::Failed,
        signatures: &[(Failed, &[CmsEmbeddedContent])],
    },
    // Two signatures whose fields and widgets are objects apart.
    Signed {
        file: "separate-annots-kids-indir.pdf",
        at: "2020-11-02T00:00:00Z",
        verdict: Verdict::Passed,
        signatures: &[(Passed, &[]), (Passed, &[])],
    },
    // No signed attributes: nothing binds the signature to its certificate.
    Signed {
        file: "sig-no-signed-attrs.pdf",
        at: "2020-11-02T00:00:00Z",
        verdict: Verdict::Failed,
        signatures: &[(Failed, &[SignedAttributesMissing])],
    },
    // The signer is named by its key, with the version number of a signer who is not.
    Signed {
        file: "sig-with-ski-sid.pdf",
        at: "2021-05-24T00:00:00Z",
        verdict: Verdict::Passed,
        signatures: &[(Passed, &[])],
    },
];
