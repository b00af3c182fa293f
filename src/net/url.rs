//! URLs (RFC 3986), and which of them may be asked at all.

use std::fmt;
use std::net::IpAddr;

use ureq::http::Uri;

use super::address::is_public;
use crate::error::{Error, ErrorKind, Result};

/// Who named a URL.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum NamedBy {
    /// A document, or whatever a server redirects to: anybody.
    Document,
    /// The caller, who may name a host of an internal network by doing so.
    Caller,
}

/// An absolute URL of HTTP or HTTPS that may be asked, as far as the URL itself can tell. What its host name
/// resolves to is checked when it is resolved.
#[derive(Clone, PartialEq, Eq)]
pub(super) struct Url {
    uri: Uri,
    named_by: NamedBy,
}

impl Url {
    /// # Errors
    /// [`ErrorKind::UrlRefused`].
    pub(super) fn parse(text: &str, named_by: NamedBy, allow_private: bool) -> Result<Self> {
        let shown = Shown(text);
        let refused = |why: &str| Error::new(ErrorKind::UrlRefused, format!("{shown}: {why}"));
        if text.len() > LONGEST {
            return Err(refused("too long"));
        }
        let scheme = text.split_once(':').map(|(scheme, _)| scheme.to_ascii_lowercase());
        if !matches!(scheme.as_deref(), Some("http" | "https")) {
            return Err(refused("only http and https are fetched"));
        }
        let uri: Uri = text.parse().map_err(|_| refused("not a URL"))?;
        let (Some(authority), Some(host)) = (uri.authority(), uri.host()) else {
            return Err(refused("no host"));
        };
        // RFC 3986 3.2.1: whoever puts a name and password there wants to mislead or gives them away.
        if authority.as_str().contains('@') {
            return Err(refused("user name or password in it"));
        }
        let port = authority.as_str().strip_prefix(host).and_then(|rest| rest.strip_prefix(':'));
        if port.is_some() && uri.port_u16().is_none() {
            return Err(refused("port"));
        }
        let url = Self { uri: uri.clone(), named_by };
        url.check_host(host, allow_private).map_err(refused)?;
        if named_by == NamedBy::Document && !port_allowed(url.port()) {
            return Err(refused("port of another service"));
        }
        Ok(url)
    }

    /// What a `Location` (RFC 9110 10.2.2) leads to from here, which is checked like any URL of a document, unless
    /// it stays at the host and port that the caller named.
    pub(super) fn follow(&self, location: &str, allow_private: bool) -> Result<Self> {
        let text = self.join(location);
        if self.named_by == NamedBy::Caller {
            let next = Self::parse(&text, NamedBy::Caller, true);
            if let Some(next) = next.ok().filter(|next| next.origin() == self.origin()) {
                return Ok(next);
            }
        }
        Self::parse(&text, NamedBy::Document, allow_private)
    }

    /// RFC 3986 5.2, but for `..`, which is left to the server.
    fn join(&self, location: &str) -> String {
        let before = location.split(['/', '?', '#']).next().unwrap_or_default();
        if before.contains(':') {
            return location.to_owned();
        }
        let (scheme, host, port) = self.origin();
        let path = self.uri.path();
        match location {
            _ if location.starts_with("//") => format!("{scheme}:{location}"),
            _ if location.starts_with('/') => format!("{scheme}://{host}:{port}{location}"),
            _ if location.starts_with('?') => format!("{scheme}://{host}:{port}{path}{location}"),
            _ => {
                let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
                format!("{scheme}://{host}:{port}{folder}/{location}")
            }
        }
    }

    pub(super) fn uri(&self) -> &Uri {
        &self.uri
    }

    pub(super) fn named_by(&self) -> NamedBy {
        self.named_by
    }

    pub(super) fn is_https(&self) -> bool {
        self.uri.scheme_str() == Some("https")
    }

    /// In lower case; an IPv6 address in its brackets.
    pub(super) fn host(&self) -> String {
        self.uri.host().unwrap_or_default().to_ascii_lowercase()
    }

    pub(super) fn port(&self) -> u16 {
        self.uri.port_u16().unwrap_or(if self.is_https() { 443 } else { 80 })
    }

    /// Scheme, host and port.
    pub(super) fn origin(&self) -> (&'static str, String, u16) {
        (if self.is_https() { "https" } else { "http" }, self.host(), self.port())
    }

