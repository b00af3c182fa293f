//! What a revision shows, told without the rules that judge changes: for comparing two revisions of a file that is said
//! to be unchanged. Everything that it reaches is written out; what two revisions show is the same if the text is.

use std::collections::BTreeSet;

use crate::error::Result;
use crate::pdf::{Dictionary, Object, ObjectId, View};

/// Pages with all that they draw, what stands on them besides fields, and what happens when the file is opened. `None` if
/// it is too much to compare.
pub(super) fn shown(view: &View<'_, '_>) -> Option<Vec<String>> {
    let mut teller = Teller { view, out: String::new(), left: MOST, path: Vec::new() };
    let mut told = Vec::new();
    let Ok(catalog) = view.catalog() else { return Some(vec!["no catalog".to_owned()]) };
    for key in CATALOG {
        told.push(format!("{key}: {}", teller.tell(catalog.get(key.as_bytes()))));
    }
    let mut pages = Pages { view, seen: BTreeSet::new(), pages: Vec::new() };
    if pages.walk(catalog.get(b"Pages"), &[], 0).is_err() {
        told.push("pages that cannot be read".to_owned());
    }
    for (page, inherited) in &pages.pages {
        for key in INHERITED {
            let value = page.get(key.as_bytes());
            let above = || inherited.iter().find(|(own, _)| own == key).map(|(_, value)| value);
            told.push(format!("page {key}: {}", teller.tell(value.or_else(above))));
        }
        for key in OWN {
            told.push(format!("page {key}: {}", teller.tell(page.get(key.as_bytes()))));
        }
        told.extend(teller.annotations(page));
    }
    (teller.left > 0).then_some(told)
}

/// What is done or offered when a file is opened, besides its pages.
const CATALOG: &[&str] = &[
    "OpenAction",
    "AA",
    "Names",
    "Dests",
    "OCProperties",
    "Outlines",
    "PageLabels",
    "PageMode",
    "URI",
    "Threads",
    "Collection",
    "ViewerPreferences",
    "Requirements",
];

/// What a page takes from the nodes above it (ISO 32000-2 Table 31).
const INHERITED: &[&str] = &["Resources", "MediaBox", "CropBox", "Rotate"];

/// What a page says for itself and draws with.
const OWN: &[&str] =
    &["Contents", "UserUnit", "BleedBox", "TrimBox", "ArtBox", "Group", "AA", "Trans", "Dur", "VP", "B"];

/// What filling in and signing change in a widget (it is locked then), and what leads back to pages and fields above.
const FILLED: &[&str] = &["V", "AP", "AS", "F", "M", "I", "Parent", "P"];

/// Pages in their order, each with what it inherits.
struct Pages<'v, 'd, 'a> {
    view: &'v View<'d, 'a>,
    seen: BTreeSet<ObjectId>,
    pages: Vec<(Dictionary<'a>, Vec<(&'static str, Object<'a>)>)>,
}

impl<'a> Pages<'_, '_, 'a> {
    fn walk(
        &mut self,
        node: Option<&Object<'a>>,
        above: &[(&'static str, Object<'a>)],
        depth: usize,
    ) -> Result<()> {
        let Some(node) = node else { return Ok(()) };
        if let Object::Reference(id) = node
            && !self.seen.insert(*id)
        {
            return Ok(());
        }
        let Object::Dictionary(dictionary) = self.view.resolve(node)? else { return Ok(()) };
        let Object::Array(kids) = self.view.value(&dictionary, b"Kids")? else {
            self.pages.push((dictionary, above.to_vec()));
            return Ok(());
        };
        let mut inherited: Vec<(&'static str, Object<'a>)> = Vec::new();
        for key in INHERITED {
            let own = dictionary.get(key.as_bytes()).cloned();
            let given = above.iter().find(|(name, _)| name == key).map(|(_, value)| value.clone());
            inherited.extend(own.or(given).map(|value| (*key, value)));
        }
        for kid in kids.iter().filter(|_| depth < DEEPEST) {
            if self.walk(Some(kid), &inherited, depth.saturating_add(1)).is_err() {
                self.pages.push(Default::default());
            }
        }
        Ok(())
    }
}

/// Writes out values with all that they lead to.
struct Teller<'v, 'd, 'a> {
    view: &'v View<'d, 'a>,
    out: String,
    left: usize,
    /// The references that lead to where it is.
    path: Vec<ObjectId>,
}

