//! The developer extension that says that a PDF of version 1.7 uses structures of PAdES (ISO 32000-2 7.12,
//! EN 319 142-1 Annex A).

use super::super::{Object, View};
use super::change::{Changes, Update};
use super::permission::dictionary;
use crate::error::Result;

impl Update<'_, '_> {
    /// What changes in the catalog to say so; nothing where it is said already, in PDF 2.0, which has these structures
    /// itself, and where /Extensions is an object of its own, which is written.
    pub(super) fn pades_extension(&mut self) -> Result<Changes> {
        let root = self.root()?;
        let catalog = self.dictionary_of(root)?;
        if self.is_version_2(catalog.get(b"Version"))? {
            return Ok(Vec::new());
        }
        let entry = catalog.get(b"Extensions");
        let extensions = dictionary(&self.view, entry)?;
        if let Some(extensions) = &extensions
            && is_said(&self.view, extensions.get(b"ESIC"))?
        {
            return Ok(Vec::new());
        }
        let esic = format!("<</BaseVersion/1.7/ExtensionLevel {LEVEL}>>").into_bytes();
        match (entry.and_then(Object::as_reference), extensions) {
            (Some(id), Some(extensions)) => {
                self.write_changed(id, &extensions, &[(b"ESIC", esic)])?;
                Ok(Vec::new())
            }
            (None, Some(extensions)) => {
                let value = self.renderer(root).dictionary(&extensions, &[(b"ESIC", esic)])?;
                Ok(vec![(b"Extensions", value)])
            }
            (_, None) => Ok(vec![(b"Extensions", [b"<</ESIC ".as_slice(), &esic, b">>"].concat())]),
        }
    }

    fn is_version_2(&self, version: Option<&Object<'_>>) -> Result<bool> {
        let version = version.map(|version| self.view.resolve(version)).transpose()?;
        let header = self.document.header().version.is_some_and(|(major, _)| major >= 2);
        Ok(header || version.as_ref().and_then(Object::as_name).is_some_and(|name| name.starts_with(b"2.")))
    }
}

/// Whether the extension is there with this level or a higher one. PDF 2.0 allows arrays of them, which are left alone.
fn is_said(view: &View<'_, '_>, esic: Option<&Object<'_>>) -> Result<bool> {
    Ok(match esic.map(|esic| view.resolve(esic)).transpose()? {
        Some(Object::Dictionary(esic)) => {
            view.value(&esic, b"ExtensionLevel")?.as_integer().is_some_and(|level| level >= LEVEL)
        }
        Some(Object::Array(_)) => true,
        _ => false,
    })
}

/// The level that covers the document security store and document timestamps; 2 is that of CAdES signatures.
const LEVEL: i64 = 5;
