//! DER with secrets in it, written into buffers that are wiped.

use zeroize::Zeroizing;

use crate::asn1::{Tag, write};

/// An element made of these parts. Every buffer that held them is wiped when it is dropped.
pub(super) fn tlv(tag: Tag, parts: &[&[u8]]) -> Zeroizing<Vec<u8>> {
    let content = Zeroizing::new(parts.concat());
    Zeroizing::new(write::tlv(tag, &content))
}
