//! What people know an object as that no rule explains: the content of page 2, a font, a field of the form.
//!
//! The document is walked from its catalog until all such objects were met, within a bound for all revisions together;
//! what it does not reach is told by its own /Type, if by anything. Nothing depends on the answer but words.

use std::collections::{BTreeMap, BTreeSet, HashSet, VecDeque};

use super::super::text_string;
use super::rule::{Subject, Unexpected};
use super::{Analysis, Dictionary, Object, ObjectId, View};
use crate::limits::Budget;

/// Names what the analyses could not explain.
pub(super) fn describe(analyses: &mut [Analysis<'_, '_>]) {
    let mut budget = Budget::new(MOST_OBJECTS, "objects walked through for their names");
    for analysis in analyses.iter_mut().filter(|analysis| !analysis.unexplained.is_empty()) {
        let items = analysis.unexplained.iter().filter(|item| item.subject == Subject::Unknown);
        let wanted: BTreeSet<u32> = items.filter_map(|item| item.object).collect();
        let exists = |number: &u32| existing(&analysis.old, *number).is_some();
        let (old, new): (BTreeSet<u32>, BTreeSet<u32>) = wanted.into_iter().partition(exists);
        // People know a replaced object as what it was.
        let mut labels = BTreeMap::new();
        let left = walk(&analysis.old, old, &mut labels, &mut budget);
        let left: BTreeSet<u32> = left.into_iter().filter(|number| !labels.contains_key(number)).collect();
        let left = walk(&analysis.new, left.union(&new).copied().collect(), &mut labels, &mut budget);
        for number in left {
            if labels.contains_key(&number) {
                continue;
            }
            let value = [&analysis.new, &analysis.old].into_iter().find_map(|view| value(view, number));
            let subject = value.map_or(Subject::Unknown, |value| own_subject(&value).unwrap_or_default());
            labels.insert(number, Label { subject, page: None });
        }
        for item in &mut analysis.unexplained {
            let label = item.object.and_then(|number| labels.get(&number)).cloned();
            let Label { subject, page } = label.unwrap_or_default();
            item.page = item.page.or(page);
            if item.subject == Subject::Unknown {
                item.subject = by_reason(&item.what).unwrap_or(match item.object {
                    Some(_) => subject,
                    None => Subject::Structure,
                });
            }
        }
    }
}

/// What the reason itself says about the object.
fn by_reason(what: &Unexpected) -> Option<Subject> {
    match what {
        Unexpected::Catalog { key } => Some(entry_of_catalog(key.as_bytes())),
        Unexpected::Page { key } if key == "Contents" => Some(Subject::PageContent),
        Unexpected::Page { key } if key == "Resources" => Some(Subject::Resource),
        Unexpected::Information { .. } => Some(Subject::Metadata),
        Unexpected::DssShape | Unexpected::DssRemoved => Some(Subject::ValidationData),
        Unexpected::ObjectStream => Some(Subject::Structure),
        _ => None,
    }
}

/// What an object is known as.
#[derive(Debug, Clone, Default)]
struct Label {
    subject: Subject,
    page: Option<usize>,
}

/// In which role an object is met. Complete for what is told apart.
#[derive(Debug, Clone)]
enum Role {
    Catalog,
    PageTree,
    Page(usize),
    Resources(Option<usize>),
    Drawings(Option<usize>),
    Drawing(Option<usize>),
    Annotation(usize),
    Form,
    /// A field, and the name of the one above.
    Field(String),
    Names,
    /// Whatever it leads to is the same for people.
    Part(Subject, Option<usize>),
}

/// Walks through a revision until all of these were met. Returns those that were not.
fn walk(
    view: &View<'_, '_>,
    wanted: BTreeSet<u32>,
    labels: &mut BTreeMap<u32, Label>,
    budget: &mut Budget,
) -> BTreeSet<u32> {
    if wanted.is_empty() {
        return wanted;
    }
    let mut walk = Walk { view, wanted, labels, seen: HashSet::new(), queue: VecDeque::new(), pages: 0 };
    if let Some(info) = view.trailer().get(b"Info") {
        walk.queue.push_back((info.clone(), Role::Part(Subject::Metadata, None)));
    }
    if let Ok(root) = view.catalog_id() {
        walk.queue.push_front((Object::Reference(root), Role::Catalog));
    }
    while let Some((object, role)) = walk.queue.pop_front() {
        if walk.wanted.is_empty() || budget.spend(1).is_err() {
            break;
        }
        walk.meet(object, role);
    }
    walk.wanted
}

