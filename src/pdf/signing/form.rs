//! The field of a new signature, and the changed copies of the form, the catalog and the page that lead to it.

use super::super::{Dictionary, Object, ObjectId};
use super::change::{Changes, Update};
use super::permission::dictionary;
use super::plan::Target;
use super::splice::{name, reference};
use crate::error::{Error, ErrorKind, Result};
use crate::limits::{Budget, Limits};

impl Update<'_, '_> {
    /// The field with the signature as its value; a new one is invisible and sits on the first page.
    pub(super) fn write_field(
        &mut self,
        target: &Target<'_>,
        signature: ObjectId,
        limits: &Limits,
    ) -> Result<ObjectId> {
        let value = reference(signature).into_bytes();
        match target {
            Target::Existing(field) => {
                let id =
                    field.id.ok_or_else(|| Error::new(ErrorKind::Internal, "field without an object"))?;
                let body = self.renderer(id).dictionary(&field.dictionary, &[(b"V", value)])?;
                self.writer.write(id, &body)?;
                Ok(id)
            }
            Target::New { name } => {
                let id = self.writer.allocate()?;
                let mut body = b"<</Type/Annot/Subtype/Widget/FT/Sig/Rect[0 0 0 0]/F 132/T".to_vec();
                body.extend_from_slice(&self.renderer(id).text(name)?);
                body.extend_from_slice(b"/V ");
                body.extend_from_slice(&value);
                if let Some(page) = self.first_page(limits)? {
                    body.extend_from_slice(format!("/P {}", reference(page)).as_bytes());
                    self.write_annotation(page, id)?;
                }
                body.extend_from_slice(b">>");
                self.writer.write(id, &body)?;
                Ok(id)
            }
        }
    }

    /// Adds the widget to the page's /Annots.
    fn write_annotation(&mut self, page: ObjectId, widget: ObjectId) -> Result<()> {
        let dictionary = self.dictionary_of(page)?;
        match self.add_to_array(page, &dictionary, b"Annots", &[widget])? {
            Some(array) => self.write_changed(page, &dictionary, &[(b"Annots", array)]),
            None => Ok(()),
        }
    }

    /// The form with a new field and /SigFlags, and the catalog with /Perms for a certification and what else is to
    /// be changed in it.
    pub(super) fn write_form(
        &mut self,
        new: Option<ObjectId>,
        certified: Option<ObjectId>,
        mut changes: Changes,
    ) -> Result<()> {
        let root = self.root()?;
        let catalog = self.dictionary_of(root)?;
        let entry = catalog.get(b"AcroForm");
        match (entry.and_then(Object::as_reference), dictionary(&self.view, entry)?) {
            (Some(id), Some(form)) => {
                let form_changes = self.form_changes(id, &form, new)?;
                if !form_changes.is_empty() {
                    self.write_changed(id, &form, &form_changes)?;
                }
            }
            (None, Some(form)) => {
                let form_changes = self.form_changes(root, &form, new)?;
                if !form_changes.is_empty() {
                    changes.push((b"AcroForm", self.renderer(root).dictionary(&form, &form_changes)?));
                }
            }
            (_, None) => {
                let form = format!("<</Fields[{}]/SigFlags 3>>", new.map(reference).unwrap_or_default());
                changes.push((b"AcroForm", form.into_bytes()));
            }
        }
        if let Some(signature) = certified {
            changes.push((b"Perms", self.permissions(root, &catalog, signature)?));
        }
        if changes.is_empty() { Ok(()) } else { self.write_changed(root, &catalog, &changes) }
    }

    /// /Perms with /DocMDP; one that is an object of its own becomes a part of the catalog.
    fn permissions(&self, root: ObjectId, catalog: &Dictionary<'_>, signature: ObjectId) -> Result<Vec<u8>> {
        let render = self.renderer(root);
        let certified = reference(signature).into_bytes();
        match catalog.get(b"Perms") {
            Some(Object::Dictionary(direct)) => render.dictionary(direct, &[(b"DocMDP", certified)]),
            other => {
                let mut out = b"<</DocMDP ".to_vec();
                out.extend_from_slice(&certified);
                for entry in dictionary(&self.view, other)?.unwrap_or_default().entries() {
                    if entry.key.as_ref() != b"DocMDP" {
                        name(&mut out, &entry.key);
                        out.push(b' ');
                        render.object(&mut out, &entry.value)?;
                    }
                }
                out.extend_from_slice(b">>");
                Ok(out)
            }
        }
    }

    /// What changes in the form: /Fields, unless the array is an object of its own and is written here, and
    /// /SigFlags (SignaturesExist and AppendOnly, Table 225).
    fn form_changes(
        &mut self,
        holder: ObjectId,
        form: &Dictionary<'_>,
        new: Option<ObjectId>,
    ) -> Result<Changes> {
        let mut changes: Changes = Vec::new();
        if let Some(new) = new
            && let Some(array) = self.add_to_array(holder, form, b"Fields", &[new])?
        {
            changes.push((b"Fields", array));
        }
        let flags = form.get(b"SigFlags").map(|flags| self.view.resolve(flags)).transpose()?;
        let flags = flags.as_ref().and_then(Object::as_integer).unwrap_or(0);
        if flags & 3 != 3 {
            changes.push((b"SigFlags", (flags | 3).to_string().into_bytes()));
        }
        Ok(changes)
    }

    /// The first leaf of the page tree (7.7.3), or nothing if the tree has none.
    fn first_page(&self, limits: &Limits) -> Result<Option<ObjectId>> {
        let mut budget = Budget::new(limits.depth, "nesting of the page tree");
        let mut node = self.view.catalog()?.get(b"Pages").and_then(Object::as_reference);
        while let Some(id) = node {
            let Some(dictionary) = dictionary(&self.view, Some(&Object::Reference(id)))? else {
                return Ok(None);
            };
            let Some(kids) = dictionary.get(b"Kids") else { return Ok(Some(id)) };
            budget.spend(1)?;
            let Object::Array(kids) = self.view.resolve(kids)? else { return Ok(None) };
            // Empty branches are passed over one level deep; deeper ones do not occur.
            node = kids.iter().filter_map(Object::as_reference).find(|kid| !self.is_empty_branch(*kid));
        }
        Ok(None)
    }

    fn is_empty_branch(&self, id: ObjectId) -> bool {
        let Ok(Some(node)) = dictionary(&self.view, Some(&Object::Reference(id))) else { return true };
        match node.get(b"Kids").map(|kids| self.view.resolve(kids)) {
            Some(Ok(Object::Array(kids))) => kids.is_empty(),
            Some(_) => true,
            None => false,
        }
    }
}
