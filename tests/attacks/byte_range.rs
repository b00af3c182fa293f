//! P1, universal signature forgery: entries that are missing, null, of a wrong kind or senseless, so that a checker
//! skips its work and shows "valid". The bytes are signed as they should be; only the entries say something else.

use kyso::{Code, Verdict};

use crate::attack::{Attack, PLAIN};
use crate::forge::{self, Places, RANGE, dictionary, empty_contents};
use crate::pdf_maker::PdfMaker;

pub(crate) const ATTACKS: &[Attack] = &[
    Attack {
        number: "P1",
        name: "no /ByteRange",
        bases: PLAIN,
        file: |_| with_range(""),
        verdict: Verdict::Failed,
        errors: &[Code::ByteRangeMissing],
    },
    Attack {
        number: "P1",
        name: "/ByteRange null",
        bases: PLAIN,
        file: |_| with_range("/ByteRange null"),
        verdict: Verdict::Failed,
        errors: &[Code::ByteRangeMissing],
    },
    Attack {
        number: "P1",
        name: "/ByteRange is a number",
        bases: PLAIN,
        file: |_| with_range("/ByteRange 0"),
        verdict: Verdict::Failed,
        errors: &[Code::ByteRangeWrongType],
    },
    Attack {
        number: "P1",
        name: "/ByteRange is a string",
        bases: PLAIN,
        file: |_| with_range("/ByteRange (0 10 20 30)"),
        verdict: Verdict::Failed,
        errors: &[Code::ByteRangeWrongType],
    },
    Attack {
        number: "P1",
        name: "/ByteRange is empty",
        bases: PLAIN,
        file: |_| saying("[]"),
        verdict: Verdict::Failed,
        errors: &[Code::ByteRangeNotFourIntegers],
    },
    Attack {
        number: "P1",
        name: "one range of two numbers",
        bases: PLAIN,
        file: |_| sealed(|places| places.saying(format!("[0 {}]", places.length))),
        verdict: Verdict::Failed,
        errors: &[Code::ByteRangeNotFourIntegers],
    },
    Attack {
        number: "P1",
        name: "three numbers",
        bases: PLAIN,
        file: |_| {
            sealed(|places| places.saying(format!("[0 {} {}]", places.contents.start, places.contents.end)))
        },
        verdict: Verdict::Failed,
        errors: &[Code::ByteRangeNotFourIntegers],
    },
    Attack {
        number: "P1",
        name: "five numbers, the fifth behind four that are right",
        bases: PLAIN,
        file: |_| sealed(|places| places.saying(places.honest().range.replace(']', " 0]"))),
        verdict: Verdict::Failed,
        errors: &[Code::ByteRangeNotFourIntegers],
    },
    Attack {
        number: "P1",
        name: "two gaps",
        bases: PLAIN,
        file: |_| {
            sealed(|places| {
                let (start, end) = (places.contents.start, places.contents.end);
                let mut said =
                    places.saying(format!("[0 40 50 {} {end} {}]", start - 50, places.length - end));
                said.signed = vec![0..40, 50..start, end..places.length];
                said
            })
        },
        verdict: Verdict::Failed,
        errors: &[Code::ByteRangeNotFourIntegers],
    },
    Attack {
        number: "P1",
        name: "nested arrays",
        bases: PLAIN,
        file: |_| saying("[[0 10] [20 30]]"),
        verdict: Verdict::Failed,
        errors: &[Code::ByteRangeNotFourIntegers],
    },
    Attack {
        number: "P1",
        name: "reals",
        bases: PLAIN,
        file: |_| sealed(|places| places.saying(places.honest().range.replace("[0 ", "[0.0 "))),
        verdict: Verdict::Failed,
        errors: &[Code::ByteRangeNotFourIntegers],
    },
    Attack {
        number: "P1",
        name: "strings in the array",
        bases: PLAIN,
        file: |_| saying("[(0) (10) (20) (30)]"),
        verdict: Verdict::Failed,
        errors: &[Code::ByteRangeNotFourIntegers],
    },
    Attack {
        number: "P1",
        name: "null in the array",
        bases: PLAIN,
        file: |_| saying("[null 10 20 30]"),
        verdict: Verdict::Failed,
        errors: &[Code::ByteRangeNotFourIntegers],
    },
    Attack {
        number: "P1",
        name: "four zeros",
        bases: PLAIN,
        file: |_| saying("[0 0 0 0]"),
        verdict: Verdict::Failed,
        errors: &[Code::ByteRangeEmpty],
    },
    Attack {
        number: "P1",
        name: "no bytes behind the gap",
        bases: PLAIN,
        file: |_| {
            sealed(|places| {
                let mut said =
                    places.saying(format!("[0 {} {} 0]", places.contents.start, places.contents.end));
                said.signed.truncate(1);
                said
            })
        },
        verdict: Verdict::Failed,
        errors: &[Code::ByteRangeEmpty],
    },
    Attack {
        number: "P1",
        name: "no bytes in front of the gap",
        bases: PLAIN,
        file: |_| {
            sealed(|places| {
                let end = places.contents.end;
                let mut said = places.saying(format!("[0 0 {end} {}]", places.length - end));
                said.signed.remove(0);
                said
            })
        },
        verdict: Verdict::Failed,
        errors: &[Code::ByteRangeEmpty],
    },
    Attack {
        number: "P1",
        name: "no gap",
        bases: PLAIN,
        file: |_| saying("[0 100 100 100]"),
        verdict: Verdict::Failed,
        errors: &[Code::ByteRangeEmpty],
    },
    Attack {
        number: "P1",
        name: "ranges that overlap",
        bases: PLAIN,
        file: |_| saying("[0 200 100 300]"),
        verdict: Verdict::Failed,
        errors: &[Code::ByteRangeOverlap],
    },
    Attack {
        number: "P1",
        name: "a negative offset",
        bases: PLAIN,
        file: |_| saying("[0 100 -200 300]"),
        verdict: Verdict::Failed,
        errors: &[Code::ByteRangeNegative],
    },
    Attack {
        number: "P1",
        name: "a negative length",
        bases: PLAIN,
        file: |_| saying("[0 -1 200 300]"),
        verdict: Verdict::Failed,
        errors: &[Code::ByteRangeNegative],
    },
    Attack {
        number: "P1",
        name: "the header is not covered",
        bases: PLAIN,
        file: |_| {
            sealed(|places| {
                let (start, end) = (places.contents.start, places.contents.end);
                let mut said = places.saying(format!("[9 {} {end} {}]", start - 9, places.length - end));
                said.signed[0].start = 9;
                said
            })
        },
        verdict: Verdict::Failed,
        errors: &[Code::ByteRangeNotFromZero],
    },
    Attack {
        number: "P1",
        name: "a range that ends behind the file",
        bases: PLAIN,
        file: |_| {
            sealed(|places| {
                let (start, end) = (places.contents.start, places.contents.end);
                places.saying(format!("[0 {start} {end} {}]", places.length - end + 1))
            })
        },
        verdict: Verdict::Failed,
        errors: &[Code::ByteRangeOutOfFile],
    },
    Attack {
        number: "P1",
        name: "numbers whose sum does not fit",
        bases: PLAIN,
        file: |_| saying("[0 100 9223372036854775807 9223372036854775807]"),
        verdict: Verdict::Failed,
        errors: &[Code::ByteRangeOutOfFile],
    },
    Attack {
        number: "P1",
        name: "numbers that do not fit",
        bases: PLAIN,
        file: |_| saying("[0 100 200 99999999999999999999]"),
        verdict: Verdict::Failed,
        errors: &[Code::ByteRangeNotFourIntegers],
    },
    Attack {
        number: "P1",
        name: "/ByteRange is a reference, whose object could be exchanged",
        bases: PLAIN,
        file: |_| indirect("/ByteRange 7 0 R", &format!("/Contents {}", empty_contents()), RANGE),
        verdict: Verdict::Failed,
        errors: &[Code::SignatureEntryIndirect],
    },
    Attack {
        number: "P1",
        name: "/Contents is a reference, whose object could be exchanged",
        bases: PLAIN,
        file: |_| indirect(&format!("/ByteRange {RANGE}"), "/Contents 7 0 R", &empty_contents()),
        verdict: Verdict::Failed,
        errors: &[Code::SignatureEntryIndirect],
    },
    Attack {
        number: "P1",
        name: "no /Contents",
        bases: PLAIN,
        file: |_| with_contents(""),
        verdict: Verdict::Failed,
        errors: &[Code::ContentsMissing],
    },
    Attack {
        number: "P1",
        name: "/Contents null",
        bases: PLAIN,
        file: |_| with_contents("/Contents null"),
        verdict: Verdict::Failed,
        errors: &[Code::ContentsMissing],
    },
    Attack {
        number: "P1",
        name: "/Contents is a number",
        bases: PLAIN,
        file: |_| with_contents("/Contents 0"),
        verdict: Verdict::Failed,
        errors: &[Code::ContentsWrongType],
    },
    Attack {
        number: "P1",
        name: "/Contents is a name",
        bases: PLAIN,
        file: |_| with_contents("/Contents /00"),
        verdict: Verdict::Failed,
        errors: &[Code::ContentsWrongType],
    },
    Attack {
        number: "P1",
        name: "/Contents is an array with the string in it",
        bases: PLAIN,
        file: |_| with_contents(&format!("/Contents [{}]", empty_contents())),
        verdict: Verdict::Failed,
        errors: &[Code::ContentsWrongType],
    },
    Attack {
        number: "P1",
        name: "/Contents is empty",
        bases: PLAIN,
        file: |_| with_contents("/Contents <>"),
        verdict: Verdict::Failed,
        errors: &[Code::ContentsEmpty],
    },
    Attack {
        number: "P1",
        name: "/Contents is white space",
        bases: PLAIN,
        file: |_| with_contents("/Contents <  \n  >"),
        verdict: Verdict::Failed,
        errors: &[Code::ContentsEmpty],
    },
    Attack {
        number: "P1",
        name: "/Contents is one zero octet",
        bases: PLAIN,
        file: |_| with_contents("/Contents <00>"),
        verdict: Verdict::Failed,
        errors: &[Code::CmsUnreadable],
    },
    Attack {
        number: "P1",
        name: "/Contents is nothing but zeros",
        bases: PLAIN,
        file: |_| forge::seal_with(honest_file(), Places::honest, |_| Vec::new()),
        verdict: Verdict::Failed,
        errors: &[Code::CmsUnreadable],
    },
    Attack {
        number: "P1",
        name: "neither /ByteRange nor /Contents",
        bases: PLAIN,
        file: |_| forge::file(&dictionary("", "")),
        verdict: Verdict::Failed,
        errors: &[Code::ByteRangeMissing, Code::ContentsMissing],
    },
    Attack {
        number: "P1",
        name: "an empty dictionary as signature",
        bases: PLAIN,
        file: |_| forge::file("<< >>"),
        verdict: Verdict::Failed,
        errors: &[Code::ByteRangeMissing, Code::ContentsMissing, Code::SubFilterMissing],
    },
    Attack {
        number: "P1",
        name: "an array as signature",
        bases: PLAIN,
        file: |_| forge::file("[ ]"),
        verdict: Verdict::Failed,
        errors: &[Code::SignatureValueNotADictionary, Code::SubFilterMissing],
    },
    Attack {
        number: "P1",
        name: "a string as signature",
        bases: PLAIN,
        file: |_| forge::file("(signed)"),
        verdict: Verdict::Failed,
        errors: &[Code::SignatureValueNotADictionary, Code::SubFilterMissing],
    },
    Attack {
        number: "P1",
        name: "a signature without a format",
        bases: PLAIN,
        file: |_| format(""),
        verdict: Verdict::Failed,
        errors: &[Code::SubFilterMissing],
    },
    Attack {
        number: "P1",
        name: "a signature of a format that nobody knows",
        bases: PLAIN,
        file: |_| format("/SubFilter /None"),
        verdict: Verdict::Indeterminate,
        errors: &[Code::SubFilterUnknown],
    },
    Attack {
        number: "P1",
        name: "a signature of a format that does not hold the digest of the file",
        bases: PLAIN,
        file: |_| format("/SubFilter /adbe.pkcs7.sha1"),
        verdict: Verdict::Indeterminate,
        errors: &[Code::SubFilterUnsupported],
    },
    Attack {
        number: "P1",
        name: "a format that is a string",
        bases: PLAIN,
        file: |_| format("/SubFilter (ETSI.CAdES.detached)"),
        verdict: Verdict::Failed,
        errors: &[Code::SubFilterMissing],
    },
];

