//! The bytes of an update: its objects and a cross-reference section, which may lie.

use std::collections::BTreeMap;

use super::{Body, Draft, Value};
use crate::fuzzing::random::Random;
use crate::pdf::XrefStyle;

/// What is wrong with the structure of an update.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Trick {
    None,
    /// One entry leads somewhere else.
    Elsewhere,
    /// One entry has another generation.
    Generation,
    /// /Prev leads to the section itself.
    Ring,
    /// /Prev leads to some section, or into nothing.
    OtherPrev,
    /// All objects of an object stream are said to be its first.
    SameIndex,
    /// A number has two entries.
    TwoEntries,
    /// An object is written twice; the entry leads to the first.
    TwoDefinitions,
    /// The table frees an object, and a cross-reference stream beside it knows it.
    Hybrid,
    /// /Size is too small.
    Size,
    /// /Root is another object.
    Root,
    /// Bytes between the objects.
    Stray,
    /// No %%EOF.
    NoEnd,
    /// startxref leads to an older section.
    OldStart,
    /// Two startxref, the last of which leads to an older section.
    TwoStarts,
    /// Nothing but the objects.
    NoSection,
    /// Bytes behind it all.
    Behind,
}

impl Trick {
    pub(super) fn any(random: &mut Random) -> Self {
        random.pick(TRICKS).copied().unwrap_or(Self::None)
    }
}

const TRICKS: &[Trick] = &[
    Trick::Elsewhere,
    Trick::Elsewhere,
    Trick::Generation,
    Trick::Ring,
    Trick::OtherPrev,
    Trick::OtherPrev,
    Trick::SameIndex,
    Trick::TwoEntries,
    Trick::TwoDefinitions,
    Trick::Hybrid,
    Trick::Hybrid,
    Trick::Size,
    Trick::Root,
    Trick::Stray,
    Trick::NoEnd,
    Trick::OldStart,
    Trick::TwoStarts,
    Trick::NoSection,
    Trick::Behind,
];

/// Where an object is said to be.
#[derive(Debug, Clone, Copy)]
enum Entry {
    Free,
    At(usize, u16),
    In(u32, usize),
}

/// An update while it is written.
struct Update<'r> {
    bytes: Vec<u8>,
    /// The file before it; offsets count from `base` in it.
    before: usize,
    base: usize,
    entries: Vec<(u32, Entry)>,
    next: u32,
    /// Other entries of the trailer.
    trailer: Vec<u8>,
    random: &'r mut Random,
}

/// Writes what the draft says.
pub(super) fn finish(draft: &Draft<'_, '_>, trick: Trick, random: &mut Random) -> Vec<u8> {
    let document = draft.document;
    let last = document.revisions().last();
    let style = match last.map(|revision| revision.xref_style) {
        _ if random.once_in(4) => {
            if random.once_in(2) {
                XrefStyle::Stream
            } else {
                XrefStyle::Table
            }
        }
        style => style.unwrap_or(XrefStyle::Table),
    };
    let starts: Vec<usize> = document.revisions().iter().map(|revision| revision.startxref).collect();
    let mut update = Update {
        bytes: if document.bytes().ends_with(b"\n") { Vec::new() } else { b"\n".to_vec() },
        before: document.bytes().len(),
        base: document.base(),
        entries: Vec::new(),
        next: draft.next,
        trailer: trailer(draft, trick),
        random,
    };
    let in_stream = if style == XrefStyle::Stream && update.random.once_in(2) {
        update.object_stream(draft, trick)
    } else {
        BTreeMap::new()
    };
    for (number, body) in &draft.objects {
        match (body, in_stream.get(number)) {
            (_, Some(entry)) => update.entries.push((*number, *entry)),
            (None, None) => update.entries.push((*number, Entry::Free)),
            (Some(body), None) => {
                let at = update.object(*number, body);
                update.entries.push((*number, Entry::At(at, 0)));
            }
        }
        if trick == Trick::Stray && update.random.once_in(2) {
            let stray = update.random.pick(&["% a comment\n", "stray\n", "9 0 obj (x) endobj\n"]).copied();
            update.bytes.extend_from_slice(stray.unwrap_or_default().as_bytes());
        }
    }
    update.lie(draft, trick);
    let previous = match trick {
        Trick::Ring => update.offset(),
        Trick::OtherPrev => match update.random.below(4) {
            0 => 0,
            1 => update.random.below(update.before),
            _ => update.random.pick(&starts).copied().unwrap_or(0),
        },
        _ => starts.last().copied().unwrap_or(0),
    };
    if trick == Trick::NoSection {
        return update.bytes;
    }
    let at = match (trick, style) {
        (Trick::Hybrid, _) => update.hybrid(previous),
        (_, XrefStyle::Stream) => update.stream(previous),
        _ => update.table(previous, None),
    };
    let old = update.random.pick(&starts).copied().unwrap_or(0);
    let start = if trick == Trick::OldStart { old } else { at };
    update.end(start, trick != Trick::NoEnd);
    match trick {
        Trick::TwoStarts => update.end(old, true),
        Trick::Behind => update.bytes.extend_from_slice(b"1 0 obj <</Type/Catalog>> endobj\n"),
        _ => {}
    }
    update.bytes
}

