//! Raising signatures to the long-term levels of PAdES (ETSI EN 319 142-1 6): verify, collect what the verdict rests
//! on, and append it, so that whoever verifies later needs no network.
//!
//! | level | what is appended |
//! |---|---|
//! | B-T | a document timestamp, where no valid timestamp proves the time of the signature |
//! | B-LT | the document security store with the certificates, CRLs and OCSP responses that were used |
//! | B-LTA | a document timestamp over all of it; asked for again, the evidence for the last one and a new one |
//!
//! The original bytes are not touched.

mod evidence;
mod options;
mod refusal;
#[cfg(test)]
mod tests;
mod timestamp;

pub use options::ExtendOptions;

use std::borrow::Cow;

use crate::cms::TimestampAuthority;
use crate::crypto::{DigestAlgorithm, PrivateKey};
use crate::error::{Error, ErrorKind, Result};
use crate::pki::{Certificate, TrustStore, ValidationData};
use crate::report::Level;
use crate::sign::{self, SignOptions, SignedUpdate};
use crate::time::Time;
use crate::verify::{self, EvidenceSource, Examination};

/// Raises the signatures of a PDF to a level and returns what has to be appended to it; nothing, if they have it
/// already. [`Level::BLTA`] is never had already: each time its archive is renewed by another document timestamp, which
/// has to be done before the key of the last one expires.
///
/// The document is verified first, as `options.verify` says, and `source` is asked for the evidence that is missing.
/// What the verdicts rest on is stored, less what the document carries already. B-LT and B-LTA are verified once more
/// at the end, with nothing but the document, the trust anchors, and the certificates that are believed only because they are pinned.
///
/// Neither a certification that allows no changes nor a lock forbids it: what these levels add is not a change in
/// their sense (ISO 32000-2 Tables 236 and 257).
///
/// Costs up to three verifications and a copy of the document in memory.
///
/// # Errors
/// Those of [`verify`](crate::verify); [`ErrorKind::LevelNotReached`] for a document without signatures, a signature
/// that is TOTAL_FAILED, and evidence that is not to be had, with the certificate that lacks it;
/// [`ErrorKind::InvalidArgument`] for a level below B-T, or if a timestamp is needed and there is no authority; what
/// the authority says; [`ErrorKind::SigningForbidden`] if the permissions of an encrypted document forbid it.
pub fn extend(
    document: &[u8],
    level: Level,
    options: &ExtendOptions,
    authority: Option<&dyn TimestampAuthority>,
    source: Option<&mut dyn EvidenceSource>,
) -> Result<SignedUpdate> {
    if !matches!(level, Level::BT | Level::BLT | Level::BLTA) {
        let what = format!("the level {level} is not one that a document can be raised to");
        return Err(Error::new(ErrorKind::InvalidArgument, what));
    }
    options.timestamp.check()?;
    let mut work =
        Work { document: Cow::Borrowed(document), options, authority, source, time: options.verify.time };
    work.raise(level)?;
    let update = work.document.get(document.len()..).unwrap_or_default().to_vec();
    Ok(SignedUpdate::new(update))
}

/// Signs a PDF at a level: [`sign`](crate::sign()), [`sign_with_timestamp`](crate::sign_with_timestamp), and
/// [`extend`] on top of that for B-LT and B-LTA.
///
/// # Errors
/// Those of the three.
#[expect(clippy::too_many_arguments, reason = "what is signed and how, and what it is verified with")]
pub fn sign_at_level(
    document: &[u8],
    key: &PrivateKey,
    certificates: &[Certificate],
    signing: &SignOptions,
    level: Level,
    options: &ExtendOptions,
    authority: Option<&dyn TimestampAuthority>,
    source: Option<&mut dyn EvidenceSource>,
) -> Result<SignedUpdate> {
    let limits = &options.verify.limits;
    if level == Level::BB {
        return sign::sign(document, key, certificates, signing, limits);
    }
    let asked = asked(authority)?;
    let signed = sign::sign_with_timestamp(document, key, certificates, signing, asked, limits)?;
    if level == Level::BT {
        return Ok(signed);
    }
    let whole = signed.append_to(document);
    let raised = extend(&whole, level, options, authority, source)?;
    Ok(SignedUpdate::new([signed.as_bytes(), raised.as_bytes()].concat()))
}

/// A document that is being raised.
struct Work<'w, 's> {
    document: Cow<'w, [u8]>,
    options: &'w ExtendOptions,
    authority: Option<&'w dyn TimestampAuthority>,
    source: Option<&'s mut (dyn EvidenceSource + 's)>,
    /// The time of the next verification.
    time: Time,
}

impl Work<'_, '_> {
    fn raise(&mut self, level: Level) -> Result<()> {
        let mut examination = self.examine()?;
        refusal::check_signatures(&examination.report)?;
        if refusal::lacks_time(&examination.report) {
            self.add_timestamp()?;
            examination = self.examine()?;
            refusal::check_time(&examination.report)?;
        }
        if level == Level::BT {
            return Ok(());
        }
        refusal::check_evidence(&examination.report)?;
        if level == Level::BLT && refusal::is_long_term(&examination.report) {
            return Ok(());
        }
        if let Some(update) = evidence::store(&self.document, &examination, &self.options.verify)? {
            self.append(&update);
        }
        if level == Level::BLTA {
            self.add_timestamp()?;
        }
        self.check_alone(level)
    }

    fn examine(&mut self) -> Result<Examination> {
        let mut options = self.options.verify.clone();
        options.time = self.time;
        match &mut self.source {
            Some(source) => verify::examine_with(&self.document, &options, &mut **source),
            None => verify::examine(&self.document, &options),
        }
    }

    /// Verifies what came out as a reader without a network would.
    fn check_alone(&mut self, level: Level) -> Result<()> {
        let mut options = self.options.verify.clone();
        options.time = self.time;
        options.evidence = ValidationData::new();
        options.trust = TrustStore::new();
        let trust = &self.options.verify.trust;
        trust.anchors().iter().for_each(|anchor| options.trust.add_anchor(anchor.clone()));
        // What is believed for its bytes alone has to be pinned by every reader, as the CAs of generation 1.
        let is_weak = |certificate: &&Certificate| {
            let digest = certificate.signature_algorithm().ok().and_then(|algorithm| algorithm.digest());
            digest.is_some_and(DigestAlgorithm::is_weak)
        };
        for pinned in trust.intermediates().iter().filter(is_weak) {
            options.trust.add_intermediate(pinned.clone());
        }
        options.certificates = Vec::new();
        refusal::check_level(&verify::verify(&self.document, &options)?, level)
    }

    fn add_timestamp(&mut self) -> Result<()> {
        let authority = asked(self.authority)?;
        let options = self.options;
        let (update, time) = timestamp::document_timestamp(&self.document, options, authority)?;
        self.append(&update);
        // The authority's clock may be ahead of the caller's, who said what time it is before asking.
        if time <= options.verify.time.plus_seconds(CLOCKS_APART) {
            self.time = self.time.max(time);
        }
        Ok(())
    }

    fn append(&mut self, update: &[u8]) {
        self.document.to_mut().extend_from_slice(update);
    }
}

fn asked(authority: Option<&dyn TimestampAuthority>) -> Result<&dyn TimestampAuthority> {
    authority.ok_or_else(|| {
        Error::new(ErrorKind::InvalidArgument, "a timestamp is needed, and no timestamp authority is named")
    })
}

/// How far the clock of an authority may be ahead.
const CLOCKS_APART: i64 = 300;
