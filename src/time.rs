//! A moment in UTC, and the ways in which ASN.1, PDF and RFC 3339 write it.

use std::fmt;

use ::time::{Date, Month, OffsetDateTime, PrimitiveDateTime, UtcOffset};

use crate::error::{Error, ErrorKind, Result};

/// A moment in UTC with the precision of a second, as seconds since 1970-01-01T00:00:00Z.
///
/// The library has no clock: whoever needs "now" passes it in.
///
/// ```
/// let at: kyso::Time = "2026-11-20T08:30:00+07:00".parse()?;
/// assert_eq!(at.to_string(), "2026-11-20T01:30:00Z");
/// # Ok::<(), kyso::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Time(i64);

impl Time {
    /// This many seconds after 1970-01-01T00:00:00Z. Values outside the years 0 to 9999 are clamped to them.
    pub fn from_unix(seconds: i64) -> Self {
        Self(seconds.clamp(YEAR_0, YEAR_9999))
    }

    /// Seconds since 1970-01-01T00:00:00Z.
    pub fn to_unix(self) -> i64 {
        self.0
    }

    /// The moment `seconds` later (earlier, if negative).
    #[must_use]
    pub fn plus_seconds(self, seconds: i64) -> Self {
        Self::from_unix(self.0.saturating_add(seconds))
    }

    /// The calendar fields in UTC: year, month, day, hour, minute, second.
    pub fn to_calendar(self) -> (i32, u8, u8, u8, u8, u8) {
        let t = OffsetDateTime::from_unix_timestamp(self.0).unwrap_or(OffsetDateTime::UNIX_EPOCH);
        (t.year(), u8::from(t.month()), t.day(), t.hour(), t.minute(), t.second())
    }

    /// From calendar fields at an offset from UTC in minutes.
    ///
    /// # Errors
    /// [`ErrorKind::InvalidArgument`] for a date that does not exist.
    pub fn from_calendar(
        (year, month, day): (i32, u8, u8),
        (hour, minute, second): (u8, u8, u8),
        offset_minutes: i32,
    ) -> Result<Self> {
        let bad = |_| Error::new(ErrorKind::InvalidArgument, "a date that does not exist");
        let date = Date::from_calendar_date(year, Month::try_from(month).map_err(bad)?, day).map_err(bad)?;
        // A leap second is written :60; it is the first second of the next minute here.
        let (clock, leap) = if second == 60 { (59, 1) } else { (second, 0) };
        let time = ::time::Time::from_hms(hour, minute, clock).map_err(bad)?;
        let offset = UtcOffset::from_whole_seconds(offset_minutes.saturating_mul(60)).map_err(bad)?;
        let moment = PrimitiveDateTime::new(date, time).assume_offset(offset).unix_timestamp();
        Ok(Self::from_unix(moment.saturating_add(leap)))
    }

    /// Reads a PDF date (ISO 32000-2 7.9.4), `D:20261120083000+07'00'`; parts after the year may be missing,
    /// and a date without a zone is taken as UTC.
    ///
    /// # Errors
    /// [`ErrorKind::InvalidArgument`] for anything else.
    pub fn from_pdf_date(text: &str) -> Result<Self> {
        let bad = || Error::new(ErrorKind::InvalidArgument, "not a PDF date");
        let text = text.trim();
        let mut digits = Digits(text.strip_prefix("D:").unwrap_or(text).as_bytes());
        let year = digits.take(4).ok_or_else(bad)?;
        let month = digits.take(2).unwrap_or(1);
        let day = digits.take(2).unwrap_or(1);
        let hour = digits.take(2).unwrap_or(0);
        let minute = digits.take(2).unwrap_or(0);
        let second = digits.take(2).unwrap_or(0);
        let offset = match digits.0.split_first() {
            None => 0,
            Some((b'Z', _)) => 0,
            Some((sign @ (b'+' | b'-'), rest)) => {
                digits = Digits(rest);
                let hours = digits.take(2).ok_or_else(bad)?;
                digits.0 = digits.0.strip_prefix(b"'").unwrap_or(digits.0);
                let minutes = digits.take(2).unwrap_or(0);
                digits.0 = digits.0.strip_prefix(b"'").unwrap_or(digits.0);
                if !digits.0.is_empty() {
                    return Err(bad());
                }
                let minutes = i32::from(hours) * 60 + i32::from(minutes);
                if *sign == b'-' { -minutes } else { minutes }
            }
            Some(_) => return Err(bad()),
        };
        let small = |n: u16| u8::try_from(n).map_err(|_| bad());
        Self::from_calendar(
            (i32::from(year), small(month)?, small(day)?),
            (small(hour)?, small(minute)?, small(second)?),
            offset,
        )
    }

    /// Writes a PDF date in UTC (ISO 32000-2 7.9.4): `D:20261120013000Z`.
    pub fn to_pdf_date(self) -> String {
        let (year, month, day, hour, minute, second) = self.to_calendar();
        format!("D:{year:04}{month:02}{day:02}{hour:02}{minute:02}{second:02}Z")
    }
}

impl std::str::FromStr for Time {
    type Err = Error;

