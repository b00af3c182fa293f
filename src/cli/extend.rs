//! `kyso extend`.

use crate::cli::arguments::{Extend, LongTermChoice};
use crate::cli::status::Status;
use crate::cli::trust::{self, in_file};
use crate::cli::{Session, evidence, network, password, say};
use crate::error::Result;
use crate::extend::{ExtendOptions, extend};
use crate::files::{Input, append};
use crate::limits::Limits;
use crate::report::Level;
use crate::verify::EvidenceSource;

pub(super) fn run(arguments: &Extend, session: &Session) -> Result<Status> {
    let authority = network::authority(&arguments.authority, &arguments.evidence.online.way)?;
    let mut source = network::source(&arguments.evidence.online, session.language)?;
    let limits = Limits::default();
    let mut options = evidence::options(&arguments.evidence, session.now, &limits)?;
    options.certificates = trust::certificates(&arguments.cert, &limits)?;
    options.password =
        password::from_environment(arguments.password_env.as_deref())?.map(|password| (*password).clone());
    let level = match arguments.level {
        LongTermChoice::Timestamp => Level::BT,
        LongTermChoice::LongTerm => Level::BLT,
        LongTermChoice::Archive => Level::BLTA,
    };
    let mut input = Input::open(&arguments.file)?;
    let source: Option<&mut dyn EvidenceSource> = match &mut source {
        Some(source) => Some(source.as_mut()),
        None => None,
    };
    let update = extend(input.bytes(), level, &ExtendOptions::new(options), authority.as_deref(), source)
        .map_err(|error| in_file(&error, &arguments.file))?;
    append(&mut input, update.as_bytes(), &arguments.output)?;
    say::extended(&arguments.output, level, session.language)?;
    Ok(Status::Passed)
}