fn honest_file() -> Vec<u8> {
    forge::file(&forge::honest_dictionary())
}

/// A file that is signed as it should be and says this of it.
fn saying(range: &'static str) -> Vec<u8> {
    sealed(|places| places.saying(range))
}

fn sealed(say: impl FnOnce(&Places) -> forge::Said) -> Vec<u8> {
    forge::seal(honest_file(), say)
}

/// With another entry in place of /ByteRange.
fn with_range(entry: &str) -> Vec<u8> {
    let contents = format!("/Contents {}", empty_contents());
    forge::seal(forge::file(&dictionary(entry, &contents)), Places::honest)
}

/// With another entry in place of /Contents; the byte range leaves it out.
fn with_contents(entry: &str) -> Vec<u8> {
    let marker = if entry.is_empty() { "/ByteRange" } else { entry };
    let mut file = forge::file(&dictionary(&format!("/ByteRange {RANGE}"), entry));
    let value = entry.strip_prefix("/Contents ").map_or(1, str::len);
    let end = memchr::memmem::rfind(&file, marker.as_bytes()).expect("the entry") + marker.len();
    let range = format!("[0 {} {end} {}]", end - value, file.len() - end);
    let at = memchr::memmem::rfind(&file, RANGE.as_bytes()).expect("the range");
    let text = format!("{range:width$}", width = RANGE.len());
    file[at..at + RANGE.len()].copy_from_slice(text.as_bytes());
    file
}

/// One of the entries is object 7.
fn indirect(byte_range: &str, contents: &str, value: &str) -> Vec<u8> {
    let mut maker = PdfMaker::new();
    forge::form(&mut maker).object(6, dictionary(byte_range, contents)).object(7, value).finish_table();
    forge::seal(maker.into_bytes(), Places::honest)
}

/// Signed as it should be, with this in place of the format.
fn format(entry: &str) -> Vec<u8> {
    let dictionary = forge::honest_dictionary().replace("/SubFilter /ETSI.CAdES.detached", entry);
    forge::seal(forge::file(&dictionary), Places::honest)
}
