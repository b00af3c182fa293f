//! Files that ask for much, at two sizes: the work grows as the file does.
#![expect(clippy::expect_used, clippy::disallowed_methods, reason = "a test that measures")]

#[path = "support/pdf_maker.rs"]
mod pdf_maker;
#[path = "support/schema.rs"]
mod schema;
#[path = "support/signer.rs"]
mod signer;

use std::time::Instant;

use pdf_maker::{Entry, PdfMaker};

/// A kind of file that asks for much, the larger the number the more.
type Kind = (&'static str, fn(u32) -> Vec<u8>, u32);

const KINDS: &[Kind] = &[
    ("fields", |n| signed(&form(n, "/FT /Tx")), 2_000),
    ("fields filled in", fields_filled, 1_000),
    ("a field below a field", |n| added(|maker| chain(maker, n, "/Kids")), 2_000),
    ("revisions", revisions, 200),
    ("revisions with notes", revisions_with_notes, 100),
    ("object streams of one object", object_streams, 1_000),
    ("one object stream, many references", one_object_stream, 2_000),
    ("pages, all the same", |n| signed(&kids(n, |_| 3)), 5_000),
    ("pages", |n| signed(&pdf_maker::pages(n)), 2_000),
    (
        "pages added",
        |n| {
            added(|maker| {
                done(
                    maker.object(
                        2,
                        format!("<< /Type /Pages /Kids [{}] /Count {n} >>", "3 0 R ".repeat(size(n))),
                    ),
                )
            })
        },
        5_000,
    ),
    ("a page tree below a page tree", deep_pages, 1_000),
    ("subsections of one object", subsections, 2_000),
    (
        "names",
        |n| {
            added(|maker| {
                done(maker.object(9, format!("<< {} >>", format!("/{} 1 ", "a".repeat(20)).repeat(size(n)))))
            })
        },
        5_000,
    ),
    ("a long name", |n| added(|maker| done(maker.object(9, format!("/{}", "a".repeat(size(n)))))), 200_000),
    ("an array", |n| added(|maker| done(maker.object(9, format!("[{}]", "1 0 R ".repeat(size(n)))))), 50_000),
    ("notes, all the same", |n| added(|maker| notes(maker, n, false)), 2_000),
    ("notes", |n| added(|maker| notes(maker, n, true)), 1_000),
    ("operators under a note", operators, 20_000),
    ("operators under many notes", operators_and_notes, 500),
    ("forms that draw forms", forms, 12),
    ("metadata that nests", metadata, 2_000),
    ("validation data", validation_data, 1_000),
    ("strings without end", open_strings, 500),
    ("streams without end", open_streams, 500),
    ("definitions behind each other's back", definitions, 2_000),
    ("ends of file", |n| with_between(&"startxref\n9\n%%EOF\n".repeat(size(n))), 2_000),
    ("headers of objects", |n| with_between(&"1 0 obj ".repeat(size(n))), 5_000),
    ("sections that nobody names", |n| with_between(&"xref\n0 1\ntrailer\n<<>>\n".repeat(size(n))), 2_000),
    ("brackets", |n| with_between(&"<<".repeat(size(n))), 50_000),
    ("outlines", outlines, 2_000),
    ("names of scripts", scripts, 2_000),
    ("hybrid sections", hybrid, 200),
    ("signatures, one after another", signatures, 12),
    ("fields with one signature", one_signature, 1_000),
];

/// Twice the file asks for at most about twice the look-ups. Counted, not timed: the same on every machine.
#[test]
fn look_ups_grow_as_the_file_does() {
    for (name, make, n) in KINDS {
        let n = (n / 20).max(8);
        let files = [make(n), make(2 * n)];
        let [one, two] = files.each_ref().map(|file| look_ups(file));
        let [small, large] = files.map(|file| u64::try_from(file.len()).expect("a size"));
        if name.ends_with("without end") {
            // Each runs to the end of the file; what all of them may cost is a multiple of its length.
            assert!(two <= 16 * large + (1 << 18), "{name}: {two} in {large}");
            continue;
        }
        // Some notes in each of some revisions are a file that grows faster than their number, and a signature of ten
        // thousand bytes a file that hardly grows.
        assert!(
            two * small <= one * large * 3 / 2 + 600 * small,
            "{name}: {one} in {small}, {two} in {large}"
        );
    }
}

/// The least that has to be allowed for the file to be judged at all.
fn look_ups(file: &[u8]) -> u64 {
    let mut options = signer::verify_options();
    let (mut too_few, mut enough) = (0, 1 << 20);
    while enough - too_few > 16 {
        let middle = (too_few + enough) / 2;
        options.limits.resolutions = middle;
        let refused =
            kyso::verify(file, &options).is_err_and(|error| error.kind() == kyso::ErrorKind::LimitExceeded);
        if refused { too_few = middle } else { enough = middle }
    }
    u64::try_from(enough).expect("a number")
}

#[test]
#[ignore = "prints how long verification takes at three sizes: for people, who look at the last columns"]
fn the_time_that_each_kind_takes() {
    let only = std::env::var("KYSO_GROWTH").ok();
    let times: u32 = std::env::var("KYSO_GROWTH_TIMES").map_or(1, |times| times.parse().expect("a number"));
    println!("{:40} {:>10} {:>9} {:>9} {:>9} {:>5} {:>5}", "", "bytes", "n ms", "2n ms", "4n ms", "x", "x");
    for (name, make, n) in KINDS {
        if only.as_ref().is_some_and(|only| !name.contains(only)) {
            continue;
        }
        let n = n * times;
        let measured = [n, 2 * n, 4 * n].map(|n| {
            let file = make(n);
            let begin = Instant::now();
            let report = kyso::verify(&file, &signer::verify_options());
            let took = begin.elapsed().as_secs_f64() * 1000.0;
            (
                file.len(),
                took,
                report.map_or_else(|error| error.to_string(), |report| format!("{:?}", report.verdict)),
            )
        });
        let [(first, one, _), (second, two, _), (third, four, verdict)] = measured;
        // How much slower one byte has become.
        let growth = |before: (usize, f64), after: (usize, f64)| {
            (after.1 / before.1) * f64::from(u32::try_from(before.0).expect("a size"))
                / f64::from(u32::try_from(after.0).expect("a size"))
        };
        println!(
            "{name:40} {third:>10} {one:9.1} {two:9.1} {four:9.1} {:5.1} {:5.1} {verdict}",
            growth((first, one), (second, two)),
            growth((second, two), (third, four))
        );
    }
}

fn size(n: u32) -> usize {
    usize::try_from(n).expect("a size")
}

fn signed(file: &[u8]) -> Vec<u8> {
    signer::person().sign(file, &signer::sign_options())
}

/// Nothing more is written.
fn done(_: &mut PdfMaker) {}

/// A signed page with a form, and an update.
fn added(update: impl FnOnce(&mut PdfMaker)) -> Vec<u8> {
    updated(&signed(&form(1, "/FT /Tx")), update)
}

fn updated(file: &[u8], update: impl FnOnce(&mut PdfMaker)) -> Vec<u8> {
    let mut maker = PdfMaker::new();
    maker.raw(file.get(maker.position()..).expect("a longer file")).drop_entries(&[0]);
    update(&mut maker);
    let table = maker.offset();
    maker.table(&format!("/Prev {}", startxref(file)));
    maker.end(table);
    maker.into_bytes()
}

/// What stands between the objects of an update.
fn with_between(text: &str) -> Vec<u8> {
    added(|maker| done(maker.raw(text).object(9, "(nothing)")))
}

fn startxref(file: &[u8]) -> usize {
    let at = memchr::memmem::rfind(file, b"startxref").expect("startxref") + b"startxref".len();
    let text = String::from_utf8_lossy(file.get(at..).expect("a number"));
    text.split_ascii_whitespace().next().and_then(|number| number.parse().ok()).expect("a number")
}

/// Catalog 1, pages 2, page 3, content 4, form 5; fields from 100.
fn form(n: u32, entries: &str) -> Vec<u8> {
    let fields: String = (100..100 + n).map(|number| format!("{number} 0 R ")).collect();
    let mut maker = PdfMaker::new();
    maker
        .object(1, "<< /Type /Catalog /Pages 2 0 R /AcroForm 5 0 R >>")
        .object(2, "<< /Type /Pages /Kids [3 0 R] /Count 1 /MediaBox [0 0 595 842] >>")
        .object(
            3,
            format!("<< /Type /Page /Parent 2 0 R /Contents 4 0 R /Resources << >> /Annots [{fields}] >>"),
        )
        .stream(4, "", b"BT /F1 12 Tf 72 700 Td (Hello) Tj ET")
        .object(5, format!("<< /Fields [{fields}] >>"));
    for number in 100..100 + n {
        let rectangle = "/Type /Annot /Subtype /Widget /Rect [0 0 9 9] /P 3 0 R /F 4";
        maker.object(number, format!("<< /T (Field{number}) {rectangle} {entries} >>"));
    }
    maker.finish_table();
    maker.into_bytes()
}

fn fields_filled(n: u32) -> Vec<u8> {
    updated(&signed(&form(n, "/FT /Tx")), |maker| {
        for number in 100..100 + n {
            let appearance = number + 2 * n;
            maker.object(
                number,
                format!(
                    "<< /T (Field{number}) /Type /Annot /Subtype /Widget /Rect [0 0 9 9] /P 3 0 R /F 4 /FT /Tx /V (a) \
                     /AP << /N {appearance} 0 R >> >>"
                ),
            );
            maker.stream(
                appearance,
                "/Type /XObject /Subtype /Form /BBox [0 0 9 9]",
                b"/Tx BMC BT (a) Tj ET EMC",
            );
        }
    })
}

/// Objects each of which holds the next.
fn chain(maker: &mut PdfMaker, n: u32, key: &str) {
    for number in 1000..1000 + n {
        maker.object(number, format!("<< /T (a) {key} [{} 0 R] >>", number + 1));
    }
    maker.object(1000 + n, "<< /FT /Sig /T (b) >>");
    maker.object(5, "<< /Fields [100 0 R 1000 0 R] >>");
}

fn revisions(n: u32) -> Vec<u8> {
    let mut file = signed(&pdf_maker::revisions(1));
    for update in 0..n {
        file = updated(&file, |maker| done(maker.object(5, format!("({update})"))));
    }
    file
}

fn revisions_with_notes(n: u32) -> Vec<u8> {
    let mut file = signed(&form(1, "/FT /Tx"));
    let mut list = "100 0 R".to_owned();
    for note in 1000..1000 + n {
        list += &format!(" {note} 0 R");
        file = updated(&file, |maker| {
            let page =
                format!("<< /Type /Page /Parent 2 0 R /Contents 4 0 R /Resources << >> /Annots [{list}] >>");
            maker
                .object(3, page)
                .object(note, "<< /Type /Annot /Subtype /Text /Rect [500 10 520 30] /P 3 0 R >>");
        });
    }
    file
}

fn notes(maker: &mut PdfMaker, n: u32, different: bool) {
    let number = |note: u32| if different { 1000 + note } else { 1000 };
    let list: String = (0..n).map(|note| format!(" {} 0 R", number(note))).collect();
    maker.object(
        3,
        format!("<< /Type /Page /Parent 2 0 R /Contents 4 0 R /Resources << >> /Annots [100 0 R {list}] >>"),
    );
    for note in 0..if different { n } else { 1 } {
        maker.object(number(note), "<< /Type /Annot /Subtype /Text /Rect [500 10 520 30] /P 3 0 R >>");
    }
}

fn object_streams(n: u32) -> Vec<u8> {
    let mut maker = PdfMaker::new();
    pdf_maker::hello(&mut maker);
    for number in 0..n {
        maker.object_stream(10 + 2 * number, &[(11 + 2 * number, "(a)")]);
    }
    maker.finish_stream(10 + 2 * n);
    signed(&maker.into_bytes())
}

fn one_object_stream(n: u32) -> Vec<u8> {
    let values: Vec<(u32, String)> =
        (20..20 + n).map(|number| (number, format!("[20 0 R {number} 0 R]"))).collect();
    let objects: Vec<(u32, &str)> = values.iter().map(|(number, value)| (*number, value.as_str())).collect();
    let mut maker = PdfMaker::new();
    let list: String = (20..20 + n).map(|number| format!("{number} 0 R ")).collect();
    maker
        .object(1, "<< /Type /Catalog /Pages 2 0 R /Names 5 0 R >>")
        .object(2, "<< /Type /Pages /Kids [3 0 R] /Count 1 /MediaBox [0 0 595 842] >>")
        .object(3, format!("<< /Type /Page /Parent 2 0 R /Contents [{list}] /Annots [{list}] >>"))
        .object(5, format!("[{list}]"));
    maker.object_stream(10, &objects);
    maker.finish_stream(11);
    signed(&maker.into_bytes())
}

fn kids(n: u32, kid: impl Fn(u32) -> u32) -> Vec<u8> {
    let list: String = (0..n).map(|number| format!("{} 0 R ", kid(number))).collect();
    let mut maker = PdfMaker::new();
    maker
        .object(1, "<< /Type /Catalog /Pages 2 0 R >>")
        .object(2, format!("<< /Type /Pages /Kids [{list}] /Count {n} /MediaBox [0 0 595 842] >>"))
        .object(3, "<< /Type /Page /Parent 2 0 R /Contents 4 0 R /Resources << >> >>")
        .stream(4, "", b"BT (Hello) Tj ET");
    maker.finish_table();
    maker.into_bytes()
}

fn deep_pages(n: u32) -> Vec<u8> {
    let mut maker = PdfMaker::new();
    maker
        .object(1, "<< /Type /Catalog /Pages 1000 0 R >>")
        .object(3, format!("<< /Type /Page /Parent {} 0 R /Contents 4 0 R /Resources << >> >>", 999 + n))
        .stream(4, "", b"BT (Hello) Tj ET");
    for number in 1000..1000 + n {
        let kid = if number + 1 == 1000 + n { 3 } else { number + 1 };
        maker.object(
            number,
            format!("<< /Type /Pages /Kids [{kid} 0 R] /Count 1 /Parent {} 0 R >>", number - 1),
        );
    }
    maker.finish_table();
    maker.into_bytes()
}

fn subsections(n: u32) -> Vec<u8> {
    let file = signed(&form(1, "/FT /Tx"));
    let mut maker = PdfMaker::new();
    maker.raw(file.get(maker.position()..).expect("a longer file"));
    let at = maker.offset();
    maker.raw("xref\n").raw("9 1\n0000000000 00000 f \n".repeat(size(n)));
    maker.raw(format!("trailer\n<< /Size 200 /Root 1 0 R /Prev {} >>\n", startxref(&file)));
    maker.end(at);
    maker.into_bytes()
}

/// A signed page with this content, and notes on it.
fn page_with(content: &[u8], resources: &str, notes: u32, more: impl FnOnce(&mut PdfMaker)) -> Vec<u8> {
    let mut maker = PdfMaker::new();
    let page = format!("/Type /Page /Parent 2 0 R /Contents 4 0 R /Resources << {resources} >>");
    maker
        .object(1, "<< /Type /Catalog /Pages 2 0 R /AcroForm << /Fields [6 0 R] /SigFlags 3 >> >>")
        .object(2, "<< /Type /Pages /Kids [3 0 R] /Count 1 /MediaBox [0 0 595 842] >>")
        .object(3, format!("<< {page} /Annots [6 0 R] >>"))
        .stream(4, "", content)
        .object(6, "<< /FT /Sig /T (a) /Type /Annot /Subtype /Widget /Rect [0 0 0 0] /P 3 0 R /F 132 >>");
    more(&mut maker);
    maker.finish_table();
    let mut options = signer::sign_options();
    options.field = Some("a".to_owned());
    let file = signer::person().sign(&maker.into_bytes(), &options);
    let note = "<< /Type /Annot /Subtype /Text /Rect [300 300 320 320] /P 3 0 R >>";
    updated(&file, |maker| {
        let list: String = (0..notes).map(|note| format!(" {} 0 R", 100_000 + note)).collect();
        maker.object(3, format!("<< {page} /Annots [6 0 R {list}] >>"));
        for number in 0..notes {
            maker.object(100_000 + number, note);
        }
    })
}

fn operators(n: u32) -> Vec<u8> {
    page_with("BT 1 0 0 1 9 9 Tm (a) Tj ET q 0 0 1 1 re f Q\n".repeat(size(n)).as_bytes(), "", 1, |_| ())
}

fn operators_and_notes(n: u32) -> Vec<u8> {
    page_with("BT 1 0 0 1 9 9 Tm (a) Tj ET q 0 0 1 1 re f Q\n".repeat(size(n)).as_bytes(), "", n, |_| ())
}

/// Each draws the next twice.
fn forms(n: u32) -> Vec<u8> {
    page_with(b"/X Do /X Do", "/XObject << /X 10 0 R >>", 1, |maker| {
        for number in 10..10 + n {
            let entries = format!(
                "/Type /XObject /Subtype /Form /BBox [0 0 600 800] /Resources << /XObject << /X {} 0 R >> >>",
                number + 1
            );
            maker.stream(number, &entries, b"/X Do /X Do");
        }
        maker.stream(10 + n, "/Type /XObject /Subtype /Form /BBox [0 0 600 800]", b"0 0 1 1 re f");
    })
}

fn metadata(n: u32) -> Vec<u8> {
    let packet =
        |name: &str| [format!("<{name}>").repeat(size(n)), format!("</{name}>").repeat(size(n))].concat();
    let mut maker = PdfMaker::new();
    maker
        .object(1, "<< /Type /Catalog /Pages 2 0 R /Metadata 5 0 R >>")
        .object(2, "<< /Type /Pages /Kids [3 0 R] /Count 1 /MediaBox [0 0 595 842] >>")
        .object(3, "<< /Type /Page /Parent 2 0 R >>")
        .stream(5, "/Type /Metadata /Subtype /XML", packet("a").as_bytes());
    maker.finish_table();
    let file = signed(&maker.into_bytes());
    updated(&file, |maker| done(maker.stream(5, "/Type /Metadata /Subtype /XML", packet("b").as_bytes())))
}

fn validation_data(n: u32) -> Vec<u8> {
    added(|maker| {
        let list: String = (1000..1000 + n).map(|number| format!("{number} 0 R ")).collect();
        maker.object(1, "<< /Type /Catalog /Pages 2 0 R /AcroForm 5 0 R /DSS 900 0 R >>");
        let record = format!("<< /Cert [{list}] >>");
        maker.object(
            900,
            format!("<< /Certs [{list}] /VRI << /0000000000000000000000000000000000000000 {record} >> >>"),
        );
        for number in 1000..1000 + n {
            maker.stream(number, "", b"\x30\x00");
        }
    })
}

/// Objects each of which runs to the end of the file.
fn open_strings(n: u32) -> Vec<u8> {
    added(|maker| {
        for number in 1000..1000 + n {
            maker.entry(number, Entry::At(maker.offset(), 0));
            maker.raw(format!("{number} 0 obj (((("));
        }
        maker.raw("\n");
    })
}

fn open_streams(n: u32) -> Vec<u8> {
    added(|maker| {
        for number in 1000..1000 + n {
            maker.entry(number, Entry::At(maker.offset(), 0));
            maker.raw(format!("{number} 0 obj << /Length 9 >> stream\n"));
        }
        maker.raw("\n");
    })
}

/// One number, written many times.
fn definitions(n: u32) -> Vec<u8> {
    added(|maker| {
        for _ in 0..n {
            maker.object(9, "<< /Type /Page >>");
        }
    })
}

fn outlines(n: u32) -> Vec<u8> {
    added(|maker| {
        maker.object(1, "<< /Type /Catalog /Pages 2 0 R /AcroForm 5 0 R /Outlines 1000 0 R >>");
        for number in 1000..1000 + n {
            maker.object(number, format!("<< /First {0} 0 R /Next {0} 0 R /Last 1000 0 R >>", number + 1));
        }
    })
}

fn scripts(n: u32) -> Vec<u8> {
    let mut maker = PdfMaker::new();
    let names: String =
        (0..n).map(|name| format!("(a{name}) << /S /JavaScript /JS (1) /Next 1000 0 R >> ")).collect();
    maker
        .object(
            1,
            format!("<< /Type /Catalog /Pages 2 0 R /Names << /JavaScript << /Names [{names}] >> >> >>"),
        )
        .object(2, "<< /Type /Pages /Kids [3 0 R] /Count 1 /MediaBox [0 0 595 842] >>")
        .object(3, "<< /Type /Page /Parent 2 0 R >>");
    for number in 1000..1000 + n {
        maker.object(
            number,
            format!("<< /S /URI /URI (http://a.example) /Next [{0} 0 R {0} 0 R] >>", number + 1),
        );
    }
    maker.finish_table();
    signed(&maker.into_bytes())
}

fn hybrid(n: u32) -> Vec<u8> {
    let mut maker = PdfMaker::new();
    pdf_maker::hello(&mut maker).object(5, "(a)").finish_hybrid(6, &[5]);
    for _ in 0..n {
        maker.object(5, "(b)").finish_hybrid(6, &[5]);
    }
    signed(&maker.into_bytes())
}

fn signatures(n: u32) -> Vec<u8> {
    (0..n).fold(form(1, "/FT /Tx"), |file, _| signed(&file))
}

fn one_signature(n: u32) -> Vec<u8> {
    let file = signed(&form(n, "/FT /Tx"));
    updated(&file, |maker| {
        let signature = 100 + n;
        for number in 100..100 + n {
            maker.object(number, format!("<< /FT /Sig /T (Field{number}) /V {signature} 0 R >>"));
        }
    })
}
