//! Services on the network, for the commands that ask them: the room `net`, or a word about a build without it.

use crate::cms::TimestampAuthority;
use crate::error::Result;
use crate::verify::EvidenceSource;

/// The timestamp authority with this URL.
pub(super) fn authority(url: Option<&str>) -> Result<Option<Box<dyn TimestampAuthority>>> {
    url.map(asked).transpose()
}

/// Who fetches what is missing, if anybody is to.
pub(super) fn source(online: bool) -> Result<Option<Box<dyn EvidenceSource>>> {
    if online { fetching().map(Some) } else { Ok(None) }
}

#[cfg(feature = "net")]
fn asked(url: &str) -> Result<Box<dyn TimestampAuthority>> {
    use crate::net::{HttpTimestampAuthority, NetOptions};
    Ok(Box::new(HttpTimestampAuthority::new(url, NetOptions::default())?))
}

#[cfg(feature = "net")]
fn fetching() -> Result<Box<dyn EvidenceSource>> {
    use crate::net::{Cache, CacheOptions, NetOptions, Network};
    Ok(Box::new(Network::new(NetOptions::default(), Cache::in_memory(CacheOptions::default())).fetcher()))
}

#[cfg(not(feature = "net"))]
fn asked(_: &str) -> Result<Box<dyn TimestampAuthority>> {
    Err(without("--tsa"))
}

#[cfg(not(feature = "net"))]
fn fetching() -> Result<Box<dyn EvidenceSource>> {
    Err(without("--online"))
}

#[cfg(not(feature = "net"))]
fn without(argument: &str) -> crate::error::Error {
    let what = format!("{argument} asks the network, and this program was built without it (feature net)");
    crate::error::Error::new(crate::error::ErrorKind::InvalidArgument, what)
}
