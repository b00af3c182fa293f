//! P3, P4, P22 and P23: what is not hashed has to be the signature's own hexadecimal string and nothing else. Every
//! file is signed over exactly what its byte range says, so the mathematics holds.

use kyso::{Code, Verdict};

use crate::attack::{Attack, PLAIN};
use crate::forge::{self, Places, RANGE, dictionary, empty_contents, form, message};
use crate::pdf_maker::PdfMaker;

pub(crate) const ATTACKS: &[Attack] = &[
    Attack {
        number: "P3",
        name: "the gap begins one byte early, with a space",
        bases: PLAIN,
        file: |_| widened(1, 0),
        verdict: Verdict::Failed,
        errors: &[Code::ByteRangeGapMismatch],
    },
    Attack {
        number: "P3",
        name: "the gap ends one byte late, with a space",
        bases: PLAIN,
        file: |_| widened(0, 1),
        verdict: Verdict::Failed,
        errors: &[Code::ByteRangeGapMismatch],
    },
    Attack {
        number: "P3",
        name: "the gap holds the key too",
        bases: PLAIN,
        file: |_| widened("/Contents ".len(), 0),
        verdict: Verdict::Failed,
        errors: &[Code::ByteRangeGapMismatch],
    },
    Attack {
        number: "P3",
        name: "the gap holds the end of the dictionary too",
        bases: PLAIN,
        file: |_| widened(0, " >>".len()),
        verdict: Verdict::Failed,
        errors: &[Code::ByteRangeGapMismatch],
    },
    Attack {
        number: "P3",
        name: "the brackets are hashed, so that the digits alone are the gap",
        bases: PLAIN,
        file: |_| {
            forge::seal(honest_file(), |places| {
                places.around(places.contents.start + 1..places.contents.end - 1)
            })
        },
        verdict: Verdict::Failed,
        errors: &[Code::ByteRangeGapMismatch],
    },
    Attack {
        number: "P3",
        name: "the gap leaves out half of the string",
        bases: PLAIN,
        file: |_| {
            forge::seal(honest_file(), |places| {
                places.around(places.contents.start..places.contents.end - 100)
            })
        },
        verdict: Verdict::Failed,
        errors: &[Code::ByteRangeGapMismatch],
    },
    Attack {
        number: "P3",
        name: "a comment in the gap, behind the string",
        bases: PLAIN,
        file: |_| hidden_behind("%%%%%%%%%%%%%%%%\n"),
        verdict: Verdict::Failed,
        errors: &[Code::ByteRangeGapMismatch],
    },
    Attack {
        number: "P3",
        name: "a second string in the gap",
        bases: PLAIN,
        file: |_| hidden_behind("/Second <4869>"),
        verdict: Verdict::Failed,
        errors: &[Code::ByteRangeGapMismatch],
    },
    Attack {
        number: "P3",
        name: "an entry in the gap, which may be changed at will",
        bases: PLAIN,
        file: |_| hidden_behind("/Reason (Approved)"),
        verdict: Verdict::Failed,
        errors: &[Code::ByteRangeGapMismatch],
    },
    Attack {
        number: "P3",
        name: "the gap is somewhere else than /Contents",
        bases: PLAIN,
        file: |_| forge::seal(honest_file(), |places| places.around(20..60)),
        verdict: Verdict::Failed,
        // What is signed has to hold the signature itself, so its digest never fits.
        errors: &[Code::ByteRangeGapMismatch, Code::MessageDigestMismatch],
    },
    Attack {
        number: "P3",
        name: "white space between the digits",
        bases: PLAIN,
        file: |_| digits_with(" "),
        verdict: Verdict::Failed,
        errors: &[Code::ContentsNotHexadecimal],
    },
    Attack {
        number: "P3",
        name: "line ends between the digits",
        bases: PLAIN,
        file: |_| digits_with("\r\n"),
        verdict: Verdict::Failed,
        errors: &[Code::ContentsNotHexadecimal],
    },
    Attack {
        number: "P3",
        name: "something that is no digit between the digits, which readers skip",
        bases: PLAIN,
        file: |_| digits_with("xyz"),
        verdict: Verdict::Failed,
        errors: &[Code::SignatureValueNotADictionary, Code::SubFilterMissing],
    },
    Attack {
        number: "P3",
        name: "octets that are not text between the digits",
        bases: PLAIN,
        file: |_| digits_with("\u{1}\u{2}"),
        verdict: Verdict::Failed,
        errors: &[Code::SignatureValueNotADictionary, Code::SubFilterMissing],
    },
    Attack {
        number: "P4",
        name: "a literal string in the gap",
        bases: PLAIN,
        file: |_| literal(),
        verdict: Verdict::Failed,
        errors: &[Code::ContentsLiteralString],
    },
    Attack {
        number: "P23",
        name: "text behind the message, inside of the string",
        bases: PLAIN,
        file: |_| {
            forge::seal_with(honest_file(), Places::honest, |content| {
                [message(content), b"hidden".to_vec()].concat()
            })
        },
        verdict: Verdict::Failed,
        errors: &[Code::ContentsPaddingNotZero],
    },
    Attack {
        number: "P23",
        name: "text at the end of the zeros behind the message",
        bases: PLAIN,
        file: |_| {
            let mut file = honest();
            let end = forge::gap(&file).end - 3;
            file[end..end + 2].copy_from_slice(b"41");
            file
        },
        verdict: Verdict::Failed,
        errors: &[Code::ContentsPaddingNotZero],
    },
    Attack {
        number: "P3",
        name: "/Contents twice: readers that take the first see another signature",
        bases: PLAIN,
        file: |_| {
            twice(&format!("/Contents <00> /ByteRange {RANGE}"), &format!("/Contents {}", empty_contents()))
        },
        verdict: Verdict::Failed,
        errors: &[Code::SignatureDictionaryDuplicateKey],
    },
    Attack {
        number: "P3",
        name: "/Contents twice: readers that take the last see another signature",
        bases: PLAIN,
        file: |_| twice(&format!("/ByteRange {RANGE} /Contents {}", empty_contents()), "/Contents <00>"),
        verdict: Verdict::Failed,
        errors: &[Code::SignatureDictionaryDuplicateKey, Code::ByteRangeGapMismatch, Code::CmsUnreadable],
    },
    Attack {
        number: "P3",
        name: "/ByteRange twice",
        bases: PLAIN,
        file: |_| {
            twice(
                &format!("/ByteRange [0 1 2 3] /ByteRange {RANGE}"),
                &format!("/Contents {}", empty_contents()),
            )
        },
        verdict: Verdict::Failed,
        errors: &[Code::SignatureDictionaryDuplicateKey],
    },
    Attack {
        number: "P3",
        name: "a key twice, once written with an escape",
        bases: PLAIN,
        file: |_| {
            let range = format!("/#42yteRange [0 1 2 3] /ByteRange {RANGE}");
            twice(&range, &format!("/Contents {}", empty_contents()))
        },
        verdict: Verdict::Failed,
        errors: &[Code::SignatureDictionaryDuplicateKey],
    },
    Attack {
        number: "P3",
        name: "the signature dictionary in an object stream, where no gap can be",
        bases: PLAIN,
        file: |_| in_object_stream(),
        verdict: Verdict::Failed,
        // The string in the stream is no message: one that signs the stream it stands in cannot be made.
        errors: &[Code::SignatureDictionaryInObjectStream, Code::CmsUnreadable],
    },
    Attack {
        number: "P3",
        name: "two signatures whose dictionaries share one gap",
        bases: PLAIN,
        file: |_| shared_gap(),
        verdict: Verdict::Failed,
        errors: &[
            Code::ByteRangesCross,
            Code::ByteRangeGapMismatch,
            Code::ByteRangesCross,
            Code::CmsUnreadable,
        ],
    },
    Attack {
        number: "P3",
        name: "the gap of one signature reaches over the string of another",
        bases: PLAIN,
        file: |_| crossing_gaps(),
        verdict: Verdict::Failed,
        errors: &[Code::ByteRangeGapMismatch, Code::ByteRangesCross, Code::CmsUnreadable],
    },
    Attack {
        number: "P10",
        name: "one signature is the value of two fields",
        bases: PLAIN,
        file: |_| {
            let mut maker = PdfMaker::new();
            form(&mut maker)
                .object(
                    1,
                    "<< /Type /Catalog /Pages 2 0 R /AcroForm << /Fields [5 0 R 7 0 R] /SigFlags 3 >> >>",
                )
                .object(6, forge::honest_dictionary())
                .object(7, "<< /FT /Sig /T (Director) /V 6 0 R >>")
                .finish_table();
            forge::seal(maker.into_bytes(), Places::honest)
        },
        verdict: Verdict::Failed,
        errors: &[Code::SignatureSharedByFields],
    },
];

