//! Filters of streams (ISO 32000-2 7.4).

mod ascii;
mod flate;
mod lzw;
mod predictor;
mod run_length;

use std::borrow::Cow;

use super::malformed;
use super::object::{Dictionary, Object};
use crate::error::{Error, ErrorKind, Result};
use crate::limits::Budget;
use predictor::Predictor;

/// One filter with its parameters. Complete but for the image filters, which are refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Filter {
    Flate(Predictor),
    Lzw {
        predictor: Predictor,
        early_change: bool,
    },
    AsciiHex,
    Ascii85,
    RunLength,
    /// Done by the decryptor (7.4.10).
    Crypt,
}

/// The data as FlateDecode reads them, if that makes them shorter.
pub(crate) fn deflated(data: &[u8]) -> Option<Vec<u8>> {
    flate::encode(data).filter(|deflated| deflated.len() < data.len())
}

/// The filters of a stream in the order of decoding; `resolve` follows references.
///
/// # Errors
/// `MalformedPdf` for image filters, unknown ones and entries of the wrong type.
pub(super) fn filters<'a>(
    dictionary: &Dictionary<'a>,
    resolve: &dyn Fn(&Object<'a>) -> Result<Object<'a>>,
) -> Result<Vec<Filter>> {
    let at = dictionary.span().map_or(0, |span| span.start);
    let names = list(dictionary, b"Filter", resolve)?;
    let parameters = list(dictionary, b"DecodeParms", resolve)?;
    if names.len() > MOST_FILTERS {
        return Err(Error::new(ErrorKind::LimitExceeded, "filters of one stream").at(at));
    }
    let mut filters = Vec::with_capacity(names.len());
    for (index, name) in names.iter().enumerate() {
        let Object::Name(name) = name else { return Err(malformed("a filter that is no name", at)) };
        let parameters = match parameters.get(index) {
            None | Some(Object::Null) => None,
            Some(Object::Dictionary(parameters)) => Some(parameters),
            Some(_) => return Err(malformed("filter parameters that are no dictionary", at)),
        };
        let number = |key: &[u8], default: i64| match parameters.and_then(|p| p.get(key)) {
            None => Ok(default),
            Some(value) => resolve(value)?
                .as_integer()
                .ok_or_else(|| malformed("a filter parameter that is no integer", at)),
        };
        filters.push(match name.as_ref() {
            b"FlateDecode" | b"Fl" => Filter::Flate(Predictor::read(&number, at)?),
            b"LZWDecode" | b"LZW" => Filter::Lzw {
                predictor: Predictor::read(&number, at)?,
                early_change: number(b"EarlyChange", 1)? != 0,
            },
            b"ASCIIHexDecode" | b"AHx" => Filter::AsciiHex,
            b"ASCII85Decode" | b"A85" => Filter::Ascii85,
            b"RunLengthDecode" | b"RL" => Filter::RunLength,
            b"Crypt" => Filter::Crypt,
            // Not of another kind: what stands in such a stream cannot be read, which must never end a verification.
            _ => return Err(malformed("a stream filter that is not for data", at)),
        });
    }
    Ok(filters)
}

/// Decodes; what comes out of each step is spent.
///
/// # Errors
/// `MalformedPdf` for data that the filter cannot have written, `LimitExceeded` for too much of it.
pub(super) fn decode<'d>(data: &'d [u8], filters: &[Filter], inflated: &mut Budget) -> Result<Cow<'d, [u8]>> {
    let mut data = Cow::Borrowed(data);
    for filter in filters {
        data = Cow::Owned(match filter {
            Filter::Flate(predictor) => predictor.undo(flate::decode(&data, inflated)?)?,
            Filter::Lzw { predictor, early_change } => {
                predictor.undo(lzw::decode(&data, *early_change, inflated)?)?
            }
            Filter::AsciiHex => ascii::decode_hex(&data, inflated)?,
            Filter::Ascii85 => ascii::decode_85(&data, inflated)?,
            Filter::RunLength => run_length::decode(&data, inflated)?,
            Filter::Crypt => continue,
        });
    }
    Ok(data)
}

/// An entry that is one thing or an array of them.
fn list<'a>(
    dictionary: &Dictionary<'a>,
    key: &[u8],
    resolve: &dyn Fn(&Object<'a>) -> Result<Object<'a>>,
) -> Result<Vec<Object<'a>>> {
    let Some(value) = dictionary.get(key) else { return Ok(Vec::new()) };
    match resolve(value)? {
        Object::Null => Ok(Vec::new()),
        Object::Array(items) => items.iter().map(resolve).collect(),
        one => Ok(vec![one]),
    }
}

fn corrupt(what: &'static str) -> Error {
    Error::new(ErrorKind::MalformedPdf, what)
}

/// Real streams have one or two.
const MOST_FILTERS: usize = 8;
