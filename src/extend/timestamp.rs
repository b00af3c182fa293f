//! A document timestamp (ISO 32000-2 12.8.5, EN 319 142-1 5.4.3), appended.

use super::ExtendOptions;
use crate::cms::{self, TimestampAuthority};
use crate::error::{ErrorKind, Result};
use crate::pdf::signing;
use crate::time::Time;

/// The update with a timestamp over the document, and the time that the authority states. If the token is longer than
/// the space that was kept for it, the authority is asked once more.
pub(super) fn document_timestamp(
    document: &[u8],
    options: &ExtendOptions,
    authority: &dyn TimestampAuthority,
) -> Result<(Vec<u8>, Time)> {
    let limits = &options.verify.limits;
    let (pdf, security) = signing::open_for_update(document, options.verify.password.as_deref(), limits)?;
    let plan = signing::plan_timestamp(&pdf, security.as_ref(), limits)?;
    let mut asking = options.timestamp.clone();
    let mut again = true;
    loop {
        let update = signing::timestamp_update(&pdf, security.as_ref(), &plan, asking.space, limits)?;
        let digest = update.digest(document, asking.digest)?;
        let token = asking.token(digest, authority, limits)?;
        match update.with_contents(&token) {
            Err(error) if error.kind() == ErrorKind::PlaceholderTooSmall && again => {
                asking = asking.with_space_for(&token);
                again = false;
            }
            bytes => return Ok((bytes?, cms::timestamp::read(&token, limits)?.info.gen_time)),
        }
    }
}
