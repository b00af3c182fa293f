//! Makes PDF files of every shape, byte by byte, for tests and benches. Knows nothing of the library.

#![allow(dead_code, reason = "each test that includes this file uses a part of it")]

use std::io::Write;

/// Writes a file revision by revision: objects first, then one of the `finish` functions.
#[derive(Debug, Clone)]
pub(crate) struct PdfMaker {
    bytes: Vec<u8>,
    /// What offsets count from.
    base: usize,
    eol: &'static str,
    /// Entries of the revision that is being written.
    entries: Vec<(u32, Entry)>,
    previous: Option<usize>,
    highest: u32,
    /// What trailers say besides `/Size` and `/Prev`.
    trailer: String,
}

/// A cross-reference entry.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Entry {
    Free(u16),
    At(usize, u16),
    In(u32, u32),
}

impl PdfMaker {
    pub(crate) fn new() -> Self {
        Self::with(b"", false, "\n")
    }

    /// With bytes before the header, from which offsets count or do not, and with another line end.
    pub(crate) fn with(junk: &[u8], offsets_from_header: bool, eol: &'static str) -> Self {
        let mut bytes = junk.to_vec();
        let base = if offsets_from_header { bytes.len() } else { 0 };
        bytes.extend_from_slice(format!("%PDF-1.7{eol}%\u{e2}\u{e3}\u{cf}\u{d3}{eol}").as_bytes());
        let entries = vec![(0, Entry::Free(65535))];
        let trailer =
            "/Root 1 0 R /ID [<00112233445566778899AABBCCDDEEFF> <00112233445566778899AABBCCDDEEFF>]".into();
        Self { bytes, base, eol, entries, previous: None, highest: 0, trailer }
    }

    /// Where the next byte goes.
    pub(crate) fn position(&self) -> usize {
        self.bytes.len()
    }

    pub(crate) fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    pub(crate) fn into_bytes(self) -> Vec<u8> {
        self.bytes
    }

    /// An update of this file: everything that was written so far is exchanged for it.
    pub(crate) fn update_of(file: &[u8]) -> Self {
        let mut maker = Self::new();
        maker.bytes = file.to_vec();
        maker.drop_entries(&[0]);
        maker
    }

    /// There are objects up to this number, which `/Size` has to tell.
    pub(crate) fn at_least(&mut self, highest: u32) -> &mut Self {
        self.highest = self.highest.max(highest);
        self
    }

    /// What trailers say besides `/Size` and `/Prev`.
    pub(crate) fn trailer(&mut self, entries: &str) -> &mut Self {
        self.trailer = entries.into();
        self
    }

    /// Bytes that no object explains.
    pub(crate) fn raw(&mut self, bytes: impl AsRef<[u8]>) -> &mut Self {
        self.bytes.extend_from_slice(bytes.as_ref());
        self
    }

    /// An entry that says something else than where an object was written.
    pub(crate) fn entry(&mut self, number: u32, entry: Entry) -> &mut Self {
        self.entries.push((number, entry));
        self.highest = self.highest.max(number);
        self
    }

    /// Forgets what the revision says of these objects.
    pub(crate) fn drop_entries(&mut self, numbers: &[u32]) -> &mut Self {
        self.entries.retain(|(own, _)| !numbers.contains(own));
        self
    }

    pub(crate) fn free(&mut self, number: u32) -> &mut Self {
        self.entry(number, Entry::Free(1))
    }

    pub(crate) fn object(&mut self, number: u32, value: impl AsRef<[u8]>) -> &mut Self {
        self.object_of_generation(number, 0, value)
    }

    pub(crate) fn object_of_generation(
        &mut self,
        number: u32,
        generation: u16,
        value: impl AsRef<[u8]>,
    ) -> &mut Self {
        let eol = self.eol;
        self.entry(number, Entry::At(self.offset(), generation));
        self.raw(format!("{number} {generation} obj{eol}")).raw(value).raw(format!("{eol}endobj{eol}"))
    }

    /// A stream whose dictionary has these entries and the right `/Length`.
    pub(crate) fn stream(&mut self, number: u32, entries: &str, data: &[u8]) -> &mut Self {
        self.entry(number, Entry::At(self.offset(), 0));
        let eol = self.eol;
        let after = if eol == "\r" { "\r\n" } else { eol };
        let length = data.len();
        self.raw(format!("{number} 0 obj{eol}<< {entries} /Length {length} >>{eol}stream{after}"));
        self.raw(data).raw(format!("{eol}endstream{eol}endobj{eol}"))
    }

