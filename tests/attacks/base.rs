//! The documents that attacks and honest updates start from, and a writer of updates in the style of each.
#![allow(dead_code, clippy::string_slice, reason = "each test that includes this file uses a part of it")]

#[path = "base/form.rs"]
pub(crate) mod form;
#[path = "base/report.rs"]
mod report;

use std::collections::BTreeMap;

use kyso::Certification;

use crate::pdf_maker::{Entry, PdfMaker, classic};
use crate::signer;

/// A document that is signed by the test PKI whenever it is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Base {
    /// One line of text.
    Plain,
    /// One page as LibreOffice exports it, tagged, with a subset of a font: `testdata/documents/letter.pdf`.
    Letter,
    /// A page with a field of every kind.
    Form,
    /// Two pages with everything in object streams and a cross-reference stream.
    Report,
}

/// Numbers of the objects that every document has.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Numbers {
    pub(crate) catalog: u32,
    pub(crate) pages: u32,
    /// The first page.
    pub(crate) page: u32,
    pub(crate) content: u32,
    pub(crate) font: u32,
    pub(crate) info: u32,
}

/// All but the plain one.
pub(crate) const ALL: &[Base] = &[Base::Letter, Base::Form, Base::Report];
/// Those whose objects all stand in the file by themselves.
pub(crate) const TABLES: &[Base] = &[Base::Letter, Base::Form];
pub(crate) const LETTER: &[Base] = &[Base::Letter];
pub(crate) const FORM: &[Base] = &[Base::Form];
pub(crate) const REPORT: &[Base] = &[Base::Report];

impl Base {
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Plain => "plain",
            Self::Letter => "letter",
            Self::Form => "form",
            Self::Report => "report",
        }
    }

    pub(crate) fn unsigned(self) -> Vec<u8> {
        match self {
            Self::Plain => classic(),
            Self::Letter => include_bytes!("../../testdata/documents/letter.pdf").to_vec(),
            Self::Form => form::file(),
            Self::Report => report::file(),
        }
    }

    pub(crate) fn numbers(self) -> Numbers {
        match self {
            Self::Plain => Numbers { catalog: 1, pages: 2, page: 3, content: 4, font: 0, info: 0 },
            Self::Letter => Numbers { catalog: 37, pages: 15, page: 1, content: 2, font: 20, info: 38 },
            Self::Form => Numbers { catalog: 1, pages: 2, page: 3, content: 4, font: 5, info: 9 },
            Self::Report => Numbers { catalog: 1, pages: 2, page: 3, content: 4, font: 5, info: 9 },
        }
    }

    /// With an approval signature that nobody sees.
    pub(crate) fn signed(self) -> Vec<u8> {
        signer::person().sign(&self.unsigned(), &signer::sign_options())
    }

    /// With a certification signature that nobody sees.
    pub(crate) fn certified(self, permission: Certification) -> Vec<u8> {
        certified(&self.unsigned(), permission)
    }

    /// A file that began as this document, with one more revision.
    pub(crate) fn update(self, file: &[u8], write: impl FnOnce(&mut Update)) -> Vec<u8> {
        let mut update = Update::new(self, file);
        write(&mut update);
        update.finish()
    }

    /// The signed document with one more revision.
    pub(crate) fn signed_then(self, write: impl FnOnce(&mut Update)) -> Vec<u8> {
        self.update(&self.signed(), write)
    }

    /// The certified document with one more revision.
    pub(crate) fn certified_then(
        self,
        permission: Certification,
        write: impl FnOnce(&mut Update),
    ) -> Vec<u8> {
        self.update(&self.certified(permission), write)
    }

    /// The document with a revision before the signature, which an attacker prepares.
    pub(crate) fn prepared(self, write: impl FnOnce(&mut Update)) -> Vec<u8> {
        signer::person().sign(&self.update(&self.unsigned(), write), &signer::sign_options())
    }

    /// What an object of an object stream of the unsigned document says.
    fn inner(self, number: u32) -> Option<String> {
        match self {
            Self::Report => report::inner(number),
            _ => None,
        }
    }
}

pub(crate) fn certified(file: &[u8], permission: Certification) -> Vec<u8> {
    let mut options = signer::sign_options();
    options.certify = Some(permission);
    signer::person().sign(file, &options)
}

