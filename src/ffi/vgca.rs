//! Results in the terms of the Government Cipher Committee's verification tool.

use std::ffi::{CString, c_char};
use std::mem::MaybeUninit;
use std::ptr;
use std::sync::LazyLock;

use super::boundary::{guard, invalid, required};
use super::error::ErrorHandle;
use super::report::ReportHandle;
use super::status::Status;
use crate::error::Result;
use crate::report::{VgcaCertificateCode, VgcaFlag, VgcaState, VgcaStatus};

/// Flag: there is no signature. The flags have the values of the verification tool of the Government Cipher Committee.
pub const KYSO_VGCA_NOT_SIGNED: u32 = 0x1;
/// Flag: the document is not what was signed.
pub const KYSO_VGCA_DOCUMENT_MODIFIED: u32 = 0x2;
/// Flag: no timestamp proves the time.
pub const KYSO_VGCA_NOT_TIMESTAMPED: u32 = 0x4;
/// Flag: the timestamp does not belong to the signature, or is broken.
pub const KYSO_VGCA_INVALID_TIMESTAMP_IMPRINT: u32 = 0x8;
/// Flag: the certificate of the timestamping authority is not good.
pub const KYSO_VGCA_INVALID_TSA_CERTIFICATE: u32 = 0x10;
/// Flag: the signer's certificate is not good.
pub const KYSO_VGCA_INVALID_SIGNING_CERTIFICATE: u32 = 0x20;
/// Flag: the signer's certificate could not be checked.
pub const KYSO_VGCA_ERROR_CHECKING_SIGNING_CERTIFICATE: u32 = 0x40;
/// Flag: the certificate of the timestamping authority could not be checked.
pub const KYSO_VGCA_ERROR_CHECKING_TSA_CERTIFICATE: u32 = 0x80;
/// Flag: revocation of the signer's certificate was not checked.
pub const KYSO_VGCA_NON_CHECKING_REVOKED_SIGNING_CERT: u32 = 0x100;
/// Flag: revocation of the timestamping authority's certificate was not checked.
pub const KYSO_VGCA_NON_CHECKING_REVOKED_TSA_CERT: u32 = 0x200;
/// Flag: something that is allowed was added after signing.
pub const KYSO_VGCA_NON_COVERS_WHOLE_DOCUMENT: u32 = 0x400;
/// Flag: the signature could not be checked.
pub const KYSO_VGCA_ERROR_CHECKING_SIGNATURE: u32 = 0x800;
/// Flag: the signature or the document is malformed.
pub const KYSO_VGCA_FATAL_ERROR: u32 = 0x1000;

/// State: nothing speaks against it.
pub const KYSO_VGCA_VALID: i32 = 1;
/// State: something could not be checked, or there is no timestamp.
pub const KYSO_VGCA_NOT_ENOUGH_INFORMATION: i32 = 2;
/// State: something is wrong.
pub const KYSO_VGCA_INVALID: i32 = 3;

/// There is no such certificate, and so no code for it.
pub const KYSO_VGCA_NO_CERTIFICATE: i32 = -1;

/// The whole document as the verification tool of the Government Cipher Committee would show it: the flags of all its
/// signatures as one number, and the state, one of KYSO_VGCA_VALID, KYSO_VGCA_NOT_ENOUGH_INFORMATION and
/// KYSO_VGCA_INVALID. A missing timestamp alone is not enough information. Either output may be NULL.
#[unsafe(no_mangle)]
pub extern "C" fn kyso_report_vgca_state(
    report: Option<&ReportHandle>,
    flags: Option<&mut MaybeUninit<u32>>,
    state: Option<&mut MaybeUninit<i32>>,
    error: Option<&mut MaybeUninit<*mut ErrorHandle>>,
) -> Status {
    guard(error, || {
        write(&required(report, "report")?.document()?.vgca(), flags, state);
        Ok(())
    })
}

/// The same for one signature; `index` counts from 0 in the order in which the signatures were made.
#[unsafe(no_mangle)]
pub extern "C" fn kyso_report_vgca_flags(
    report: Option<&ReportHandle>,
    index: usize,
    flags: Option<&mut MaybeUninit<u32>>,
    state: Option<&mut MaybeUninit<i32>>,
    error: Option<&mut MaybeUninit<*mut ErrorHandle>>,
) -> Status {
    guard(error, || {
        write(&signature(required(report, "report")?, index)?, flags, state);
        Ok(())
    })
}

/// What was found about the certificate that signed and about that of the timestamping authority: 0 to 12 as in the
/// verification tool, or KYSO_VGCA_NO_CERTIFICATE. Either output may be NULL.
#[unsafe(no_mangle)]
pub extern "C" fn kyso_report_vgca_certificate_code(
    report: Option<&ReportHandle>,
    index: usize,
    certificate_code: Option<&mut MaybeUninit<i32>>,
    timestamp_certificate_code: Option<&mut MaybeUninit<i32>>,
    error: Option<&mut MaybeUninit<*mut ErrorHandle>>,
) -> Status {
    guard(error, || {
        let found = signature(required(report, "report")?, index)?;
        let number = |code: Option<VgcaCertificateCode>| {
            code.map_or(KYSO_VGCA_NO_CERTIFICATE, |code| i32::from(code.value()))
        };
        if let Some(code) = certificate_code {
            code.write(number(found.certificate));
        }
        if let Some(code) = timestamp_certificate_code {
            code.write(number(found.timestamp_certificate));
        }
        Ok(())
    })
}

