//! Places that stand for others.

use std::str::FromStr;

use crate::error::{Error, ErrorKind, Result};

/// A place that is asked instead of another, by the beginning of the URL: certificates of the Ministry of Finance
/// name `http://ocsp.ca.btc/`, which resolves inside its network only, and `http://ocsp.ca.gov.vn/` answers too.
///
/// ```
/// let rewrite: kyso::net::Rewrite = "http://ocsp.ca.btc/=http://ocsp.ca.gov.vn/".parse()?;
/// # Ok::<(), kyso::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rewrite {
    /// Scheme and host in lower case, without the port if it is the usual one.
    from: String,
    to: String,
}

impl Rewrite {
    /// URLs that begin with `from` begin with `to` instead. `from` ends where a host or a part of a path does.
    ///
    /// # Errors
    /// [`ErrorKind::InvalidArgument`] if one of them is no URL with a host.
    pub fn new(from: &str, to: &str) -> Result<Self> {
        let bad = |what| Error::new(ErrorKind::InvalidArgument, what);
        let from = normal(from).ok_or_else(|| bad("rewriting: the first part is not a URL"))?;
        match normal(to) {
            Some(to) if to.starts_with("http://") || to.starts_with("https://") => Ok(Self { from, to }),
            _ => Err(bad("rewriting: the second part is not a URL of http or https")),
        }
    }

    /// Where this URL leads, if the rule is about it.
    pub(super) fn apply(&self, url: &str) -> Option<String> {
        let url = normal(url)?;
        let rest = url.strip_prefix(&self.from)?;
        let whole = |text: &str| text.is_empty() || text.starts_with(['/', '?', '#']);
        if !self.from.ends_with('/') && !whole(rest) {
            return None;
        }
        // The rest is the document's, and must not climb out of the place that the caller named.
        let path = rest.split(['?', '#']).next().unwrap_or_default().to_ascii_lowercase().replace("%2e", ".");
        if path.split(['/', '\\']).any(|part| part == "..") || path.contains("%2f") || path.contains("%5c") {
            return None;
        }
        Some(match (self.to.ends_with('/'), rest.strip_prefix('/')) {
            (true, Some(rest)) => format!("{}{rest}", self.to),
            (false, None) if self.from.ends_with('/') && !whole(rest) => format!("{}/{rest}", self.to),
            _ => format!("{}{rest}", self.to),
        })
    }
}

impl FromStr for Rewrite {
    type Err = Error;

    /// `FROM=TO`.
    fn from_str(text: &str) -> Result<Self> {
        let bad = || Error::new(ErrorKind::InvalidArgument, "rewriting: FROM=TO with two URLs");
        let at = text.find("=http://").or_else(|| text.find("=https://")).ok_or_else(bad)?;
        let (from, to) = text.split_at_checked(at).ok_or_else(bad)?;
        Self::new(from, to.strip_prefix('=').unwrap_or(to))
    }
}

/// With scheme and host in lower case and without the usual port; at least `/` behind them.
fn normal(url: &str) -> Option<String> {
    let (scheme, rest) = url.split_once("://")?;
    let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
    let (authority, path) = rest.split_at_checked(end)?;
    let scheme = scheme.to_ascii_lowercase();
    let authority = authority.to_ascii_lowercase();
    if scheme.is_empty() || authority.is_empty() || authority.contains('@') {
        return None;
    }
    let usual = match scheme.as_str() {
        "http" => ":80",
        "https" => ":443",
        "ldap" => ":389",
        _ => ":",
    };
    let authority = authority.strip_suffix(usual).unwrap_or(&authority);
    let slash = if path.starts_with('/') { "" } else { "/" };
    Some(format!("{scheme}://{authority}{slash}{path}"))
}

#[cfg(test)]
mod tests {
    use super::Rewrite;

    fn apply(rule: &str, url: &str) -> Option<String> {
        rule.parse::<Rewrite>().unwrap().apply(url)
    }

    #[test]
    fn the_beginning_of_a_url_is_replaced() {
        for (rule, url, expected) in [
            ("http://ocsp.ca.btc/=http://ocsp.ca.gov.vn/", "http://ocsp.ca.btc/", "http://ocsp.ca.gov.vn/"),
            ("http://ocsp.ca.btc=http://ocsp.ca.gov.vn", "HTTP://OCSP.CA.BTC:80", "http://ocsp.ca.gov.vn/"),
            (
                "http://ca.btc/=http://10.0.0.1:81/btc/",
                "http://ca.btc/pki/x.crl",
                "http://10.0.0.1:81/btc/pki/x.crl",
            ),
            (
                "http://ca.btc/=http://10.0.0.1/btc",
                "http://ca.btc/pki/x.crl",
                "http://10.0.0.1/btc/pki/x.crl",
            ),
            ("http://ca.btc/pki=https://m.vn/k", "http://ca.btc/pki/x.crl?a=b", "https://m.vn/k/x.crl?a=b"),
            ("http://ca.btc/pki=https://m.vn/k/", "http://ca.btc/pki/x.crl", "https://m.vn/k/x.crl"),
            ("ldap://l.vn/=http://m.vn/crl?", "ldap://l.vn/cn=CA", "http://m.vn/crl?/cn=CA"),
        ] {
            assert_eq!(apply(rule, url).as_deref(), Some(expected), "{rule}");
        }
    }

    #[test]
    fn another_host_or_a_climbing_path_is_not_rewritten() {
        let rule = "http://ocsp.ca.btc=http://10.0.0.1/pub/";
        for url in [
            "http://ocsp.ca.btc.evil.com/",
            "http://evil.com/http://ocsp.ca.btc/",
            "http://user@ocsp.ca.btc/",
            "https://ocsp.ca.btc/",
            "http://ocsp.ca.btc/../admin",
            "http://ocsp.ca.btc/a/%2E%2e/admin",
            "http://ocsp.ca.btc/a/..%2fadmin",
            "http://ocsp.ca.btc/..\\admin",
        ] {
            assert_eq!(apply(rule, url), None, "{url}");
        }
        assert_eq!(apply("http://ca.btc/pki=http://m.vn/k", "http://ca.btc/pkix/x.crl"), None);
    }

    #[test]
    fn a_rule_that_is_no_rule_is_an_error() {
        for text in
            ["", "http://a.vn/", "a=b", "http://a.vn/=ldap://b.vn/", "=http://b.vn/", "http://a.vn/=http://"]
        {
            assert!(text.parse::<Rewrite>().is_err(), "{text}");
        }
    }
}
