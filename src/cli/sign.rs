//! `kyso sign`, and the same in two steps: `kyso prepare`, `kyso complete`.

use std::path::Path;

use crate::cli::arguments::{CertifyChoice, Complete, HashChoice, Prepare, Sign, Signature, SubFilterChoice};
use crate::cli::key::Signer;
use crate::cli::status::Status;
use crate::cli::trust::{certificates, in_file};
use crate::cli::{Session, password, say};
use crate::crypto::DigestAlgorithm;
use crate::error::{Error, ErrorKind, Result};
use crate::files::{Input, NewFile, append};
use crate::limits::Limits;
use crate::pdf::signing::{Certification, SubFilter};
use crate::sign::{self, PreparedSignature, SignOptions};

pub(super) fn run(arguments: &Sign, session: &Session) -> Result<Status> {
    let options = options(&arguments.signature, session)?;
    let mut input = Input::open(&arguments.file)?;
    let signer = Signer::load(&arguments.key, &arguments.cert, arguments.password_env.as_deref(), session)?;
    let limits = Limits::default();
    let update = sign::sign(input.bytes(), &signer.key, &signer.certificates, &options, &limits)
        .map_err(|error| in_file(&error, &arguments.file))?;
    append(&mut input, update.as_bytes(), &arguments.output)?;
    say::signed(&arguments.output, session.language)?;
    Ok(Status::Passed)
}

pub(super) fn prepare(arguments: &Prepare, session: &Session) -> Result<Status> {
    let options = options(&arguments.signature, session)?;
    let input = Input::open(&arguments.file)?;
    let limits = Limits::default();
    let certificates = certificates(&arguments.cert, &limits)?;
    let prepared = sign::prepare(input.bytes(), &certificates, &options, &limits)
        .map_err(|error| in_file(&error, &arguments.file))?;
    if let Some(path) = &arguments.to_sign {
        write(path, prepared.to_be_signed())?;
    }
    write(&arguments.state, prepared.to_json().as_bytes())?;
    say::prepared(&prepared, &arguments.state, session.language)?;
    Ok(Status::Passed)
}

pub(super) fn complete(arguments: &Complete, session: &Session) -> Result<Status> {
    let mut input = Input::open(&arguments.file)?;
    let state = Input::open(&arguments.state)?;
    let not_text = |_| Error::new(ErrorKind::MalformedState, "not UTF-8");
    let prepared = std::str::from_utf8(state.bytes())
        .map_err(not_text)
        .and_then(PreparedSignature::from_json)
        .map_err(|error| in_file(&error, &arguments.state))?;
    let value = Input::open(&arguments.value)?;
    let update = prepared.complete(input.bytes(), value.bytes())?;
    append(&mut input, update.as_bytes(), &arguments.output)?;
    say::signed(&arguments.output, session.language)?;
    Ok(Status::Passed)
}

fn write(path: &Path, bytes: &[u8]) -> Result<()> {
    let mut file = NewFile::create(path)?;
    file.write(bytes)?;
    file.finish()
}

fn options(signature: &Signature, session: &Session) -> Result<SignOptions> {
    let mut options = SignOptions::new(session.now);
    options.sub_filter = signature.sub_filter.map(|choice| match choice {
        SubFilterChoice::EtsiCadesDetached => SubFilter::EtsiCadesDetached,
        SubFilterChoice::AdbePkcs7Detached => SubFilter::AdbePkcs7Detached,
    });
    options.digest = signature.hash.map(|choice| match choice {
        HashChoice::Sha256 => DigestAlgorithm::Sha256,
        HashChoice::Sha384 => DigestAlgorithm::Sha384,
        HashChoice::Sha512 => DigestAlgorithm::Sha512,
    });
    options.certify = signature.certify.map(|choice| match choice {
        CertifyChoice::NoChanges => Certification::NoChanges,
        CertifyChoice::FormFilling => Certification::FormFilling,
        CertifyChoice::Annotations => Certification::Annotations,
    });
    options.pss = signature.pss;
    options.field.clone_from(&signature.field);
    options.reason.clone_from(&signature.reason);
    options.location.clone_from(&signature.location);
    options.danger_allow_expired = signature.allow_expired;
    options.password = password::from_environment(signature.document_password_env.as_deref())?
        .map(|password| (*password).clone());
    Ok(options)
}
