//! The entries of a CRL (RFC 5280 5.3): walked through each time, without a map and without copies.

use super::read_extensions;
use super::reason::CrlReason;
use crate::asn1::{Element, Reader, Tag, oid};
use crate::error::{Error, Result};
use crate::limits::Budget;
use crate::pki::Name;
use crate::time::Time;

/// What a CRL says about one certificate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Revocation {
    pub(crate) at: Time,
    pub(crate) reason: CrlReason,
    pub(crate) invalidity_date: Option<Time>,
}

/// Why no answer can be had from the entries.
#[derive(Debug)]
pub(in crate::pki) enum EntryFault {
    /// RFC 5280 5.3: the whole CRL must not be used then.
    UnknownCritical(String),
    /// An entry of another issuer in a CRL that is not indirect.
    NotIndirect,
    Unreadable(Error),
}

/// Whose entries a CRL holds.
#[derive(Clone, Copy)]
pub(in crate::pki) struct Scope<'a> {
    /// The CRL's issuer: that of the entries before the first one that names another.
    pub(in crate::pki) crl_issuer: &'a Name,
    pub(in crate::pki) indirect: bool,
}

/// Looks for a certificate in `entries`, the contents of revokedCertificates. All of them are looked at, because one
/// with an unknown critical extension makes the whole CRL unusable. Of several for it the earliest counts.
pub(in crate::pki) fn find(
    entries: &[u8],
    scope: Scope<'_>,
    issuer: &Name,
    serial: &[u8],
    budget: &mut Budget,
) -> Result<Option<Revocation>, EntryFault> {
    let mut walk = Walk {
        scope,
        issuer,
        serial: minimal(serial),
        ours: scope.crl_issuer.matches(issuer),
        harmless: [&[]; HARMLESS],
        next: 0,
        found: None,
    };
    let mut rest = entries;
    while !rest.is_empty() {
        budget.spend(1)?;
        rest = match walk.passed_over(rest) {
            Some(behind) => behind,
            None => {
                let mut reader = Reader::new(rest);
                walk.entry(&mut reader)?;
                reader.rest()
            }
        };
    }
    Ok(walk.found)
}