    pub(crate) fn deflated(&mut self, number: u32, entries: &str, data: &[u8]) -> &mut Self {
        self.stream(number, &format!("{entries} /Filter /FlateDecode"), &deflate(data))
    }

    /// An object stream with these objects, and the entries of both.
    pub(crate) fn object_stream(&mut self, number: u32, objects: &[(u32, &str)]) -> &mut Self {
        let (mut table, mut values) = (String::new(), String::new());
        for (index, (inner, value)) in (0u32..).zip(objects) {
            table += &format!("{inner} {} ", values.len());
            values += &format!("{value} ");
            self.entry(*inner, Entry::In(number, index));
        }
        let entries = format!("/Type /ObjStm /N {} /First {}", objects.len(), table.len());
        self.deflated(number, &entries, (table + &values).as_bytes())
    }

    /// Ends the revision with a table. Returns one past the line end after `%%EOF`.
    pub(crate) fn finish_table(&mut self) -> usize {
        let at = self.offset();
        self.table("");
        self.end_at(at)
    }

    /// Ends the revision with a cross-reference stream as object `number`, with the Up predictor, as most writers.
    pub(crate) fn finish_stream(&mut self, number: u32) -> usize {
        let at = self.offset();
        self.xref_stream(number, true);
        self.end_at(at)
    }

    /// Ends the revision as a hybrid file: objects in streams, and those named in `hidden`, are free in the table and
    /// known to the cross-reference stream alone, which is object `number`.
    pub(crate) fn finish_hybrid(&mut self, number: u32, hidden: &[u32]) -> usize {
        let all = self.take_entries();
        let is_hidden = |(own, entry): &(u32, Entry)| matches!(entry, Entry::In(..)) || hidden.contains(own);
        self.entries = all.iter().copied().filter(is_hidden).collect();
        let previous = self.previous.take();
        let stream_at = self.offset();
        self.xref_stream(number, false);
        self.previous = previous;
        self.entries =
            all.iter().map(|e| if is_hidden(e) { (e.0, Entry::Free(65535)) } else { *e }).collect();
        self.entries.push((number, Entry::At(stream_at, 0)));
        let at = self.offset();
        self.table(&format!("/XRefStm {stream_at}"));
        self.end_at(at)
    }

    /// `startxref` and `%%EOF` with whatever offset.
    pub(crate) fn end(&mut self, startxref: usize) -> usize {
        let eol = self.eol;
        self.raw(format!("startxref{eol}{startxref}{eol}%%EOF{eol}"));
        self.bytes.len()
    }

    /// The current position as the file counts.
    pub(crate) fn offset(&self) -> usize {
        self.bytes.len() - self.base
    }

    /// A table of the current entries with its trailer, which says this too. The entries are used up.
    pub(crate) fn table(&mut self, also: &str) {
        let eol = self.eol;
        let entry_end = if eol.len() == 2 { eol.to_string() } else { format!(" {eol}") };
        let entries = self.take_entries();
        self.raw(format!("xref{eol}"));
        let mut text = String::new();
        for run in runs(&entries) {
            text += &format!("{} {}{eol}", run.first().map_or(0, |(number, _)| *number), run.len());
            for (_, entry) in run {
                let (offset, generation, kind) = match entry {
                    Entry::Free(generation) => (0, *generation, 'f'),
                    Entry::At(offset, generation) => (*offset, *generation, 'n'),
                    Entry::In(..) => (0, 65535, 'f'),
                };
                text += &format!("{offset:010} {generation:05} {kind}{entry_end}");
            }
        }
        let trailer = self.trailer_text();
        self.raw(text).raw(format!("trailer{eol}<< {trailer} {also} >>{eol}"));
    }

