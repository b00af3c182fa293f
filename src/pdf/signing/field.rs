//! Signature fields of the interactive form (ISO 32000-2 12.7), in the last revision and in every earlier one.

use std::collections::hash_map::Entry;
use std::collections::{BTreeSet, HashMap, HashSet};

use super::super::{Dictionary, Document, Location, Object, ObjectId, View};
use super::text_string;
use crate::error::{ErrorKind, Result};
use crate::limits::{Budget, Limits};

/// A signature field (/FT /Sig).
#[derive(Debug, Clone)]
pub(crate) struct SignatureField<'a> {
    /// The fully qualified name (12.7.4.2).
    pub(crate) name: String,
    /// The field's object; `None` for a dictionary that stands inside of another object.
    pub(crate) id: Option<ObjectId>,
    pub(crate) dictionary: Dictionary<'a>,
    /// /V as it stands, unless it leads nowhere.
    pub(crate) value: Option<Object<'a>>,
}

/// A signature: the value of a signature field, once for each signature dictionary.
#[derive(Debug, Clone)]
pub(crate) struct FoundSignature<'a> {
    pub(crate) field: SignatureField<'a>,
    /// The last revision in which the field has this value. Less than the file's last: the signature was removed.
    pub(crate) last_seen: usize,
    /// Full names of other fields with the same value: a valid signature shown twice.
    pub(crate) shared_with: Vec<String>,
}

/// The signature fields of a revision, and what of its form cannot be read.
#[derive(Debug, Clone)]
pub(crate) struct SignatureForm<'a> {
    /// In the order of the form.
    pub(crate) fields: Vec<SignatureField<'a>>,
    /// Objects that the form is made of and that cannot be read: among them may be signature fields.
    pub(crate) unreadable: BTreeSet<u32>,
}

/// Walks through the form of a revision. One broken object does not hide the others.
pub(crate) fn signature_form<'a>(view: &View<'_, 'a>, limits: &Limits) -> Result<SignatureForm<'a>> {
    Walk::new(view, limits).map(|walk| SignatureForm { fields: walk.fields, unreadable: walk.unreadable })
}

/// All signature fields of a revision that can be read, in the order of the form.
pub(crate) fn signature_fields<'a>(view: &View<'_, 'a>, limits: &Limits) -> Result<Vec<SignatureField<'a>>> {
    Walk::new(view, limits).map(|walk| walk.fields)
}

/// Every signature of the document: those of the last revision, and those that a later revision removed. The form of
/// an earlier revision is only read again where the next one touches an object that it is made of, or names another
/// catalog.
pub(crate) fn signatures<'a>(document: &Document<'a>, limits: &Limits) -> Result<Vec<FoundSignature<'a>>> {
    let mut found: Vec<FoundSignature<'a>> = Vec::new();
    let mut seen: HashMap<Identity, usize> = HashMap::new();
    let mut visited: Option<HashSet<u32>> = None;
    let mut budget = Budget::new(limits.fields, "form fields in all revisions");
    for revision in (0..document.revisions().len()).rev() {
        let view = document.view(revision);
        if let Some(visited) = &visited {
            let newer = document.view(revision + 1);
            // An attacker may have hidden the other catalog in the file before it was signed: nothing is touched.
            let same_root = newer.trailer().get(b"Root") == view.trailer().get(b"Root");
            if same_root && !newer.touched()?.iter().any(|number| visited.contains(number)) {
                continue;
            }
        }
        let latest = revision + 1 == document.revisions().len();
        let walk = match Walk::new(&view, limits) {
            // A later revision has put the form right; what it replaced is looked for in the next earlier one.
            Err(error) if error.kind() == ErrorKind::MalformedPdf && !latest => {
                visited = None;
                continue;
            }
            walk => walk?,
        };
        budget.spend(walk.fields.len())?;
        for field in walk.fields {
            let Some(value) = field.value.as_ref().filter(|value| !value.is_null()) else { continue };
            match seen.entry(Identity::of(value)) {
                Entry::Vacant(place) => {
                    place.insert(found.len());
                    found.push(FoundSignature { field, last_seen: revision, shared_with: Vec::new() });
                }
                Entry::Occupied(first) => {
                    let first = found.get_mut(*first.get());
                    if let Some(first) = first.filter(|first| latest && first.field.name != field.name) {
                        first.shared_with.push(field.name);
                    }
                }
            }
        }
        visited = Some(walk.visited);
    }
    Ok(found)
}

/// What makes a signature the same one in another field or revision.
#[derive(PartialEq, Eq, Hash)]
enum Identity {
    Object(ObjectId),
    /// A dictionary that stands in its field: its place in the file.
    Direct(Option<usize>),
}

impl Identity {
    fn of(value: &Object<'_>) -> Self {
        match value.as_reference() {
            Some(id) => Self::Object(id),
            None => Self::Direct(value.as_dictionary().and_then(Dictionary::span).map(|span| span.start)),
        }
    }
}

