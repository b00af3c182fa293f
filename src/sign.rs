//! Signing: prepare, let someone sign, complete. Two steps are the primitive, because keys live on tokens, in phones
//! and behind services; [`sign`] does both with a key in memory.

#[cfg(any(feature = "cli", feature = "capi"))]
mod certificates;
mod options;
mod state;
#[cfg(test)]
mod tests;
mod timestamp;

#[cfg(any(feature = "cli", feature = "capi"))]
pub(crate) use certificates::own_first;
pub use options::SignOptions;
pub use state::{PreparedSignature, SignedUpdate};
pub use timestamp::TimestampOptions;

use crate::cms::{self, SignedAttributesSpec, TimestampAuthority};
use crate::crypto::{DigestAlgorithm, KeyKind, PrivateKey};
use crate::error::{Error, ErrorKind, Result};
use crate::limits::Limits;
use crate::pdf::signing::{self, FieldRequest, SignatureEntries, SubFilter};
use crate::pki::Certificate;

/// Signs a PDF with a key in memory and returns what has to be appended to it.
///
/// `certificates` are the signer's own first, then the others of its chain in any order; all but self-issued ones are
/// embedded byte for byte. The document is neither changed nor copied; the cost is one digest of it and one
/// operation of the key.
///
/// Does not check that the certificate leads to a trust anchor, nor whether it was revoked.
///
/// # Errors
/// Those of [`prepare`] and [`PreparedSignature::complete`], and [`ErrorKind::KeyMismatch`].
pub fn sign(
    document: &[u8],
    key: &PrivateKey,
    certificates: &[Certificate],
    options: &SignOptions,
    limits: &Limits,
) -> Result<SignedUpdate> {
    check_key(key, certificates)?;
    let prepared = prepare(document, certificates, options, limits)?;
    let value = key.sign(prepared.algorithm(), prepared.to_be_signed())?;
    prepared.embed(&value, None)
}

/// As [`sign`], with a timestamp over the signature value: level B-T (EN 319 142-1 6.3). How it is asked for stands in
/// [`SignOptions::timestamp`]; `None` there means the defaults.
///
/// If the token is longer than the space that was kept for it, the document is signed once more with enough space, and
/// the authority asked again.
///
/// # Errors
/// Those of [`sign`], those of the authority, and [`ErrorKind::TimestampRefused`] and
/// [`ErrorKind::TimestampUnusable`] for what it answers.
pub fn sign_with_timestamp(
    document: &[u8],
    key: &PrivateKey,
    certificates: &[Certificate],
    options: &SignOptions,
    authority: &dyn TimestampAuthority,
    limits: &Limits,
) -> Result<SignedUpdate> {
    check_key(key, certificates)?;
    let mut options = options.clone();
    let mut timestamp = options.timestamp.take().unwrap_or_default();
    let mut again = true;
    loop {
        options.timestamp = Some(timestamp.clone());
        let prepared = prepare(document, certificates, &options, limits)?;
        let value = key.sign(prepared.algorithm(), prepared.to_be_signed())?;
        let request = prepared.timestamp_request(&value)?;
        let token = request.token(&authority.timestamp(&request.to_der())?, limits)?;
        match prepared.embed(&value, Some(&token)) {
            Err(error) if error.kind() == ErrorKind::PlaceholderTooSmall && again => {
                timestamp = timestamp.with_space_for(&token);
                again = false;
            }
            result => return result,
        }
    }
}

fn check_key(key: &PrivateKey, certificates: &[Certificate]) -> Result<()> {
    if key.public_key() == signer(certificates)?.public_key()? {
        return Ok(());
    }
    Err(Error::new(ErrorKind::KeyMismatch, "the private key is not that of the first certificate"))
}