/// One more revision of a file, in the style that the file has.
pub(crate) struct Update {
    pub(crate) base: Base,
    maker: PdfMaker,
    /// The file before.
    before: Vec<u8>,
    /// What is written at the end, each object once however often it is changed: a definition that no entry names is a
    /// manipulation of its own.
    objects: BTreeMap<u32, Vec<u8>>,
    next: u32,
}

impl Update {
    pub(crate) fn new(base: Base, file: &[u8]) -> Self {
        let mut maker = PdfMaker::update_of(file);
        if !file.ends_with(b"\n") {
            maker.raw("\n");
        }
        let next = size(file);
        maker.at_least(next - 1).trailer(&trailer(file));
        Self { base, maker, before: file.to_vec(), objects: BTreeMap::new(), next }
    }

    /// A number that no object has.
    pub(crate) fn fresh(&mut self) -> u32 {
        self.next += 1;
        self.next - 1
    }

    /// What an object says so far, without its header and end.
    pub(crate) fn text(&self, number: u32) -> String {
        if let Some(value) = self.objects.get(&number) {
            return String::from_utf8_lossy(value).into_owned();
        }
        let now = self.maker.bytes();
        text(now, number).or_else(|| self.base.inner(number)).unwrap_or_else(|| panic!("no object {number}"))
    }

    pub(crate) fn object(&mut self, number: u32, value: impl AsRef<[u8]>) -> &mut Self {
        self.objects.insert(number, value.as_ref().to_vec());
        self
    }

    pub(crate) fn stream(&mut self, number: u32, entries: &str, data: &[u8]) -> &mut Self {
        let head = format!("<< {entries} /Length {} >>\nstream\n", data.len());
        self.object(number, [head.as_bytes(), data, b"\nendstream"].concat())
    }

    /// The writer of bytes, for what no honest writer does. Everything up to here is written.
    pub(crate) fn maker(&mut self) -> &mut PdfMaker {
        for (number, value) in std::mem::take(&mut self.objects) {
            self.maker.object(number, value);
        }
        &mut self.maker
    }

    /// A new object.
    pub(crate) fn add(&mut self, value: impl AsRef<[u8]>) -> u32 {
        let number = self.fresh();
        self.object(number, value);
        number
    }

    /// A new stream.
    pub(crate) fn add_stream(&mut self, entries: &str, data: &[u8]) -> u32 {
        let number = self.fresh();
        self.stream(number, entries, data);
        number
    }

    /// Writes an object again with this in the place of that, which it says once or more often.
    pub(crate) fn edit(&mut self, number: u32, old: &str, new: &str) -> &mut Self {
        let text = self.text(number);
        assert!(text.contains(old), "object {number} does not say {old}: {text}");
        let text = text.replacen(old, new, 1);
        self.object(number, text)
    }

    /// Writes a dictionary again with these entries in front.
    pub(crate) fn with(&mut self, number: u32, entries: &str) -> &mut Self {
        self.edit(number, "<<", &format!("<< {entries} "))
    }

    /// Writes a dictionary again with this entry, whose value so far is a name, number, reference or string.
    pub(crate) fn set(&mut self, number: u32, key: &str, value: &str) -> &mut Self {
        let text = without(&self.text(number), key);
        self.object(number, text.replacen("<<", &format!("<< {key} {value} "), 1))
    }

    /// A further item in an array of a dictionary, which the dictionary gets if it has none.
    pub(crate) fn push(&mut self, number: u32, key: &str, item: &str) -> &mut Self {
        let text = self.text(number);
        let holds = |at: &usize| text[at + key.len()..].trim_start().starts_with('[');
        let Some(at) = text.match_indices(key).map(|(at, _)| at).find(holds) else {
            return self.with(number, &format!("{key} [{item}]"));
        };
        let end = at + text[at..].find(']').expect("the end of the array");
        let text = format!("{} {item}{}", &text[..end], &text[end..]);
        self.object(number, text)
    }

    /// A further annotation of the first page.
    pub(crate) fn annotate(&mut self, annotation: &str) -> u32 {
        let page = self.base.numbers().page;
        let number = self.add(annotation);
        self.push(page, "/Annots", &format!("{number} 0 R"));
        number
    }