pub(crate) fn honest_file() -> Vec<u8> {
    forge::file(&forge::honest_dictionary())
}

pub(crate) fn honest() -> Vec<u8> {
    forge::seal(honest_file(), Places::honest)
}

/// The gap is the string, and so many bytes before and behind it.
fn widened(before: usize, behind: usize) -> Vec<u8> {
    forge::seal(honest_file(), |places| {
        places.around(places.contents.start - before..places.contents.end + behind)
    })
}

/// The gap is the string and this text behind it.
fn hidden_behind(text: &str) -> Vec<u8> {
    let contents = format!("/Contents {}{text}", empty_contents());
    let file = forge::file(&dictionary(&format!("/ByteRange {RANGE}"), &contents));
    forge::seal(file, |places| places.around(places.contents.start..places.contents.end + text.len()))
}

/// The string with this text among the zeros behind the message.
fn digits_with(text: &str) -> Vec<u8> {
    let mut file = honest();
    let gap = forge::gap(&file);
    let at = gap.end - 40;
    file[at..at + text.len()].copy_from_slice(text.as_bytes());
    file
}

/// Every octet of the message as an octal escape.
fn literal() -> Vec<u8> {
    let octal = |octets: &[u8]| octets.iter().map(|octet| format!("\\{octet:03o}")).collect::<String>();
    let space = empty_contents().len() / 2;
    let contents = format!("({})", octal(&vec![0; space]));
    let mut file = forge::file(&dictionary(&format!("/ByteRange {RANGE}"), &format!("/Contents {contents}")));
    let start = memchr::memmem::rfind(&file, contents.as_bytes()).expect("the string");
    let end = start + contents.len();
    let range = format!("[0 {start} {end} {}]", file.len() - end);
    let at = memchr::memmem::rfind(&file, RANGE.as_bytes()).expect("the range");
    write_range(&mut file, at, &range);
    let text = octal(&message(&[&file[..start], &file[end..]].concat()));
    file[start + 1..start + 1 + text.len()].copy_from_slice(text.as_bytes());
    file
}

