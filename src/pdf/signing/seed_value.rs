//! The seed value of a signature field (/SV, ISO 32000-2 Table 237): what its author asks of the signature.

use super::super::{Dictionary, Object, View};
use super::permission::Certification;
use super::{FieldRequest, SubFilter, text_string};
use crate::crypto::DigestAlgorithm;
use crate::error::{Error, ErrorKind, Result};

/// The format and digest that satisfy both the signer's choice and the seed value. What the signer left open follows
/// the seed value; a requirement that cannot be met is an error that names it.
pub(super) fn negotiate(
    view: &View<'_, '_>,
    seed_value: Option<&Dictionary<'_>>,
    request: &FieldRequest<'_>,
) -> Result<(SubFilter, DigestAlgorithm)> {
    let default = (SubFilter::EtsiCadesDetached, DigestAlgorithm::Sha256);
    let Some(seed_value) = seed_value else {
        return Ok((request.sub_filter.unwrap_or(default.0), request.digest.unwrap_or(default.1)));
    };
    let seed_value = SeedValue { view, dictionary: seed_value };
    seed_value.check_filter()?;
    seed_value.check_reason(request.reason)?;
    seed_value.check_certification(request.certify)?;
    seed_value.check_unsupported()?;

    let formats = seed_value.names(b"SubFilter")?;
    let formats = formats.map(|names| names.iter().filter_map(|n| SubFilter::from_name(n)).collect());
    let sub_filter = choose(
        request.sub_filter,
        default.0,
        formats,
        seed_value.requires(SUB_FILTER)?,
        "a signature format",
    )?;

    let digests = seed_value.names(b"DigestMethod")?;
    let digests = digests.map(|names| names.iter().filter_map(|n| digest_method(n)).collect());
    let digest = choose(
        request.digest,
        default.1,
        digests,
        seed_value.requires(DIGEST_METHOD)?,
        "a digest algorithm",
    )?;
    Ok((sub_filter, digest))
}

/// What the signer asked for, else the default if it is among what the field asks for, else the field's first.
fn choose<T: Copy + PartialEq>(
    asked: Option<T>,
    default: T,
    wanted: Option<Vec<T>>,
    required: bool,
    what: &'static str,
) -> Result<T> {
    let Some(wanted) = wanted else { return Ok(asked.unwrap_or(default)) };
    match asked {
        Some(asked) if wanted.contains(&asked) || !required => Ok(asked),
        Some(_) => Err(conflict(format!("the field requires {what} other than the one asked for"))),
        None if wanted.contains(&default) => Ok(default),
        None => match wanted.first() {
            Some(first) => Ok(*first),
            None if required => Err(conflict(format!("the field requires {what} that is not supported"))),
            None => Ok(default),
        },
    }
}

struct SeedValue<'s, 'd, 'a> {
    view: &'s View<'d, 'a>,
    dictionary: &'s Dictionary<'a>,
}

impl<'a> SeedValue<'_, '_, 'a> {
    fn entry(&self, key: &[u8]) -> Result<Option<Object<'a>>> {
        self.dictionary.get(key).map(|value| self.view.resolve(value)).transpose()
    }

    /// Whether the entry with this bit position of /Ff is a requirement, not a wish.
    fn requires(&self, bit: u32) -> Result<bool> {
        let flags = self.entry(b"Ff")?.as_ref().and_then(Object::as_integer).unwrap_or(0);
        Ok(flags & (1 << (bit - 1)) != 0)
    }

    /// The names or strings of an array.
    fn names(&self, key: &[u8]) -> Result<Option<Vec<Vec<u8>>>> {
        let Some(Object::Array(array)) = self.entry(key)? else { return Ok(None) };
        let mut names = Vec::with_capacity(array.len());
        for item in &array {
            match self.view.resolve(item)? {
                Object::Name(name) => names.push(name.into_owned()),
                Object::String(string) => names.push(string.bytes.into_owned()),
                _ => {}
            }
        }
        Ok(Some(names))
    }

    fn check_filter(&self) -> Result<()> {
        let filter = self.entry(b"Filter")?;
        match filter.as_ref().and_then(Object::as_name) {
            Some(name) if name != b"Adobe.PPKLite" && self.requires(FILTER)? => {
                Err(conflict("the field requires a signature handler other than Adobe.PPKLite"))
            }
            _ => Ok(()),
        }
    }

    fn check_reason(&self, reason: Option<&str>) -> Result<()> {
        let Some(reasons) = self.names(b"Reasons")? else { return Ok(()) };
        if !self.requires(REASONS)? {
            return Ok(());
        }
        let reasons: Vec<String> = reasons.iter().map(|reason| text_string(reason)).collect();
        let reasons: Vec<&str> = reasons.iter().map(String::as_str).collect();
        match (reason, reasons.as_slice()) {
            // Table 237: no reason at all, or a single period, means that none may be given.
            (None, [] | ["."]) => Ok(()),
            (Some(reason), list) if list.contains(&reason) => Ok(()),
            _ => Err(conflict("the field requires one of the reasons that it lists")),
        }
    }

    fn check_certification(&self, certify: Option<Certification>) -> Result<()> {
        let Some(Object::Dictionary(mdp)) = self.entry(b"MDP")? else { return Ok(()) };
        let p = mdp.get(b"P").map(|p| self.view.resolve(p)).transpose()?;
        let wanted = p.as_ref().and_then(Object::as_integer).unwrap_or(0);
        if wanted == certify.map_or(0, |certify| i64::from(certify.level())) {
            return Ok(());
        }
        Err(conflict(match Certification::from_level(wanted) {
            None => "the field is for an approval signature, not for a certification",
            Some(_) => "the field requires a certification with the level that it names",
        }))
    }

    /// What this version cannot give is refused rather than left out.
    fn check_unsupported(&self) -> Result<()> {
        if self.requires(REVOCATION)?
            && self.entry(b"AddRevInfo")?.as_ref().and_then(Object::as_bool) == Some(true)
        {
            return Err(conflict("the field requires revocation data in the signature"));
        }
        if self.requires(LEGAL_ATTESTATION)? && self.entry(b"LegalAttestation")?.is_some() {
            return Err(conflict("the field requires a legal attestation"));
        }
        let required = |entry: Option<Object<'_>>| {
            let dictionary = entry.as_ref().and_then(Object::as_dictionary);
            dictionary.and_then(|d| d.get(b"Ff")).and_then(Object::as_integer).is_some_and(|flags| flags != 0)
        };
        if required(self.entry(b"TimeStamp")?) {
            return Err(conflict("the field requires a timestamp in the signature"));
        }
        if required(self.entry(b"Cert")?) {
            return Err(conflict("the field restricts the certificates that may sign"));
        }
        Ok(())
    }
}

fn digest_method(name: &[u8]) -> Option<DigestAlgorithm> {
    match name {
        b"SHA256" => Some(DigestAlgorithm::Sha256),
        b"SHA384" => Some(DigestAlgorithm::Sha384),
        b"SHA512" => Some(DigestAlgorithm::Sha512),
        // SHA-1 is never made, RIPEMD-160 is not supported.
        _ => None,
    }
}

fn conflict(what: impl Into<std::borrow::Cow<'static, str>>) -> Error {
    Error::new(ErrorKind::SeedValueConflict, what)
}

/// Bit positions of /Ff, counted from 1 (Table 237).
const FILTER: u32 = 1;
const SUB_FILTER: u32 = 2;
const REASONS: u32 = 4;
const LEGAL_ATTESTATION: u32 = 5;
const REVOCATION: u32 = 6;
const DIGEST_METHOD: u32 = 7;