struct Walk<'w, 'd, 'a> {
    view: &'w View<'d, 'a>,
    wanted: BTreeSet<u32>,
    labels: &'w mut BTreeMap<u32, Label>,
    seen: HashSet<u32>,
    /// The page tree and the fields go before what they lead to.
    queue: VecDeque<(Object<'a>, Role)>,
    pages: usize,
}

impl<'a> Walk<'_, '_, 'a> {
    fn meet(&mut self, object: Object<'a>, role: Role) {
        let Object::Reference(id) = object else { return self.enter(&object, role, None) };
        if !self.seen.insert(id.number) {
            // A field that is seen on a page.
            if let (Role::Annotation(page), Some(label)) = (&role, self.labels.get_mut(&id.number)) {
                label.page = label.page.or(Some(*page));
                self.wanted.remove(&id.number);
            }
            return;
        }
        if let Ok(Some(value)) = self.view.object(id) {
            self.enter(&value, role, Some(id.number));
        } else if let Role::Part(subject, page) = role {
            self.label(Some(id.number), subject, page);
        }
    }

    fn enter(&mut self, value: &Object<'a>, role: Role, number: Option<u32>) {
        let dictionary = dictionary(value);
        match role {
            Role::Catalog => {
                self.label(number, Subject::Catalog, None);
                self.each(dictionary, |key| match key {
                    b"Pages" => Some(Role::PageTree),
                    b"AcroForm" => Some(Role::Form),
                    b"Names" => Some(Role::Names),
                    b"Type" => None,
                    other => Some(Role::Part(entry_of_catalog(other), None)),
                });
            }
            Role::PageTree => match dictionary.and_then(|node| node.get(b"Kids")) {
                Some(kids) => {
                    self.label(number, Subject::PageTree, None);
                    self.items_first(kids, &Role::PageTree);
                }
                None => {
                    self.pages = self.pages.saturating_add(1);
                    self.enter(value, Role::Page(self.pages), number);
                }
            },
            Role::Page(page) => {
                let page = Some(page);
                self.label(number, Subject::Page, page);
                self.each(dictionary, |key| match key {
                    b"Type" | b"Parent" => None,
                    b"Contents" => Some(Role::Part(Subject::PageContent, page)),
                    b"Resources" => Some(Role::Resources(page)),
                    b"Annots" => page.map(Role::Annotation),
                    b"AA" => Some(Role::Part(Subject::Action, page)),
                    b"Metadata" => Some(Role::Part(Subject::Metadata, page)),
                    b"Thumb" => Some(Role::Part(Subject::Image, page)),
                    _ => Some(Role::Part(Subject::Page, page)),
                });
            }
            Role::Resources(page) => {
                self.label(number, Subject::Resource, page);
                self.each(dictionary, |key| match key {
                    b"Font" => Some(Role::Part(Subject::Font, page)),
                    b"XObject" => Some(Role::Drawings(page)),
                    b"Properties" => Some(Role::Part(Subject::OptionalContent, page)),
                    _ => Some(Role::Part(Subject::Resource, page)),
                });
            }
            Role::Drawings(page) => {
                self.label(number, Subject::Resource, page);
                self.each(dictionary, |_| Some(Role::Drawing(page)));
            }
            Role::Drawing(page) => {
                let is_image = dictionary.is_some_and(|image| image.is(b"Subtype", b"Image"));
                let subject = if is_image { Subject::Image } else { Subject::Drawing };
                self.label(number, subject.clone(), page);
                self.each(dictionary, |key| match key {
                    b"Resources" => Some(Role::Resources(page)),
                    _ => Some(Role::Part(subject.clone(), page)),
                });
            }
            Role::Annotation(page) => self.annotation(value, page, number),
            Role::Form => {
                self.label(number, Subject::Form, None);
                let Some(form) = dictionary else { return };
                if let Some(fields) = form.get(b"Fields") {
                    self.items_first(fields, &Role::Field(String::new()));
                }
                self.each(dictionary, |key| match key {
                    b"Fields" => None,
                    b"DR" => Some(Role::Resources(None)),
                    _ => Some(Role::Part(Subject::Form, None)),
                });
            }
            Role::Field(above) => self.field(value, &above, number),
            Role::Names => {
                self.label(number, Subject::Navigation, None);
                self.each(dictionary, |key| match key {
                    b"EmbeddedFiles" => Some(Role::Part(Subject::EmbeddedFile, None)),
                    b"JavaScript" => Some(Role::Part(Subject::Action, None)),
                    _ => Some(Role::Part(Subject::Navigation, None)),
                });
            }
            Role::Part(subject, page) => {
                // What an action or a file is matters more than where it was met.
                let subject = match own_subject(value) {
                    Some(own @ (Subject::Action | Subject::EmbeddedFile | Subject::OptionalContent)) => own,
                    _ => subject,
                };
                self.label(number, subject.clone(), page);
                self.parts(value, &Role::Part(subject, page));
            }
        }
    }

