//! `kyso_verify` and its options.

use std::ffi::c_char;
use std::mem::MaybeUninit;

use super::boundary::{bytes, give, guard, or_on_panic, path_of, required, required_text, text};
use super::error::ErrorHandle;
use super::moment::{KYSO_TIME_NOW, time};
use super::report::ReportHandle;
use super::status::Status;
use super::trust_store::TrustStoreHandle;
use crate::error::Result;
use crate::files::Input;
use crate::limits::Limits;
use crate::pki::{Certificate, ValidationData, certificates_from};
use crate::policy::Policy;
use crate::report::Report;
use crate::time::Time;
use crate::verify::{VerifyOptions, verify};

/// How to verify. Several threads may verify with it at once as long as none changes it.
pub struct VerifyOptionsHandle {
    time: i64,
    password: Option<String>,
    certificates: Vec<Certificate>,
    file_name: Option<String>,
    policy: Policy,
    existed_at: Option<i64>,
    evidence: ValidationData,
}

/// Makes options with their defaults: now, no password, no further certificates, no name, the policy "strict". Free them
/// with kyso_verify_options_free.
#[unsafe(no_mangle)]
pub extern "C" fn kyso_verify_options_new(
    out: Option<&mut MaybeUninit<*mut VerifyOptionsHandle>>,
    error: Option<&mut MaybeUninit<*mut ErrorHandle>>,
) -> Status {
    guard(error, || {
        let options = VerifyOptionsHandle {
            time: KYSO_TIME_NOW,
            password: None,
            certificates: Vec::new(),
            file_name: None,
            policy: Policy::default(),
            existed_at: None,
            evidence: ValidationData::new(),
        };
        give(required(out, "out")?, options);
        Ok(())
    })
}

/// Sets the time to verify at, in seconds since 1970-01-01T00:00:00Z, or KYSO_TIME_NOW for the time of each call.
#[unsafe(no_mangle)]
pub extern "C" fn kyso_verify_options_set_time(
    options: Option<&mut VerifyOptionsHandle>,
    seconds: i64,
    error: Option<&mut MaybeUninit<*mut ErrorHandle>>,
) -> Status {
    guard(error, || {
        required(options, "options")?.time = seconds;
        Ok(())
    })
}

/// Sets the password of encrypted documents; NULL takes it away. The empty password is tried as well.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kyso_verify_options_set_password(
    options: Option<&mut VerifyOptionsHandle>,
    password: *const c_char,
    password_len: usize,
    error: Option<&mut MaybeUninit<*mut ErrorHandle>>,
) -> Status {
    guard(error, || {
        // SAFETY: the caller lets that many bytes be read during the call.
        let password = unsafe { text(password, password_len, "password") }?;
        required(options, "options")?.password = password.map(str::to_owned);
        Ok(())
    })
}

/// Adds certificates to build paths with: PEM, DER or PKCS#7, one or many. They are not trusted.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kyso_verify_options_add_certificates(
    options: Option<&mut VerifyOptionsHandle>,
    certificates: *const u8,
    certificates_len: usize,
    error: Option<&mut MaybeUninit<*mut ErrorHandle>>,
) -> Status {
    guard(error, || {
        // SAFETY: the caller lets that many bytes be read during the call.
        let certificates = unsafe { bytes(certificates, certificates_len, "certificates") }?;
        let options = required(options, "options")?;
        options.certificates.extend(certificates_from(certificates, &Limits::default())?);
        Ok(())
    })
}

/// Sets the name of the document for the report, in UTF-8; NULL takes it away. kyso_verify_file gives its path if
/// there is none.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kyso_verify_options_set_file_name(
    options: Option<&mut VerifyOptionsHandle>,
    file_name: *const c_char,
    file_name_len: usize,
    error: Option<&mut MaybeUninit<*mut ErrorHandle>>,
) -> Status {
    guard(error, || {
        // SAFETY: the caller lets that many bytes be read during the call.
        let file_name = unsafe { text(file_name, file_name_len, "file_name") }?;
        required(options, "options")?.file_name = file_name.map(str::to_owned);
        Ok(())
    })
}

/// Sets what the verdict demands: the name of a policy that comes with the library ("strict", "vn-gca", "eu-like"), or
/// a policy as JSON. On failure, KYSO_MALFORMED_POLICY among others, the options are as they were.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kyso_verify_options_set_policy(
    options: Option<&mut VerifyOptionsHandle>,
    policy: *const c_char,
    policy_len: usize,
    error: Option<&mut MaybeUninit<*mut ErrorHandle>>,
) -> Status {
    guard(error, || {
        // SAFETY: the caller lets that many bytes be read during the call.
        let policy = unsafe { required_text(policy, policy_len, "policy") }?;
        let options = required(options, "options")?;
        options.policy = match Policy::shipped(policy) {
            Some(policy) => policy,
            None => Policy::from_json(policy.as_bytes())?,
        };
        Ok(())
    })
}