    /// The one spelling of all that mean the same: by this it is known in the cache.
    pub(super) fn normal(&self) -> String {
        let (scheme, host, port) = self.origin();
        let path = self.uri.path_and_query().map_or("/", |path| path.as_str());
        format!("{scheme}://{host}:{port}{path}")
    }

    fn check_host(&self, host: &str, allow_private: bool) -> Result<(), &'static str> {
        let private = allow_private || self.named_by == NamedBy::Caller;
        if let Some(literal) = host.strip_prefix('[').and_then(|host| host.strip_suffix(']')) {
            let address: IpAddr = literal.parse().map_err(|_| "IP address")?;
            return if private || is_public(address) { Ok(()) } else { Err(PRIVATE) };
        }
        let name = host.strip_suffix('.').unwrap_or(host).to_ascii_lowercase();
        let plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.');
        if name.is_empty() || !name.bytes().all(plain) {
            return Err("host name");
        }
        // Resolvers take 2130706433, 0x7f.1 and 017700000001 for addresses too.
        let last = name.rsplit('.').next().unwrap_or_default();
        if last.starts_with(|first: char| first.is_ascii_digit()) {
            let address: IpAddr = name.parse().map_err(|_| "IP address")?;
            return if private || is_public(address) { Ok(()) } else { Err(PRIVATE) };
        }
        // RFC 6761 6.3. A proxy would resolve it to itself.
        if !private && last == "localhost" {
            return Err(PRIVATE);
        }
        Ok(())
    }
}

/// What may be told of it: what a caller puts behind the `?` may be a key.
impl fmt::Display for Url {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (scheme, path) = (self.origin().0, self.uri.path());
        let authority = self.uri.authority().map_or("", |authority| authority.as_str());
        write!(f, "{scheme}://{authority}{path}")?;
        match (self.uri.query(), self.named_by) {
            (Some(query), NamedBy::Document) => write!(f, "?{query}"),
            (Some(_), NamedBy::Caller) => f.write_str("?..."),
            (None, _) => Ok(()),
        }
    }
}

impl fmt::Debug for Url {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// A URL that could not be read, without what may be a name and password, and not at any length.
pub(super) struct Shown<'a>(pub(super) &'a str);

impl fmt::Display for Shown<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (scheme, rest) = self.0.split_once("://").unwrap_or(("", self.0));
        let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
        let (authority, path) = rest.split_at_checked(end).unwrap_or((rest, ""));
        let host = authority.rsplit('@').next().unwrap_or_default();
        let separator = if scheme.is_empty() { "" } else { "://" };
        let hidden = if host.len() < authority.len() { "...@" } else { "" };
        let whole = [scheme, separator, hidden, host, path].concat();
        for letter in whole.chars().take(SHOWN) {
            write!(f, "{}", if letter.is_control() { '?' } else { letter })?;
        }
        if whole.chars().count() > SHOWN { f.write_str("...") } else { Ok(()) }
    }
}

/// The ports of the web, and those that anybody may use, less those of well-known services: a document must not
/// make its reader send mail, or talk to databases. Those from 1719 on that browsers refuse too (WHATWG Fetch,
/// "bad port"), then databases and caches.
fn port_allowed(port: u16) -> bool {
    matches!(port, 80 | 443) || port >= 1024 && !SERVICES.contains(&port)
}

const SERVICES: &[u16] = &[
    1719, 1720, 1723, 2049, 3659, 4045, 4190, 5060, 5061, 6000, 6566, 6665, 6666, 6667, 6668, 6669, 6679,
    6697, 10080, 1433, 1521, 2375, 2376, 2379, 3306, 3389, 5432, 5984, 6379, 9200, 11211, 27017,
];

/// Real ones have at most some hundred; those of OCSP over GET carry a request of some hundred more.
const LONGEST: usize = 2048;

const SHOWN: usize = 200;

const PRIVATE: &str = "address of a private network";

#[cfg(test)]
mod tests {
    use super::{NamedBy, Shown, Url};

    fn document(text: &str) -> Result<Url, String> {
        Url::parse(text, NamedBy::Document, false).map_err(|error| error.detail().to_owned())
    }

