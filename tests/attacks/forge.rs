//! A forger with the signer's key: signatures that hold as mathematics over whatever bytes an attack wants covered, so
//! that only the rule which the attack breaks can refuse them.

use std::ops::Range;
use std::sync::OnceLock;

use kyso::{DigestAlgorithm, PrivateKey, SignatureAlgorithm};
use sha2::{Digest, Sha256};

use crate::pdf_maker::PdfMaker;
use crate::signer;

/// Where things stand in a file that is to be sealed.
pub(crate) struct Places {
    /// The string in /Contents, its brackets included.
    pub(crate) contents: Range<usize>,
    pub(crate) length: usize,
}

/// What a forger writes into /ByteRange, and what it signs in truth.
pub(crate) struct Said {
    pub(crate) range: String,
    pub(crate) signed: Vec<Range<usize>>,
}

impl Places {
    /// Everything but the string in /Contents.
    pub(crate) fn honest(&self) -> Said {
        self.around(self.contents.clone())
    }

    /// Everything but this gap.
    pub(crate) fn around(&self, gap: Range<usize>) -> Said {
        let range = format!("[0 {} {} {}]", gap.start, gap.end, self.length - gap.end);
        Said { range, signed: vec![0..gap.start, gap.end..self.length] }
    }

    /// Says this, and signs everything but the string in /Contents.
    pub(crate) fn saying(&self, range: impl Into<String>) -> Said {
        Said { range: range.into(), ..self.honest() }
    }
}

/// Stands for the value of /ByteRange until [`seal`] knows it.
pub(crate) const RANGE: &str = "@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@";

/// The string in /Contents until [`seal`] fills it.
pub(crate) fn empty_contents() -> String {
    format!("<{}>", "00".repeat(SPACE))
}

/// A usual signature dictionary with these entries for /ByteRange and /Contents.
pub(crate) fn dictionary(byte_range: &str, contents: &str) -> String {
    format!(
        "<< /Type /Sig /Filter /Adobe.PPKLite /SubFilter /ETSI.CAdES.detached \
         /M (D:20261120080000Z) {byte_range} {contents} >>"
    )
}

/// The usual entries.
pub(crate) fn honest_dictionary() -> String {
    dictionary(&format!("/ByteRange {RANGE}"), &format!("/Contents {}", empty_contents()))
}

/// A page and a form whose one field, object 5, has object 6 as its value.
pub(crate) fn form(maker: &mut PdfMaker) -> &mut PdfMaker {
    maker
        .object(1, "<< /Type /Catalog /Pages 2 0 R /AcroForm << /Fields [5 0 R] /SigFlags 3 >> >>")
        .object(2, "<< /Type /Pages /Kids [3 0 R] /Count 1 /MediaBox [0 0 595 842] >>")
        .object(3, "<< /Type /Page /Parent 2 0 R /Contents 4 0 R /Resources << >> /Annots [5 0 R] >>")
        .stream(4, "", b"BT (Hello) Tj ET")
        .object(5, "<< /Type /Annot /Subtype /Widget /FT /Sig /T (Sig) /V 6 0 R /Rect [0 0 0 0] /P 3 0 R >>")
}

/// A file of one revision whose signature is this dictionary, not sealed yet.
pub(crate) fn file(dictionary: &str) -> Vec<u8> {
    let mut maker = PdfMaker::new();
    form(&mut maker).object(6, dictionary).finish_table();
    maker.into_bytes()
}

/// Fills in the last empty string for the signature and all that stands for its byte range.
pub(crate) fn seal(file: Vec<u8>, say: impl FnOnce(&Places) -> Said) -> Vec<u8> {
    seal_with(file, say, message)
}

/// The same with another message made of the bytes that are signed.
pub(crate) fn seal_with(
    mut file: Vec<u8>,
    say: impl FnOnce(&Places) -> Said,
    message: impl FnOnce(&[u8]) -> Vec<u8>,
) -> Vec<u8> {
    let start = memchr::memmem::rfind(&file, empty_contents().as_bytes()).expect("an empty string");
    let places = Places { contents: start..start + empty_contents().len(), length: file.len() };
    let said = say(&places);
    if let Some(at) = memchr::memmem::rfind(&file, RANGE.as_bytes()) {
        let text = format!("{:width$}", said.range, width = RANGE.len());
        file[at..at + RANGE.len()].copy_from_slice(text.as_bytes());
    }
    let signed: Vec<u8> = said.signed.iter().flat_map(|range| file[range.clone()].to_vec()).collect();
    let digits = hexadecimal(&message(&signed));
    file[start + 1..start + 1 + digits.len()].copy_from_slice(digits.as_bytes());
    file
}