struct Walk<'v, 'd, 'a> {
    view: &'v View<'d, 'a>,
    fields: Vec<SignatureField<'a>>,
    /// Object numbers that the form is made of.
    visited: HashSet<u32>,
    /// Those of them that cannot be read.
    unreadable: BTreeSet<u32>,
}

/// What a field inherits from its parents.
#[derive(Clone, Default)]
struct Inherited<'a> {
    name: String,
    is_signature: bool,
    value: Option<Object<'a>>,
}

impl<'v, 'd, 'a> Walk<'v, 'd, 'a> {
    fn new(view: &'v View<'d, 'a>, limits: &Limits) -> Result<Self> {
        let mut walk =
            Self { view, fields: Vec::new(), visited: HashSet::new(), unreadable: BTreeSet::new() };
        let mut budget = Budget::new(limits.fields, "form fields");
        if let Some(root) = view.trailer().get(b"Root") {
            walk.visit(root);
        }
        let catalog = view.catalog()?;
        let Some(form) = walk.entry(&catalog, b"AcroForm")? else { return Ok(walk) };
        let Object::Dictionary(form) = form else { return Ok(walk) };
        let Some(Object::Array(roots)) = walk.entry(&form, b"Fields")? else { return Ok(walk) };
        let mut stack: Vec<(Object<'a>, Inherited<'a>)> =
            roots.into_iter().rev().map(|root| (root, Inherited::default())).collect();
        while let Some((object, inherited)) = stack.pop() {
            budget.spend(1)?;
            let id = object.as_reference();
            // A field that is its own ancestor, or hangs in two places, counts once.
            if id.is_some_and(|id| !walk.visited.insert(id.number)) {
                continue;
            }
            walk.visit(&object);
            let Some(Object::Dictionary(dictionary)) = walk.read(&object)? else { continue };
            let own = walk.inherit(&dictionary, inherited)?;
            let kids = match walk.entry(&dictionary, b"Kids")? {
                Some(Object::Array(kids)) => kids,
                _ => Vec::new(),
            };
            budget.spend(kids.len())?;
            // Kids without a name of their own are the field's widgets (12.7.4.1).
            let mut has_fields = false;
            for kid in kids.into_iter().rev() {
                let read = walk.read(&kid)?;
                let kid_dictionary = read.as_ref().and_then(Object::as_dictionary);
                let is_field = kid_dictionary.is_some_and(|kid| kid.get(b"T").is_some());
                has_fields |= is_field;
                if is_field {
                    stack.push((kid, own.clone()));
                }
            }
            if own.is_signature && !has_fields {
                walk.fields.push(SignatureField { name: own.name, id, dictionary, value: own.value });
            }
        }
        Ok(walk)
    }

    fn inherit(&mut self, dictionary: &Dictionary<'a>, inherited: Inherited<'a>) -> Result<Inherited<'a>> {
        let mut own = inherited;
        if let Some(Object::String(partial)) = self.entry(dictionary, b"T")? {
            let partial = text_string(&partial.bytes);
            own.name = if own.name.is_empty() { partial } else { format!("{}.{partial}", own.name) };
        }
        if let Some(kind) = self.entry(dictionary, b"FT")? {
            own.is_signature = kind.as_name() == Some(b"Sig");
        }
        if let Some(value) = dictionary.get(b"V") {
            self.visit(value);
            own.value = (!self.leads_nowhere(value)).then(|| value.clone());
        }
        Ok(own)
    }

    /// The value of an entry, noting what it is made of.
    fn entry(&mut self, dictionary: &Dictionary<'a>, key: &[u8]) -> Result<Option<Object<'a>>> {
        let Some(value) = dictionary.get(key) else { return Ok(None) };
        self.visit(value);
        self.read(value)
    }

    /// What the value leads to; `None`, noted, where that cannot be read.
    fn read(&mut self, value: &Object<'a>) -> Result<Option<Object<'a>>> {
        match (self.view.resolve(value), value.as_reference()) {
            (Err(error), Some(id)) if error.kind() == ErrorKind::MalformedPdf => {
                self.visited.insert(id.number);
                self.unreadable.insert(id.number);
                Ok(None)
            }
            (read, _) => read.map(Some),
        }
    }

    /// Whether this is a reference to an object that does not exist, which is as good as null (7.3.10).
    fn leads_nowhere(&self, value: &Object<'a>) -> bool {
        let Some(id) = value.as_reference() else { return false };
        match self.view.location(id.number) {
            None | Some(Location::Free) => true,
            Some(Location::Offset { generation, .. }) => generation != id.generation,
            Some(Location::InStream { .. }) => id.generation != 0,
        }
    }

    /// Notes the object that a reference leads to, and the object stream that holds it.
    fn visit(&mut self, object: &Object<'a>) {
        let Some(id) = object.as_reference() else { return };
        self.visited.insert(id.number);
        if let Some(Location::InStream { stream, .. }) = self.view.location(id.number) {
            self.visited.insert(stream);
        }
    }
}
