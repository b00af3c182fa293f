//! What is drawn for a widget (ISO 32000-2 12.5.5): its appearance streams, and what only they use.

use super::super::super::object::Stream;
use super::super::super::{Dictionary, Object, ObjectId};
use super::form_claim::{Part, Spot, Work, is_plain};
use super::rule::{Unexpected, key};
use super::{Ruling, refuse, value};

/// What became of an appearance.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Drawn {
    /// It is what it was, or there was none and is none.
    Same,
    /// The normal appearance is another one.
    Changed,
}

impl<'a> Work<'_, '_, 'a> {
    /// Explains the appearance of a widget against the one that it had: /N alone, made of new objects, or of those that
    /// it was made of and nothing else uses.
    pub(super) fn appearance(
        &mut self,
        widget: u32,
        old: Option<&Object<'a>>,
        new: Option<&Object<'a>>,
    ) -> Ruling<Drawn> {
        let wrong = |name: &[u8]| refuse(widget, Unexpected::Appearance { key: key(name) });
        let here = || Unexpected::Appearance { key: "AP".into() };
        let Some(new) = new else {
            return if old.is_none() { Ok(Drawn::Same) } else { Err(wrong(b"AP")) };
        };
        let spot = Spot::Below(widget, b"AP");
        let all = self.part(old, new, spot, here)?;
        // Whoever else used the dictionary that is given up saw the same appearance in it.
        if let Some(was) = old.and_then(Object::as_reference).filter(|was| new.as_reference() != Some(*was)) {
            self.release(was.number, spot);
        }
        let Object::Dictionary(now) = all.new else { return Err(wrong(b"AP")) };
        // What was no dictionary was drawn by nobody.
        let was = match all.old {
            Object::Dictionary(was) => was,
            _ => Dictionary::default(),
        };
        for other in value::differences(&was, &now) {
            if other != b"N" {
                return Err(wrong(other));
            }
        }
        let Some(normal) = now.get(b"N") else {
            return if was.get(b"N").is_none() { Ok(Drawn::Same) } else { Err(wrong(b"N")) };
        };
        let drawn = self.normal(was.get(b"N"), normal, all.spot, widget)?;
        if let (Drawn::Changed, Some((number, spot))) = (drawn, all.through) {
            self.release(number, spot);
        }
        Ok(drawn)
    }

    /// /N: a stream, or a dictionary with one for each state.
    fn normal(
        &mut self,
        old: Option<&Object<'a>>,
        new: &Object<'a>,
        spot: Spot,
        widget: u32,
    ) -> Ruling<Drawn> {
        let wrong = || refuse(widget, Unexpected::Appearance { key: "N".into() });
        let here = || Unexpected::Appearance { key: "N".into() };
        let replaced = old.is_none_or(|old| !value::same(old, new));
        let part = self.part(old, new, spot, here)?;
        let states = match &part.new {
            Object::Stream(_) if !matches!(part.old, Object::Dictionary(_)) => {
                self.drawing(&part)?;
                let changed = replaced || part.taken.is_some();
                return Ok(if changed { Drawn::Changed } else { Drawn::Same });
            }
            Object::Dictionary(states) if !matches!(part.old, Object::Stream(_)) => states,
            // It was so before.
            _ if !replaced && part.taken.is_none() => return Ok(Drawn::Same),
            _ => return Err(wrong()),
        };
        let was = match &part.old {
            Object::Dictionary(was) => was.clone(),
            _ => Dictionary::default(),
        };
        if was.entries().iter().any(|state| states.get(&state.key).is_none()) {
            return Err(wrong());
        }
        let mut drawn = Drawn::Same;
        for state in states.entries() {
            self.budget.spend(1)?;
            let before = was.get(&state.key);
            let replaced = before.is_none_or(|before| !value::same(before, &state.value));
            let one = self.part(before, &state.value, part.spot, here)?;
            if !replaced && one.taken.is_none() {
                continue;
            }
            if !matches!(one.new, Object::Stream(_)) {
                return Err(wrong());
            }
            self.drawing(&one)?;
            drawn = Drawn::Changed;
        }
        if let (Drawn::Changed, Some((number, spot))) = (drawn, part.through) {
            self.release(number, spot);
        }
        Ok(drawn)
    }

