//! The incremental update that adds a signature: its dictionary with space for the value, the field, and the changed
//! copies of what leads to them. The original bytes are not touched.

use std::ops::Range;

use super::super::security::SecurityHandler;
use super::super::{Dictionary, Document, Object, ObjectId, View};
use super::permission::dictionary;
use super::plan::{Plan, Target};
use super::splice::{Renderer, hexadecimal, name, reference};
use super::write::UpdateWriter;
use crate::error::{Error, ErrorKind, Result};
use crate::limits::{Budget, Limits};
use crate::time::Time;

/// What the signature dictionary says beside the signature itself (ISO 32000-2 Table 255).
#[derive(Debug, Clone, Copy)]
pub(crate) struct SignatureEntries<'o> {
    /// /M.
    pub(crate) signing_time: Time,
    pub(crate) reason: Option<&'o str>,
    pub(crate) location: Option<&'o str>,
    pub(crate) contact: Option<&'o str>,
    /// Space to keep for the message in /Contents.
    pub(crate) contents_bytes: usize,
}

/// Bytes to append to the document, with a gap for the signature.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct SignatureUpdate {
    pub(crate) bytes: Vec<u8>,
    /// Where /Contents stands in `bytes`, `<` and `>` included.
    pub(crate) gap: Range<usize>,
}

impl SignatureUpdate {
    /// Says whether the gap is a string of zeros in angle brackets, as [`update`] makes it.
    pub(crate) fn check(&self) -> Result<()> {
        let digits =
            self.bytes.get(self.gap.clone()).and_then(|gap| gap.strip_prefix(b"<")?.strip_suffix(b">"));
        match digits {
            Some(digits) if digits.iter().all(|digit| *digit == b'0') && digits.len().is_multiple_of(2) => {
                Ok(())
            }
            _ => Err(Error::new(ErrorKind::MalformedState, "the gap for the signature")),
        }
    }

    /// The update with this message in the gap.
    ///
    /// # Errors
    /// [`ErrorKind::PlaceholderTooSmall`], with the number of bytes that are missing.
    pub(crate) fn with_contents(&self, message: &[u8]) -> Result<Vec<u8>> {
        let space = self.gap.len().saturating_sub(2) / 2;
        if let Some(missing) = message.len().checked_sub(space).filter(|missing| *missing > 0) {
            let what = format!(
                "{missing} bytes are missing: the signature has {}, the space {space}",
                message.len()
            );
            return Err(Error::new(ErrorKind::PlaceholderTooSmall, what));
        }
        let mut digits = Vec::with_capacity(message.len() * 2);
        hexadecimal(&mut digits, message);
        let mut bytes = self.bytes.clone();
        let start = self.gap.start + 1;
        match bytes.get_mut(start..start + digits.len()) {
            Some(place) => place.copy_from_slice(&digits),
            None => return Err(Error::new(ErrorKind::Internal, "the gap lies outside of the update")),
        }
        Ok(bytes)
    }
}

/// Makes the update for a signature that [`plan`](super::plan) allows.
pub(crate) fn update(
    document: &Document<'_>,
    security: Option<&SecurityHandler>,
    plan: &Plan<'_>,
    entries: &SignatureEntries<'_>,
    limits: &Limits,
) -> Result<SignatureUpdate> {
    let mut update =
        Update { document, view: document.latest(), security, writer: UpdateWriter::new(document)? };
    let signature = update.writer.allocate()?;
    let field = update.write_field(&plan.target, signature, limits)?;
    update.write_form(field, plan, signature)?;
    let gap = update.write_signature(signature, plan, entries)?;
    let Update { writer, .. } = update;
    let mut bytes = writer.finish()?;

    let total = |at: usize| document.bytes().len().checked_add(at);
    let (Some(gap_start), Some(gap_end), Some(end)) = (total(gap.start), total(gap.end), total(bytes.len()))
    else {
        return Err(Error::new(ErrorKind::LimitExceeded, "the size of the signed document"));
    };
    let numbers = format!("0 {gap_start} {gap_end} {}", end - gap_end);
    let place = bytes.get_mut(gap.end..).and_then(|rest| {
        let at = memchr::memmem::find(rest, BYTE_RANGE_SPACE)?;
        rest.get_mut(at..at + numbers.len())
    });
    place
        .ok_or_else(|| Error::new(ErrorKind::Internal, "no space for /ByteRange"))?
        .copy_from_slice(numbers.as_bytes());
    Ok(SignatureUpdate { bytes, gap })
}

struct Update<'u, 'a> {
    document: &'u Document<'a>,
    view: View<'u, 'a>,
    security: Option<&'u SecurityHandler>,
    writer: UpdateWriter<'u, 'a>,
}