impl<'a> Teller<'_, '_, 'a> {
    fn tell(&mut self, value: Option<&Object<'a>>) -> String {
        self.path.clear();
        if let Some(value) = value {
            self.value(value);
        }
        std::mem::take(&mut self.out)
    }

    /// Annotations that are no fields, and what of fields filling in does not change.
    fn annotations(&mut self, page: &Dictionary<'a>) -> Vec<String> {
        let Ok(Object::Array(items)) = self.view.value(page, b"Annots") else { return Vec::new() };
        let mut told = Vec::new();
        for item in &items {
            self.path.clear();
            match self.view.resolve(item) {
                Ok(Object::Dictionary(annotation)) if annotation.is(b"Subtype", b"Widget") => {
                    self.dictionary(&annotation, FILLED);
                    told.push(format!("widget {}", std::mem::take(&mut self.out)));
                }
                // A catalog, a page, whatever somebody lists there.
                Ok(Object::Dictionary(annotation)) if annotation.get(b"Rect").is_some() => {
                    self.dictionary(&annotation, &["Parent", "P"]);
                    told.push(format!("annotation {}", std::mem::take(&mut self.out)));
                }
                _ => {}
            }
        }
        told
    }

    fn value(&mut self, value: &Object<'a>) {
        self.left = self.left.saturating_sub(1);
        if self.left == 0 {
            return;
        }
        match value {
            Object::Reference(id) => self.reference(*id),
            Object::Array(items) => {
                self.out.push('[');
                items.iter().for_each(|item| self.value(item));
                self.out.push(']');
            }
            // What strange links lead to and the rules know by itself.
            Object::Dictionary(dictionary) if dictionary.is(b"Type", b"Catalog") => {
                self.out.push_str("catalog ")
            }
            Object::Dictionary(dictionary) if dictionary.get(b"Fields").is_some() => {
                self.out.push_str("form ")
            }
            Object::Dictionary(dictionary) if dictionary.is(b"Subtype", b"Widget") => {
                self.dictionary(dictionary, FILLED)
            }
            Object::Dictionary(dictionary) => self.dictionary(dictionary, NOT_SHOWN),
            // A cross-reference stream leads to everything; nobody draws with it.
            Object::Stream(stream) if stream.dictionary.is(b"Type", b"XRef") => {
                self.out.push_str("sections ")
            }
            Object::Stream(stream) => {
                // Encoded otherwise it is the same.
                match self.view.decoded(stream) {
                    Ok(data) => {
                        self.left = self.left.saturating_sub(data.len() / 16);
                        self.out += &format!("stream {} ", data.escape_ascii());
                    }
                    Err(_) => self.out.push_str("stream? "),
                }
                let encoded = ["Length", "Filter", "DecodeParms", "Metadata"];
                self.dictionary(&stream.dictionary, &encoded);
            }
            Object::String(string) => self.out += &format!("({})", string.bytes.escape_ascii()),
            Object::Name(name) => self.out += &format!("/{} ", name.escape_ascii()),
            other => self.out += &format!("{other:?} "),
        }
    }

    fn reference(&mut self, id: ObjectId) {
        if let Some(above) = self.path.iter().rev().position(|own| *own == id) {
            self.out += &format!("^{above} ");
            return;
        }
        if self.path.len() > DEEPEST {
            return;
        }
        self.path.push(id);
        match self.view.object(id) {
            Ok(Some(object)) => self.value(&object),
            Ok(None) => self.out.push_str("null "),
            Err(_) => self.out.push('?'),
        }
        self.path.pop();
    }

    fn dictionary(&mut self, dictionary: &Dictionary<'a>, without: &[&str]) {
        let mut keys: Vec<&[u8]> = dictionary.entries().iter().map(|entry| entry.key.as_ref()).collect();
        keys.sort_unstable();
        keys.dedup();
        self.out.push_str("<<");
        for key in keys {
            if without.iter().any(|own| own.as_bytes() == key) {
                continue;
            }
            if let Some(value) = dictionary.get(key) {
                self.out += &format!("/{} ", key.escape_ascii());
                self.value(value);
            }
        }
        self.out.push_str(">>");
    }
}

/// What leads back or elsewhere and draws nothing.
const NOT_SHOWN: &[&str] =
    &["Parent", "P", "Metadata", "PieceInfo", "LastModified", "StructParent", "StructParents", "Annots"];

/// Values that are told of one revision.
const MOST: usize = 60_000;

const DEEPEST: usize = 40;
