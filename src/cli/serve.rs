//! `kyso pki serve`: a timestamp authority, an OCSP responder, CRLs and CA certificates of a test PKI over HTTP, on
//! the loopback address, that misbehave on command.

mod http;
mod kind;
mod responder;
mod server;
mod services;
#[cfg(test)]
mod tests;

use std::io::{self, Read};

use zeroize::Zeroizing;

use crate::cli::arguments::PkiServe;
use crate::cli::output::Report;
use crate::cli::status::Status;
use crate::cli::{Session, now, password, pki};
use crate::error::Result;

pub(crate) use kind::Kind;
pub(crate) use server::Bound;
#[cfg(test)]
pub(crate) use server::Server;
pub(crate) use services::Services;

/// Serves until standard input ends.
pub(super) fn run(arguments: &PkiServe, _: &Session) -> Result<Status> {
    let password = password::from_environment(arguments.password_env.as_deref())?
        .unwrap_or_else(|| Zeroizing::new(pki::PASSWORD.to_owned()));
    let services = Services::in_folder(&arguments.folder, &password, now)?.misbehaving(&arguments.misbehave);
    let bound = Bound::new(arguments.port)?;
    let mut out = Report::open(None)?;
    // The address alone on the first line, for programs; the rest is for people.
    let url = bound.url();
    let resources: String = services::RESOURCES.lines().map(|path| format!("  {url}{path}\n")).collect();
    let server = bound.serve(move |request| services.answer(request));
    out.write(&format!("{url}\n{resources}"))?;
    wait_for_the_end();
    drop(server);
    Ok(Status::Passed)
}

/// Returns when standard input ends. One that has nothing to say from the start, as that of a service in the
/// background, does not count: then only a signal ends the process.
fn wait_for_the_end() {
    let mut input = io::stdin().lock();
    if !can_end() {
        loop {
            std::thread::park();
        }
    }
    let mut ignored = [0; 1024];
    while input.read(&mut ignored).is_ok_and(|count| count > 0) {}
}

/// Whether somebody holds the other end of standard input: a terminal, a pipe or a socket.
#[cfg(unix)]
#[expect(clippy::disallowed_types, reason = "a door: what standard input is")]
fn can_end() -> bool {
    use std::os::fd::AsFd as _;
    use std::os::unix::fs::FileTypeExt as _;
    let input = io::stdin();
    let kind = input.as_fd().try_clone_to_owned().and_then(|input| std::fs::File::from(input).metadata());
    let held = kind.is_ok_and(|input| input.file_type().is_fifo() || input.file_type().is_socket());
    held || io::IsTerminal::is_terminal(&input)
}

#[cfg(not(unix))]
fn can_end() -> bool {
    true
}