impl<'u, 'a> Update<'u, 'a> {
    fn renderer(&self, id: ObjectId) -> Renderer<'u> {
        Renderer { file: self.document.bytes(), security: self.security, id }
    }

    /// The signature dictionary. /Contents comes before /ByteRange, whose space is found behind the gap.
    fn write_signature(
        &mut self,
        id: ObjectId,
        plan: &Plan<'_>,
        entries: &SignatureEntries<'_>,
    ) -> Result<Range<usize>> {
        let render = self.renderer(id);
        let mut body = b"<</Type/Sig/Filter/Adobe.PPKLite/SubFilter".to_vec();
        name(&mut body, plan.sub_filter.name().as_bytes());
        let texts = [
            (b"M".as_slice(), Some(entries.signing_time.to_pdf_date())),
            (b"Reason", entries.reason.map(str::to_owned)),
            (b"Location", entries.location.map(str::to_owned)),
            (b"ContactInfo", entries.contact.map(str::to_owned)),
        ];
        for (key, text) in texts {
            if let Some(text) = text {
                name(&mut body, key);
                body.extend_from_slice(&render.text(&text)?);
            }
        }
        let references = self.references(id, plan)?;
        if !references.is_empty() {
            body.extend_from_slice(b"/Reference[");
            body.extend_from_slice(&references);
            body.push(b']');
        }
        body.extend_from_slice(b"/Contents ");
        let start = body.len();
        body.push(b'<');
        body.resize(body.len() + entries.contents_bytes * 2, b'0');
        body.push(b'>');
        let end = body.len();
        body.extend_from_slice(b"/ByteRange[");
        body.extend_from_slice(BYTE_RANGE_SPACE);
        body.extend_from_slice(b"]>>");
        let at = self.writer.write(id, &body)?;
        Ok(at + start..at + end)
    }

    /// The signature references: what this signature certifies and locks (Tables 256 to 259).
    fn references(&self, id: ObjectId, plan: &Plan<'_>) -> Result<Vec<u8>> {
        let mut out = Vec::new();
        if let Some(certify) = plan.certify {
            let p = certify.level();
            out.extend_from_slice(b"<</Type/SigRef/TransformMethod/DocMDP/TransformParams");
            out.extend_from_slice(format!("<</Type/TransformParams/P {p}/V/1.2>>>>").as_bytes());
        }
        if let Some(lock) = &plan.lock {
            // The field's /Lock may stand in an object stream or under another object's key: written anew.
            let render = self.renderer(id);
            out.extend_from_slice(b"<</Type/SigRef/TransformMethod/FieldMDP/Data ");
            out.extend_from_slice(reference(self.root()?).as_bytes());
            out.extend_from_slice(b"/TransformParams<</Type/TransformParams/V/1.2");
            for key in [b"Action".as_slice(), b"Fields"] {
                let Some(value) = lock.get(key).map(|value| self.view.resolve(value)).transpose()? else {
                    continue;
                };
                name(&mut out, key);
                out.push(b' ');
                render.object(&mut out, &value)?;
            }
            out.extend_from_slice(b">>>>");
        }
        Ok(out)
    }

    /// The field with the signature as its value; a new one is invisible and sits on the first page.
    fn write_field(&mut self, target: &Target<'_>, signature: ObjectId, limits: &Limits) -> Result<ObjectId> {
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
        match self.add_to_array(page, &dictionary, b"Annots", widget)? {
            Some(array) => self.write_changed(page, &dictionary, &[(b"Annots", array)]),
            None => Ok(()),
        }
    }

    /// An array entry of a dictionary with one more reference: the new value of the entry, or nothing where the
    /// array is an object of its own and has been written.
    fn add_to_array(
        &mut self,
        holder: ObjectId,
        dictionary: &Dictionary<'_>,
        key: &[u8],
        item: ObjectId,
    ) -> Result<Option<Vec<u8>>> {
        let item = reference(item).into_bytes();
        let entry = dictionary.entry(key);
        let value = entry.map(|entry| self.view.resolve(&entry.value)).transpose()?;
        let (Some(entry), Some(Object::Array(array))) = (entry, &value) else {
            return Ok(Some([b"[".as_slice(), &item, b"]"].concat()));
        };
        let Some(id) = entry.value.as_reference() else {
            let source = entry.value_span.clone().and_then(|span| self.document.bytes().get(span));
            return self.renderer(holder).array_with(array, source, &item).map(Some);
        };
        let found = self.view.indirect(id)?;
        let source = found.as_ref().filter(|found| found.span.is_some()).map(|found| found.text.as_ref());
        let body = self.renderer(id).array_with(array, source, &item)?;
        self.writer.write(id, &body)?;
        Ok(None)
    }

    /// The form with the field and /SigFlags, and the catalog with /Perms for a certification.
    fn write_form(&mut self, field: ObjectId, plan: &Plan<'_>, signature: ObjectId) -> Result<()> {
        let root = self.root()?;
        let catalog = self.dictionary_of(root)?;
        let mut changes: Changes = Vec::new();
        let new = matches!(plan.target, Target::New { .. }).then_some(field);
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
        if plan.certify.is_some() {
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
            && let Some(array) = self.add_to_array(holder, form, b"Fields", new)?
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

    fn write_changed(
        &mut self,
        id: ObjectId,
        old: &Dictionary<'_>,
        changes: &[(&[u8], Vec<u8>)],
    ) -> Result<()> {
        let body = self.renderer(id).dictionary(old, changes)?;
        self.writer.write(id, &body).map(|_| ())
    }

    fn root(&self) -> Result<ObjectId> {
        self.view.catalog_id()
    }

    fn dictionary_of(&self, id: ObjectId) -> Result<Dictionary<'a>> {
        let found = dictionary(&self.view, Some(&Object::Reference(id)))?;
        found.ok_or_else(|| {
            Error::new(ErrorKind::MalformedPdf, format!("object {} is not a dictionary", id.number))
        })
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

/// Entries of a dictionary to be set, with their rendered values.
type Changes = Vec<(&'static [u8], Vec<u8>)>;

/// Space for the four numbers of /ByteRange; white space that is left stays.
const BYTE_RANGE_SPACE: &[u8] = &[b' '; 64];
