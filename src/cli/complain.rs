//! Errors, on stderr, in the language of the user.

use std::io::{self, Write};

use crate::cli::status::Status;
use crate::error::Error;
use crate::report::{Code, Finding, Language, printable};

/// Says why the work could not be done, and what to do about it.
pub(super) fn about(error: &Error, language: Language) -> Status {
    let finding = Finding::of_error(error);
    let message = printable(&finding.message(language));
    // Nobody is left to be told that stderr is closed.
    let _ = writeln!(io::stderr(), "kyso: {message} ({})\n  {}", finding.code, finding.remedy(language));
    Status::Undone
}

/// Lets the parser of arguments speak: help goes to stdout with status 0, complaints to stderr with status 2.
pub(super) fn about_usage(error: &clap::Error, language: Language) -> Status {
    let _ = error.print();
    if !error.use_stderr() {
        return Status::Passed;
    }
    if language == Language::Vi {
        let _ = writeln!(io::stderr(), "\n{}", Code::InvalidArgument.remedy(language));
    }
    Status::Usage
}
