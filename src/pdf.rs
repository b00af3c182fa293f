//! PDF files (ISO 32000-2): what stands in them, byte by byte and revision by revision.
//!
//! A [`Document`] is opened lazily: only the chain of cross-reference sections is read, and an object is looked up
//! and parsed when it is asked for. A [`View`] shows the file as it was in one revision: nothing behind the end of
//! that revision can change what it shows. What a reader tolerates is listed as [`Anomaly`]; what it cannot follow
//! is an error. Nothing is read by scanning for it: [`repair`] only tells what readers that do so see otherwise.

mod anomaly;
mod chain;
pub(crate) mod content;
mod decrypt;
mod definitions;
mod document;
mod filter;
mod header;
mod index;
mod lexer;
mod object;
mod object_stream;
mod parse;
pub(crate) mod repair;
mod revision;
pub(crate) mod risk;
mod section;
pub(crate) mod security;
pub(crate) mod signing;
mod text;
mod view;

#[cfg(test)]
#[path = "../tests/support/pdf_maker.rs"]
pub(crate) mod pdf_maker;
#[cfg(test)]
mod tests;

pub(crate) use anomaly::{Anomaly, ObjectAnomaly};
pub(crate) use decrypt::Decrypt;
pub(crate) use document::Document;
pub(crate) use filter::deflated;
pub(crate) use lexer::is_whitespace;
pub(crate) use object::{Dictionary, Object, ObjectId, PdfString, Stream, StringKind};
pub(crate) use revision::{Revision, XrefStyle};
pub(crate) use view::{Location, View};

use crate::error::{Error, ErrorKind};

/// What is said of every file whose structure cannot be followed.
fn malformed(detail: &'static str, at: usize) -> Error {
    Error::new(ErrorKind::MalformedPdf, detail).at(at)
}

/// A number of the file as an index; `usize::MAX`, which is beyond every slice, where it does not fit.
fn to_index(number: impl TryInto<usize>) -> usize {
    number.try_into().unwrap_or(usize::MAX)
}