    /// A form XObject that is new or was overwritten, and what it uses.
    fn drawing(&mut self, part: &Part<'a>) -> Ruling<()> {
        let (Some(number), Object::Stream(stream)) = (part.taken, &part.new) else { return Ok(()) };
        let was = match &part.old {
            Object::Stream(was) => was.dictionary.get(b"Length"),
            _ => None,
        };
        // A length that is an object of its own may have been overwritten along with the stream.
        if let Some(length @ Object::Reference(id)) = stream.dictionary.get(b"Length")
            && self.is_changed(*id)
            && !self.has_taken(id.number)
        {
            let here = || Unexpected::Appearance { key: "Length".into() };
            let length = self.part(was, length, Spot::Below(number, b"Length"), here)?;
            if length.new.as_integer().is_none() {
                return Err(refuse(id.number, here()));
            }
        }
        self.resources.insert(number);
        let mut rest = Vec::new();
        self.form_xobject(stream, &mut rest)?;
        self.follow(rest, number)
    }

    /// Follows values to all that they lead to: new objects, which are taken, and old ones that are as they were.
    pub(super) fn follow(&mut self, mut rest: Vec<Found<'a>>, holder: u32) -> Ruling<()> {
        while let Some(Found { value, named }) = rest.pop() {
            self.budget.spend(1)?;
            match value {
                Object::Reference(id) => {
                    if let Some(object) = self.resource(id)? {
                        value::no_duplicates(&object).map_err(|what| refuse(id.number, what))?;
                        rest.push(Found { value: object, named });
                    }
                }
                Object::Array(items) => rest.extend(items.into_iter().map(Found::of)),
                Object::Dictionary(dictionary) if named => {
                    rest.extend(dictionary.entries().iter().map(|entry| Found::of(entry.value.clone())));
                }
                Object::Dictionary(dictionary) => {
                    part_of_drawing(&dictionary, &mut rest).map_err(|what| refuse(holder, what))?;
                }
                Object::Stream(stream) => self.stream(&stream, &mut rest)?,
                _ => {}
            }
        }
        Ok(())
    }

    /// An object that an appearance uses. What was there before may be used as long as nothing touches it; what is new
    /// is for drawing and for nothing else.
    fn resource(&mut self, id: ObjectId) -> Ruling<Option<Object<'a>>> {
        let foreign = || Unexpected::Appearance { key: "Resources".into() };
        if self.resources.contains(&id.number) {
            return Ok(None);
        }
        if !self.is_added(id) {
            return if self.is_changed(id) || self.analysis.added.contains(&id.number) {
                Err(refuse(id.number, foreign()))
            } else {
                Ok(None)
            };
        }
        self.take_added(id, foreign)?;
        self.resources.insert(id.number);
        Ok(self.analysis.now(id)?)
    }

    fn stream(&mut self, stream: &Stream<'a>, rest: &mut Vec<Found<'a>>) -> Ruling<()> {
        match stream.dictionary.get(b"Subtype").and_then(Object::as_name) {
            Some(b"Form") => self.form_xobject(stream, rest),
            Some(b"Image") => listed(stream, IMAGE, rest),
            Some(b"PS") => Err(refuse(stream.id.number, Unexpected::Appearance { key: "Subtype".into() })),
            _ => {
                let external = EXTERNAL.iter().find(|key| stream.dictionary.get(key).is_some());
                match external {
                    Some(name) => Err(refuse(stream.id.number, Unexpected::Appearance { key: key(name) })),
                    None => part_of_drawing(&stream.dictionary, rest)
                        .map_err(|what| refuse(stream.id.number, what)),
                }
            }
        }
    }

    /// A form XObject (8.10.2). Not /OC, which hides it from some, nor /Ref, which draws another file.
    fn form_xobject(&self, stream: &Stream<'a>, rest: &mut Vec<Found<'a>>) -> Ruling<()> {
        let wrong = |name: &str| refuse(stream.id.number, Unexpected::Appearance { key: name.into() });
        let dictionary = &stream.dictionary;
        if dictionary.get(b"Subtype").is_some_and(|kind| kind.as_name() != Some(b"Form")) {
            return Err(wrong("Subtype"));
        }
        if dictionary.get(b"Type").is_some_and(|kind| kind.as_name() != Some(b"XObject")) {
            return Err(wrong("Type"));
        }
        listed(stream, FORM, rest)
    }
}

