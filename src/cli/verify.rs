//! `kyso verify`.

use std::path::Path;

use crate::cli::arguments::{ReportFormat, Verify};
use crate::cli::network::Sources;
use crate::cli::output;
use crate::cli::status::Status;
use crate::cli::{Session, evidence, password, trust};
use crate::error::Result;
use crate::files::Input;
use crate::limits::Limits;
use crate::report::{DocumentReport, Report};
use crate::verify::{VerifyOptions, verify, verify_with};

pub(super) fn run(arguments: &Verify, session: &Session) -> Result<Status> {
    let limits = Limits::default();
    let time = arguments.at.unwrap_or(session.now);
    let mut options = evidence::options(&arguments.evidence, time, &limits)?;
    options.certificates = trust::certificates(&arguments.cert, &limits)?;
    options.existed_at = arguments.received;
    options.password =
        password::from_environment(arguments.password_env.as_deref())?.map(|password| (*password).clone());

    let sources = Sources::new(&arguments.evidence.online, session.language)?;

    let language = session.language;
    let mut out = output::Report::open(arguments.output.as_deref())?;
    let mut report = Report::new(time, Vec::new());
    if arguments.format == ReportFormat::Text {
        out.write(&report.to_text(language))?;
    }
    let mut status = Status::Passed;
    for path in &arguments.files {
        let document = examine(path, &options, sources.as_ref());
        status = status.and(Status::of(document.verdict));
        match arguments.format {
            ReportFormat::Text => out.write(&format!("\n{}", document.to_text(language)))?,
            ReportFormat::Jsonl => out.write(&format!("{}\n", document.to_json_line(language)))?,
            ReportFormat::Json => report.documents.push(document),
        }
    }
    if arguments.format == ReportFormat::Json {
        out.write(&report.to_json(language))?;
    }
    out.finish()?;
    Ok(status)
}

fn examine(path: &Path, options: &VerifyOptions, sources: Option<&Sources>) -> DocumentReport {
    let name = path.display().to_string();
    let examined = Input::open(path).and_then(|input| match sources {
        Some(sources) => verify_with(input.bytes(), options, &mut *sources.for_document()),
        None => verify(input.bytes(), options),
    });
    match examined {
        Ok(mut document) => {
            document.file = Some(name);
            document
        }
        Err(error) => DocumentReport::unreadable(Some(name), &error),
    }
}