/// What the last trailer says, but for what every trailer says for itself.
fn trailer(draft: &Draft<'_, '_>, trick: Trick) -> Vec<u8> {
    let mut out = Vec::new();
    let old = draft.view.trailer();
    for key in ["Root", "Info", "ID", "Encrypt"] {
        if let Some(value) = old.get(key.as_bytes()) {
            let own = draft.objects.keys().next_back().copied();
            let value = match own.filter(|_| trick == Trick::Root && key == "Root") {
                Some(own) => Value::Reference(own),
                None => Value::of(value),
            };
            out.extend_from_slice(format!("/{key} ").as_bytes());
            value.write(&mut out);
        }
    }
    out
}

impl Update<'_> {
    /// Where the next byte stands, as the file counts.
    fn offset(&self) -> usize {
        self.before.saturating_add(self.bytes.len()).saturating_sub(self.base)
    }

    fn object(&mut self, number: u32, body: &Body) -> usize {
        let at = self.offset();
        self.bytes.extend_from_slice(format!("{number} 0 obj\n").as_bytes());
        body.write(&mut self.bytes);
        self.bytes.extend_from_slice(b"\nendobj\n");
        at
    }

    /// Some of the objects together in an object stream.
    fn object_stream(&mut self, draft: &Draft<'_, '_>, trick: Trick) -> BTreeMap<u32, Entry> {
        let (mut table, mut values, mut entries) = (String::new(), Vec::new(), BTreeMap::new());
        let own = self.next;
        self.next = self.next.saturating_add(1);
        for (number, body) in &draft.objects {
            if let Some(Body { value, data: None }) = body
                && !self.random.once_in(4)
            {
                table += &format!("{number} {} ", values.len());
                value.write(&mut values);
                values.push(b' ');
                entries.insert(*number, Entry::In(own, entries.len()));
            }
        }
        if trick == Trick::SameIndex {
            entries.values_mut().for_each(|entry| *entry = Entry::In(own, 0));
        }
        let value = Value::dictionary(&[
            ("Type", Value::text("/ObjStm")),
            ("N", Value::text(entries.len().to_string())),
            ("First", Value::text(table.len().to_string())),
        ]);
        let mut data = table.into_bytes();
        data.extend_from_slice(&values);
        let at = self.object(own, &Body::stream(value, &data));
        self.entries.push((own, Entry::At(at, 0)));
        entries
    }

    /// What is wrong with the entries.
    fn lie(&mut self, draft: &Draft<'_, '_>, trick: Trick) {
        let Some((number, _)) = self.random.pick(&self.entries).copied() else { return };
        let other = draft.any(self.random);
        match trick {
            Trick::Elsewhere => {
                let at = match self.random.below(3) {
                    0 => self.random.below(self.before),
                    1 => self.offset().saturating_sub(self.random.below(40)),
                    _ => self.before.saturating_sub(self.base).saturating_add(self.random.below(20)),
                };
                let number = other.filter(|_| self.random.once_in(2)).unwrap_or(number);
                self.replace(number, Entry::At(at, 0));
            }
            Trick::Generation => {
                let generation = self.random.pick(&[1, 2, 65535]).copied().unwrap_or(1);
                if let Some((_, Entry::At(_, own))) = self.entries.iter_mut().find(|(own, _)| *own == number)
                {
                    *own = generation;
                }
            }
            Trick::TwoDefinitions => {
                let value = Value::text("<</Type/Page>>");
                self.object(number, &Body::plain(value));
            }
            _ => {}
        }
        if trick == Trick::TwoEntries {
            let at = self.random.below(self.before);
            let entry = if self.random.once_in(2) { Entry::Free } else { Entry::At(at, 0) };
            self.entries.push((number, entry));
        }
        if trick == Trick::Size {
            self.next = 2;
        }
    }

    fn replace(&mut self, number: u32, entry: Entry) {
        self.entries.retain(|(own, _)| *own != number);
        self.entries.push((number, entry));
    }

    /// A table and its trailer.
    fn table(&mut self, previous: usize, beside: Option<usize>) -> usize {
        let at = self.offset();
        self.bytes.extend_from_slice(b"xref\n");
        for (number, entry) in &self.entries {
            let (offset, generation, kind) = match entry {
                Entry::At(offset, generation) => (*offset, *generation, 'n'),
                Entry::Free | Entry::In(..) => (0, 65535, 'f'),
            };
            self.bytes
                .extend_from_slice(format!("{number} 1\n{offset:010} {generation:05} {kind} \n").as_bytes());
        }
        let beside = beside.map_or(String::new(), |at| format!("/XRefStm {at}"));
        let text = format!("trailer\n<</Size {}/Prev {previous}{beside}", self.next);
        self.bytes.extend_from_slice(text.as_bytes());
        self.bytes.extend_from_slice(&self.trailer);
        self.bytes.extend_from_slice(b">>\n");
        at
    }

    /// A cross-reference stream.
    fn stream(&mut self, previous: usize) -> usize {
        let at = self.offset();
        let own = self.next;
        self.next = self.next.saturating_add(1);
        self.entries.push((own, Entry::At(at, 0)));
        let (mut index, mut data) = (String::new(), Vec::new());
        for (number, entry) in &self.entries {
            index += &format!("{number} 1 ");
            let (kind, second, third) = match entry {
                Entry::Free => (0u8, 0, 65535),
                Entry::At(offset, generation) => (1, *offset, usize::from(*generation)),
                Entry::In(stream, at) => (2, usize::try_from(*stream).unwrap_or(0), *at),
            };
            data.push(kind);
            data.extend_from_slice(&u32::try_from(second).unwrap_or(u32::MAX).to_be_bytes());
            data.extend_from_slice(&u16::try_from(third).unwrap_or(u16::MAX).to_be_bytes());
        }
        let text = format!(
            "{own} 0 obj\n<</Type/XRef/W[1 4 2]/Index[{index}]/Size {}/Prev {previous}/Length {}",
            self.next,
            data.len()
        );
        self.bytes.extend_from_slice(text.as_bytes());
        self.bytes.extend_from_slice(&self.trailer);
        self.bytes.extend_from_slice(b">>\nstream\n");
        self.bytes.extend_from_slice(&data);
        self.bytes.extend_from_slice(b"\nendstream\nendobj\n");
        at
    }

    /// A table that frees what the stream beside it knows.
    fn hybrid(&mut self, previous: usize) -> usize {
        let all = self.entries.clone();
        let beside = self.stream(previous);
        let own = self.entries.pop();
        self.entries = all
            .into_iter()
            .map(|(number, entry)| {
                let hidden = self.random.once_in(2);
                (number, if hidden { Entry::Free } else { entry })
            })
            .collect();
        self.entries.extend(own);
        self.table(previous, Some(beside))
    }

    fn end(&mut self, start: usize, complete: bool) {
        let end = if complete { "%%EOF\n" } else { "" };
        self.bytes.extend_from_slice(format!("startxref\n{start}\n{end}").as_bytes());
    }
}

