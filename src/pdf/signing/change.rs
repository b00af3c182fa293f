//! An update that is being written: changed copies of objects and what leads to them.

use super::super::security::SecurityHandler;
use super::super::{Dictionary, Document, Object, ObjectId, View};
use super::permission::dictionary;
use super::splice::{Renderer, reference};
use super::write::UpdateWriter;
use crate::error::{Error, ErrorKind, Result};

pub(super) struct Update<'u, 'a> {
    pub(super) document: &'u Document<'a>,
    pub(super) view: View<'u, 'a>,
    pub(super) security: Option<&'u SecurityHandler>,
    pub(super) writer: UpdateWriter<'u, 'a>,
}

/// Entries of a dictionary to be set, with their rendered values.
pub(super) type Changes = Vec<(&'static [u8], Vec<u8>)>;

impl<'u, 'a> Update<'u, 'a> {
    pub(super) fn new(document: &'u Document<'a>, security: Option<&'u SecurityHandler>) -> Result<Self> {
        Ok(Self { document, view: document.latest(), security, writer: UpdateWriter::new(document)? })
    }

    pub(super) fn renderer(&self, id: ObjectId) -> Renderer<'u> {
        Renderer { file: self.document.bytes(), security: self.security, id }
    }

    pub(super) fn root(&self) -> Result<ObjectId> {
        self.view.catalog_id()
    }

    pub(super) fn dictionary_of(&self, id: ObjectId) -> Result<Dictionary<'a>> {
        let found = dictionary(&self.view, Some(&Object::Reference(id)))?;
        found.ok_or_else(|| {
            Error::new(ErrorKind::MalformedPdf, format!("object {} is not a dictionary", id.number))
        })
    }

    pub(super) fn write_changed(
        &mut self,
        id: ObjectId,
        old: &Dictionary<'_>,
        changes: &[(&[u8], Vec<u8>)],
    ) -> Result<()> {
        let body = self.renderer(id).dictionary(old, changes)?;
        self.writer.write(id, &body).map(|_| ())
    }

    /// An array entry of a dictionary with more references: the new value of the entry, or nothing where the array is
    /// an object of its own and has been written.
    pub(super) fn add_to_array(
        &mut self,
        holder: ObjectId,
        dictionary: &Dictionary<'_>,
        key: &[u8],
        items: &[ObjectId],
    ) -> Result<Option<Vec<u8>>> {
        let items = items.iter().map(|id| reference(*id)).collect::<Vec<_>>().join(" ").into_bytes();
        let entry = dictionary.entry(key);
        let value = entry.map(|entry| self.view.resolve(&entry.value)).transpose()?;
        let (Some(entry), Some(Object::Array(array))) = (entry, &value) else {
            return Ok(Some([b"[".as_slice(), &items, b"]"].concat()));
        };
        let Some(id) = entry.value.as_reference() else {
            let source = entry.value_span.clone().and_then(|span| self.document.bytes().get(span));
            return self.renderer(holder).array_with(array, source, &items).map(Some);
        };
        let found = self.view.indirect(id)?;
        let source = found.as_ref().filter(|found| found.span.is_some()).map(|found| found.text.as_ref());
        let body = self.renderer(id).array_with(array, source, &items)?;
        self.writer.write(id, &body)?;
        Ok(None)
    }
}
