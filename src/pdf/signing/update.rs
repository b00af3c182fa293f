//! The incremental update that adds a signature: its dictionary with space for the value, the field, and the changed
//! copies of what leads to them. The original bytes are not touched.

use std::ops::Range;

use super::super::security::SecurityHandler;
use super::super::{Document, ObjectId};
use super::change::Update;
use super::plan::{Plan, Target, TimestampPlan};
use super::splice::{hexadecimal, name, reference};
use crate::crypto::{Digest, DigestAlgorithm, Hasher};
use crate::error::{Error, ErrorKind, Result};
use crate::limits::Limits;
use crate::time::Time;

/// What the signature dictionary says beside the signature itself (ISO 32000-2 Table 255).
#[derive(Debug, Clone, Copy)]
pub(crate) struct SignatureEntries<'o> {
    /// /M.
    pub(crate) signing_time: Time,
    pub(crate) reason: Option<&'o str>,
    pub(crate) location: Option<&'o str>,
    pub(crate) contact: Option<&'o str>,
    /// Space to keep for the message in /Contents.
    pub(crate) contents_bytes: usize,
}

/// Bytes to append to the document, with a gap for the signature.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct SignatureUpdate {
    pub(crate) bytes: Vec<u8>,
    /// Where /Contents stands in `bytes`, `<` and `>` included.
    pub(crate) gap: Range<usize>,
}

impl SignatureUpdate {
    /// Says whether the gap is a string of zeros in angle brackets, as [`update`] makes it.
    pub(crate) fn check(&self) -> Result<()> {
        let digits =
            self.bytes.get(self.gap.clone()).and_then(|gap| gap.strip_prefix(b"<")?.strip_suffix(b">"));
        match digits {
            Some(digits) if digits.iter().all(|digit| *digit == b'0') && digits.len().is_multiple_of(2) => {
                Ok(())
            }
            _ => Err(Error::new(ErrorKind::MalformedState, "the gap for the signature")),
        }
    }

    /// The digest over the document and this update, less the gap.
    pub(crate) fn digest(&self, document: &[u8], algorithm: DigestAlgorithm) -> Result<Digest> {
        let outside = || Error::new(ErrorKind::Internal, "the gap lies outside of the update");
        let mut hasher = Hasher::new(algorithm);
        hasher.update(document);
        hasher.update(self.bytes.get(..self.gap.start).ok_or_else(outside)?);
        hasher.update(self.bytes.get(self.gap.end..).ok_or_else(outside)?);
        Ok(hasher.finish())
    }

    /// The update with this message in the gap.
    ///
    /// # Errors
    /// [`ErrorKind::PlaceholderTooSmall`], with the number of bytes that are missing.
    pub(crate) fn with_contents(&self, message: &[u8]) -> Result<Vec<u8>> {
        let space = self.gap.len().saturating_sub(2) / 2;
        if let Some(missing) = message.len().checked_sub(space).filter(|missing| *missing > 0) {
            let what = format!(
                "{missing} bytes are missing: the signature has {}, the space {space}",
                message.len()
            );
            return Err(Error::new(ErrorKind::PlaceholderTooSmall, what));
        }
        let mut digits = Vec::with_capacity(message.len() * 2);
        hexadecimal(&mut digits, message);
        let mut bytes = self.bytes.clone();
        let start = self.gap.start + 1;
        match bytes.get_mut(start..start + digits.len()) {
            Some(place) => place.copy_from_slice(&digits),
            None => return Err(Error::new(ErrorKind::Internal, "the gap lies outside of the update")),
        }
        Ok(bytes)
    }
}

/// Makes the update for a signature that [`plan`](super::plan) allows.
pub(crate) fn update(
    document: &Document<'_>,
    security: Option<&SecurityHandler>,
    plan: &Plan<'_>,
    entries: &SignatureEntries<'_>,
    limits: &Limits,
) -> Result<SignatureUpdate> {
    let mut update = Update::new(document, security)?;
    let signature = update.writer.allocate()?;
    let field = update.write_field(&plan.target, signature, limits)?;
    let new = matches!(plan.target, Target::New { .. }).then_some(field);
    update.write_form(new, plan.certify.map(|_| signature), Vec::new())?;
    let gap = update.write_signature(signature, plan, entries)?;
    update.finish(gap)
}

/// Makes the update for a document timestamp (ISO 32000-2 12.8.5, EN 319 142-1 5.4.3) whose place
/// [`plan_timestamp`](super::plan_timestamp) found: an invisible field of its own, and space of so many bytes for the
/// token.
pub(crate) fn timestamp_update(
    document: &Document<'_>,
    security: Option<&SecurityHandler>,
    plan: &TimestampPlan,
    token_bytes: usize,
    limits: &Limits,
) -> Result<SignatureUpdate> {
    let mut update = Update::new(document, security)?;
    let timestamp = update.writer.allocate()?;
    let target = Target::New { name: plan.name.clone() };
    let field = update.write_field(&target, timestamp, limits)?;
    let extension = update.pades_extension()?;
    update.write_form(Some(field), None, extension)?;
    let dictionary = b"<</Type/DocTimeStamp/Filter/Adobe.PPKLite/SubFilter/ETSI.RFC3161".to_vec();
    let gap = update.write_with_gap(timestamp, dictionary, token_bytes)?;
    update.finish(gap)
}

