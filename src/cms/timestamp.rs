//! Timestamps (RFC 3161).

use crate::error::Result;

/// Who makes timestamps: a service on the network, a device, a test.
pub trait TimestampAuthority {
    /// Answers a TimeStampReq with a TimeStampResp (RFC 3161 2.4), both in DER.
    ///
    /// # Errors
    /// Those of the way to the authority. What the answer says is judged by whoever asked.
    fn timestamp(&self, request: &[u8]) -> Result<Vec<u8>>;
}
