//! Whether metadata is XML that every parser reads alike (XML 1.0, Namespaces in XML): well-formed, without a document
//! type and without entities. Only as much is kept as the rule asks about.

#[cfg(test)]
mod tests;

use std::borrow::Cow;
use std::collections::BTreeSet;

/// What the rule asks about a packet.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Packet {
    /// The text of all elements and attributes called `title`, in the order of the document.
    pub(super) titles: Vec<String>,
}

/// Reads a packet; nothing if it is not well-formed.
pub(super) fn packet(bytes: &[u8]) -> Option<Packet> {
    let text = decoded(bytes)?;
    let mut reader =
        Reader { rest: &text, open: Vec::new(), bound: Vec::new(), titles: Vec::new(), inside: None };
    reader.document()?;
    Some(Packet { titles: reader.titles.iter().map(|title| plain(title)).collect() })
}

/// A title without the way in which a writer breaks its lines.
pub(super) fn plain(title: &str) -> String {
    title.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// UTF-8, or UTF-16 as a mark or the first character tells (XML 1.0 appendix F). XMP knows UTF-32 too; nobody writes it.
fn decoded(bytes: &[u8]) -> Option<Cow<'_, str>> {
    let wide = |bytes: &[u8], order: fn([u8; 2]) -> u16| {
        let pairs = bytes.chunks_exact(2);
        if !pairs.remainder().is_empty() {
            return None;
        }
        let units = pairs.filter_map(|pair| pair.try_into().ok()).map(order);
        char::decode_utf16(units).collect::<Result<String, _>>().ok().map(Cow::Owned)
    };
    match bytes {
        [0xEF, 0xBB, 0xBF, rest @ ..] => std::str::from_utf8(rest).ok().map(Cow::Borrowed),
        [0xFE, 0xFF, rest @ ..] => wide(rest, u16::from_be_bytes),
        [0xFF, 0xFE, rest @ ..] => wide(rest, u16::from_le_bytes),
        [0, b'<', ..] => wide(bytes, u16::from_be_bytes),
        [b'<', 0, ..] => wide(bytes, u16::from_le_bytes),
        _ => std::str::from_utf8(bytes).ok().map(Cow::Borrowed),
    }
}

/// Each function passes over what it is called after, or says with `None` that it is not there as it has to be.
struct Reader<'t> {
    rest: &'t str,
    /// The names of the elements that are open.
    open: Vec<&'t str>,
    /// Prefixes and what they stand for, with the number of elements that were open where they were bound.
    bound: Vec<(usize, &'t str, Cow<'t, str>)>,
    titles: Vec<String>,
    /// How many elements were open around the title that is being read.
    inside: Option<usize>,
}

impl<'t> Reader<'t> {
    fn document(&mut self) -> Option<()> {
        if self.rest.chars().any(|c| !is_character(c)) {
            return None;
        }
        if self.rest.starts_with("<?xml") && self.rest.get(5..).is_some_and(|rest| rest.starts_with(is_space))
        {
            self.declaration()?;
        }
        self.between()?;
        self.element()?;
        while !self.open.is_empty() {
            self.content()?;
        }
        self.between()?;
        self.rest.is_empty().then_some(())
    }

    /// `<?xml version="1.0" encoding="..." standalone="..."?>`
    fn declaration(&mut self) -> Option<()> {
        self.eat("<?xml")?;
        let (inside, rest) = self.rest.split_once("?>")?;
        self.rest = rest;
        let mut own =
            Reader { rest: inside, open: Vec::new(), bound: Vec::new(), titles: Vec::new(), inside: None };
        let mut names = Vec::new();
        while own.space() {
            if own.rest.is_empty() {
                break;
            }
            let (name, value) = own.attribute()?;
            let good = match name {
                "version" => value == "1.0",
                "encoding" => ["utf-8", "utf-16"].iter().any(|known| value.eq_ignore_ascii_case(known)),
                "standalone" => value == "yes" || value == "no",
                _ => false,
            };
            if !good {
                return None;
            }
            names.push(name);
        }
        let orders: [&[&str]; 4] = [
            &["version"],
            &["version", "encoding"],
            &["version", "standalone"],
            &["version", "encoding", "standalone"],
        ];
        (own.rest.is_empty() && orders.contains(&names.as_slice())).then_some(())
    }

    /// White space, comments and processing instructions.
    fn between(&mut self) -> Option<()> {
        loop {
            self.space();
            if self.rest.starts_with("<?") {
                self.instruction()?;
            } else if self.rest.starts_with("<!--") {
                self.comment()?;
            } else {
                return Some(());
            }
        }
    }

