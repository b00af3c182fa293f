//! Trust and evidence out of files: what a verification before raising a level rests on.

use std::path::PathBuf;

use crate::cli::arguments::EvidenceArguments;
use crate::cli::trust::{self, in_file};
use crate::error::Result;
use crate::files::Input;
use crate::limits::Limits;
use crate::pki::ValidationData;
use crate::time::Time;
use crate::verify::VerifyOptions;

/// How a document is verified with this evidence.
pub(super) fn options(evidence: &EvidenceArguments, time: Time, limits: &Limits) -> Result<VerifyOptions> {
    let mut options = VerifyOptions::new(trust::store(&evidence.trust, limits)?, time);
    options.limits = limits.clone();
    read(&evidence.crl, |data, bytes| data.add_crl(bytes, limits).map(drop), &mut options.evidence)?;
    read(&evidence.ocsp, |data, bytes| data.add_ocsp(bytes, limits), &mut options.evidence)?;
    Ok(options)
}

fn read(
    paths: &[PathBuf],
    add: impl Fn(&mut ValidationData, &[u8]) -> Result<()>,
    data: &mut ValidationData,
) -> Result<()> {
    for path in paths {
        let input = Input::open(path)?;
        add(data, input.bytes()).map_err(|error| in_file(&error, path))?;
    }
    Ok(())
}
