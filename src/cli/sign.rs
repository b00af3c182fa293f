//! `kyso sign`, and the same in two steps: `kyso prepare`, `kyso complete`.

use std::path::Path;

use crate::cli::arguments::{
    CertifyChoice, Complete, HashChoice, LevelChoice, Prepare, Sign, Signature, SubFilterChoice,
};
use crate::cli::key::Signer;
use crate::cli::status::Status;
use crate::cli::trust::{certificates, in_file};
use crate::cli::{Session, complain, evidence, network, password, say};
use crate::crypto::DigestAlgorithm;
use crate::error::{Error, ErrorKind, Result};
use crate::extend::{ExtendOptions, sign_at_level};
use crate::files::{Input, NewFile, append};
use crate::inspect::risks;
use crate::limits::Limits;
use crate::pdf::signing::{Certification, SubFilter};
use crate::report::Level;
use crate::sign::{self, PreparedSignature, SignOptions, TimestampOptions};
use crate::verify::EvidenceSource;

pub(super) fn run(arguments: &Sign, session: &Session) -> Result<Status> {
    let options = options(&arguments.signature, session)?;
    let level = match arguments.signature.level {
        LevelChoice::Basic => Level::BB,
        LevelChoice::Timestamp => Level::BT,
        LevelChoice::LongTerm => Level::BLT,
        LevelChoice::Archive => Level::BLTA,
    };
    if level == Level::BB && arguments.authority.tsa.is_some() {
        return Err(Error::new(ErrorKind::InvalidArgument, "--tsa is for --level b-t and above"));
    }
    let authority = network::authority(&arguments.authority, &arguments.evidence.online.way)?;
    let mut source = network::source(&arguments.evidence.online, session.language)?;
    let limits = Limits::default();
    let mut verify = evidence::options(&arguments.evidence, session.now, &limits)?;
    verify.password.clone_from(&options.password);
    let mut input = Input::open(&arguments.file)?;
    if is_refused(input.bytes(), &options, &arguments.signature, session)? {
        return Ok(complain::about_strictness(session.language));
    }
    let signer = Signer::load(&arguments.key, &arguments.cert, arguments.password_env.as_deref(), session)?;
    verify.certificates.clone_from(&signer.certificates);
    let source: Option<&mut dyn EvidenceSource> = match &mut source {
        Some(source) => Some(source.as_mut()),
        None => None,
    };
    let update = sign_at_level(
        input.bytes(),
        &signer.key,
        &signer.certificates,
        &options,
        level,
        &ExtendOptions::new(verify),
        authority.as_deref(),
        source,
    )
    .map_err(|error| in_file(&error, &arguments.file))?;
    append(&mut input, update.as_bytes(), &arguments.output)?;
    say::signed(&arguments.output, session.language)?;
    Ok(Status::Passed)
}

pub(super) fn prepare(arguments: &Prepare, session: &Session) -> Result<Status> {
    let mut options = options(&arguments.signature, session)?;
    match arguments.signature.level {
        LevelChoice::Basic => {}
        LevelChoice::Timestamp => options.timestamp = Some(TimestampOptions::default()),
        LevelChoice::LongTerm | LevelChoice::Archive => {
            let what = "two steps reach b-t; kyso extend raises the signed document to b-lt and b-lta";
            return Err(Error::new(ErrorKind::InvalidArgument, what));
        }
    }
    let input = Input::open(&arguments.file)?;
    if is_refused(input.bytes(), &options, &arguments.signature, session)? {
        return Ok(complain::about_strictness(session.language));
    }
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
    let update = match network::authority(&arguments.authority, &arguments.way)? {
        None => prepared.complete(input.bytes(), value.bytes())?,
        Some(authority) => {
            let limits = Limits::default();
            let request = prepared.timestamp_request(value.bytes())?;
            let token = request.token(&authority.timestamp(&request.to_der())?, &limits)?;
            prepared.complete_with_timestamp(input.bytes(), value.bytes(), &token, &limits)?
        }
    };
    append(&mut input, update.as_bytes(), &arguments.output)?;
    say::signed(&arguments.output, session.language)?;
    Ok(Status::Passed)
}

/// Warns of what the document holds that can show something else later. Whether that is a reason not to sign it.
fn is_refused(
    document: &[u8],
    options: &SignOptions,
    signature: &Signature,
    session: &Session,
) -> Result<bool> {
    match risks(document, options.password.as_deref(), &Limits::default()) {
        Ok(found) => Ok(!complain::about_risks(&found, session.language) && signature.strict),
        Err(error) if signature.strict => Err(error),
        // Signing says what is wrong.
        Err(_) => Ok(false),
    }
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
