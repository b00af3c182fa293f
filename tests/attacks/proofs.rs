//! P19 and P20: timestamps that are copied to where they prove nothing, and validation data that are taken away.

use kyso::{Code, ExtendOptions, Level, Verdict};

use crate::append::object_number;
use crate::attack::{Attack, Base};
use crate::authority::Authority;
use crate::base::{ALL, LETTER};
use crate::der::Node;
use crate::forge::{self, Places, RANGE, empty_contents};
use crate::signer;

pub(crate) const ATTACKS: &[Attack] = &[
    Attack {
        number: "P19",
        name: "the document timestamp of another document",
        bases: ALL,
        file: |base| {
            let other = at_level(&Base::Plain.unsigned(), Level::BLTA);
            let token = forge::message_of(&other);
            stamped(&base.signed(), base, &token)
        },
        verdict: Verdict::Failed,
        errors: &[Code::TimestampImprintMismatch],
    },
    Attack {
        number: "P19",
        name: "the timestamp of the signature as a document timestamp",
        bases: ALL,
        file: |base| {
            let file = at_level(&base.unsigned(), Level::BT);
            let mut attributes = timestamp_of(&forge::message_of(&file));
            let token = attributes.at(&[0, 1, 0]).encode();
            stamped(&file, base, &token)
        },
        verdict: Verdict::Failed,
        errors: &[Code::TimestampImprintMismatch],
    },
    Attack {
        number: "P19",
        name: "a signature in the place of a document timestamp",
        bases: LETTER,
        file: |base| {
            let file = base.signed();
            let token = forge::message_of(&file);
            stamped(&file, base, &token)
        },
        verdict: Verdict::Failed,
        errors: &[Code::TimestampMalformed],
    },
    Attack {
        number: "P20",
        name: "the store of validation data is taken away",
        bases: ALL,
        file: |base| {
            let file = at_level(&base.unsigned(), Level::BLT);
            base.update(&file, |update| {
                let catalog = base.numbers().catalog;
                let text = crate::base::without(&update.text(catalog), "/DSS");
                update.object(catalog, text);
            })
        },
        verdict: Verdict::Failed,
        errors: &[Code::ChangeValidationDataReplaced],
    },
    Attack {
        number: "P20",
        name: "a store of validation data that names a page as a revocation list, and the page is exchanged",
        bases: LETTER,
        file: |base| {
            base.signed_then(|update| {
                let store = update.add("<< /Type /DSS /CRLs [2 0 R] >>");
                update.with(37, &format!("/DSS {store} 0 R"));
                update.stream(2, "", crate::shadow::EVIL);
            })
        },
        verdict: Verdict::Failed,
        errors: &[Code::ChangeCatalogReplaced, Code::ChangePageContent, Code::ChangeValidationDataReplaced],
    },
];

/// A signature whose timestamp was made for another one.
pub(crate) fn with_foreign_timestamp(base: Base) -> Vec<u8> {
    let other = timestamp_of(&forge::message_of(&at_level(&Base::Plain.unsigned(), Level::BT)));
    let file = at_level(&base.unsigned(), Level::BT);
    let mut message = Node::parse(&forge::message_of(&file));
    *signer_info(&mut message).list().last_mut().expect("attributes") = other;
    forge::with_message(&file, &message.encode())
}

/// A document of this level whose store an update empties, and one whose revocation list it overwrites.
pub(crate) fn with_degraded_store(base: Base, level: Level) -> [Vec<u8>; 2] {
    let file = at_level(&base.unsigned(), level);
    let number = object_number(&file, "/CRLs");
    let store = crate::base::text(&file, number).expect("the store");
    let lists = &store[store.find("/CRLs").expect("the lists")..];
    let digits = lists.chars().skip_while(|c| !c.is_ascii_digit()).take_while(char::is_ascii_digit);
    let list: u32 = digits.collect::<String>().parse().expect("a number");
    let emptied = base.update(&file, |update| {
        update.object(number, "<< /Type /DSS >>");
    });
    let overwritten = base.update(&file, |update| {
        update.stream(list, "", b"no list");
    });
    [emptied, overwritten]
}

/// Signed at this level, by the test PKI and its timestamp authority.
pub(crate) fn at_level(file: &[u8], level: Level) -> Vec<u8> {
    let options = ExtendOptions::new(signer::verify_options());
    let (who, authority) = (signer::person(), Authority::at(signer::now()));
    let signed = kyso::sign_at_level(
        file,
        &who.key,
        &who.chain,
        &timestamped(),
        level,
        &options,
        Some(&authority),
        None,
    );
    signed.unwrap_or_else(|error| panic!("not signed: {error}")).append_to(file)
}

/// A signed file raised to this level.
#[allow(dead_code, reason = "not every test asks for it")]
pub(crate) fn raised(file: &[u8], level: Level) -> Vec<u8> {
    let options = ExtendOptions::new(signer::verify_options());
    let authority = Authority::at(signer::now());
    let update = kyso::extend(file, level, &options, Some(&authority), None);
    update.unwrap_or_else(|error| panic!("not raised: {error}")).append_to(file)
}

fn timestamped() -> kyso::SignOptions {
    let mut options = signer::sign_options();
    options.timestamp = Some(kyso::TimestampOptions::default());
    options
}

/// A file with a document timestamp that has this token.
fn stamped(file: &[u8], base: Base, token: &[u8]) -> Vec<u8> {
    let prepared = base.update(file, |update| {
        let value = update.add(format!(
            "<< /Type /DocTimeStamp /Filter /Adobe.PPKLite /SubFilter /ETSI.RFC3161 /ByteRange {RANGE} /Contents {} >>",
            empty_contents()
        ));
        let field = update.annotate(&format!(
            "<< /Type /Annot /Subtype /Widget /FT /Sig /T (Stamp) /V {value} 0 R /F 132 /Rect [0 0 0 0] >>"
        ));
        update.add_field(field);
    });
    forge::seal_with(prepared, Places::honest, |_| token.to_vec())
}

/// The unsigned attributes of a message.
fn timestamp_of(message: &[u8]) -> Node {
    let mut message = Node::parse(message);
    signer_info(&mut message).list().last().expect("attributes").clone()
}

fn signer_info(message: &mut Node) -> &mut Node {
    let infos = message.at(&[1, 0]).list().last_mut().expect("signers");
    infos.at(&[0])
}
