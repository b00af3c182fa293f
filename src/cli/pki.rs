//! `kyso pki new`.

use std::fs;
use std::path::Path;

use zeroize::Zeroizing;

use crate::cli::arguments::PkiNew;
use crate::cli::status::Status;
use crate::cli::{Session, password, say};
use crate::crypto::{to_pem, write_pkcs12};
use crate::error::{Error, ErrorKind, Result};
use crate::files::NewFile;
use crate::pki::test_pki::{Addresses, TestPki};

pub(super) fn new(arguments: &PkiNew, session: &Session) -> Result<Status> {
    let folder = &arguments.folder;
    let password = password::from_environment(arguments.password_env.as_deref())?
        .unwrap_or_else(|| Zeroizing::new(PASSWORD.to_owned()));
    make_empty(folder)?;
    let addresses = arguments.url.as_deref().map(Addresses::below).unwrap_or_default();
    write(&TestPki::fresh_at(&addresses, session.now)?, folder, &password)?;
    say::pki(folder, session.language)?;
    Ok(Status::Passed)
}

/// Writes CAs as PEM certificates, everybody else as PKCS#12 with the chain, and the revocation lists in DER, with
/// a folder of those that are out of date. The stranger and its root get a folder of their own: whoever trusts the folder does not mean to trust them.
pub(super) fn write(pki: &TestPki, folder: &Path, password: &str) -> Result<()> {
    let strangers = folder.join("stranger");
    make(&strangers)?;
    for member in pki.members() {
        let folder = if member.is_stranger() { &strangers } else { folder };
        if member.is_ca() {
            let pem = to_pem("CERTIFICATE", member.certificate.der());
            let mut file = NewFile::create(&folder.join(format!("{}.pem", member.name)))?;
            file.write(pem.as_bytes())?;
            file.finish()?;
        } else {
            let chain = pki.chain(member.name)?;
            let chain: Vec<&[u8]> = chain.iter().map(|certificate| certificate.der()).collect();
            let pkcs12 =
                Zeroizing::new(write_pkcs12(&member.key, &chain, member.name, password, ITERATIONS)?);
            let mut file = NewFile::create_private(&folder.join(format!("{}.p12", member.name)))?;
            file.write(&pkcs12)?;
            file.finish()?;
        }
    }
    let stale = folder.join("stale");
    make(&stale)?;
    let lists = pki.all_revocation_lists().map(|list| (folder, list));
    let stale_lists = pki.all_stale_revocation_lists().map(|list| (stale.as_path(), list));
    for (folder, (name, list)) in lists.chain(stale_lists) {
        let mut file = NewFile::create(&folder.join(format!("{name}.crl")))?;
        file.write(list)?;
        file.finish()?;
    }
    Ok(())
}

fn make(folder: &Path) -> Result<()> {
    fs::create_dir_all(folder).map_err(|_| Error::new(ErrorKind::WriteFailed, folder.display().to_string()))
}

/// A folder that holds nothing: keys that are in use must not be overwritten.
fn make_empty(folder: &Path) -> Result<()> {
    let failed = |_| Error::new(ErrorKind::WriteFailed, folder.display().to_string());
    fs::create_dir_all(folder).map_err(failed)?;
    if fs::read_dir(folder).map_err(failed)?.next().is_some() {
        return Err(Error::new(ErrorKind::OutputRefused, folder.display().to_string()));
    }
    Ok(())
}

/// The password of the key files, unless another one is given.
pub(super) const PASSWORD: &str = "kyso";

/// What OpenSSL 3 writes; the password is known anyway.
const ITERATIONS: u32 = 2048;
