//! The signer's key and certificates.

use std::path::{Path, PathBuf};

use crate::cli::trust::{certificates, in_file};
use crate::cli::{Session, password};
use crate::crypto::{KeyFile, PrivateKey};
use crate::error::{ErrorKind, Result};
use crate::files::Input;
use crate::limits::Limits;
use crate::pki::Certificate;
use crate::sign::own_first;

/// A key and the certificates to be embedded, that of the key first.
pub(super) struct Signer {
    pub(super) key: PrivateKey,
    pub(super) certificates: Vec<Certificate>,
}

impl Signer {
    /// From a key file and further certificate files. The password comes from the environment, else from whoever
    /// sits at the terminal.
    pub(super) fn load(
        key: &Path,
        certificate_files: &[PathBuf],
        password_env: Option<&str>,
        session: &Session,
    ) -> Result<Self> {
        let limits = Limits::default();
        let input = Input::open(key)?;
        let password = password::from_environment(password_env)?;
        let open = |password: Option<&str>| KeyFile::open(input.bytes(), password, &limits);
        let opened = match open(password.as_ref().map(|password| password.as_str())) {
            Err(error) if error.kind() == ErrorKind::PasswordRequired && password.is_none() => {
                match password::ask(session.language) {
                    Some(password) => open(Some(&password)),
                    None => Err(error),
                }
            }
            other => other,
        };
        let file = opened.map_err(|error| in_file(&error, key))?;
        let mut all = certificates(certificate_files, &limits)?;
        for der in &file.certificates {
            all.push(Certificate::from_der(der).map_err(|error| in_file(&error, key))?);
        }
        let certificates = own_first(all, &file.key).map_err(|error| in_file(&error, key))?;
        Ok(Self { key: file.key, certificates })
    }
}
