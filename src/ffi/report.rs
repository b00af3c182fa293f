//! `kyso_report`.

use std::ffi::c_char;
use std::mem::MaybeUninit;

use super::boundary::{give, guard, invalid, or_on_panic, required, text};
use super::buffer::Buffer;
use super::error::ErrorHandle;
use super::language::language_of;
use super::moment::time;
use super::status::Status;
use super::word;
use crate::error::{Error, ErrorKind, Result};
use crate::report::{DocumentReport, Report};

/// What was found about one document. Several threads may read it at once.
pub struct ReportHandle {
    /// With exactly one document.
    pub(super) report: Report,
}

impl ReportHandle {
    pub(super) fn document(&self) -> Result<&DocumentReport> {
        let document = self.report.documents.first();
        document.ok_or_else(|| Error::new(ErrorKind::Internal, "a report without a document"))
    }
}

/// Makes the report on a document that could not be read from the error that says why: with the verdict
/// KYSO_VERDICT_UNREADABLE, for programs that keep a report on every document. `file_name` may be NULL; `seconds` is
/// as in kyso_verify_options_set_time. The error is not freed.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kyso_report_from_error(
    cause: Option<&ErrorHandle>,
    file_name: *const c_char,
    file_name_len: usize,
    seconds: i64,
    out: Option<&mut MaybeUninit<*mut ReportHandle>>,
    error: Option<&mut MaybeUninit<*mut ErrorHandle>>,
) -> Status {
    guard(error, || {
        // SAFETY: the caller lets that many bytes be read during the call.
        let file_name = unsafe { text(file_name, file_name_len, "file_name") }?;
        let (cause, out) = (required(cause, "cause")?, required(out, "out")?);
        let document = DocumentReport::unreadable(file_name.map(str::to_owned), cause.cause());
        give(out, ReportHandle { report: Report::new(time(seconds), vec![document]) });
        Ok(())
    })
}

/// The state of the whole document, one of KYSO_VERDICT_...
#[unsafe(no_mangle)]
pub extern "C" fn kyso_report_verdict(
    report: Option<&ReportHandle>,
    verdict: Option<&mut MaybeUninit<i32>>,
    error: Option<&mut MaybeUninit<*mut ErrorHandle>>,
) -> Status {
    guard(error, || {
        let (report, verdict) = (required(report, "report")?, required(verdict, "verdict")?);
        verdict.write(word::verdict(report.document()?.verdict)?);
        Ok(())
    })
}

/// How many signatures the document has, document timestamps among them.
#[unsafe(no_mangle)]
pub extern "C" fn kyso_report_signature_count(
    report: Option<&ReportHandle>,
    count: Option<&mut MaybeUninit<usize>>,
    error: Option<&mut MaybeUninit<*mut ErrorHandle>>,
) -> Status {
    guard(error, || {
        let (report, count) = (required(report, "report")?, required(count, "count")?);
        count.write(report.document()?.signatures.len());
        Ok(())
    })
}

/// The status of one signature: KYSO_TOTAL_PASSED, KYSO_TOTAL_FAILED or KYSO_INDETERMINATE, and one of KYSO_SUB_...
/// that says why. `index` counts from 0 in the order in which the signatures were made; either output may be NULL.
#[unsafe(no_mangle)]
pub extern "C" fn kyso_report_indication(
    report: Option<&ReportHandle>,
    index: usize,
    indication: Option<&mut MaybeUninit<i32>>,
    sub_indication: Option<&mut MaybeUninit<i32>>,
    error: Option<&mut MaybeUninit<*mut ErrorHandle>>,
) -> Status {
    guard(error, || {
        let signatures = &required(report, "report")?.document()?.signatures;
        let signature = signatures.get(index).ok_or_else(|| {
            invalid(format!("there are {} signatures, none has this index", signatures.len()))
        })?;
        let found =
            (word::indication(signature.indication)?, word::sub_indication(signature.sub_indication)?);
        if let Some(indication) = indication {
            indication.write(found.0);
        }
        if let Some(sub_indication) = sub_indication {
            sub_indication.write(found.1);
        }
        Ok(())
    })
}

/// The whole report as a JSON object of the schema kyso.report/1, with its messages in KYSO_VIETNAMESE or
/// KYSO_ENGLISH. Free it with kyso_buffer_free.
#[unsafe(no_mangle)]
pub extern "C" fn kyso_report_json(
    report: Option<&ReportHandle>,
    language: i32,
    out: Option<&mut MaybeUninit<*mut Buffer>>,
    error: Option<&mut MaybeUninit<*mut ErrorHandle>>,
) -> Status {
    guard(error, || {
        let (report, out) = (required(report, "report")?, required(out, "out")?);
        give(out, Buffer::new(report.report.to_json(language_of(language)?)));
        Ok(())
    })
}

/// The whole report as text for people, in KYSO_VIETNAMESE or KYSO_ENGLISH. Free it with kyso_buffer_free.
#[unsafe(no_mangle)]
pub extern "C" fn kyso_report_text(
    report: Option<&ReportHandle>,
    language: i32,
    out: Option<&mut MaybeUninit<*mut Buffer>>,
    error: Option<&mut MaybeUninit<*mut ErrorHandle>>,
) -> Status {
    guard(error, || {
        let (report, out) = (required(report, "report")?, required(out, "out")?);
        give(out, Buffer::new(report.report.to_text(language_of(language)?)));
        Ok(())
    })
}

/// Frees the report.
#[unsafe(no_mangle)]
pub extern "C" fn kyso_report_free(report: Option<Box<ReportHandle>>) {
    or_on_panic(|| (), || drop(report));
}
