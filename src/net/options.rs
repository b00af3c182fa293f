//! What may be asked of the network, and how much.

use std::time::Duration;

use super::proxy::Proxy;
use super::rewrite::Rewrite;
use crate::pki::Certificate;

/// How the network is asked. Each default states its reason.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct NetOptions {
    /// Until a connection stands, with TLS. A server that is alive takes less than a second.
    pub connect_timeout: Duration,
    /// For one answer, from the look-up of the name to its last byte, redirects included. A CRL of 7 MB takes 28 s
    /// at 2 Mbit/s.
    pub timeout: Duration,
    /// How often the same is asked when a server fails for the moment; 3 carry over a restart.
    pub attempts: u32,
    /// The wait before the second attempt; it doubles each time.
    pub back_off: Duration,
    /// Redirects followed for one answer; from http to https and to another host are two.
    pub redirects: u32,
    /// For all that is fetched for one document. Whoever verifies waits that long at most.
    pub document_time: Duration,
    /// Requests for one document, redirects and attempts included: four signatures with three certificates each
    /// need two for each certificate.
    pub document_requests: usize,
    /// Bytes received for one document: the CRLs of several authorities, some of 7 MB.
    pub document_bytes: usize,
    /// Bytes of a CRL. The largest known have about 30 MB.
    pub crl_bytes: usize,
    /// Bytes of an OCSP response: one status, a signature and some certificates.
    pub ocsp_bytes: usize,
    /// Bytes of a certificate, or a bundle of them.
    pub certificate_bytes: usize,
    /// Lets documents name addresses of private networks and of this machine, and ports of any service. Without it
    /// a document could make its reader ask servers that its author cannot reach. What the caller names (a
    /// rewritten host, a mirror, a proxy, a timestamping authority) may be there in any case.
    pub allow_private: bool,
    /// If not empty, the only hosts that documents may name; `.gov.vn` stands for every host below it. Whatever is
    /// rewritten is the caller's own choice.
    pub hosts: Vec<String>,
    /// Places that are asked instead of others, for hosts that resolve in an internal network only. The first that
    /// fits counts.
    pub rewrites: Vec<Rewrite>,
    /// Places that are asked when the first one has nothing.
    pub mirrors: Vec<Rewrite>,
    /// The proxy through which everything goes. It resolves the names, so it has to keep documents from its own
    /// network; addresses and `localhost` are refused here as well.
    pub proxy: Option<Proxy>,
    /// Trusted for TLS besides `system_roots`. Not trusted for documents.
    pub roots: Vec<Certificate>,
    /// Trusts for TLS what the operating system trusts, as its administrator has set it up; on Linux the files that
    /// `SSL_CERT_FILE` and `SSL_CERT_DIR` name, if they are set. They are read when first needed.
    pub system_roots: bool,
}

impl Default for NetOptions {
    fn default() -> Self {
        Self {
            connect_timeout: Duration::from_secs(10),
            timeout: Duration::from_secs(30),
            attempts: 3,
            back_off: Duration::from_millis(500),
            redirects: 3,
            document_time: Duration::from_secs(120),
            document_requests: 100,
            document_bytes: 128 << 20,
            crl_bytes: 64 << 20,
            ocsp_bytes: 256 << 10,
            certificate_bytes: 1 << 20,
            allow_private: false,
            hosts: Vec::new(),
            rewrites: Vec::new(),
            mirrors: Vec::new(),
            proxy: None,
            roots: Vec::new(),
            system_roots: true,
        }
    }
}

impl NetOptions {
    /// Whether a document may name this host, in lower case.
    pub(super) fn allows_host(&self, host: &str) -> bool {
        let host = host.strip_suffix('.').unwrap_or(host);
        let fits = |allowed: &String| {
            let allowed = allowed.to_ascii_lowercase();
            if allowed.starts_with('.') { host.ends_with(&allowed) } else { host == allowed }
        };
        self.hosts.is_empty() || self.hosts.iter().any(fits)
    }
}

#[cfg(test)]
mod tests {
    use super::NetOptions;

    #[test]
    fn a_list_of_hosts_lets_nobody_else_in() {
        let options = NetOptions {
            hosts: vec!["ocsp.example.vn".to_owned(), ".GOV.vn".to_owned()],
            ..NetOptions::default()
        };
        for host in ["ocsp.example.vn", "ca.gov.vn", "a.b.gov.vn.", "ocsp.example.vn."] {
            assert!(options.allows_host(host), "{host}");
        }
        for host in ["gov.vn", "evilgov.vn", "example.vn", "x.ocsp.example.vn", "ca.gov.vn.evil.com"] {
            assert!(!options.allows_host(host), "{host}");
        }
        assert!(NetOptions::default().allows_host("anybody.example"));
    }
}