    /// One part of what is inside of an element.
    fn content(&mut self) -> Option<()> {
        let text = self.rest.find(['<', '&']).unwrap_or(self.rest.len());
        let (text, rest) = self.rest.split_at_checked(text)?;
        if text.contains("]]>") {
            return None;
        }
        self.rest = rest;
        self.say(text);
        if self.rest.starts_with("</") {
            self.end()
        } else if self.rest.starts_with("<!--") {
            self.comment()
        } else if self.rest.starts_with("<?") {
            self.instruction()
        } else if let Some(rest) = self.rest.strip_prefix("<![CDATA[") {
            let (data, rest) = rest.split_once("]]>")?;
            self.rest = rest;
            self.say(data);
            Some(())
        } else if self.rest.starts_with('<') {
            // `<!DOCTYPE` and its like are no elements.
            self.element()
        } else {
            let character = self.reference()?;
            self.say(character.encode_utf8(&mut [0; 4]));
            Some(())
        }
    }

    /// A start tag, or the tag of an empty element.
    fn element(&mut self) -> Option<()> {
        self.eat("<")?;
        let name = self.name()?;
        let mut attributes: Vec<(&str, Cow<'t, str>)> = Vec::new();
        let empty = loop {
            let space = self.space();
            if self.eat("/>").is_some() {
                break true;
            }
            if self.eat(">").is_some() {
                break false;
            }
            if !space || attributes.len() >= MOST_ATTRIBUTES {
                return None;
            }
            attributes.push(self.attribute()?);
        };
        let depth = self.open.len();
        if depth >= MOST_OPEN {
            return None;
        }
        self.bind(depth, &attributes)?;
        self.expanded(name, true)?;
        let mut names = BTreeSet::new();
        for (name, value) in &attributes {
            if *name == "xmlns" || name.starts_with("xmlns:") {
                continue;
            }
            if !names.insert(self.expanded(name, false)?) {
                return None;
            }
            if local(name) == "title" {
                self.titles.push(value.to_string());
            }
        }
        if self.inside.is_none() && local(name) == "title" {
            self.titles.push(String::new());
            self.inside = Some(depth);
        }
        self.open.push(name);
        if empty { self.close() } else { Some(()) }
    }

    fn end(&mut self) -> Option<()> {
        self.eat("</")?;
        let name = self.name()?;
        self.space();
        self.eat(">")?;
        if self.open.last() == Some(&name) { self.close() } else { None }
    }

    fn close(&mut self) -> Option<()> {
        self.open.pop()?;
        let depth = self.open.len();
        while self.bound.last().is_some_and(|(at, ..)| *at >= depth) {
            self.bound.pop();
        }
        if self.inside == Some(depth) {
            self.inside = None;
        }
        Some(())
    }

    /// Takes note of the prefixes that an element binds.
    fn bind(&mut self, depth: usize, attributes: &[(&'t str, Cow<'t, str>)]) -> Option<()> {
        let mut names = BTreeSet::new();
        for (name, value) in attributes {
            let prefix = match (*name, name.strip_prefix("xmlns:")) {
                ("xmlns", _) => "",
                (_, Some(prefix)) => prefix,
                _ => continue,
            };
            let reserved = [XML, XMLNS].contains(&value.as_ref());
            let nothing = value.is_empty() && !prefix.is_empty();
            let odd = prefix.contains(':') || prefix == "xmlns" || (prefix == "xml") != (value == XML);
            let long = value.len() > LONGEST_NAMESPACE;
            if nothing
                || odd
                || long
                || (reserved && prefix != "xml")
                || !names.insert(prefix)
                || self.bound.len() >= MOST_BOUND
            {
                return None;
            }
            self.bound.push((depth, prefix, value.clone()));
        }
        Some(())
    }

    /// A name with what its prefix stands for.
    fn expanded(&self, name: &'t str, of_element: bool) -> Option<(String, &'t str)> {
        match name.split_once(':') {
            None => {
                let default = self.bound.iter().rev().find(|(_, prefix, _)| of_element && prefix.is_empty());
                Some((default.map(|(.., value)| value.to_string()).unwrap_or_default(), name))
            }
            Some(("xml", local)) if is_local(local) => Some((XML.to_owned(), local)),
            Some((prefix, local)) if !prefix.is_empty() && is_local(local) => {
                let bound = self.bound.iter().rev().find(|(_, own, _)| *own == prefix);
                bound.map(|(.., value)| (value.to_string(), local))
            }
            Some(_) => None,
        }
    }

    /// `name="value"`
    fn attribute(&mut self) -> Option<(&'t str, Cow<'t, str>)> {
        let name = self.name()?;
        self.space();
        self.eat("=")?;
        self.space();
        let quote = self.rest.chars().next().filter(|c| matches!(c, '"' | '\''))?;
        let (raw, rest) = self.rest.get(1..)?.split_once(quote)?;
        self.rest = rest;
        if raw.contains('<') {
            return None;
        }
        if !raw.contains('&') {
            return Some((name, Cow::Borrowed(raw)));
        }
        let mut value = String::new();
        let mut own =
            Reader { rest: raw, open: Vec::new(), bound: Vec::new(), titles: Vec::new(), inside: None };
        while !own.rest.is_empty() {
            let plain = own.rest.find('&').unwrap_or(own.rest.len());
            let (text, rest) = own.rest.split_at_checked(plain)?;
            value.push_str(text);
            own.rest = rest;
            if !own.rest.is_empty() {
                value.push(own.reference()?);
            }
        }
        Some((name, Cow::Owned(value)))
    }

    /// One of the five names that need no declaration, or the number of a character.
    fn reference(&mut self) -> Option<char> {
        let (name, rest) = self.rest.strip_prefix('&')?.split_once(';')?;
        self.rest = rest;
        let number = match (name.strip_prefix("#x"), name.strip_prefix('#')) {
            (Some(digits), _) if digits.bytes().all(|b| b.is_ascii_hexdigit()) => {
                u32::from_str_radix(digits, 16).ok()
            }
            (None, Some(digits)) if digits.bytes().all(|b| b.is_ascii_digit()) => digits.parse().ok(),
            _ => None,
        };
        match name {
            "lt" => Some('<'),
            "gt" => Some('>'),
            "amp" => Some('&'),
            "apos" => Some('\''),
            "quot" => Some('"'),
            _ => number.and_then(char::from_u32).filter(|c| is_character(*c)),
        }
    }

    fn instruction(&mut self) -> Option<()> {
        self.eat("<?")?;
        let target = self.name()?;
        if target.eq_ignore_ascii_case("xml") || target.contains(':') {
            return None;
        }
        let (inside, rest) = self.rest.split_once("?>")?;
        self.rest = rest;
        (inside.is_empty() || inside.starts_with(is_space)).then_some(())
    }

    fn comment(&mut self) -> Option<()> {
        self.eat("<!--")?;
        self.rest = self.rest.split_once("--")?.1;
        self.eat(">")
    }

    fn name(&mut self) -> Option<&'t str> {
        let end = self.rest.find(|c| !is_name(c)).unwrap_or(self.rest.len());
        let (name, rest) = self.rest.split_at_checked(end)?;
        self.rest = rest;
        name.starts_with(is_name_start).then_some(name)
    }