/// What the verification tool shows for one flag, in Vietnamese. It is never freed; NULL for other numbers.
#[unsafe(no_mangle)]
pub extern "C" fn kyso_vgca_flag_text(flag: u32) -> *const c_char {
    let row = FLAGS.iter().find(|(value, _)| *value == flag);
    row.map_or(ptr::null(), |(_, text)| text.as_ptr())
}

/// What the verification tool shows for a certificate code, in Vietnamese. It is never freed; NULL for other numbers.
#[unsafe(no_mangle)]
pub extern "C" fn kyso_vgca_certificate_text(certificate_code: i32) -> *const c_char {
    text(&CERTIFICATES, certificate_code)
}

/// What the verification tool shows for a state, in Vietnamese. It is never freed; NULL for other numbers.
#[unsafe(no_mangle)]
pub extern "C" fn kyso_vgca_state_text(state: i32) -> *const c_char {
    text(&STATES, state)
}

fn signature(report: &ReportHandle, index: usize) -> Result<VgcaStatus> {
    let document = report.document()?;
    document.vgca_signature(index).ok_or_else(|| {
        invalid(format!("there are {} signatures, none has this index", document.signatures.len()))
    })
}

fn write(found: &VgcaStatus, flags: Option<&mut MaybeUninit<u32>>, state: Option<&mut MaybeUninit<i32>>) {
    if let Some(flags) = flags {
        flags.write(found.flags.bits());
    }
    if let Some(state) = state {
        state.write(number(found.state));
    }
}

fn number(state: VgcaState) -> i32 {
    match state {
        VgcaState::Valid => KYSO_VGCA_VALID,
        VgcaState::NotEnoughInformation => KYSO_VGCA_NOT_ENOUGH_INFORMATION,
        VgcaState::Invalid => KYSO_VGCA_INVALID,
    }
}

/// Numbers with their texts as C wants them. Made once and never freed.
type Texts<N> = LazyLock<Vec<(N, CString)>>;

fn text(texts: &Texts<i32>, number: i32) -> *const c_char {
    texts.iter().find(|(value, _)| *value == number).map_or(ptr::null(), |(_, text)| text.as_ptr())
}

/// None of the texts has a zero inside.
fn c_string(text: &str) -> CString {
    CString::new(text).unwrap_or_default()
}

const NUMBERS: &[(u32, VgcaFlag)] = &[
    (KYSO_VGCA_NOT_SIGNED, VgcaFlag::NotSigned),
    (KYSO_VGCA_DOCUMENT_MODIFIED, VgcaFlag::DocumentModified),
    (KYSO_VGCA_NOT_TIMESTAMPED, VgcaFlag::NotTimestamped),
    (KYSO_VGCA_INVALID_TIMESTAMP_IMPRINT, VgcaFlag::InvalidTimestampImprint),
    (KYSO_VGCA_INVALID_TSA_CERTIFICATE, VgcaFlag::InvalidTsaCertificate),
    (KYSO_VGCA_INVALID_SIGNING_CERTIFICATE, VgcaFlag::InvalidSigningCertificate),
    (KYSO_VGCA_ERROR_CHECKING_SIGNING_CERTIFICATE, VgcaFlag::ErrorCheckingSigningCertificate),
    (KYSO_VGCA_ERROR_CHECKING_TSA_CERTIFICATE, VgcaFlag::ErrorCheckingTsaCertificate),
    (KYSO_VGCA_NON_CHECKING_REVOKED_SIGNING_CERT, VgcaFlag::NonCheckingRevokedSigningCert),
    (KYSO_VGCA_NON_CHECKING_REVOKED_TSA_CERT, VgcaFlag::NonCheckingRevokedTsaCert),
    (KYSO_VGCA_NON_COVERS_WHOLE_DOCUMENT, VgcaFlag::NonCoversWholeDocument),
    (KYSO_VGCA_ERROR_CHECKING_SIGNATURE, VgcaFlag::ErrorCheckingSignature),
    (KYSO_VGCA_FATAL_ERROR, VgcaFlag::FatalError),
];

static FLAGS: Texts<u32> =
    LazyLock::new(|| NUMBERS.iter().map(|(number, flag)| (*number, c_string(flag.text()))).collect());

static CERTIFICATES: Texts<i32> = LazyLock::new(|| {
    VgcaCertificateCode::ALL.iter().map(|code| (i32::from(code.value()), c_string(code.text()))).collect()
});

static STATES: Texts<i32> =
    LazyLock::new(|| VgcaState::ALL.iter().map(|state| (number(*state), c_string(state.text()))).collect());

#[cfg(test)]
mod tests {
    use std::ffi::CStr;

    use super::*;

    #[test]
    fn the_numbers_of_the_flags_are_those_of_the_report() {
        let flags: Vec<(u32, VgcaFlag)> = VgcaFlag::ALL.iter().map(|flag| (flag.value(), *flag)).collect();
        assert_eq!(flags, NUMBERS);
        let states: Vec<i32> = VgcaState::ALL.iter().map(|state| number(*state)).collect();
        assert_eq!(states, [KYSO_VGCA_VALID, KYSO_VGCA_NOT_ENOUGH_INFORMATION, KYSO_VGCA_INVALID]);
    }

    #[test]
    fn texts_are_whole_and_other_numbers_have_none() {
        for flag in VgcaFlag::ALL {
            let text = kyso_vgca_flag_text(flag.value());
            // SAFETY: a text that is never freed.
            assert_eq!(unsafe { CStr::from_ptr(text) }.to_str(), Ok(flag.text()));
        }
        assert!(kyso_vgca_flag_text(0).is_null() && kyso_vgca_flag_text(3).is_null());
        assert!(kyso_vgca_certificate_text(13).is_null() && kyso_vgca_certificate_text(-1).is_null());
        assert!(kyso_vgca_state_text(0).is_null());
    }
}
