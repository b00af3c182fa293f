//! What is handed to a decryptor, and what is not (ISO 32000-2 7.6).

use std::sync::Mutex;

use super::{data, id};
use crate::error::{ErrorKind, Result};
use crate::limits::Limits;
use crate::pdf::pdf_maker::{Entry, PdfMaker, deflate, hello};
use crate::pdf::{Decrypt, Document, ObjectId};

/// Turns case around, and says so of each crypt filter.
struct Turn(&'static Mutex<Vec<Option<Vec<u8>>>>);

impl Decrypt for Turn {
    fn string(&self, _: ObjectId, data: &[u8]) -> Vec<u8> {
        turned(data)
    }

    fn stream(&self, id: ObjectId, data: &[u8], crypt_filter: Option<&[u8]>) -> Result<Vec<u8>> {
        assert_ne!(id.number, 0);
        self.0.lock().unwrap().push(crypt_filter.map(<[u8]>::to_vec));
        Ok(if crypt_filter == Some(b"Identity") {
            data.to_vec()
        } else {
            data.iter().map(|b| b ^ 0x20).collect()
        })
    }
}

fn turned(data: &[u8]) -> Vec<u8> {
    data.iter().map(|b| if b.is_ascii_alphabetic() { b ^ 0x20 } else { *b }).collect()
}

fn encrypted(data: &[u8]) -> Vec<u8> {
    data.iter().map(|b| b ^ 0x20).collect()
}

fn file() -> Vec<u8> {
    let inner = b"10 0 11 5 (in) << /A (side) >>";
    let mut maker = PdfMaker::new();
    hello(&mut maker)
        .object(5, "<< /Filter /Standard /V 4 /EncryptMetadata false /EFF /Attached /O (Owner) >>")
        .object(6, "[(hELLO) << /A <684921> >>]")
        .object(7, "<< /Type /Sig /ByteRange [0 1 2 3] /Contents <41> /Reason (wHY) >>")
        .object(8, "<< /ByteRange [0 1 2 3] /Contents <41> /Reason (wHY) >>")
        .object(9, "<< /Type /Annot /Contents <41> >>")
        .stream(
            12,
            "/Type /ObjStm /N 2 /First 10 /Filter /FlateDecode /Note (nOTE)",
            &encrypted(&deflate(inner)),
        )
        .entry(10, Entry::In(12, 0))
        .entry(11, Entry::In(12, 1))
        .stream(13, "/Type /Metadata", b"<xmp/>")
        .stream(14, "/Type /EmbeddedFile", &encrypted(b"file"))
        .stream(
            15,
            "/Filter [/Crypt /ASCIIHexDecode] /DecodeParms [<< /Name /Special >> null]",
            &encrypted(b"41>"),
        )
        .stream(16, "/Filter /Crypt", b"clear")
        .trailer("/Root 1 0 R /Encrypt 5 0 R /ID [(Id) (Id)]")
        .finish_stream(17);
    maker.into_bytes()
}

#[test]
fn strings_and_streams_are_decrypted_once_and_only_where_they_are_encrypted() {
    static ASKED: Mutex<Vec<Option<Vec<u8>>>> = Mutex::new(Vec::new());
    let bytes = file();
    let mut document = Document::open(&bytes, &Limits::default()).unwrap();
    document.set_decryptor(Box::new(Turn(&ASKED)));
    let view = document.latest();
    let text = |number: u32, key: &[u8]| {
        let object = view.object(id(number)).unwrap().unwrap();
        let value = object.as_dictionary().unwrap().get(key).unwrap().clone();
        String::from_utf8(value.as_string().unwrap().bytes.to_vec()).unwrap()
    };
    let array = view.object(id(6)).unwrap().unwrap();
    let [hello, nested] = array.as_array().unwrap() else { panic!("{array:?}") };
    assert_eq!(hello.as_string().unwrap().bytes.as_ref(), b"Hello");
    assert_eq!(
        nested.as_dictionary().unwrap().get(b"A").unwrap().as_string().unwrap().bytes.as_ref(),
        b"Hi!"
    );
    // 7.6.2: the signature value stays as it is, the rest of its dictionary does not.
    for number in [7, 8] {
        assert_eq!((text(number, b"Contents"), text(number, b"Reason")), ("A".into(), "Why".into()));
    }
    assert_eq!(text(9, b"Contents"), "a");
    // The stream as a whole was encrypted, what is in it was not besides.
    assert_eq!(view.object(id(10)).unwrap().unwrap().as_string().unwrap().bytes.as_ref(), b"in");
    assert_eq!(text(11, b"A"), "side");
    // The encryption dictionary, the trailer and the cross-reference stream are never encrypted.
    assert_eq!(text(5, b"O"), "Owner");
    assert_eq!(
        document
            .encrypt_dictionary()
            .unwrap()
            .unwrap()
            .get(b"O")
            .unwrap()
            .as_string()
            .unwrap()
            .bytes
            .as_ref(),
        b"Owner"
    );
    assert_eq!(document.file_id().unwrap().unwrap(), b"Id");
    let xref = view.object(id(17)).unwrap().unwrap();
    let own_id = xref.as_stream().unwrap().dictionary.get(b"ID").unwrap().as_array().unwrap()[0].clone();
    assert_eq!(own_id.as_string().unwrap().bytes.as_ref(), b"Id");

    ASKED.lock().unwrap().clear();
    assert_eq!(data(&view, 17).unwrap().len() % 7, 0);
    assert!(ASKED.lock().unwrap().is_empty());
    assert_eq!(data(&view, 13).unwrap(), b"<xmp/>");
    assert_eq!(data(&view, 14).unwrap(), b"file");
    assert_eq!(data(&view, 15).unwrap(), b"A");
    assert_eq!(data(&view, 16).unwrap(), b"clear");
    assert_eq!(data(&view, 4).unwrap(), encrypted(b"BT /F1 12 Tf (Hello) Tj ET"));
    let asked = ["Identity", "Attached", "Special", "Identity"].map(|name| Some(name.as_bytes().to_vec()));
    assert_eq!(*ASKED.lock().unwrap(), [&asked[..], &[None]].concat());
}

#[test]
fn without_a_decryptor_streams_ask_for_a_password_and_strings_are_as_they_are() {
    let bytes = file();
    let document = Document::open(&bytes, &Limits::default()).unwrap();
    assert!(document.is_encrypted());
    let view = document.latest();
    for number in [4, 16] {
        assert_eq!(data(&view, number).unwrap_err().kind(), ErrorKind::PasswordRequired);
    }
    assert_eq!(view.object(id(10)).unwrap_err().kind(), ErrorKind::PasswordRequired);
    let array = view.object(id(6)).unwrap().unwrap();
    assert_eq!(array.as_array().unwrap()[0].as_string().unwrap().bytes.as_ref(), b"hELLO");
}

#[test]
fn an_encryption_dictionary_that_is_none_or_hides_in_an_object_stream_is_refused() {
    for (encrypt, reason) in
        [("[]", "an /Encrypt that is no dictionary"), ("6 0 R", "that is needed to read one")]
    {
        let mut maker = PdfMaker::new();
        hello(&mut maker).object_stream(7, &[(6, "<< /Filter /Standard >>")]);
        maker.trailer(&format!("/Root 1 0 R /Encrypt {encrypt}")).finish_stream(8);
        let bytes = maker.into_bytes();
        let document = Document::open(&bytes, &Limits::default()).unwrap();
        let error = document.encrypt_dictionary().unwrap_err().to_string();
        assert!(error.contains(reason), "{encrypt}: {error}");
    }
}

#[test]
fn encryption_that_changes_between_revisions_is_told() {
    let mut maker = PdfMaker::new();
    hello(&mut maker).object(5, "<< /Filter /Standard >>").finish_table();
    maker.object(6, "(x)").trailer("/Root 1 0 R /Encrypt 5 0 R").finish_table();
    let bytes = maker.into_bytes();
    let document = Document::open(&bytes, &Limits::default()).unwrap();
    assert_eq!(document.anomalies(), [crate::pdf::Anomaly::EncryptionChanged { revision: 1 }]);
}

#[test]
fn an_encryption_dictionary_that_is_repeated_in_the_next_trailer_has_not_changed() {
    let mut maker = PdfMaker::new();
    hello(&mut maker).trailer("/Root 1 0 R /Encrypt << /Filter /Standard /O (o) >>").finish_table();
    maker.object(6, "(x)").finish_stream(7);
    let bytes = maker.into_bytes();
    let document = Document::open(&bytes, &Limits::default()).unwrap();
    assert_eq!(document.anomalies(), []);
}
