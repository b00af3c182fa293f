//! Files on disk for both doors: read without holding them in memory, written whole or not at all.
#![expect(clippy::disallowed_methods, clippy::disallowed_types, reason = "files are the work of this room")]

mod input;
mod new_file;

use std::path::Path;

pub(crate) use input::Input;
pub(crate) use new_file::NewFile;
#[cfg(feature = "cli")]
pub(crate) use new_file::write_failed;

use crate::error::Result;

/// The input and the update behind it, as a new file. The bytes of the input never pass through this process
/// where the operating system can copy by itself.
pub(crate) fn append(input: &mut Input, update: &[u8], output: &Path) -> Result<()> {
    let mut file = NewFile::create(output)?;
    file.copy(input)?;
    file.write(update)?;
    file.finish()
}
