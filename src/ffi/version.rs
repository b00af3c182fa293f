//! What is compiled against, and what is running.

use std::ffi::c_char;

/// Part of the version of this header: changes of the ABI.
pub const KYSO_VERSION_MAJOR: u32 = 0;
/// Part of the version of this header: additions.
pub const KYSO_VERSION_MINOR: u32 = 1;
/// Part of the version of this header: corrections.
pub const KYSO_VERSION_PATCH: u32 = 0;
/// The version of this header in one number that grows: 1002003 is version 1.2.3.
pub const KYSO_VERSION_NUMBER: u32 =
    KYSO_VERSION_MAJOR * 1000000 + KYSO_VERSION_MINOR * 1000 + KYSO_VERSION_PATCH;
/// The number of the ABI of this header, which is also in the name of the shared library (libkyso.so.0).
pub const KYSO_ABI: u32 = 0;

/// The version of the library that is running, such as "0.1.0". The text is never freed.
#[unsafe(no_mangle)]
pub extern "C" fn kyso_version() -> *const c_char {
    concat!(env!("CARGO_PKG_VERSION"), "\0").as_ptr().cast()
}

/// The version of the library that is running, as in KYSO_VERSION_NUMBER.
#[unsafe(no_mangle)]
pub extern "C" fn kyso_version_number() -> u32 {
    KYSO_VERSION_NUMBER
}

/// The ABI of the library that is running. A program works with it if this equals the KYSO_ABI it was compiled with
/// and kyso_version_number() is not below its KYSO_VERSION_NUMBER.
#[unsafe(no_mangle)]
pub extern "C" fn kyso_abi() -> u32 {
    KYSO_ABI
}
