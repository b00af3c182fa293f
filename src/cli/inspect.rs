//! `kyso inspect`.

mod text;

use crate::cli::arguments::{Inspect, InspectionFormat};
use crate::cli::output::Report;
use crate::cli::status::Status;
use crate::cli::trust::in_file;
use crate::cli::{Session, password};
use crate::error::Result;
use crate::files::Input;
use crate::inspect::inspect;
use crate::limits::Limits;

pub(super) fn run(arguments: &Inspect, session: &Session) -> Result<Status> {
    let password = password::from_environment(arguments.password_env.as_deref())?;
    let password = password.as_ref().map(|password| password.as_str());
    let input = Input::open(&arguments.file)?;
    let mut inspection = inspect(input.bytes(), password, &Limits::default())
        .map_err(|error| in_file(&error, &arguments.file))?;
    inspection.file = Some(arguments.file.display().to_string());
    let mut out = Report::open(None)?;
    out.write(&match arguments.format {
        InspectionFormat::Text => text::text(&inspection, session.language),
        InspectionFormat::Json => inspection.to_json(),
    })?;
    Ok(Status::Passed)
}
