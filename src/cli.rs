//! The command `kyso`: arguments become calls of the library, results become text and an exit status. It owns the
//! clock, the files and the environment, and has no logic about signatures.
#![expect(clippy::disallowed_methods, reason = "a door: the clock, files and the environment are its work")]

mod arguments;
mod complain;
mod demo;
mod diff;
mod evidence;
mod extend;
mod inspect;
mod key;
mod locale;
mod network;
mod output;
mod password;
mod pki;
mod policy;
mod say;
pub(crate) mod serve;
mod sign;
mod status;
mod trust;
mod verify;
mod vietnamese;

use std::env;
use std::process::ExitCode;
use std::time::{SystemTime, UNIX_EPOCH};

use clap::{CommandFactory, FromArgMatches};

use crate::error::Result;
use crate::report::Language;
use crate::time::Time;

use arguments::{Arguments, Command, Pki, Trust};
use status::Status;

/// Runs the command with the arguments of this process.
pub fn main() -> ExitCode {
    let language = language();
    let arguments = match parse(language) {
        Ok(arguments) => arguments,
        Err(error) => return complain::about_usage(&error, language).into(),
    };
    let session = Session { language, now: now() };
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

/// What `--lang` says, wherever it stands, because complaints about the other arguments need it too; else the
/// locale. Whatever is wrong with it is left to the parser.
fn language() -> Language {
    let mut arguments = env::args_os().skip(1).map(|argument| argument.to_string_lossy().into_owned());
    while let Some(argument) = arguments.next() {
        let value = match argument.strip_prefix("--lang") {
            Some("") => arguments.next(),
            Some(value) => value.strip_prefix('=').map(str::to_owned),
            None => None,
        };
        if let Some(Ok(language)) = value.map(|value| value.parse()) {
            return language;
        }
    }
    locale::language()
}

fn parse(language: Language) -> Result<Arguments, clap::Error> {
    let mut command = Arguments::command();
    if language == Language::Vi {
        command.build();
        command = vietnamese::translate(command).after_help(vietnamese::AFTER_HELP);
    }
    Arguments::from_arg_matches(&command.try_get_matches()?)
}

fn run(command: &Command, session: &Session) -> Result<Status> {
    match command {
        Command::Demo(arguments) => demo::run(arguments, session),
        Command::Verify(arguments) => verify::run(arguments, session),
        Command::Sign(arguments) => sign::run(arguments, session),
        Command::Prepare(arguments) => sign::prepare(arguments, session),
        Command::Complete(arguments) => sign::complete(arguments, session),
        Command::Extend(arguments) => extend::run(arguments, session),
        Command::Inspect(arguments) => inspect::run(arguments, session),
        Command::Diff(arguments) => diff::run(arguments, session),
        Command::Trust(Trust::Check(arguments)) => trust::check(arguments, session),
        Command::Pki(Pki::New(arguments)) => pki::new(arguments, session),
        Command::Pki(Pki::Serve(arguments)) => serve::run(arguments, session),
    }
}

fn now() -> Time {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    Time::from_unix(i64::try_from(since.as_secs()).unwrap_or(i64::MAX))
}