    /// An annotation, or the list of those of a page.
    fn annotation(&mut self, value: &Object<'a>, page: usize, number: Option<u32>) {
        let Some(annotation) = dictionary(value) else {
            self.label(number, Subject::Page, Some(page));
            return self.parts(value, &Role::Annotation(page));
        };
        let subtype = annotation.get(b"Subtype").and_then(Object::as_name).unwrap_or_default();
        let subtype = String::from_utf8_lossy(subtype).into_owned();
        let subject = Subject::Annotation { subtype };
        self.label(number, subject.clone(), Some(page));
        self.each(Some(annotation), |key| match key {
            b"P" | b"Parent" | b"Dest" => None,
            b"Popup" => Some(Role::Annotation(page)),
            b"A" | b"AA" => Some(Role::Part(Subject::Action, Some(page))),
            b"FS" => Some(Role::Part(Subject::EmbeddedFile, Some(page))),
            _ => Some(Role::Part(subject.clone(), Some(page))),
        });
    }

    fn field(&mut self, value: &Object<'a>, above: &str, number: Option<u32>) {
        let Some(field) = dictionary(value) else {
            self.label(number, Subject::Form, None);
            return self.items_first(value, &Role::Field(above.to_owned()));
        };
        let own = field.get(b"T").and_then(Object::as_string).map(|name| text_string(&name.bytes));
        let name = match own {
            Some(own) if above.is_empty() => own,
            Some(own) => format!("{above}.{own}"),
            None => above.to_owned(),
        };
        // A name as long as the way to it could be made to fill the memory.
        let name: String = name.chars().take(LONGEST_NAME).collect();
        self.label(number, Subject::Field { name: name.clone() }, None);
        if let Some(kids) = field.get(b"Kids") {
            self.items_first(kids, &Role::Field(name.clone()));
        }
        let signs = field.is(b"FT", b"Sig");
        self.each(Some(field), |key| match key {
            b"Kids" | b"Parent" | b"P" => None,
            b"V" if signs => Some(Role::Part(Subject::Signature, None)),
            b"A" | b"AA" => Some(Role::Part(Subject::Action, None)),
            _ => Some(Role::Part(Subject::Field { name: name.clone() }, None)),
        });
    }

    fn label(&mut self, number: Option<u32>, subject: Subject, page: Option<usize>) {
        let Some(number) = number else { return };
        if self.wanted.contains(&number) {
            // Where a field is seen comes out later.
            if !matches!(subject, Subject::Field { .. }) {
                self.wanted.remove(&number);
            }
            self.labels.entry(number).or_insert(Label { subject, page });
        }
    }

    /// Puts what the entries of a dictionary lead to behind everything else, in the roles that their keys say.
    fn each(&mut self, dictionary: Option<&Dictionary<'a>>, role: impl Fn(&[u8]) -> Option<Role>) {
        for entry in dictionary.map(Dictionary::entries).unwrap_or_default() {
            let first = matches!(entry.key.as_ref(), b"Pages" | b"AcroForm");
            match (role(&entry.key), &entry.value) {
                (Some(role), value @ Object::Reference(_)) if first => {
                    self.queue.push_front((value.clone(), role));
                }
                (Some(role), value @ (Object::Reference(_) | Object::Dictionary(_) | Object::Array(_))) => {
                    self.queue.push_back((value.clone(), role));
                }
                _ => {}
            }
        }
    }

    /// Puts the items of a list before everything else.
    fn items_first(&mut self, list: &Object<'a>, role: &Role) {
        let resolved = self.view.resolve(list).unwrap_or(Object::Null);
        if let (Object::Reference(id), Object::Array(_)) = (list, &resolved) {
            self.seen.insert(id.number);
            let subject = if matches!(role, Role::PageTree) { Subject::PageTree } else { Subject::Form };
            self.label(Some(id.number), subject, None);
        }
        for item in resolved.as_array().unwrap_or_default().iter().rev() {
            self.queue.push_front((item.clone(), role.clone()));
        }
    }

    /// Puts everything that a value leads to behind everything else.
    fn parts(&mut self, value: &Object<'a>, role: &Role) {
        match value {
            Object::Reference(_) => self.queue.push_back((value.clone(), role.clone())),
            Object::Array(items) => items.iter().for_each(|item| self.parts(item, role)),
            Object::Dictionary(_) | Object::Stream(_) => {
                for entry in dictionary(value).map(Dictionary::entries).unwrap_or_default() {
                    if !UPWARDS.contains(&entry.key.as_ref()) {
                        self.parts(&entry.value, role);
                    }
                }
            }
            _ => {}
        }
    }
}