impl Update<'_, '_> {
    /// The signature dictionary. /Contents comes before /ByteRange, whose space is found behind the gap.
    fn write_signature(
        &mut self,
        id: ObjectId,
        plan: &Plan<'_>,
        entries: &SignatureEntries<'_>,
    ) -> Result<Range<usize>> {
        let render = self.renderer(id);
        let mut body = b"<</Type/Sig/Filter/Adobe.PPKLite/SubFilter".to_vec();
        name(&mut body, plan.sub_filter.name().as_bytes());
        let texts = [
            (b"M".as_slice(), Some(entries.signing_time.to_pdf_date())),
            (b"Reason", entries.reason.map(str::to_owned)),
            (b"Location", entries.location.map(str::to_owned)),
            (b"ContactInfo", entries.contact.map(str::to_owned)),
        ];
        for (key, text) in texts {
            if let Some(text) = text {
                name(&mut body, key);
                body.extend_from_slice(&render.text(&text)?);
            }
        }
        let references = self.references(id, plan)?;
        if !references.is_empty() {
            body.extend_from_slice(b"/Reference[");
            body.extend_from_slice(&references);
            body.push(b']');
        }
        self.write_with_gap(id, body, entries.contents_bytes)
    }

    /// Ends a signature dictionary with /Contents and /ByteRange.
    fn write_with_gap(&mut self, id: ObjectId, mut body: Vec<u8>, space: usize) -> Result<Range<usize>> {
        body.extend_from_slice(b"/Contents ");
        let start = body.len();
        body.push(b'<');
        body.resize(body.len() + space * 2, b'0');
        body.push(b'>');
        let end = body.len();
        body.extend_from_slice(b"/ByteRange[");
        body.extend_from_slice(BYTE_RANGE_SPACE);
        body.extend_from_slice(b"]>>");
        let at = self.writer.write(id, &body)?;
        Ok(at + start..at + end)
    }

    /// The whole update, with the numbers of /ByteRange.
    fn finish(self, gap: Range<usize>) -> Result<SignatureUpdate> {
        let before = self.document.bytes().len();
        let mut bytes = self.writer.finish()?;
        let total = |at: usize| before.checked_add(at);
        let (Some(gap_start), Some(gap_end), Some(end)) =
            (total(gap.start), total(gap.end), total(bytes.len()))
        else {
            return Err(Error::new(ErrorKind::LimitExceeded, "the size of the signed document"));
        };
        let numbers = format!("0 {gap_start} {gap_end} {}", end - gap_end);
        let place = bytes.get_mut(gap.end..).and_then(|rest| {
            let at = memchr::memmem::find(rest, BYTE_RANGE_SPACE)?;
            rest.get_mut(at..at + numbers.len())
        });
        place
            .ok_or_else(|| Error::new(ErrorKind::Internal, "no space for /ByteRange"))?
            .copy_from_slice(numbers.as_bytes());
        Ok(SignatureUpdate { bytes, gap })
    }

    /// The signature references: what this signature certifies and locks (Tables 256 to 259).
    fn references(&self, id: ObjectId, plan: &Plan<'_>) -> Result<Vec<u8>> {
        let mut out = Vec::new();
        if let Some(certify) = plan.certify {
            let p = certify.level();
            out.extend_from_slice(b"<</Type/SigRef/TransformMethod/DocMDP/TransformParams");
            out.extend_from_slice(format!("<</Type/TransformParams/P {p}/V/1.2>>>>").as_bytes());
        }
        if let Some(lock) = &plan.lock {
            // The field's /Lock may stand in an object stream or under another object's key: written anew.
            let render = self.renderer(id);
            out.extend_from_slice(b"<</Type/SigRef/TransformMethod/FieldMDP/Data ");
            out.extend_from_slice(reference(self.root()?).as_bytes());
            out.extend_from_slice(b"/TransformParams<</Type/TransformParams/V/1.2");
            for key in [b"Action".as_slice(), b"Fields"] {
                let Some(value) = lock.get(key).map(|value| self.view.resolve(value)).transpose()? else {
                    continue;
                };
                name(&mut out, key);
                out.push(b' ');
                render.object(&mut out, &value)?;
            }
            out.extend_from_slice(b">>>>");
        }
        Ok(out)
    }
}

/// Space for the four numbers of /ByteRange; white space that is left stays.
const BYTE_RANGE_SPACE: &[u8] = &[b' '; 64];
