//! What a stream holds: decrypted (ISO 32000-2 7.6) and decoded (7.4).

use std::borrow::Cow;

use super::View;
use crate::error::{Error, ErrorKind, Result};
use crate::limits::Budget;
use crate::pdf::filter;
use crate::pdf::object::{Dictionary, Object, Stream};

/// How references are followed.
type Resolve<'r, 'a> = &'r dyn Fn(&Object<'a>) -> Result<Object<'a>>;

impl<'a> View<'_, 'a> {
    /// The data of a stream, decrypted and decoded.
    ///
    /// # Errors
    /// `PasswordRequired` if the file is encrypted and no decryptor was set, and what the decryptor says;
    /// `MalformedPdf` for image filters, unknown ones and corrupt
    /// data; `LimitExceeded` for more than the streams of one document may inflate to.
    pub(crate) fn decoded(&self, stream: &Stream<'a>) -> Result<Cow<'a, [u8]>> {
        self.decoded_by(stream, &|value| self.resolve(value))
    }

    /// As [`View::decoded`], at the cost of this budget and not of the document's: for questions that may go without
    /// an answer.
    ///
    /// # Errors
    /// Those of [`View::decoded`]; `LimitExceeded` where the budget is used up.
    pub(in crate::pdf) fn decoded_within(
        &self,
        stream: &Stream<'a>,
        inflated: &mut Budget,
    ) -> Result<Cow<'a, [u8]>> {
        let resolve = |value: &Object<'a>| self.resolve(value);
        let filters = filter::filters(&stream.dictionary, &resolve)?;
        match self.raw_by(stream, &resolve)? {
            Cow::Borrowed(data) => filter::decode(data, &filters, inflated),
            Cow::Owned(data) => {
                inflated.spend(data.len())?;
                filter::decode(&data, &filters, inflated).map(|decoded| Cow::Owned(decoded.into_owned()))
            }
        }
    }

    fn raw_by(&self, stream: &Stream<'a>, resolve: Resolve<'_, 'a>) -> Result<Cow<'a, [u8]>> {
        let data = self.document.bytes.get(stream.data.clone()).unwrap_or_default();
        if !self.document.is_encrypted() || stream.dictionary.is(b"Type", b"XRef") {
            return Ok(Cow::Borrowed(data));
        }
        let Some(decryptor) = &self.document.decryptor else {
            return Err(
                Error::new(ErrorKind::PasswordRequired, "a stream of the document").at(stream.data.start)
            );
        };
        let filter = self.crypt_filter(&stream.dictionary, resolve)?;
        Ok(Cow::Owned(decryptor.stream(stream.id, data, filter.as_deref())?))
    }

    pub(super) fn decoded_by(&self, stream: &Stream<'a>, resolve: Resolve<'_, 'a>) -> Result<Cow<'a, [u8]>> {
        let filters = filter::filters(&stream.dictionary, resolve)?;
        match self.raw_by(stream, resolve)? {
            Cow::Borrowed(data) => self.inflating(|inflated| filter::decode(data, &filters, inflated)),
            Cow::Owned(data) => self.inflating(|inflated| {
                filter::decode(&data, &filters, inflated).map(|decoded| Cow::Owned(decoded.into_owned()))
            }),
        }
    }

    /// Does work that inflates data, within the budgets of this question and of the document.
    fn inflating<T>(&self, work: impl FnOnce(&mut Budget) -> Result<T>) -> Result<T> {
        self.document.inflating(|of_document| {
            let allowed = of_document.left().min(self.inflated.borrow().left());
            let mut budget = Budget::new(allowed, "inflated bytes");
            let result = work(&mut budget);
            let spent = allowed.saturating_sub(budget.left());
            self.add_cost(spent);
            of_document.spend(spent)?;
            self.inflated.borrow_mut().spend(spent)?;
            result
        })
    }

    /// The crypt filter that a stream asks for (7.4.10), or that its type implies (7.6.6).
    fn crypt_filter(&self, dictionary: &Dictionary<'a>, resolve: Resolve<'_, 'a>) -> Result<Option<Vec<u8>>> {
        let first = |key: &[u8]| match resolve(dictionary.get(key).unwrap_or(&Object::Null))? {
            Object::Array(items) => items.first().map_or(Ok(Object::Null), resolve),
            other => Ok(other),
        };
        if first(b"Filter")?.as_name() == Some(b"Crypt") {
            let parameters = first(b"DecodeParms")?;
            let name = parameters.as_dictionary().and_then(|p| p.get(b"Name")).map(resolve).transpose()?;
            return Ok(Some(name.as_ref().and_then(Object::as_name).unwrap_or(b"Identity").to_vec()));
        }
        let kind = dictionary.get(b"Type").and_then(Object::as_name);
        if !matches!(kind, Some(b"Metadata" | b"EmbeddedFile")) {
            return Ok(None);
        }
        let Some(encrypt) = self.document.encrypt_dictionary()? else { return Ok(None) };
        if kind == Some(b"EmbeddedFile") {
            return Ok(encrypt.get(b"EFF").and_then(Object::as_name).map(<[u8]>::to_vec));
        }
        let clear = encrypt.get(b"EncryptMetadata").and_then(Object::as_bool) == Some(false);
        Ok(clear.then(|| b"Identity".to_vec()))
    }
}