fn twice(byte_range: &str, contents: &str) -> Vec<u8> {
    forge::seal(forge::file(&dictionary(byte_range, contents)), Places::honest)
}

/// The string that the byte range leaves out stands in an object that nobody asks for.
fn in_object_stream() -> Vec<u8> {
    let build = |text: &str| {
        let mut maker = PdfMaker::new();
        form(&mut maker).object(8, empty_contents()).object_stream(7, &[(6, text)]).finish_stream(9);
        maker.into_bytes()
    };
    // The numbers are compressed, so their length changes the file: until it does so no more.
    let mut range = "[0 0 0 0]".to_owned();
    loop {
        let text = dictionary(&format!("/ByteRange {range:60}"), "/Contents <3003020100>");
        let file = build(&text);
        let start = memchr::memmem::rfind(&file, empty_contents().as_bytes()).expect("a string");
        let end = start + empty_contents().len();
        let next = format!("[0 {start} {end} {}]", file.len() - end);
        if next == range {
            return forge::seal(file, Places::honest);
        }
        range = next;
    }
}

/// Two dictionaries of one revision say the same byte range, the gap of which is the string of the first.
fn shared_gap() -> Vec<u8> {
    let other = dictionary(&format!("/ByteRange {RANGE}"), "/Contents <00112233>");
    let mut file = two_signatures(&forge::honest_dictionary(), &other);
    let start = memchr::memmem::rfind(&file, empty_contents().as_bytes()).expect("a string");
    let places = Places { contents: start..start + empty_contents().len(), length: file.len() };
    let second = memchr::memmem::rfind(&file, RANGE.as_bytes()).expect("a range");
    write_range(&mut file, second, &places.honest().range);
    forge::seal(file, Places::honest)
}

/// The first signature leaves out its own string and that of the second, which can be exchanged at will.
fn crossing_gaps() -> Vec<u8> {
    let string = format!("<{}>", "11".repeat(40));
    let other = dictionary(&format!("/ByteRange {RANGE}"), &format!("/Contents {string}"));
    let mut file = two_signatures(&forge::honest_dictionary(), &other);
    let start = memchr::memmem::rfind(&file, string.as_bytes()).expect("the other string");
    let end = start + string.len();
    let range = format!("[0 {start} {end} {}]", file.len() - end);
    let second = memchr::memmem::rfind(&file, RANGE.as_bytes()).expect("a range");
    write_range(&mut file, second, &range);
    forge::seal(file, |places| places.around(places.contents.start..end))
}

/// Two fields with these signatures, objects 6 and 8, in one revision.
fn two_signatures(first: &str, second: &str) -> Vec<u8> {
    let mut maker = PdfMaker::new();
    form(&mut maker)
        .object(1, "<< /Type /Catalog /Pages 2 0 R /AcroForm << /Fields [5 0 R 7 0 R] /SigFlags 3 >> >>")
        .object(6, first)
        .object(7, "<< /FT /Sig /T (Director) /V 8 0 R >>")
        .object(8, second)
        .finish_table();
    maker.into_bytes()
}

fn write_range(file: &mut [u8], at: usize, range: &str) {
    let text = format!("{range:width$}", width = RANGE.len());
    file[at..at + RANGE.len()].copy_from_slice(text.as_bytes());
}
