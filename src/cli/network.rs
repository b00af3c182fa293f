//! Services on the network, for the commands that ask them: the room `net`, or a word about a build without it.
#![allow(rustdoc::bare_urls, reason = "the comments on arguments are the help on the terminal")]

#[cfg(feature = "net")]
mod asked;

use std::path::PathBuf;

use clap::Args;

use crate::cms::TimestampAuthority;
use crate::error::Result;
use crate::report::Language;
use crate::verify::EvidenceSource;

#[cfg(feature = "net")]
use crate::net::Rewrite as RewriteArgument;
#[cfg(not(feature = "net"))]
use String as RewriteArgument;
#[cfg(feature = "net")]
use asked::Network;

/// How missing evidence is fetched.
#[derive(Debug, Args)]
pub(super) struct Online {
    /// Fetch what is missing from where the certificates say it is
    #[arg(long)]
    pub(super) online: bool,
    /// Let documents name addresses of private networks and of this machine
    #[arg(long, requires = "online")]
    pub(super) allow_private: bool,
    /// Ask another place instead, by the beginning of the URL: http://ocsp.ca.btc/=http://ocsp.ca.gov.vn/
    #[arg(long, value_name = "FROM=TO", requires = "online")]
    pub(super) rewrite: Vec<RewriteArgument>,
    /// Ask this place too when the first one has nothing
    #[arg(long, value_name = "FROM=TO", requires = "online")]
    pub(super) mirror: Vec<RewriteArgument>,
    /// Keep what is fetched in this folder, until it is to be renewed
    #[arg(long, value_name = "DIR", requires = "online")]
    pub(super) cache: Option<PathBuf>,
    #[command(flatten)]
    pub(super) way: Way,
}

/// How the network is reached, whatever is asked.
#[derive(Debug, Args)]
pub(super) struct Way {
    /// Proxy, such as http://proxy.example.vn:3128 [default: https_proxy or http_proxy of the environment]
    #[arg(long, value_name = "URL")]
    pub(super) proxy: Option<String>,
    /// Seconds to wait for one answer [default: 30, of a timestamp authority 150]
    #[arg(long, value_name = "SECONDS", value_parser = clap::value_parser!(u64).range(1..=3600))]
    pub(super) timeout: Option<u64>,
}

/// Which timestamp authority is asked, and how it is told who asks.
#[derive(Debug, Args)]
pub(super) struct Authority {
    /// Timestamp authority (RFC 3161), such as http://tsa.ca.gov.vn/
    #[arg(long, value_name = "URL")]
    pub(super) tsa: Option<String>,
    /// User name for the timestamp authority
    #[arg(long, value_name = "NAME", requires_all = ["tsa", "tsa_password_env"])]
    pub(super) tsa_user: Option<String>,
    /// Environment variable with the password for the timestamp authority
    #[arg(long, value_name = "VAR", requires = "tsa_user")]
    pub(super) tsa_password_env: Option<String>,
    /// Send the password over http too, where others can read it
    #[arg(long, requires = "tsa_user")]
    pub(super) tsa_plain_password: bool,
    /// Key and certificate to show to the timestamp authority: PKCS#12 or PEM
    #[arg(long, value_name = "PATH", requires = "tsa")]
    pub(super) tsa_cert: Option<PathBuf>,
    /// Environment variable with the password of that key file
    #[arg(long, value_name = "VAR", requires = "tsa_cert")]
    pub(super) tsa_cert_password_env: Option<String>,
}

/// Who fetches what is missing, for one document after another.
pub(super) struct Sources(Network);

impl Sources {
    /// None without `--online`.
    pub(super) fn new(online: &Online, language: Language) -> Result<Option<Self>> {
        if online.online { Network::new(online, language).map(Self).map(Some) } else { Ok(None) }
    }

    /// For one document, with its own budget. What cannot be had is said on stderr.
    pub(super) fn for_document(&self) -> Box<dyn EvidenceSource> {
        self.0.for_document()
    }
}

/// Who fetches what one document lacks, if anybody is to.
pub(super) fn source(online: &Online, language: Language) -> Result<Option<Box<dyn EvidenceSource>>> {
    Ok(Sources::new(online, language)?.map(|sources| sources.for_document()))
}

/// The timestamp authority; none without `--tsa`.
pub(super) fn authority(authority: &Authority, way: &Way) -> Result<Option<Box<dyn TimestampAuthority>>> {
    authority.tsa.as_deref().map(|url| asked(url, authority, way)).transpose()
}

#[cfg(feature = "net")]
fn asked(url: &str, authority: &Authority, way: &Way) -> Result<Box<dyn TimestampAuthority>> {
    Ok(Box::new(asked::authority(url, authority, way)?))
}

#[cfg(not(feature = "net"))]
fn asked(_: &str, _: &Authority, _: &Way) -> Result<Box<dyn TimestampAuthority>> {
    Err(without("--tsa"))
}

/// There is none, so nobody has one.
#[cfg(not(feature = "net"))]
enum Network {}

#[cfg(not(feature = "net"))]
impl Network {
    fn new(_: &Online, _: Language) -> Result<Self> {
        Err(without("--online"))
    }

    fn for_document(&self) -> Box<dyn EvidenceSource> {
        match *self {}
    }
}

#[cfg(not(feature = "net"))]
pub(super) fn without(argument: &str) -> crate::error::Error {
    let what = format!("{argument} asks the network, and this program was built without it (feature net)");
    crate::error::Error::new(crate::error::ErrorKind::InvalidArgument, what)
}
