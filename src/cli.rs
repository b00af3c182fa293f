//! The command `kyso`: arguments become calls of the library, results become text and an exit status. It owns the
//! clock, the files and the environment, and has no logic about signatures.
#![expect(
    clippy::disallowed_methods,
    clippy::disallowed_types,
    reason = "a door: the clock, files and the environment are its work"
)]

mod arguments;
mod complain;
mod input;
mod key;
mod locale;
mod output;
mod password;
mod pending;
mod pki;
mod say;
mod sign;
mod status;
mod trust;
mod verify;

use std::process::ExitCode;
use std::time::{SystemTime, UNIX_EPOCH};

use clap::Parser;

use crate::error::Result;
use crate::report::Language;
use crate::time::Time;

use arguments::{Arguments, Command, Pki};
use status::Status;

/// Runs the command with the arguments of this process.
pub fn main() -> ExitCode {
    let arguments = match Arguments::try_parse() {
        Ok(arguments) => arguments,
        Err(error) => return complain::about_usage(&error, locale::language()).into(),
    };
    let session =
        Session { language: arguments.language.map_or_else(locale::language, Language::from), now: now() };
    match run(&arguments.command, &session) {
        Ok(status) => status.into(),
        Err(error) => complain::about(&error, session.language).into(),
    }
}

/// What every command has from outside.
struct Session {
    language: Language,
    now: Time,
}

fn run(command: &Command, session: &Session) -> Result<Status> {
    match command {
        Command::Verify(arguments) => verify::run(arguments, session),
        Command::Sign(arguments) => sign::run(arguments, session),
        Command::Prepare(arguments) => sign::prepare(arguments, session),
        Command::Complete(arguments) => sign::complete(arguments, session),
        Command::Pki(Pki::New(arguments)) => pki::new(arguments, session),
    }
}

fn now() -> Time {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    Time::from_unix(i64::try_from(since.as_secs()).unwrap_or(i64::MAX))
}
