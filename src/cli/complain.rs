//! Errors, on stderr, in the language of the user.

use std::io::{self, Write};

use crate::cli::status::Status;
use crate::error::Error;
use crate::report::{Code, Finding, Language, Severity, printable};

/// Says why the work could not be done, and what to do about it.
pub(super) fn about(error: &Error, language: Language) -> Status {
    let finding = Finding::of_error(error);
    let message = printable(&finding.message(language));
    // Nobody is left to be told that stderr is closed.
    let _ = writeln!(io::stderr(), "kyso: {message} ({})\n  {}", finding.code, finding.remedy(language));
    Status::Undone
}

/// Warns of what a document holds that can show something else. Whether nothing was found that a signer should look at,
/// and nothing was left out.
pub(super) fn about_risks(risks: &[Finding], language: Language) -> bool {
    let label = match language {
        Language::Vi => "cảnh báo",
        Language::En => "warning",
    };
    let warnings = risks.iter().filter(|risk| {
        // What the search left out is no warning about the document, but no comfort either.
        risk.severity() != Severity::Info || risk.code == Code::RiskScanIncomplete
    });
    let mut clean = true;
    for risk in warnings {
        clean = false;
        let message = printable(&risk.message(language));
        let _ =
            writeln!(io::stderr(), "kyso: {label}: {message} ({})\n  {}", risk.code, risk.remedy(language));
    }
    clean
}

/// Says that nothing was signed because of the warnings before.
pub(super) fn about_strictness(language: Language) -> Status {
    let text = match language {
        Language::Vi => "kyso: không ký, vì có --strict và văn bản có các cảnh báo trên.",
        Language::En => "kyso: not signed, because of --strict and the warnings above.",
    };
    let _ = writeln!(io::stderr(), "{text}");
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