/// A value that is still to be looked at.
pub(super) struct Found<'a> {
    value: Object<'a>,
    /// Whether the keys of the dictionary are names that its writer chose.
    named: bool,
}

impl<'a> Found<'a> {
    pub(super) fn of(value: Object<'a>) -> Self {
        Self { value, named: false }
    }

    /// A dictionary of named resources.
    pub(super) fn named(value: Object<'a>) -> Self {
        Self { value, named: true }
    }
}

/// A stream whose entries are all of this list.
fn listed<'a>(stream: &Stream<'a>, known: &[&[u8]], rest: &mut Vec<Found<'a>>) -> Ruling<()> {
    let wrong = |name: &[u8]| refuse(stream.id.number, Unexpected::Appearance { key: key(name) });
    for entry in stream.dictionary.entries() {
        if !known.contains(&entry.key.as_ref()) {
            return Err(wrong(&entry.key));
        }
    }
    part_of_drawing(&stream.dictionary, rest).map_err(|what| refuse(stream.id.number, what))
}

/// A dictionary that serves for drawing: nothing in it acts, hides, or is a part of the document.
fn part_of_drawing<'a>(dictionary: &Dictionary<'a>, rest: &mut Vec<Found<'a>>) -> Result<(), Unexpected> {
    for entry in dictionary.entries() {
        let name = entry.key.as_ref();
        let foreign = match name {
            b"Type" => entry.value.as_name().is_some_and(|kind| FOREIGN.contains(&kind)),
            // Marked content may be optional.
            b"Properties" => !is_plain(&entry.value) || entry.value.as_dictionary().is_none(),
            _ => FORBIDDEN.contains(&name),
        };
        if foreign {
            return Err(Unexpected::Appearance { key: key(name) });
        }
        let named = NAMED.contains(&name);
        rest.push(if named { Found::named(entry.value.clone()) } else { Found::of(entry.value.clone()) });
    }
    Ok(())
}

/// Entries of a form XObject (Table 93) that do nothing else than draw.
const FORM: &[&[u8]] = &[
    b"Type",
    b"Subtype",
    b"FormType",
    b"BBox",
    b"Matrix",
    b"Resources",
    b"Group",
    b"Name",
    b"LastModified",
    b"PieceInfo",
    b"Length",
    b"Filter",
    b"DecodeParms",
    b"DL",
];

/// Entries of an image XObject (Table 87) that do nothing else than draw.
const IMAGE: &[&[u8]] = &[
    b"Type",
    b"Subtype",
    b"Width",
    b"Height",
    b"ColorSpace",
    b"BitsPerComponent",
    b"Intent",
    b"ImageMask",
    b"Mask",
    b"Decode",
    b"Interpolate",
    b"SMask",
    b"SMaskInData",
    b"Matte",
    b"Name",
    b"Length",
    b"Filter",
    b"DecodeParms",
    b"DL",
];

/// Dictionaries with keys that their writer chose.
const NAMED: &[&[u8]] = &[
    b"Font",
    b"XObject",
    b"ExtGState",
    b"ColorSpace",
    b"Pattern",
    b"Shading",
    b"CharProcs",
    b"Colorants",
    b"Solidities",
];

/// What has no place in a drawing.
const FORBIDDEN: &[&[u8]] = &[
    b"OC",
    b"A",
    b"AA",
    b"AF",
    b"AP",
    b"JS",
    b"URI",
    b"OPI",
    b"Ref",
    b"EF",
    b"Kids",
    b"Annots",
    b"Alternates",
    b"Parent",
    b"Metadata",
];

/// Kinds of dictionaries that belong to the document.
const FOREIGN: &[&[u8]] = &[
    b"Page",
    b"Pages",
    b"Catalog",
    b"Annot",
    b"Sig",
    b"DocTimeStamp",
    b"OCG",
    b"OCMD",
    b"Action",
    b"Filespec",
    b"EmbeddedFile",
    b"Metadata",
    b"ObjStm",
    b"XRef",
    b"Template",
];

/// A stream whose data is in another file (Table 5).
const EXTERNAL: &[&[u8]] = &[b"F", b"FFilter", b"FDecodeParms"];