    fn xref_stream(&mut self, number: u32, itself: bool) {
        if itself {
            self.entry(number, Entry::At(self.offset(), 0));
        }
        let entries = self.take_entries();
        let mut index = String::new();
        for run in runs(&entries) {
            index += &format!("{} {} ", run.first().map_or(0, |(number, _)| *number), run.len());
        }
        let mut data = Vec::new();
        let mut above = [0u8; 7];
        for (_, entry) in &entries {
            let (kind, second, third) = match entry {
                Entry::Free(generation) => (0u8, 0, *generation),
                Entry::At(offset, generation) => (1, u32::try_from(*offset).unwrap_or(u32::MAX), *generation),
                Entry::In(stream, index) => (2, *stream, u16::try_from(*index).unwrap_or(u16::MAX)),
            };
            let [a, b, c, d] = second.to_be_bytes();
            let [e, f] = third.to_be_bytes();
            let row = [kind, a, b, c, d, e, f];
            data.push(2);
            data.extend(row.iter().zip(above).map(|(own, up)| own.wrapping_sub(up)));
            above = row;
        }
        let trailer = self.trailer_text();
        let dictionary = format!(
            "/Type /XRef /W [1 4 2] /Index [{index}] /DecodeParms << /Predictor 12 /Columns 7 >> {trailer}"
        );
        let saved = std::mem::take(&mut self.entries);
        self.deflated(number, &dictionary, &data);
        self.entries = saved;
    }

    fn trailer_text(&self) -> String {
        let size = self.highest + 1;
        let previous = self.previous.map_or(String::new(), |at| format!(" /Prev {at}"));
        format!("/Size {size}{previous} {}", self.trailer)
    }

    fn take_entries(&mut self) -> Vec<(u32, Entry)> {
        let mut entries = std::mem::take(&mut self.entries);
        // The last word on an object counts.
        entries.reverse();
        entries.sort_by_key(|(number, _)| *number);
        entries.dedup_by_key(|(number, _)| *number);
        entries
    }

    fn end_at(&mut self, at: usize) -> usize {
        self.previous = Some(at);
        self.end(at)
    }
}

/// Entries with consecutive numbers.
fn runs(entries: &[(u32, Entry)]) -> impl Iterator<Item = &[(u32, Entry)]> {
    entries.chunk_by(|(left, _), (right, _)| left + 1 == *right)
}

pub(crate) fn deflate(data: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::new(6));
    encoder.write_all(data).and_then(|()| encoder.finish()).unwrap_or_default()
}

/// Catalog, page tree and one page with the text `Hello`: objects 1 to 4.
pub(crate) fn hello(maker: &mut PdfMaker) -> &mut PdfMaker {
    maker
        .object(1, "<< /Type /Catalog /Pages 2 0 R >>")
        .object(2, "<< /Type /Pages /Kids [3 0 R] /Count 1 /MediaBox [0 0 595.276 841.89] >>")
        .object(3, "<< /Type /Page /Parent 2 0 R /Contents 4 0 R /Resources << >> >>")
        .stream(4, "", b"BT /F1 12 Tf (Hello) Tj ET")
}

/// One revision with a table.
pub(crate) fn classic() -> Vec<u8> {
    let mut maker = PdfMaker::new();
    hello(&mut maker).finish_table();
    maker.into_bytes()
}

/// One revision with a cross-reference stream, the page tree in an object stream.
pub(crate) fn modern() -> Vec<u8> {
    let mut maker = PdfMaker::new();
    maker.object_stream(
        5,
        &[
            (1, "<< /Type /Catalog /Pages 2 0 R >>"),
            (2, "<< /Type /Pages /Kids [3 0 R] /Count 1 /MediaBox [0 0 595.276 841.89] >>"),
            (3, "<< /Type /Page /Parent 2 0 R /Contents 4 0 R /Resources << >> >>"),
        ],
    );
    maker.stream(4, "", b"BT /F1 12 Tf (Hello) Tj ET").finish_stream(6);
    maker.into_bytes()
}

/// One revision, catalog and page tree known to old readers, object 5 only to new ones.
pub(crate) fn hybrid() -> Vec<u8> {
    let mut maker = PdfMaker::new();
    hello(&mut maker).object(5, "(hidden from old readers)").finish_hybrid(6, &[5]);
    maker.into_bytes()
}

