//! TimeStampResp (RFC 3161 2.4.2): a status, and a token if it was granted.

use std::fmt::Write as _;

use super::request::unusable;
use crate::asn1::{Element, Reader, Tag, ber, string};
use crate::error::{Error, ErrorKind, Result};
use crate::limits::Limits;

/// The token in a response that grants one, byte for byte as it came.
///
/// # Errors
/// [`ErrorKind::TimestampRefused`] for any other status, [`ErrorKind::TimestampUnusable`] for anything that is no
/// response, [`ErrorKind::LimitExceeded`].
pub(super) fn token<'a>(response: &'a [u8], limits: &Limits) -> Result<&'a [u8]> {
    if response.len() > limits.cms_bytes {
        return Err(Error::new(ErrorKind::LimitExceeded, "size of a timestamp response"));
    }
    let (status, token) = split(response, limits.depth).map_err(unusable)?;
    let (status, reasons) = read_status(status, limits.depth).map_err(unusable)?;
    match (status, token) {
        (GRANTED | GRANTED_WITH_MODS, Some(token)) => Ok(token),
        (GRANTED | GRANTED_WITH_MODS, None) => {
            Err(Error::new(ErrorKind::TimestampUnusable, "granted without a token"))
        }
        (status, _) => {
            let name = usize::try_from(status).ok().and_then(|at| STATUS.get(at));
            let mut detail = name.map_or_else(|| format!("status {status}"), |name| (*name).to_owned());
            if !reasons.is_empty() {
                // Writing to a String cannot fail.
                let _ = write!(detail, ": {}", reasons.join(", "));
            }
            Err(Error::new(ErrorKind::TimestampRefused, detail))
        }
    }
}

/// PKIStatusInfo and token, as they came. In BER the outermost element may be of indefinite length; the token must
/// not be touched for that.
fn split(response: &[u8], depth: usize) -> Result<(&[u8], Option<&[u8]>)> {
    let malformed = || Error::new(ErrorKind::MalformedAsn1, "timestamp response");
    let inside = match response {
        [0x30, 0x80, inside @ .., 0, 0] => inside,
        _ => {
            Element::from_der(response, "timestamp response")
                .ok()
                .filter(|outer| outer.tag == Tag::SEQUENCE)
                .ok_or_else(malformed)?
                .content
        }
    };
    let (_, status) = ber::to_der(inside, depth)?;
    let (status, token) = inside.split_at_checked(status).ok_or_else(malformed)?;
    if token.is_empty() {
        return Ok((status, None));
    }
    let (_, used) = ber::to_der(token, depth)?;
    if used == token.len() { Ok((status, Some(token))) } else { Err(malformed()) }
}

/// The status, and in words why it is not granted: failInfo and what the authority writes.
fn read_status(status: &[u8], depth: usize) -> Result<(u64, Vec<String>)> {
    let (status, _) = ber::to_der(status, depth)?;
    let mut fields = Reader::new(&status).sequence("PKIStatusInfo")?;
    let number = fields.expect(Tag::INTEGER, "status")?.u64("status")?;
    let text = fields.optional(Tag::SEQUENCE)?;
    let failures = fields.optional(Tag::BIT_STRING)?;
    fields.finish("PKIStatusInfo")?;
    let mut reasons = failures.map(|failures| failure_words(failures.content)).unwrap_or_default();
    if let Some(text) = text {
        reasons.extend(free_text(&text));
    }
    Ok((number, reasons))
}

/// The bits of PKIFailureInfo by their names.
fn failure_words(bits: &[u8]) -> Vec<String> {
    let octets = bits.get(1..).unwrap_or_default();
    let is_set = |bit: usize| octets.get(bit / 8).is_some_and(|octet| octet & (0x80 >> (bit % 8)) != 0);
    let named = FAILURES.iter().filter(|(bit, _)| is_set(*bit)).map(|(_, name)| (*name).to_owned());
    named.collect()
}

/// PKIFreeText on one line, in quotation marks. It comes from a stranger: what could trouble a terminal is left out.
fn free_text(text: &Element<'_>) -> Option<String> {
    let mut parts = text.reader();
    let mut line = String::new();
    while let Ok(part) = parts.element() {
        let (part, _) = string::text(&part)?;
        if !line.is_empty() {
            line.push(' ');
        }
        line.extend(part.chars().map(|letter| if letter.is_control() { ' ' } else { letter }));
        if line.len() > TEXT {
            break;
        }
    }
    let shown: String = line.chars().filter(|letter| !turns(*letter)).take(TEXT).collect();
    (!shown.is_empty()).then(|| format!("\"{shown}\""))
}

/// Whether the character turns the direction of writing.
fn turns(letter: char) -> bool {
    matches!(letter, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

const GRANTED: u64 = 0;
const GRANTED_WITH_MODS: u64 = 1;

/// PKIStatus by number.
const STATUS: [&str; 6] =
    ["granted", "grantedWithMods", "rejection", "waiting", "revocationWarning", "revocationNotification"];

/// PKIFailureInfo: bit and name.
pub(super) const FAILURES: [(usize, &str); 8] = [
    (0, "badAlg"),
    (2, "badRequest"),
    (5, "badDataFormat"),
    (14, "timeNotAvailable"),
    (15, "unacceptedPolicy"),
    (16, "unacceptedExtension"),
    (17, "addInfoNotAvailable"),
    (25, "systemFailure"),
];

/// Characters of the authority's text that are shown.
const TEXT: usize = 200;
