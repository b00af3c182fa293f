//! Runs the command `kyso` as a user would: `#[path = "support/command.rs"] mod command;`
#![allow(dead_code, reason = "not every test asks for everything")]
#![allow(clippy::expect_used, clippy::disallowed_methods, reason = "part of tests")]

use std::ffi::OsStr;
use std::process::{Command, Output};

/// The command in English, with nothing of the environment but what is said here.
pub(crate) fn kyso<S: AsRef<OsStr>>(arguments: impl IntoIterator<Item = S>) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_kyso"));
    command.env_clear().env("LC_ALL", "C").args(arguments);
    command
}

/// What came out of a run.
pub(crate) struct Outcome {
    pub(crate) status: i32,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

/// Runs it to its end.
pub(crate) fn run(command: &mut Command) -> Outcome {
    outcome(&command.output().expect("the command runs"))
}

/// The same for a run that has ended.
pub(crate) fn outcome(output: &Output) -> Outcome {
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).expect("the command writes UTF-8");
    Outcome {
        status: output.status.code().expect("the command ends by itself"),
        stdout: text(&output.stdout),
        stderr: text(&output.stderr),
    }
}
