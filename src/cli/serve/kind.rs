//! The ways in which the test servers misbehave on command.

use std::str::FromStr;
use std::time::Duration;

use crate::cms::timestamp::issue::Misbehaviour;
use crate::error::{Error, ErrorKind};

/// One way to misbehave, for the whole server or for one request, whose path then begins with its name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    // Any answer.
    /// Waits before it answers: `slow`, `slow-MILLISECONDS`.
    Slow(Duration),
    /// Sends byte by byte: `drip`, `drip-MILLISECONDS`.
    Drip(Duration),
    /// Answers with this status: `status-500`.
    Status(u16),
    /// Answers the first requests for a path with status 503: `flaky`, `flaky-COUNT`.
    Flaky(usize),
    /// Wants the user `kyso` with the password `kyso`.
    Auth,
    Truncated,
    Huge,
    Oversized,
    /// Status 200 without a body.
    Empty,
    /// Status 200 with a page for people, like the portals of hotels.
    Html,
    /// Closes the connection without an answer.
    Closed,
    /// Sends on to the same path without `redirect`.
    Redirect,
    /// Sends on to itself with another query, for ever.
    RedirectLoop,
    /// Sends on to a private address.
    RedirectPrivate,
    /// Sends on to a file.
    RedirectFile,

    // What is in the answer.
    /// CRL and OCSP: out of date.
    Stale,
    /// CRL and certificates: PEM where DER is promised.
    Pem,
    /// TSA and OCSP: signed by another key than that of the certificate.
    WrongKey,
    /// TSA and OCSP: signed by a person, in its own name.
    WrongSigner,
    WrongNonce,
    NoNonce,
    /// TSA alone.
    Timestamp(Misbehaviour<'static>),
    /// OCSP: another status than is true, or an error.
    Ocsp(OcspAnswer),
}

/// What the OCSP responder answers whatever is true.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum OcspAnswer {
    Good,
    Revoked,
    Unknown,
    TryLater,
    Unauthorized,
}

impl FromStr for Kind {
    type Err = Error;

    fn from_str(name: &str) -> Result<Self, Error> {
        let plain = PLAIN.iter().find(|(known, _)| *known == name).map(|(_, kind)| *kind);
        let number = |prefix: &str| name.strip_prefix(prefix)?.strip_prefix('-')?.parse::<u16>().ok();
        let milliseconds = |prefix: &str| number(prefix).map(|ms| Duration::from_millis(ms.into()));
        plain
            .or_else(|| milliseconds("slow").map(Self::Slow))
            .or_else(|| milliseconds("drip").map(Self::Drip))
            .or_else(|| number("flaky").map(|count| Self::Flaky(count.into())))
            .or_else(|| number("status").filter(|s| (200..600).contains(s)).map(Self::Status))
            .ok_or_else(|| Error::new(ErrorKind::InvalidArgument, format!("no way to misbehave: {name}")))
    }
}

impl Kind {
    /// The names, for the help; those with a number take it behind a hyphen.
    pub(crate) fn names() -> Vec<&'static str> {
        PLAIN.iter().map(|(name, _)| *name).chain(["slow-MS", "drip-MS", "flaky-N", "status-NNN"]).collect()
    }
}

const PLAIN: &[(&str, Kind)] = &[
    ("slow", Kind::Slow(Duration::from_secs(10))),
    ("drip", Kind::Drip(Duration::from_millis(200))),
    ("flaky", Kind::Flaky(1)),
    ("auth", Kind::Auth),
    ("truncated", Kind::Truncated),
    ("huge", Kind::Huge),
    ("oversized", Kind::Oversized),
    ("empty", Kind::Empty),
    ("html", Kind::Html),
    ("closed", Kind::Closed),
    ("redirect", Kind::Redirect),
    ("redirect-loop", Kind::RedirectLoop),
    ("redirect-private", Kind::RedirectPrivate),
    ("redirect-file", Kind::RedirectFile),
    ("stale", Kind::Stale),
    ("pem", Kind::Pem),
    ("wrong-key", Kind::WrongKey),
    ("wrong-signer", Kind::WrongSigner),
    ("wrong-nonce", Kind::WrongNonce),
    ("no-nonce", Kind::NoNonce),
    ("wrong-imprint", Kind::Timestamp(Misbehaviour::WrongImprint)),
    ("wrong-policy", Kind::Timestamp(Misbehaviour::WrongPolicy)),
    ("no-ess", Kind::Timestamp(Misbehaviour::NoEss)),
    ("ess-v1", Kind::Timestamp(Misbehaviour::EssV1)),
    ("wrong-ess", Kind::Timestamp(Misbehaviour::WrongEss)),
    ("no-certificate", Kind::Timestamp(Misbehaviour::NoCertificate)),
    ("several-signers", Kind::Timestamp(Misbehaviour::SeveralSigners)),
    ("future", Kind::Timestamp(Misbehaviour::TimeOff(24 * 3600))),
    ("past", Kind::Timestamp(Misbehaviour::TimeOff(-24 * 3600))),
    ("wrong-name", Kind::Timestamp(Misbehaviour::WrongName)),
    ("critical-extension", Kind::Timestamp(Misbehaviour::CriticalExtension)),
    ("ber", Kind::Timestamp(Misbehaviour::Ber)),
    ("granted-with-mods", Kind::Timestamp(Misbehaviour::WithModifications)),
    ("no-token", Kind::Timestamp(Misbehaviour::NoToken)),
    ("rejection", Kind::Timestamp(Misbehaviour::Refuse(2, &["badRequest"], "too many requests"))),
    ("waiting", Kind::Timestamp(Misbehaviour::Refuse(3, &[], "come back later"))),
    ("good", Kind::Ocsp(OcspAnswer::Good)),
    ("revoked", Kind::Ocsp(OcspAnswer::Revoked)),
    ("unknown", Kind::Ocsp(OcspAnswer::Unknown)),
    ("try-later", Kind::Ocsp(OcspAnswer::TryLater)),
    ("unauthorized", Kind::Ocsp(OcspAnswer::Unauthorized)),
];
