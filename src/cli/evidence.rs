//! Trust and evidence out of files and folders: what a verification rests on.

use std::path::PathBuf;

use crate::cli::arguments::EvidenceArguments;
use crate::cli::policy;
use crate::cli::trust::{self, files_in, in_file};
use crate::error::{Error, ErrorKind, Result};
use crate::files::Input;
use crate::limits::Limits;
use crate::pki::ValidationData;
use crate::time::Time;
use crate::verify::VerifyOptions;

/// How a document is verified with this evidence, for a report or before its level is raised.
pub(super) fn options(evidence: &EvidenceArguments, time: Time, limits: &Limits) -> Result<VerifyOptions> {
    let mut options = VerifyOptions::new(trust::store(&evidence.trust, limits)?, time);
    options.limits = limits.clone();
    options.policy = policy::read(evidence.policy.as_deref())?;
    options.evidence = data(&evidence.trust, &evidence.crl, &evidence.ocsp, limits)?;
    Ok(options)
}

/// The CRLs and OCSP responses that these files and folders hold, and the CRLs that lie beside trusted certificates.
fn data(trust: &[PathBuf], crls: &[PathBuf], ocsps: &[PathBuf], limits: &Limits) -> Result<ValidationData> {
    let mut data = ValidationData::new();
    let mut beside = Vec::new();
    for folder in trust.iter().filter(|path| path.is_dir()) {
        beside.extend(files_in(folder, CRL_EXTENSIONS)?);
    }
    for file in beside.into_iter().chain(files(crls, CRL_EXTENSIONS)?) {
        let input = Input::open(&file)?;
        data.add_crl(input.bytes(), limits).map_err(|error| in_file(&error, &file))?;
    }
    for file in files(ocsps, OCSP_EXTENSIONS)? {
        let input = Input::open(&file)?;
        data.add_ocsp(input.bytes(), limits).map_err(|error| in_file(&error, &file))?;
    }
    Ok(data)
}

fn files(paths: &[PathBuf], extensions: &[&str]) -> Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    for path in paths {
        if path.is_dir() {
            let found = files_in(path, extensions)?;
            // A folder with nothing in it is a wrong path, not a wish for no evidence.
            if found.is_empty() {
                return Err(Error::new(ErrorKind::FileNotFound, path.display().to_string()));
            }
            files.extend(found);
        } else {
            files.push(path.clone());
        }
    }
    Ok(files)
}

/// No `.pem`: certificates bear that name more often than lists do.
const CRL_EXTENSIONS: &[&str] = &["crl"];
const OCSP_EXTENSIONS: &[&str] = &["ocsp", "ors"];
