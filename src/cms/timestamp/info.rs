//! TSTInfo (RFC 3161 2.4.2): what the authority says.

use super::fault::TimestampFault;
use crate::asn1::{Element, Reader, Tag, ber, oid};
use crate::cms::algorithm;
use crate::crypto::DigestAlgorithm;
use crate::error::Result;
use crate::pki::{Certificate, Name};
use crate::time::Time;

/// TSTInfo as it arrived.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct TstInfo {
    pub(crate) version: u64,
    /// The contents octets of the identifier of the authority's policy.
    pub(crate) policy: Vec<u8>,
    /// The digest algorithm of the imprint, if it is known.
    pub(crate) imprint_algorithm: Option<DigestAlgorithm>,
    pub(crate) imprint: Vec<u8>,
    /// The contents octets of the serial number.
    pub(crate) serial: Vec<u8>,
    /// When the imprint was seen; parts of a second are dropped.
    pub(crate) gen_time: Time,
    pub(crate) accuracy: Option<Accuracy>,
    /// Whether all tokens of this authority can be ordered by their times, whatever the accuracy.
    pub(crate) ordering: bool,
    /// The contents octets of the nonce.
    pub(crate) nonce: Option<Vec<u8>>,
    /// The name of the authority: a GeneralName, a whole element.
    pub(crate) tsa: Option<Vec<u8>>,
    /// Identifiers of critical extensions; none is understood here.
    pub(crate) critical_extensions: Vec<Vec<u8>>,
}

/// How far the true time may be from `gen_time`, either way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Accuracy {
    pub(crate) micros: u64,
}

impl TstInfo {
    /// Reads the contents of a token, which RFC 3161 wants in DER.
    ///
    /// # Errors
    /// The structure cannot be followed.
    pub(super) fn read(bytes: &[u8], depth: usize) -> Result<Self> {
        read(bytes).or_else(|error| {
            // Some authorities write BER here too. What was signed is hashed as it came; this is for reading alone.
            let (der, used) = ber::to_der(bytes, depth)?;
            if used == bytes.len() { read(&der) } else { Err(error) }
        })
    }

    /// The digest algorithm of the imprint if collisions can be made for it: SHA-1 of old tools, MD5.
    pub(crate) fn weak_imprint(&self) -> Option<DigestAlgorithm> {
        self.imprint_algorithm.filter(|algorithm| algorithm.is_weak())
    }

    /// What is wrong with it whoever signed it.
    pub(super) fn faults(&self) -> Vec<TimestampFault> {
        let version = (self.version != 1).then_some(TimestampFault::UnknownVersion(self.version));
        let critical = self.critical_extensions.iter().cloned().map(TimestampFault::UnknownCriticalExtension);
        version.into_iter().chain(critical).collect()
    }

    /// Whether `tsa` is one of the certificate's names, its subject or one of its subjectAltName. `None` if the token
    /// does not name its authority.
    pub(super) fn names(&self, certificate: &Certificate) -> Option<bool> {
        let tsa = Element::from_der(self.tsa.as_deref()?, "tsa").ok()?;
        let is_subject = || {
            let name = directory_name(&tsa).and_then(|name| Name::read(&name));
            name.is_ok_and(|name| name.matches(certificate.subject()))
        };
        let mut alternatives = certificate.extensions().filter(|e| e.oid == oid::SUBJECT_ALT_NAME);
        let mut is_alternative = || alternatives.any(|names| holds(names.value, &tsa).unwrap_or_default());
        Some(is_subject() || is_alternative())
    }
}

fn read(bytes: &[u8]) -> Result<TstInfo> {
    let mut file = Reader::new(bytes);
    let mut fields = file.sequence("TSTInfo")?;
    file.finish("bytes behind TSTInfo")?;
    let version = fields.expect(Tag::INTEGER, "version of TSTInfo")?.u64("version of TSTInfo")?;
    let policy = fields.oid("policy of TSTInfo")?.0.to_vec();
    let (imprint_algorithm, imprint) = message_imprint(&mut fields)?;
    let serial = fields.expect(Tag::INTEGER, "serialNumber of TSTInfo")?.content.to_vec();
    let gen_time = time(&fields.expect(Tag::GENERALIZED_TIME, "genTime")?)?;
    let accuracy = fields.optional(Tag::SEQUENCE)?.map(|element| accuracy(&element)).transpose()?;
    let ordering = match fields.optional(Tag::BOOLEAN)? {
        Some(ordering) => ordering.content.iter().any(|octet| *octet != 0),
        None => false,
    };
    let nonce = fields.optional(Tag::INTEGER)?.map(|nonce| nonce.content.to_vec());
    let tsa = match fields.optional(Tag::context(0))? {
        Some(explicit) => Some(Element::from_der(explicit.content, "tsa")?.raw.to_vec()),
        None => None,
    };
    let critical_extensions = match fields.optional(Tag::context(1))? {
        Some(extensions) => critical(extensions.reader())?,
        None => Vec::new(),
    };
    fields.finish("TSTInfo")?;
    Ok(TstInfo {
        version,
        policy,
        imprint_algorithm,
        imprint,
        serial,
        gen_time,
        accuracy,
        ordering,
        nonce,
        tsa,
        critical_extensions,
    })
}

