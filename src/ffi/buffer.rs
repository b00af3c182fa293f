//! `kyso_buffer`.

use std::ptr;

use super::boundary::or_on_panic;

/// Bytes that belong to whoever called: a signed document, a report, a state. Several threads may read it at once.
pub struct Buffer {
    /// With a zero behind the last byte.
    bytes: Vec<u8>,
}

impl Buffer {
    pub(super) fn new(bytes: impl Into<Vec<u8>>) -> Self {
        let mut bytes = bytes.into();
        // Not more than one: the buffer may hold a whole document.
        bytes.reserve_exact(1);
        bytes.push(0);
        Self { bytes }
    }
}

/// The bytes, until the buffer is freed. A zero stands behind the last one, so that text can be used as a C string
/// as it is. NULL if `buffer` is NULL.
#[unsafe(no_mangle)]
pub extern "C" fn kyso_buffer_data(buffer: Option<&Buffer>) -> *const u8 {
    buffer.map_or(ptr::null(), |buffer| buffer.bytes.as_ptr())
}

/// How many bytes there are, without the zero behind them; 0 if `buffer` is NULL.
#[unsafe(no_mangle)]
pub extern "C" fn kyso_buffer_len(buffer: Option<&Buffer>) -> usize {
    buffer.map_or(0, |buffer| buffer.bytes.len().saturating_sub(1))
}

/// Frees the buffer.
#[unsafe(no_mangle)]
pub extern "C" fn kyso_buffer_free(buffer: Option<Box<Buffer>>) {
    or_on_panic(|| (), || drop(buffer));
}