/// Sets a time at which the caller can prove that the document existed as it is now, such as its receipt on the
/// exchange, in seconds since 1970-01-01T00:00:00Z. It counts where no timestamp proves an earlier one.
#[unsafe(no_mangle)]
pub extern "C" fn kyso_verify_options_set_existed_at(
    options: Option<&mut VerifyOptionsHandle>,
    seconds: i64,
    error: Option<&mut MaybeUninit<*mut ErrorHandle>>,
) -> Status {
    guard(error, || {
        required(options, "options")?.existed_at = Some(seconds);
        Ok(())
    })
}

/// Adds CRLs (DER or PEM, one or many), OCSP responses (DER) or certificates, told apart by what they hold. None of them
/// is trusted: each counts as far as the trust store carries it. `count`, which may be NULL, receives how many there
/// were. On failure the options are as they were.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kyso_verify_options_add_evidence(
    options: Option<&mut VerifyOptionsHandle>,
    evidence: *const u8,
    evidence_len: usize,
    count: Option<&mut MaybeUninit<usize>>,
    error: Option<&mut MaybeUninit<*mut ErrorHandle>>,
) -> Status {
    guard(error, || {
        // SAFETY: the caller lets that many bytes be read during the call.
        let evidence = unsafe { bytes(evidence, evidence_len, "evidence") }?;
        let added = required(options, "options")?.evidence.add_from(evidence, &Limits::default())?;
        if let Some(count) = count {
            count.write(added);
        }
        Ok(())
    })
}

/// Frees the options.
#[unsafe(no_mangle)]
pub extern "C" fn kyso_verify_options_free(options: Option<Box<VerifyOptionsHandle>>) {
    or_on_panic(|| (), || drop(options));
}

/// Verifies every signature of a document that is in memory. Costs about one SHA-256 of it. `options` may be NULL.
///
/// KYSO_OK says that there is a report, not that the signatures are good: ask kyso_report_verdict. A document that
/// cannot be read fails with a status from 200. Free the report with kyso_report_free.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kyso_verify(
    document: *const u8,
    document_len: usize,
    trust: Option<&TrustStoreHandle>,
    options: Option<&VerifyOptionsHandle>,
    out: Option<&mut MaybeUninit<*mut ReportHandle>>,
    error: Option<&mut MaybeUninit<*mut ErrorHandle>>,
) -> Status {
    guard(error, || {
        // SAFETY: the caller lets that many bytes be read during the call.
        let document = unsafe { bytes(document, document_len, "document") }?;
        let (trust, out) = (required(trust, "trust")?, required(out, "out")?);
        give(out, report(document, trust, options, None)?);
        Ok(())
    })
}

/// Verifies every signature of a file. The file is mapped, not read into memory, so it may have any size; nobody
/// may shorten it meanwhile, which would end the process (SIGBUS). Where that cannot be ruled out, read the file and
/// call kyso_verify. The rest is as there.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kyso_verify_file(
    path: *const c_char,
    path_len: usize,
    trust: Option<&TrustStoreHandle>,
    options: Option<&VerifyOptionsHandle>,
    out: Option<&mut MaybeUninit<*mut ReportHandle>>,
    error: Option<&mut MaybeUninit<*mut ErrorHandle>>,
) -> Status {
    guard(error, || {
        // SAFETY: the caller lets that many bytes be read during the call.
        let path = unsafe { path_of(path, path_len, "path") }?;
        let (trust, out) = (required(trust, "trust")?, required(out, "out")?);
        let input = Input::open(path)?;
        give(out, report(input.bytes(), trust, options, path.to_str())?);
        Ok(())
    })
}

fn report(
    document: &[u8],
    trust: &TrustStoreHandle,
    options: Option<&VerifyOptionsHandle>,
    path: Option<&str>,
) -> Result<ReportHandle> {
    let time = time(options.map_or(KYSO_TIME_NOW, |options| options.time));
    let mut how = VerifyOptions::new(trust.store.clone(), time);
    let mut file_name = path;
    if let Some(options) = options {
        how.password.clone_from(&options.password);
        how.certificates.clone_from(&options.certificates);
        how.policy.clone_from(&options.policy);
        how.evidence.clone_from(&options.evidence);
        how.existed_at = options.existed_at.map(Time::from_unix);
        file_name = options.file_name.as_deref().or(path);
    }
    let mut found = verify(document, &how)?;
    found.file = file_name.map(str::to_owned);
    Ok(ReportHandle { report: Report::new(time, vec![found]) })
}