/// Changes some bytes without regard to what they mean, most often numbers of a byte range or a signature.
pub(super) fn scratch(bytes: &mut Vec<u8>, random: &mut Random) {
    let near = match random.below(5) {
        0 => memchr::memmem::find(bytes, b"/ByteRange").unwrap_or(0),
        1 => memchr::memmem::rfind(bytes, b"/ByteRange").unwrap_or(0),
        2 => memchr::memmem::rfind(bytes, b"/Contents").unwrap_or(0),
        3 => memchr::memmem::rfind(bytes, b"xref").unwrap_or(0).saturating_sub(20),
        _ => random.below(bytes.len()),
    };
    let at = near.saturating_add(random.below(60)).min(bytes.len());
    match random.below(5) {
        0 => {
            if let Some(byte) = bytes.get_mut(at) {
                *byte ^= 1 << random.below(8);
            }
        }
        1 | 2 => {
            // Digits where digits were, so that it can still be read.
            let digit = random.pick(b"0123456789").copied().unwrap_or(b'0');
            let rest = bytes.get_mut(at..).unwrap_or_default();
            if let Some(byte) = rest.iter_mut().find(|byte| byte.is_ascii_digit()) {
                *byte = digit;
            }
        }
        3 => {
            let end = at.saturating_add(random.below(30)).min(bytes.len());
            drop(bytes.drain(at..end));
        }
        _ => {
            let token = random.pick(TOKENS).copied().unwrap_or_default();
            drop(bytes.splice(at..at, token.bytes()));
        }
    }
}

const TOKENS: &[&str] = &[
    " ",
    "\n",
    "<",
    ">",
    "<<",
    ">>",
    "[",
    "]",
    "(",
    ")",
    "%",
    "/",
    "null",
    "0 ",
    "9999999999 ",
    "-1 ",
    "/V 5 0 R",
    "/Type/Sig",
    "/Contents<00>",
    "/ByteRange[0 1 2 3]",
    "endobj",
    "stream\n",
    "endstream",
    "xref\n0 1\n",
    "trailer",
    "startxref\n0\n%%EOF\n",
    "%%EOF\n",
    "1 0 obj",
    "/Prev 0",
    "/XRefStm 15",
    "/Length 1",
    "/Filter/FlateDecode",
];
