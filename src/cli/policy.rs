//! The policy that a verdict goes by: one that is shipped, by its name, or a file.

use std::path::Path;

use crate::cli::trust::in_file;
use crate::error::{Error, ErrorKind, Result};
use crate::files::Input;
use crate::policy::Policy;

/// The policy of this name or file; the default without one.
pub(super) fn read(choice: Option<&str>) -> Result<Policy> {
    let Some(choice) = choice else { return Ok(Policy::default()) };
    if let Some(policy) = Policy::shipped(choice) {
        return Ok(policy);
    }
    let path = Path::new(choice);
    let input = Input::open(path).map_err(|error| match error.kind() {
        // Somebody has mistyped a name, or a path: the answer helps both.
        ErrorKind::FileNotFound => {
            let names = Policy::SHIPPED.join(", ");
            Error::new(ErrorKind::FileNotFound, format!("{choice}; {names}"))
        }
        _ => error,
    })?;
    Policy::from_json(input.bytes()).map_err(|error| in_file(&error, path))
}