fn dictionary<'o, 'a>(value: &'o Object<'a>) -> Option<&'o Dictionary<'a>> {
    match value {
        Object::Dictionary(dictionary) => Some(dictionary),
        Object::Stream(stream) => Some(&stream.dictionary),
        _ => None,
    }
}

fn existing(view: &View<'_, '_>, number: u32) -> Option<ObjectId> {
    use super::Location;
    match view.location(number)? {
        Location::Offset { generation, .. } => Some(ObjectId { number, generation }),
        Location::InStream { .. } => Some(ObjectId { number, generation: 0 }),
        Location::Free => None,
    }
}

fn value<'a>(view: &View<'_, 'a>, number: u32) -> Option<Object<'a>> {
    view.object(existing(view, number)?).ok().flatten()
}

/// What an entry of the catalog is about (ISO 32000-2 Table 29).
fn entry_of_catalog(key: &[u8]) -> Subject {
    match key {
        b"Pages" => Subject::PageTree,
        b"AcroForm" => Subject::Form,
        b"Names" | b"Dests" | b"Outlines" | b"PageLabels" | b"Threads" => Subject::Navigation,
        b"OpenAction" | b"AA" | b"URI" => Subject::Action,
        b"StructTreeRoot" | b"MarkInfo" => Subject::StructureTree,
        b"OCProperties" => Subject::OptionalContent,
        b"Metadata" => Subject::Metadata,
        b"AF" | b"Collection" => Subject::EmbeddedFile,
        b"DSS" => Subject::ValidationData,
        b"Perms" => Subject::Signature,
        _ => Subject::Catalog,
    }
}

/// What an object says that it is.
fn own_subject(value: &Object<'_>) -> Option<Subject> {
    let dictionary = dictionary(value)?;
    let name = |key: &[u8]| dictionary.get(key).and_then(Object::as_name).unwrap_or_default();
    Some(match (name(b"Type"), name(b"Subtype")) {
        (b"Catalog", _) => Subject::Catalog,
        (b"Pages", _) => Subject::PageTree,
        (b"Page", _) => Subject::Page,
        (b"Font" | b"FontDescriptor" | b"Encoding" | b"CMap", _) => Subject::Font,
        (b"Sig" | b"DocTimeStamp", _) => Subject::Signature,
        (b"Filespec" | b"F" | b"EmbeddedFile", _) => Subject::EmbeddedFile,
        (b"Metadata", _) => Subject::Metadata,
        (b"Outlines", _) => Subject::Navigation,
        (b"StructTreeRoot" | b"StructElem" | b"OBJR" | b"MCR", _) => Subject::StructureTree,
        (b"OCG" | b"OCMD", _) => Subject::OptionalContent,
        (b"DSS" | b"VRI", _) => Subject::ValidationData,
        (b"XRef" | b"ObjStm", _) => Subject::Structure,
        (b"ExtGState" | b"Pattern", _) => Subject::Resource,
        (b"Action", _) => Subject::Action,
        (_, b"Image") => Subject::Image,
        (_, b"Form") => Subject::Drawing,
        (b"Annot", subtype) => Subject::Annotation { subtype: String::from_utf8_lossy(subtype).into_owned() },
        (_, subtype) if dictionary.get(b"Rect").is_some() && !subtype.is_empty() => {
            Subject::Annotation { subtype: String::from_utf8_lossy(subtype).into_owned() }
        }
        _ if ACTIONS.contains(&name(b"S")) => Subject::Action,
        _ if dictionary.get(b"ByteRange").is_some() => Subject::Signature,
        _ => return None,
    })
}

/// Actions of which a clerk should hear (ISO 32000-2 Table 201), without those that only turn to a page.
const ACTIONS: &[&[u8]] = &[
    b"JavaScript",
    b"Launch",
    b"URI",
    b"SubmitForm",
    b"ImportData",
    b"ResetForm",
    b"GoToR",
    b"GoToE",
    b"Hide",
    b"Named",
    b"Rendition",
    b"SetOCGState",
    b"Movie",
    b"Sound",
    b"RichMediaExecute",
];

/// Keys that lead to what an object is a part of.
const UPWARDS: &[&[u8]] = &[b"Parent", b"P", b"Pg", b"Dest", b"D", b"SD"];

/// Objects that are walked through for all revisions together: some hundredths of a second.
const MOST_OBJECTS: usize = 20_000;

/// Characters of the full name of a field.
const LONGEST_NAME: usize = 1_000;