/// The message of the usual signer over these bytes.
pub(crate) fn message(content: &[u8]) -> Vec<u8> {
    let template = Template::of_person();
    let digest = Sha256::digest(content);
    let attributes = replaced(&template.attributes, &template.digest, &digest);
    let value = template.key().sign(ALGORITHM, &attributes).expect("a value");
    let message = replaced(&template.message, &template.digest, &digest);
    replaced(&message, &template.value, &value)
}

pub(crate) const ALGORITHM: SignatureAlgorithm = SignatureAlgorithm::RsaPkcs1(DigestAlgorithm::Sha256);

/// What the library made once, in which the forger exchanges digest and value.
struct Template {
    message: Vec<u8>,
    attributes: Vec<u8>,
    digest: Vec<u8>,
    value: Vec<u8>,
}

impl Template {
    fn of_person() -> &'static Self {
        static TEMPLATE: OnceLock<Template> = OnceLock::new();
        TEMPLATE.get_or_init(|| {
            let signer = signer::person();
            let document = crate::pdf_maker::classic();
            let limits = kyso::Limits::default();
            let prepared =
                kyso::prepare(&document, &signer.chain, &signer::sign_options(), &limits).expect("prepared");
            let attributes = prepared.to_be_signed().to_vec();
            let value = signer.key.sign(ALGORITHM, &attributes).expect("a value");
            let signed = prepared.complete(&document, &value).expect("completed").append_to(&document);
            let gap = gap(&signed);
            let digest = Sha256::digest([&signed[..gap.start], &signed[gap.end..]].concat()).to_vec();
            Self { message: trimmed(&signed[gap.start + 1..gap.end - 1]), attributes, digest, value }
        })
    }

    fn key(&self) -> &'static PrivateKey {
        &signer::person().key
    }
}

/// The string in the last /Contents of a file that the library signed.
pub(crate) fn gap(file: &[u8]) -> Range<usize> {
    let key = memchr::memmem::rfind(file, b"/Contents <").expect("a signature") + b"/Contents ".len();
    let length = memchr::memchr(b'>', &file[key..]).expect("the end of the string");
    key..key + length + 1
}

/// The message in the last /Contents of a file, without the zeros behind it.
pub(crate) fn message_of(file: &[u8]) -> Vec<u8> {
    let gap = gap(file);
    trimmed(&file[gap.start + 1..gap.end - 1])
}

/// The file with another message in its last /Contents.
pub(crate) fn with_message(file: &[u8], message: &[u8]) -> Vec<u8> {
    let gap = gap(file);
    let mut digits = hexadecimal(message);
    let space = gap.len() - 2;
    assert!(digits.len() <= space, "{} digits in {space}", digits.len());
    digits.push_str(&"0".repeat(space - digits.len()));
    [&file[..=gap.start], digits.as_bytes(), &file[gap.end - 1..]].concat()
}

/// The octets of a DER element with zeros behind it.
fn trimmed(digits: &[u8]) -> Vec<u8> {
    let octet =
        |pair: &[u8]| u8::from_str_radix(std::str::from_utf8(pair).expect("digits"), 16).expect("digits");
    let octets: Vec<u8> = digits.chunks(2).map(octet).collect();
    let length = match octets[1] {
        0x82 => 4 + usize::from(u16::from_be_bytes([octets[2], octets[3]])),
        0x81 => 3 + usize::from(octets[2]),
        short => 2 + usize::from(short),
    };
    octets[..length].to_vec()
}

pub(crate) fn hexadecimal(octets: &[u8]) -> String {
    octets.iter().map(|octet| format!("{octet:02X}")).collect()
}

/// The bytes with the only place where `old` stands exchanged.
pub(crate) fn replaced(bytes: &[u8], old: &[u8], new: &[u8]) -> Vec<u8> {
    let places: Vec<usize> = memchr::memmem::find_iter(bytes, old).collect();
    let [at] = places.as_slice() else { panic!("{} places of {old:02x?}", places.len()) };
    [&bytes[..*at], new, &bytes[at + old.len()..]].concat()
}

/// Space for a message of the usual signer with its chain, and some zeros.
const SPACE: usize = 5120;