/// Laid out as Annex F says: the first page's section at the front continues the main one at the end. Not all of the
/// tables that a linearized file needs are there.
pub(crate) fn linearized() -> Vec<u8> {
    // Both tables have a fixed length, so the offsets are known once the first pass has measured them.
    let build = |main: usize, length: usize| {
        let mut maker = PdfMaker::new();
        maker.object(
            5,
            format!("<< /Linearized 1 /L {length:010} /O 3 /E 600 /N 1 /T {main:010} /H [500 20] >>"),
        );
        let mut back = maker.clone();
        let front = maker.offset();
        // The front table names objects 3 to 5, which follow it; measure it with wrong offsets first.
        let mut offsets = [0usize; 2];
        for _ in 0..2 {
            maker = back.clone();
            let [third, fourth] = offsets;
            let five = maker.entries.iter().find(|(n, _)| *n == 5).map_or(Entry::Free(0), |(_, e)| *e);
            maker.entries = vec![(3, Entry::At(third, 0)), (4, Entry::At(fourth, 0)), (5, five)];
            maker.table(&format!("/Prev {main:010}"));
            maker.end(0);
            offsets = [maker.offset(), 0];
            maker.object(3, "<< /Type /Page /Parent 2 0 R /Contents 4 0 R /Resources << >> >>");
            offsets = [offsets[0], maker.offset()];
            maker.stream(4, "", b"BT /F1 12 Tf (Hello) Tj ET");
        }
        back = maker;
        back.entries = vec![(0, Entry::Free(65535))];
        back.object(1, "<< /Type /Catalog /Pages 2 0 R >>");
        back.object(2, "<< /Type /Pages /Kids [3 0 R] /Count 1 /MediaBox [0 0 595.276 841.89] >>");
        let main = back.offset();
        back.table("");
        back.previous = Some(front);
        back.end(front);
        (main, back)
    };
    let (main, first) = build(0, 0);
    let length = first.bytes().len();
    build(main, length).1.into_bytes()
}

/// A classic file and this many updates, each of which writes object 5 again.
pub(crate) fn revisions(updates: u32) -> Vec<u8> {
    let mut maker = PdfMaker::new();
    hello(&mut maker).object(5, "(0)").finish_table();
    for update in 1..=updates {
        maker.object(5, format!("({update})")).finish_table();
    }
    maker.into_bytes()
}

/// This many objects besides the page tree; with tables, or in object streams of 200.
pub(crate) fn objects(count: u32, in_streams: bool) -> Vec<u8> {
    let mut maker = PdfMaker::new();
    hello(&mut maker);
    let value =
        |number: u32| format!("<< /Number {number} /Text (object {number}) /Next {} 0 R >>", number + 1);
    if !in_streams {
        for number in 5..5 + count {
            maker.object(number, value(number));
        }
        maker.finish_table();
        return maker.into_bytes();
    }
    let numbers: Vec<u32> = (5..5 + count).collect();
    let mut container = 5 + count;
    for group in numbers.chunks(200) {
        let values: Vec<String> = group.iter().map(|number| value(*number)).collect();
        let objects: Vec<(u32, &str)> =
            group.iter().copied().zip(values.iter().map(String::as_str)).collect();
        maker.object_stream(container, &objects);
        container += 1;
    }
    maker.finish_stream(container);
    maker.into_bytes()
}

/// This many pages in a flat page tree.
pub(crate) fn pages(count: u32) -> Vec<u8> {
    let mut maker = PdfMaker::new();
    let kids: String = (3..3 + count).map(|page| format!("{page} 0 R ")).collect();
    maker
        .object(1, "<< /Type /Catalog /Pages 2 0 R >>")
        .object(2, format!("<< /Type /Pages /Kids [{kids}] /Count {count} /MediaBox [0 0 595 842] >>"));
    for page in 3..3 + count {
        maker.object(page, "<< /Type /Page /Parent 2 0 R /Resources << >> >>");
    }
    maker.finish_table();
    maker.into_bytes()
}

/// Streams of one megabyte each that do not compress, up to this many bytes altogether.
pub(crate) fn big_streams(bytes: usize) -> Vec<u8> {
    let mut maker = PdfMaker::new();
    hello(&mut maker);
    let mut random = Random::new(1);
    let block: Vec<u8> = (0..1usize << 17).flat_map(|_| random.next().to_le_bytes()).collect();
    let mut number = 5;
    while maker.position() < bytes {
        maker.stream(number, "", &block);
        number += 1;
    }
    maker.finish_table();
    maker.into_bytes()
}

/// Marsaglia's xorshift64: the same numbers on every machine.
#[derive(Debug, Clone)]
pub(crate) struct Random(u64);

impl Random {
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1)
    }

    pub(crate) fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }

    /// Below this bound, which is not 0.
    pub(crate) fn below(&mut self, bound: usize) -> usize {
        let bound = u64::try_from(bound.max(1)).unwrap_or(u64::MAX);
        usize::try_from((self.next() >> 16) % bound).unwrap_or(0)
    }
}