    /// Reads RFC 3339, with any offset: `2026-11-20T08:30:00+07:00`. Parts of a second are dropped. A date alone
    /// (`2026-11-20`) is its first second in UTC.
    fn from_str(text: &str) -> Result<Self> {
        let bad = || Error::new(ErrorKind::InvalidArgument, "not a time as in 2026-11-20T08:30:00+07:00");
        let mut rest = Digits(text.as_bytes());
        let year = rest.take(4).ok_or_else(bad)?;
        let month = rest.skip(b"-").and_then(|()| rest.take(2)).ok_or_else(bad)?;
        let day = rest.skip(b"-").and_then(|()| rest.take(2)).ok_or_else(bad)?;
        let small = |n: u16| u8::try_from(n).map_err(|_| bad());
        let date = (i32::from(year), small(month)?, small(day)?);
        if rest.0.is_empty() {
            return Self::from_calendar(date, (0, 0, 0), 0);
        }
        rest.skip(b"Tt ").ok_or_else(bad)?;
        let hour = rest.take(2).ok_or_else(bad)?;
        let minute = rest.skip(b":").and_then(|()| rest.take(2)).ok_or_else(bad)?;
        let second = rest.skip(b":").and_then(|()| rest.take(2)).ok_or_else(bad)?;
        if rest.skip(b".").is_some() {
            let digits = rest.0.iter().take_while(|b| b.is_ascii_digit()).count();
            if digits == 0 {
                return Err(bad());
            }
            rest.0 = rest.0.get(digits..).unwrap_or_default();
        }
        let offset = match rest.0.split_first() {
            Some((b'Z' | b'z', [])) => 0,
            Some((sign @ (b'+' | b'-'), tail)) => {
                rest.0 = tail;
                let hours = rest.take(2).ok_or_else(bad)?;
                let minutes = rest.skip(b":").and_then(|()| rest.take(2)).ok_or_else(bad)?;
                if !rest.0.is_empty() || hours > 23 || minutes > 59 {
                    return Err(bad());
                }
                let minutes = i32::from(hours) * 60 + i32::from(minutes);
                if *sign == b'-' { -minutes } else { minutes }
            }
            _ => return Err(bad()),
        };
        Self::from_calendar(date, (small(hour)?, small(minute)?, small(second)?), offset)
    }
}

impl fmt::Display for Time {
    /// RFC 3339 in UTC, `2026-11-20T01:30:00Z`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (year, month, day, hour, minute, second) = self.to_calendar();
        write!(f, "{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}Z")
    }
}

impl serde::Serialize for Time {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> serde::Deserialize<'de> for Time {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> std::result::Result<Self, D::Error> {
        let text = std::borrow::Cow::<str>::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

/// Decimal digits at the front of a text.
struct Digits<'a>(&'a [u8]);

impl Digits<'_> {
    fn take(&mut self, count: usize) -> Option<u16> {
        let (digits, rest) = self.0.split_at_checked(count)?;
        let mut value = 0u16;
        for digit in digits {
            value = value * 10 + u16::from(digit.checked_sub(b'0').filter(|d| *d < 10)?);
        }
        self.0 = rest;
        Some(value)
    }

    fn skip(&mut self, one_of: &[u8]) -> Option<()> {
        let (first, rest) = self.0.split_first()?;
        one_of.contains(first).then(|| self.0 = rest)
    }
}

const YEAR_0: i64 = -62_167_219_200;
const YEAR_9999: i64 = 253_402_300_799;

#[cfg(test)]
mod tests {
    use super::Time;

    fn rfc3339(text: &str) -> Option<String> {
        text.parse::<Time>().ok().map(|t| t.to_string())
    }

    fn pdf(text: &str) -> Option<String> {
        Time::from_pdf_date(text).ok().map(|t| t.to_string())
    }

    #[test]
    fn rfc3339_is_read_with_its_offset() {
        assert_eq!(rfc3339("2026-11-20T08:30:00+07:00").as_deref(), Some("2026-11-20T01:30:00Z"));
        assert_eq!(rfc3339("2026-11-20T08:30:00.123Z").as_deref(), Some("2026-11-20T08:30:00Z"));
        assert_eq!(rfc3339("2026-11-20").as_deref(), Some("2026-11-20T00:00:00Z"));
        assert_eq!(rfc3339("2016-12-31T23:59:60Z").as_deref(), Some("2017-01-01T00:00:00Z"));
        for bad in ["", "2026", "2026-13-01", "2026-02-30", "2026-11-20T08:30:00", "2026-11-20T08:30:00+7:00"]
        {
            assert_eq!(rfc3339(bad), None, "{bad}");
        }
    }

    #[test]
    fn pdf_dates_are_read_with_missing_parts() {
        assert_eq!(pdf("D:20261120083000+07'00'").as_deref(), Some("2026-11-20T01:30:00Z"));
        assert_eq!(pdf("D:20261120083000+07'00").as_deref(), Some("2026-11-20T01:30:00Z"));
        assert_eq!(pdf("20261120083000Z").as_deref(), Some("2026-11-20T08:30:00Z"));
        assert_eq!(pdf("D:20261120083000Z00'00'").as_deref(), Some("2026-11-20T08:30:00Z"));
        assert_eq!(pdf("D:2026").as_deref(), Some("2026-01-01T00:00:00Z"));
        assert_eq!(pdf("D:20261340"), None);
        assert_eq!(pdf("yesterday"), None);
    }

    #[test]
    fn a_pdf_date_round_trips() {
        let at = Time::from_unix(1_795_000_000);
        assert_eq!(Time::from_pdf_date(&at.to_pdf_date()), Ok(at));
    }
}
