//! Extensions about revocation: of certificates (RFC 5280 4.2.1.13), CRLs (5.2) and their entries (5.3).

use super::extension;
use crate::asn1::{Tag, oid, write};
use crate::pki::crl::{CrlReason, Reasons};
use crate::time::Time;

/// One GeneralName of a distribution point.
#[derive(Clone, Copy)]
pub(crate) enum PointName<'a> {
    Uri(&'a str),
    /// A Name in DER.
    Directory(&'a [u8]),
}

/// A DistributionPoint; the default one is empty.
#[derive(Clone, Copy, Default)]
pub(crate) struct Point<'a> {
    pub(crate) full_name: &'a [PointName<'a>],
    /// A RelativeDistinguishedName (a SET) in DER, instead of the full name.
    pub(crate) relative_name: Option<&'a [u8]>,
    pub(crate) reasons: Option<Reasons>,
    pub(crate) crl_issuer: &'a [PointName<'a>],
}

/// An issuingDistributionPoint; the default one is empty.
#[derive(Clone, Copy, Default)]
pub(crate) struct IssuingPoint<'a> {
    pub(crate) full_name: &'a [PointName<'a>],
    /// A RelativeDistinguishedName (a SET) in DER, instead of the full name.
    pub(crate) relative_name: Option<&'a [u8]>,
    pub(crate) only_user_certificates: bool,
    pub(crate) only_ca_certificates: bool,
    pub(crate) only_some_reasons: Option<Reasons>,
    pub(crate) indirect: bool,
    pub(crate) only_attribute_certificates: bool,
}

pub(crate) fn crl_distribution_points(points: &[Point<'_>]) -> Vec<u8> {
    let points: Vec<_> = points
        .iter()
        .map(|point| {
            let crl_issuer = names(Tag::context(2), point.crl_issuer);
            write::sequence(&[
                point_name(point.full_name, point.relative_name),
                point.reasons.map(|set| reasons(1, set)).unwrap_or_default(),
                crl_issuer,
            ])
        })
        .collect();
    extension(oid::CRL_DISTRIBUTION_POINTS, false, &write::sequence(&points))
}

pub(crate) fn issuing_distribution_point(point: &IssuingPoint<'_>) -> Vec<u8> {
    let flag =
        |number, set| if set { write::tlv(Tag::context_primitive(number), &[0xff]) } else { Vec::new() };
    let value = write::sequence(&[
        point_name(point.full_name, point.relative_name),
        flag(1, point.only_user_certificates),
        flag(2, point.only_ca_certificates),
        point.only_some_reasons.map(|set| reasons(3, set)).unwrap_or_default(),
        flag(4, point.indirect),
        flag(5, point.only_attribute_certificates),
    ]);
    extension(oid::ISSUING_DISTRIBUTION_POINT, true, &value)
}

/// Makes the CRL a delta on top of the one with this number.
pub(crate) fn delta_crl_indicator(base: u64) -> Vec<u8> {
    extension(oid::DELTA_CRL_INDICATOR, true, &write::integer(base))
}

/// Where delta CRLs can be had.
pub(crate) fn freshest_crl(url: &str) -> Vec<u8> {
    let point = write::sequence(&[point_name(&[PointName::Uri(url)], None)]);
    extension(oid::FRESHEST_CRL, false, &write::sequence(&[point]))
}

/// expiredCertsOnCRL (X.509).
pub(crate) fn expired_certificates_on_crl(since: Time) -> Vec<u8> {
    extension(oid::EXPIRED_CERTS_ON_CRL, false, &generalized_time(since))
}

/// The issuer of this entry and of those behind it; a Name in DER.
pub(crate) fn certificate_issuer(name: &[u8]) -> Vec<u8> {
    extension(oid::CERTIFICATE_ISSUER, true, &names(Tag::SEQUENCE, &[PointName::Directory(name)]))
}

pub(crate) fn crl_reason(reason: CrlReason) -> Vec<u8> {
    extension(oid::CRL_REASON, false, &write::tlv(Tag::ENUMERATED, &[reason.code()]))
}

pub(crate) fn invalidity_date(at: Time) -> Vec<u8> {
    extension(oid::INVALIDITY_DATE, false, &generalized_time(at))
}

/// A GeneralizedTime, also before 2050.
pub(crate) fn generalized_time(at: Time) -> Vec<u8> {
    let (year, month, day, hour, minute, second) = at.to_calendar();
    let text = format!("{year:04}{month:02}{day:02}{hour:02}{minute:02}{second:02}Z");
    write::tlv(Tag::GENERALIZED_TIME, text.as_bytes())
}

/// The DistributionPointName in its `[0]`, or nothing.
fn point_name(full_name: &[PointName<'_>], relative_name: Option<&[u8]>) -> Vec<u8> {
    let full_name = names(Tag::context(0), full_name);
    let mut relative_name = relative_name.unwrap_or_default().to_vec();
    if let Some(tag) = relative_name.first_mut() {
        *tag = Tag::context(1).0;
    }
    let choice = [full_name, relative_name].concat();
    if choice.is_empty() { choice } else { write::tlv(Tag::context(0), &choice) }
}

/// GeneralNames under this tag, or nothing if there are none.
fn names(tag: Tag, names: &[PointName<'_>]) -> Vec<u8> {
    if names.is_empty() {
        return Vec::new();
    }
    let names: Vec<_> = names
        .iter()
        .map(|name| match name {
            PointName::Uri(uri) => write::tlv(Tag::context_primitive(6), uri.as_bytes()),
            PointName::Directory(name) => write::tlv(Tag::context(4), name),
        })
        .collect();
    write::constructed(tag, &names)
}

/// A named bit list under this tag: bit 0 is the highest, zero bits at the end are left away.
fn reasons(number: u8, set: Reasons) -> Vec<u8> {
    let mut octets: Vec<u8> = set.bits().to_le_bytes().map(u8::reverse_bits).to_vec();
    while octets.last() == Some(&0) {
        octets.pop();
    }
    let unused = octets.last().map_or(0, |last| last.trailing_zeros());
    octets.insert(0, u8::try_from(unused).unwrap_or(0));
    write::tlv(Tag::context_primitive(number), &octets)
}
