//! `kyso diff`.

use crate::cli::arguments::{Inspect, InspectionFormat};
use crate::cli::output::Report;
use crate::cli::status::Status;
use crate::cli::trust::in_file;
use crate::cli::{Session, password};
use crate::diff::diff;
use crate::error::Result;
use crate::files::Input;
use crate::limits::Limits;

pub(super) fn run(arguments: &Inspect, session: &Session) -> Result<Status> {
    let password = password::from_environment(arguments.password_env.as_deref())?;
    let password = password.as_ref().map(|password| password.as_str());
    let input = Input::open(&arguments.file)?;
    let mut report = diff(input.bytes(), password, &Limits::default())
        .map_err(|error| in_file(&error, &arguments.file))?;
    report.file = Some(arguments.file.display().to_string());
    let mut out = Report::open(None)?;
    out.write(&match arguments.format {
        InspectionFormat::Text => report.to_text(session.language),
        InspectionFormat::Json => report.to_json(session.language),
    })?;
    Ok(Status::Passed)
}