    #[test]
    fn urls_of_real_certificates_may_be_asked() {
        for url in [
            "http://ca.gov.vn/pki/pub/crl/cp.crl",
            "http://ocsp.ca.gov.vn/",
            "HTTP://ocsp.ca.gov.vn",
            "http://ca.btc/pki/btc.crl",
            "https://rootca.gov.vn/crl/vnrca256.crl?x=1#part",
            "http://ocsp.example.vn:8080/",
            "http://ocsp.example.vn:2560",
            "http://my_host.example.vn./",
            "http://103.1.2.3/crl",
            "http://[2400:cb00::1]:80/",
        ] {
            assert!(document(url).is_ok(), "{url}: {:?}", document(url));
        }
    }

    #[test]
    fn urls_that_lead_elsewhere_are_refused_with_the_reason() {
        for (url, why) in [
            ("ldap://ldap.example.vn/cn=CA?certificateRevocationList", "only http and https are fetched"),
            ("file:///etc/passwd", "only http and https are fetched"),
            ("ftp://example.vn/a.crl", "only http and https are fetched"),
            ("/relative.crl", "only http and https are fetched"),
            ("", "only http and https are fetched"),
            ("http:///nohost", "not a URL"),
            ("http://exa mple.vn/", "not a URL"),
            ("http://example.vn:99999/", "port"),
            ("http://example.vn:/", "port"),
            ("http://exa%6dple.vn/", "not a URL"),
            ("http://127.0.0.1/", "address of a private network"),
            ("http://127.0.0.1:8080/", "address of a private network"),
            ("http://169.254.169.254/latest/meta-data", "address of a private network"),
            ("http://[::1]/", "address of a private network"),
            ("http://[::ffff:127.0.0.1]/", "address of a private network"),
            ("http://2130706433/", "IP address"),
            ("http://0x7f.1/", "IP address"),
            ("http://017700000001/", "IP address"),
            ("http://127.1/", "IP address"),
            ("http://localhost/", "address of a private network"),
            ("http://a.LOCALHOST./", "address of a private network"),
            ("http://example.vn:22/", "port of another service"),
            ("http://example.vn:25/", "port of another service"),
            ("http://example.vn:6379/", "port of another service"),
            ("http://example.vn:0/", "port of another service"),
        ] {
            let said = document(url).map(|url| url.to_string());
            assert!(said.as_ref().is_err_and(|said| said.ends_with(why)), "{url}: {said:?}");
        }
        let long = format!("http://example.vn/{}", "a".repeat(3000));
        assert!(document(&long).is_err_and(|said| said.ends_with("too long") && said.len() < 300));
    }

    #[test]
    fn a_password_in_a_url_is_refused_and_not_repeated() {
        let said = document("http://user:secret@example.vn/a").unwrap_err();
        assert_eq!(said, "http://...@example.vn/a: user name or password in it");
        assert_eq!(Shown("http://u:p@x@h/").to_string(), "http://...@h/");
    }

    #[test]
    fn the_caller_may_name_a_private_host_and_any_port_but_redirects_from_it_may_not() {
        let url = Url::parse("http://127.0.0.1:318/tsa?key=secret", NamedBy::Caller, false).unwrap();
        assert_eq!(url.to_string(), "http://127.0.0.1:318/tsa?...");
        assert_eq!(url.follow("/other", false).unwrap().to_string(), "http://127.0.0.1:318/other");
        assert!(url.follow("http://127.0.0.1:319/", false).is_err());
        assert!(url.follow("http://10.0.0.1/", false).is_err());
        assert!(url.follow("http://10.0.0.1/", true).is_ok());
    }

    #[test]
    fn relative_locations_are_resolved() {
        let url = document("http://example.vn/a/b?c").unwrap();
        let to = |location: &str| url.follow(location, false).map(|url| url.normal()).unwrap_or_default();
        assert_eq!(to("/x"), "http://example.vn:80/x");
        assert_eq!(to("x?y"), "http://example.vn:80/a/x?y");
        assert_eq!(to("?y"), "http://example.vn:80/a/b?y");
        assert_eq!(to("//other.vn/x"), "http://other.vn:80/x");
        assert_eq!(to("https://other.vn/x"), "https://other.vn:443/x");
        assert_eq!(to("ldap://other.vn/x"), "");
        assert_eq!(to("http://127.0.0.1/"), "");
    }

    #[test]
    fn one_place_has_one_spelling() {
        let normal = |url: &str| document(url).unwrap().normal();
        assert_eq!(normal("HTTP://Example.VN"), normal("http://example.vn:80/"));
        assert_ne!(normal("http://example.vn/A"), normal("http://example.vn/a"));
    }
}