/// MessageImprint: its algorithm, if known, and the digest.
pub(super) fn message_imprint(fields: &mut Reader<'_>) -> Result<(Option<DigestAlgorithm>, Vec<u8>)> {
    let mut imprint = fields.sequence("messageImprint")?;
    let identifier = imprint.expect(Tag::SEQUENCE, "hashAlgorithm")?;
    let hash = imprint.expect(Tag::OCTET_STRING, "hashedMessage")?.content.to_vec();
    imprint.finish("messageImprint")?;
    Ok((algorithm::digest(identifier.raw), hash))
}

/// genTime; parts of a second (RFC 3161 2.4.2) are checked and dropped.
fn time(element: &Element<'_>) -> Result<Time> {
    let fraction = element.content.split(|octet| b".,".contains(octet)).nth(1);
    let digits = fraction.map(|fraction| fraction.iter().take_while(|o| o.is_ascii_digit()).count());
    match (digits, fraction) {
        (None, _) => element.time("genTime"),
        (Some(1..), Some(fraction))
            if digits == fraction.len().checked_sub(1) && fraction.ends_with(b"Z") =>
        {
            element.time("genTime")
        }
        _ => Err(element.error("genTime")),
    }
}

/// Accuracy. The standard wants 1 to 999 for the parts; what authorities write beyond that is still a number.
fn accuracy(element: &Element<'_>) -> Result<Accuracy> {
    let mut fields = element.reader();
    let mut part = |tag: Tag, micros: u64| -> Result<u64> {
        let number = fields.optional(tag)?.map(|number| number.u64("accuracy")).transpose()?;
        Ok(number.unwrap_or(0).saturating_mul(micros))
    };
    let seconds = part(Tag::INTEGER, 1_000_000)?;
    let millis = part(Tag::context_primitive(0), 1_000)?;
    let micros = part(Tag::context_primitive(1), 1)?;
    fields.finish("accuracy")?;
    Ok(Accuracy { micros: seconds.saturating_add(millis).saturating_add(micros) })
}

/// The identifiers of the critical ones among these extensions.
fn critical(mut extensions: Reader<'_>) -> Result<Vec<Vec<u8>>> {
    let mut found = Vec::new();
    while !extensions.is_empty() {
        let mut extension = extensions.sequence("extension of TSTInfo")?;
        let oid = extension.oid("extension of TSTInfo")?;
        let critical = extension.optional(Tag::BOOLEAN)?;
        extension.expect(Tag::OCTET_STRING, "extension of TSTInfo")?;
        extension.finish("extension of TSTInfo")?;
        if critical.is_some_and(|critical| critical.content != [0]) {
            found.push(oid.0.to_vec());
        }
    }
    Ok(found)
}

/// The Name inside a directoryName [4].
fn directory_name<'a>(name: &Element<'a>) -> Result<Element<'a>> {
    if name.tag != Tag::context(4) {
        return Err(name.error("directoryName"));
    }
    let mut inside = name.reader();
    let found = inside.element()?;
    inside.finish("directoryName")?;
    Ok(found)
}

/// Whether a subjectAltName holds this name.
fn holds(names: &[u8], tsa: &Element<'_>) -> Result<bool> {
    let wanted = directory_name(tsa).and_then(|name| Name::read(&name)).ok();
    let mut names = Reader::new(names).sequence("subjectAltName")?;
    while !names.is_empty() {
        let name = names.element()?;
        let same = match (&wanted, directory_name(&name)) {
            (Some(wanted), Ok(name)) => Name::read(&name)?.matches(wanted),
            _ => name.raw == tsa.raw,
        };
        if same {
            return Ok(true);
        }
    }
    Ok(false)
}
