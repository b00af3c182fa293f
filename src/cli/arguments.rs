//! What can be said on the command line.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

use crate::report::Language;
use crate::time::Time;

/// Signs and verifies official documents.
#[derive(Debug, Parser)]
#[command(name = "kyso", version, disable_help_subcommand = true)]
#[command(after_help = "Exit status: 0 passed, 1 failed, 2 wrong usage, 3 indeterminate, 4 unsigned, \
                        5 unreadable or could not be done.")]
pub(super) struct Arguments {
    /// Language of reports and messages [default: that of the locale]
    #[arg(long = "lang", global = true, value_name = "LANGUAGE")]
    pub(super) language: Option<LanguageChoice>,
    #[command(subcommand)]
    pub(super) command: Command,
}

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Verify the signatures of documents
    Verify(Verify),
}

#[derive(Debug, Args)]
pub(super) struct Verify {
    /// Documents to verify
    #[arg(required = true, value_name = "FILE")]
    pub(super) files: Vec<PathBuf>,
    /// Certificates to trust, and those in between: a file (PEM, DER, P7B) or a folder of such files
    #[arg(long, value_name = "PATH")]
    pub(super) trust: Vec<PathBuf>,
    /// More certificates to build paths with; they are not trusted
    #[arg(long, value_name = "PATH")]
    pub(super) cert: Vec<PathBuf>,
    /// Verify as of this time, such as 2026-11-20T08:30:00+07:00 [default: now]
    #[arg(long, value_name = "RFC3339")]
    pub(super) at: Option<Time>,
    /// Form of the report
    #[arg(long, value_name = "FORM", default_value = "text")]
    pub(super) format: ReportFormat,
    /// Write the report to this file instead of stdout
    #[arg(long, short, value_name = "PATH")]
    pub(super) output: Option<PathBuf>,
    /// Environment variable with the password of encrypted documents
    #[arg(long, value_name = "VAR")]
    pub(super) password_env: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum ReportFormat {
    /// For people
    Text,
    /// One JSON object (docs/report.schema.json)
    Json,
    /// One JSON object a document, each on a line, as soon as it is finished
    Jsonl,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum LanguageChoice {
    /// Vietnamese
    Vi,
    /// English
    En,
}

impl From<LanguageChoice> for Language {
    fn from(choice: LanguageChoice) -> Self {
        match choice {
            LanguageChoice::Vi => Self::Vi,
            LanguageChoice::En => Self::En,
        }
    }
}