    /// A further field of the form, which stands in the catalog or in an object of its own.
    pub(crate) fn add_field(&mut self, number: u32) -> &mut Self {
        let holder = self.form_holder();
        self.push(holder, "/Fields", &format!("{number} 0 R"))
    }

    /// The object that holds the form.
    pub(crate) fn form_holder(&self) -> u32 {
        let catalog = self.base.numbers().catalog;
        let text = self.text(catalog);
        let at = text.find("/AcroForm").expect("a form") + "/AcroForm".len();
        let digits: String = text[at..].trim_start().chars().take_while(char::is_ascii_digit).collect();
        digits.parse().unwrap_or(catalog)
    }

    /// Ends the revision in the style of the file.
    pub(crate) fn finish(self) -> Vec<u8> {
        let streams = self.base == Base::Report;
        self.finish_as(streams)
    }

    /// Ends the revision with a cross-reference stream or a table.
    pub(crate) fn finish_as(mut self, stream: bool) -> Vec<u8> {
        let number = self.fresh();
        let maker = self.maker();
        if stream {
            maker.finish_stream(number);
        } else {
            maker.finish_table();
        }
        self.maker.into_bytes()
    }

    /// Where the last section of the file before is.
    pub(crate) fn previous(&self) -> usize {
        crate::append::startxref(&self.before)
    }

    /// An entry that says something else than where an object was written.
    pub(crate) fn entry(&mut self, number: u32, entry: Entry) -> &mut Self {
        self.maker.entry(number, entry);
        self
    }
}

/// The last definition of an object that stands in the file by itself, without its header and end.
pub(crate) fn text(file: &[u8], number: u32) -> Option<String> {
    let header = format!("\n{number} 0 obj");
    let start = memchr::memmem::rfind(file, header.as_bytes())? + header.len();
    let length = memchr::memmem::find(&file[start..], b"endobj")?;
    Some(String::from_utf8_lossy(&file[start..start + length]).trim().to_owned())
}

/// The text of a dictionary without this entry, whose value is a name, number, reference, string or flat array.
pub(crate) fn without(text: &str, key: &str) -> String {
    let Some(at) = text
        .match_indices(key)
        .map(|(at, _)| at)
        .find(|at| !text[at + key.len()..].starts_with(|next: char| next.is_ascii_alphanumeric()))
    else {
        return text.to_owned();
    };
    let rest = &text[at + key.len()..];
    let trimmed = rest.trim_start();
    let skipped = rest.len() - trimmed.len();
    let end = match trimmed.chars().next() {
        Some('(') => trimmed.find(')').expect("an end") + 1,
        Some('[') => trimmed.find(']').expect("an end") + 1,
        Some('<') if trimmed.starts_with("<<") => trimmed.find(">>").expect("an end") + 2,
        Some('<') => trimmed.find('>').expect("an end") + 1,
        Some('/') => 1 + trimmed[1..].find(|c: char| !c.is_ascii_alphanumeric()).expect("an end"),
        _ => trimmed.find(['/', '>', '\n']).expect("an end"),
    };
    format!("{}{}", &text[..at], &rest[skipped + end..])
}

/// What the last trailer says, and where the section is that it ends.
fn trailer(file: &[u8]) -> String {
    let value = |key: &str, end: &str| {
        let at = memchr::memmem::rfind(file, key.as_bytes())? + key.len();
        let rest = &file[at..];
        let end = memchr::memmem::find(rest, end.as_bytes())?;
        Some(String::from_utf8_lossy(&rest[..end]).trim().to_owned())
    };
    let mut trailer = format!("/Root {} R", value("/Root ", "R").expect("a root"));
    if let Some(info) = value("/Info ", "R") {
        trailer += &format!(" /Info {info} R");
    }
    if let Some(id) = value("/ID", "]") {
        trailer += &format!(" /ID {id}]");
    }
    format!("{trailer} /Prev {}", crate::append::startxref(file))
}

/// One more than the highest number of an object.
fn size(file: &[u8]) -> u32 {
    let at = memchr::memmem::rfind(file, b"/Size ").expect("a size") + b"/Size ".len();
    let digits: String =
        file[at..].iter().take_while(|byte| byte.is_ascii_digit()).map(|b| char::from(*b)).collect();
    digits.parse().expect("a number")
}