struct Walk<'a, 'b> {
    scope: Scope<'b>,
    issuer: &'b Name,
    /// In its shortest form.
    serial: &'b [u8],
    /// Whether the entries at this place are about certificates of the issuer that is asked for.
    ours: bool,
    /// Extensions that were read already and change nothing for others: mostly the same few reason codes.
    harmless: [&'a [u8]; HARMLESS],
    next: usize,
    found: Option<Revocation>,
}

impl<'a> Walk<'a, '_> {
    /// What follows the first entry of `rest`, if a glance shows that the entry is about another certificate and has
    /// no extensions but known ones: nearly all of a hundred thousand. Only short lengths are read here.
    fn passed_over(&self, rest: &'a [u8]) -> Option<&'a [u8]> {
        let (entry, behind) = short(rest, Tag::SEQUENCE, Tag::SEQUENCE)?;
        let (number, entry) = short(entry, Tag::INTEGER, Tag::INTEGER)?;
        // A number that is not in its shortest form is compared with care.
        if number == self.serial || matches!(number, [0, 0..=0x7f, ..] | [0xff, 0x80..=0xff, ..]) {
            return None;
        }
        let (_, extensions) = short(entry, Tag::UTC_TIME, Tag::GENERALIZED_TIME)?;
        (extensions.is_empty() || self.harmless.contains(&extensions)).then_some(behind)
    }

    /// Reads the next entry with all that it says.
    fn entry(&mut self, entries: &mut Reader<'a>) -> Result<(), EntryFault> {
        let mut rest = entries.sequence("revoked certificate")?;
        let number = rest.expect(Tag::INTEGER, "serial number of a revoked certificate")?;
        let hit = minimal(number.content) == self.serial;
        let time = rest.element()?;
        let extensions = rest.rest();
        let at = time.time("revocation date")?;
        let facts = if rest.is_empty() { Facts::default() } else { Facts::read(&mut rest)? };
        match facts.certificate_issuer {
            Some(issuer) if self.scope.indirect => self.ours = issuer.matches(self.issuer),
            // Which certificates such a CRL is about cannot be said.
            Some(issuer) if !issuer.matches(self.scope.crl_issuer) => return Err(EntryFault::NotIndirect),
            Some(_) => {}
            None => {
                if let Some(place) = self.harmless.get_mut(self.next) {
                    *place = extensions;
                    self.next = self.next.wrapping_add(1) % HARMLESS;
                }
            }
        }
        if hit && self.ours {
            let this = Revocation { at, reason: facts.reason, invalidity_date: facts.invalidity_date };
            self.found = Some(match self.found {
                Some(known) => worse(known, this),
                None => this,
            });
        }
        Ok(())
    }
}

/// The contents of the first element and what is behind it, if it has one of these tags and a length of one octet.
fn short(bytes: &[u8], tag: Tag, or: Tag) -> Option<(&[u8], &[u8])> {
    let (&[found, length], behind) = bytes.split_first_chunk()?;
    let fits = length < 0x80 && (found == tag.0 || found == or.0);
    if fits { behind.split_at_checked(usize::from(length)) } else { None }
}

/// Of two entries for the same certificate the one that revokes, and revokes earlier.
fn worse(one: Revocation, other: Revocation) -> Revocation {
    let rank = |entry: &Revocation| (entry.reason == CrlReason::RemoveFromCrl, entry.at);
    if rank(&other) < rank(&one) { other } else { one }
}

/// The extensions of one entry.
struct Facts {
    reason: CrlReason,
    invalidity_date: Option<Time>,
    certificate_issuer: Option<Name>,
}

impl Default for Facts {
    fn default() -> Self {
        Self { reason: CrlReason::Unspecified, invalidity_date: None, certificate_issuer: None }
    }
}

impl Facts {
    fn read(rest: &mut Reader<'_>) -> Result<Self, EntryFault> {
        let list = rest.sequence("extensions of a revoked certificate")?;
        rest.finish("revoked certificate")?;
        let mut out = Self::default();
        let mut unknown = None;
        read_extensions(list, |extension| {
            match extension.oid {
                oid::CRL_REASON => {
                    out.reason = CrlReason::read(&Element::from_der(extension.value, "reason code")?)?;
                }
                oid::INVALIDITY_DATE => {
                    let date = Element::from_der(extension.value, "invalidity date")?;
                    out.invalidity_date = Some(date.time("invalidity date")?);
                }
                oid::CERTIFICATE_ISSUER => {
                    out.certificate_issuer = Some(certificate_issuer(extension.value)?)
                }
                // Tells what to do with a certificate on hold; obsolete since RFC 5280, and never critical.
                oid::HOLD_INSTRUCTION_CODE => {}
                other if extension.critical && unknown.is_none() => unknown = Some(other.to_string()),
                _ => {}
            }
            Ok(())
        })?;
        unknown.map_or(Ok(out), |oid| Err(EntryFault::UnknownCritical(oid)))
    }
}

/// The directory name among the GeneralNames of a certificateIssuer (RFC 5280 5.3.3).
fn certificate_issuer(value: &[u8]) -> Result<Name> {
    let mut file = Reader::new(value);
    let mut names = file.sequence("certificateIssuer")?;
    file.finish("certificateIssuer")?;
    while !names.is_empty() {
        let name = names.element()?;
        if name.tag == Tag::context(4) {
            return Name::read(&name.reader().element()?);
        }
    }
    Err(names.error("certificateIssuer without a directory name"))
}

/// The octets of an INTEGER without those that X.690 8.3.2 forbids: certificates and CRLs do not always agree.
pub(in crate::pki) fn minimal(integer: &[u8]) -> &[u8] {
    let mut rest = integer;
    while let [0, next @ ..] | [0xff, next @ ..] = rest {
        let negative = rest.first() == Some(&0xff);
        match next.first() {
            Some(second) if (*second >= 0x80) == negative => rest = next,
            _ => break,
        }
    }
    rest
}

impl From<Error> for EntryFault {
    fn from(error: Error) -> Self {
        Self::Unreadable(error)
    }
}

/// Different lists of extensions that are remembered: there are ten reasons.
const HARMLESS: usize = 12;
