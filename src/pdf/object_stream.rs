//! Objects inside a stream (ISO 32000-2 7.5.7).

use super::lexer::Lexer;
use super::object::{Dictionary, Object};
use super::parse::value_at;
use super::{malformed, to_index};
use crate::error::Result;
use crate::limits::Limits;

/// A decoded object stream and the table at its start.
#[derive(Debug)]
pub(super) struct ObjectStream {
    data: Vec<u8>,
    /// Object number and where the object begins in `data`.
    objects: Vec<(u32, usize)>,
    /// Where it stands in the file, for errors.
    at: usize,
}

impl ObjectStream {
    /// Reads the table of the stream's `/N` objects, which stands before `/First`. `/Extends` is not followed:
    /// cross-reference entries name the stream that an object is in.
    pub(super) fn new(data: Vec<u8>, dictionary: &Dictionary<'_>, at: usize) -> Result<Self> {
        let number = |key: &[u8]| dictionary.get(key).and_then(Object::as_integer).map(usize::try_from);
        let (Some(Ok(count)), Some(Ok(first))) = (number(b"N"), number(b"First")) else {
            return Err(malformed("/N or /First of an object stream", at));
        };
        let table = data.get(..first).ok_or_else(|| malformed("/First beyond an object stream", at))?;
        // Each pair takes at least four bytes: two digits and the space between and after them.
        if count > first.div_ceil(4) {
            return Err(malformed("/N beyond what fits before /First of an object stream", at));
        }
        let mut lexer = Lexer::new(table, 0);
        let mut objects = Vec::with_capacity(count);
        for _ in 0..count {
            let (Some(number), Some(offset)) = (lexer.digits(10), lexer.digits(10)) else {
                return Err(malformed("the table of an object stream", at));
            };
            let number = u32::try_from(number).map_err(|_| malformed("the table of an object stream", at))?;
            objects.push((number, first.saturating_add(to_index(offset))));
        }
        Ok(Self { data, objects, at })
    }

    /// The numbers of the objects in it.
    pub(super) fn numbers(&self) -> impl Iterator<Item = u32> {
        self.objects.iter().map(|(number, _)| *number)
    }

    /// The decoded data, the table included.
    pub(super) fn data(&self) -> &[u8] {
        &self.data
    }

    /// The object with this index, which must have this number, and its text. What it took is added to `cost`.
    pub(super) fn object(
        &self,
        index: u32,
        number: u32,
        limits: &Limits,
        cost: &mut usize,
    ) -> Result<(Object<'static>, &[u8])> {
        let entry = self.objects.get(to_index(index)).filter(|(own, _)| *own == number);
        let (_, start) = entry.ok_or_else(|| {
            malformed("a cross-reference entry that points at another object in an object stream", self.at)
        })?;
        let found = value_at(&self.data, *start, limits, cost);
        let (object, text) = found.map_err(|error| error.at(self.at))?;
        if Lexer::new(&self.data, text.end).eat_keyword(b"stream") {
            return Err(malformed("a stream inside an object stream", self.at));
        }
        Ok((object.detached(), self.data.get(text).unwrap_or_default()))
    }
}
