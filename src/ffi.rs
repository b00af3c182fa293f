//! The C functions of `include/kyso.h`: pointers become values, a call is made, and its result becomes pointers. No
//! logic about signatures.
//!
//! Pointers to single things arrive as `Option` of a reference or `Box`, for which NULL is `None` (documented in
//! `std::option` and `std::boxed`), so almost everything here is safe code. What the caller has to promise stands in
//! the header. Memory that the caller has not written yet is `MaybeUninit`, and is written on success only.
#![expect(unsafe_code, reason = "pointers from C, and names for the linker")]
#![expect(unreachable_pub, reason = "cbindgen takes into the header what is pub")]
#![expect(clippy::disallowed_methods, reason = "a door: whoever passes KYSO_TIME_NOW asks for the clock")]

mod boundary;
mod buffer;
mod error;
mod language;
mod moment;
mod prepared;
mod report;
mod sign;
mod sign_options;
mod signer;
mod status;
mod trust_store;
mod verify;
mod version;
mod vgca;
mod word;

#[cfg(test)]
mod tests {
    use super::{buffer, error, prepared, report, sign_options, signer, trust_store, verify};

    #[test]
    fn threads_may_share_every_handle() {
        fn shared<T: Send + Sync>() {}
        shared::<buffer::Buffer>();
        shared::<error::ErrorHandle>();
        shared::<prepared::PreparedHandle>();
        shared::<report::ReportHandle>();
        shared::<sign_options::SignOptionsHandle>();
        shared::<signer::SignerHandle>();
        shared::<trust_store::TrustStoreHandle>();
        shared::<verify::VerifyOptionsHandle>();
    }
}