    /// Text of the title that is being read.
    fn say(&mut self, text: &str) {
        if self.inside.is_some()
            && let Some(title) = self.titles.last_mut()
        {
            title.push_str(text);
        }
    }

    fn space(&mut self) -> bool {
        let before = self.rest.len();
        self.rest = self.rest.trim_start_matches(is_space);
        self.rest.len() < before
    }

    fn eat(&mut self, text: &str) -> Option<()> {
        self.rest = self.rest.strip_prefix(text)?;
        Some(())
    }
}

fn local(name: &str) -> &str {
    name.rsplit(':').next().unwrap_or(name)
}

fn is_local(name: &str) -> bool {
    name.starts_with(is_name_start) && !name.contains(':')
}

fn is_space(c: char) -> bool {
    matches!(c, ' ' | '\t' | '\r' | '\n')
}

/// XML 1.0, production 2.
fn is_character(c: char) -> bool {
    matches!(c, '\t' | '\n' | '\r' | '\u{20}'..='\u{d7ff}' | '\u{e000}'..='\u{fffd}' | '\u{10000}'..)
}

/// Production 4.
fn is_name_start(c: char) -> bool {
    matches!(c, ':' | '_' | 'A'..='Z' | 'a'..='z' | '\u{c0}'..='\u{d6}' | '\u{d8}'..='\u{f6}' | '\u{f8}'..='\u{2ff}'
        | '\u{370}'..='\u{37d}' | '\u{37f}'..='\u{1fff}' | '\u{200c}'..='\u{200d}' | '\u{2070}'..='\u{218f}'
        | '\u{2c00}'..='\u{2fef}' | '\u{3001}'..='\u{d7ff}' | '\u{f900}'..='\u{fdcf}' | '\u{fdf0}'..='\u{fffd}'
        | '\u{10000}'..='\u{effff}')
}

/// Production 4a.
fn is_name(c: char) -> bool {
    is_name_start(c)
        || matches!(c, '-' | '.' | '0'..='9' | '\u{b7}' | '\u{300}'..='\u{36f}' | '\u{203f}'..='\u{2040}')
}

const XML: &str = "http://www.w3.org/XML/1998/namespace";
const XMLNS: &str = "http://www.w3.org/2000/xmlns/";

/// Real packets are less than ten deep, and bind some dozens of prefixes.
const MOST_OPEN: usize = 64;
const MOST_BOUND: usize = 64;
const MOST_ATTRIBUTES: usize = 128;

/// Names of namespaces are shorter; each attribute is compared with them.
const LONGEST_NAMESPACE: usize = 512;