/// Prepares a signature: the update with space for the signature, and the bytes that the signer's key has to sign.
///
/// # Errors
/// What cannot be read ([`ErrorKind::EmptyInput`], [`ErrorKind::MalformedPdf`], passwords,
/// [`ErrorKind::UnsupportedEncryption`], also for an integrity code that a signature would break), what the document
/// forbids ([`ErrorKind::SigningForbidden`], [`ErrorKind::FieldNotFound`], [`ErrorKind::FieldAlreadySigned`],
/// [`ErrorKind::SeedValueConflict`]), and certificates that must not sign ([`ErrorKind::CertificateExpired`],
/// [`ErrorKind::CertificateNotYetValid`], [`ErrorKind::CertificateWrongUsage`]).
pub fn prepare(
    document: &[u8],
    certificates: &[Certificate],
    options: &SignOptions,
    limits: &Limits,
) -> Result<PreparedSignature> {
    let signer = signer(certificates)?;
    check_certificate(signer, options)?;
    if let Some(timestamp) = &options.timestamp {
        timestamp.check()?;
    }
    let (pdf, security) = signing::open_for_update(document, options.password.as_deref(), limits)?;
    let request = FieldRequest {
        field: options.field.as_deref(),
        sub_filter: options.sub_filter,
        digest: digest_for(signer, options.digest)?,
        certify: options.certify,
        reason: options.reason.as_deref(),
    };
    let plan = signing::plan(&pdf, security.as_ref(), &request, limits)?;
    let key = signer.public_key()?;
    let algorithm = if options.pss { key.pss(plan.digest)? } else { key.default_algorithm(plan.digest) };
    let embedded = chain(signer, certificates, limits);
    // PAdES leaves the attribute out, /M has the time (EN 319 142-1 6.3); older signatures have both.
    let signing_time = (plan.sub_filter == SubFilter::AdbePkcs7Detached).then_some(options.signing_time);
    let spec =
        SignedAttributesSpec { certificate: signer, algorithm, signing_time, signing_certificate_v2: true };
    let unsigned = options.timestamp.as_ref().map_or(0, TimestampOptions::attribute_space);
    let unsigned = unsigned.saturating_add(options.reserve);
    let entries = SignatureEntries {
        signing_time: options.signing_time,
        reason: options.reason.as_deref(),
        location: options.location.as_deref(),
        contact: options.contact.as_deref(),
        contents_bytes: cms::estimate_len(&spec, &embedded, unsigned),
    };
    let update = signing::update(&pdf, security.as_ref(), &plan, &entries, limits)?;
    let content = update.digest(document, plan.digest)?;
    Ok(PreparedSignature {
        document_length: document.len(),
        signed_attributes: cms::signed_attributes(&spec, &content),
        update,
        content,
        signing_time,
        algorithm,
        embedded,
        timestamp: options.timestamp.clone(),
    })
}

/// The signer's certificate and those above it among the ones given, without the root: whoever verifies has that, or
/// does not trust it. Key files hold unrelated certificates too, which are nobody's business.
fn chain(signer: &Certificate, certificates: &[Certificate], limits: &Limits) -> Vec<Certificate> {
    let mut chain = vec![signer.clone()];
    while let Some(last) = chain.last().filter(|_| chain.len() < limits.path_length) {
        let is_next = |c: &&Certificate| {
            c.subject().matches(last.issuer()) && !c.is_self_issued() && !chain.contains(c)
        };
        let Some(next) = certificates.iter().find(is_next) else { break };
        chain.push(next.clone());
    }
    chain
}

/// Ed25519 brings its own digest (RFC 8419 3.1); the other keys take what is asked for.
fn digest_for(signer: &Certificate, asked: Option<DigestAlgorithm>) -> Result<Option<DigestAlgorithm>> {
    if let Some(weak) = asked.filter(|digest| digest.is_weak()) {
        let what = format!("{} is broken and only read, never made", weak.name());
        return Err(Error::new(ErrorKind::UnsupportedAlgorithm, what));
    }
    match (signer.public_key()?.kind(), asked) {
        (KeyKind::Ed25519, None | Some(DigestAlgorithm::Sha512)) => Ok(Some(DigestAlgorithm::Sha512)),
        (KeyKind::Ed25519, Some(_)) => {
            Err(Error::new(ErrorKind::UnsupportedAlgorithm, "Ed25519 needs SHA-512"))
        }
        (_, asked) => Ok(asked),
    }
}

/// Decree 68/2024 Article 29.1: before signing, the certificate must be in force and meant for signing.
fn check_certificate(signer: &Certificate, options: &SignOptions) -> Result<()> {
    if !options.danger_allow_expired {
        if options.signing_time < signer.not_before() {
            let what = format!("the certificate is valid from {}", signer.not_before());
            return Err(Error::new(ErrorKind::CertificateNotYetValid, what));
        }
        if options.signing_time > signer.not_after() {
            let what = format!("the certificate was valid until {}", signer.not_after());
            return Err(Error::new(ErrorKind::CertificateExpired, what));
        }
    }
    if signer.key_usage_allows_signing() == Some(false) {
        let what = "the key usage allows neither digitalSignature nor nonRepudiation";
        return Err(Error::new(ErrorKind::CertificateWrongUsage, what));
    }
    if let Some(purpose) = signer.purpose_other_than_documents() {
        let what = format!("the extended key usage is for {purpose} only");
        return Err(Error::new(ErrorKind::CertificateWrongUsage, what));
    }
    Ok(())
}

fn signer(certificates: &[Certificate]) -> Result<&Certificate> {
    certificates.first().ok_or_else(|| Error::new(ErrorKind::NoCertificate, "no certificate of the signer"))
}
