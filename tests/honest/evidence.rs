//! Validation data as other writers add them (EN 319 142-1 5.4.2).

use kyso::{Certification, Verdict};

use crate::Honest;
use crate::base::{ALL, LETTER, Update};
use crate::signer;

pub(crate) const HONEST: &[Honest] = &[
    Honest {
        name: "a store of validation data",
        bases: ALL,
        file: |base| base.signed_then(store),
        verdict: Verdict::Passed,
    },
    Honest {
        name: "a store of validation data after a certification against every change",
        bases: ALL,
        file: |base| base.certified_then(Certification::NoChanges, store),
        verdict: Verdict::Passed,
    },
    Honest {
        name: "a store of validation data that grows in a second update",
        bases: LETTER,
        file: |base| {
            let first = base.signed_then(store);
            base.update(&first, |update| {
                let more = update.add_stream("", signer::certificates("sub")[0].der());
                let number = crate::append::object_number(&first, "/Type /DSS");
                update.with(number, &format!("/Certs [{more} 0 R]"));
            })
        },
        verdict: Verdict::Passed,
    },
    Honest {
        name: "the extension of the standard is declared",
        bases: LETTER,
        file: |base| {
            base.signed_then(|update| {
                update.with(37, "/Extensions << /ESIC << /BaseVersion /1.7 /ExtensionLevel 1 >> >>");
            })
        },
        verdict: Verdict::Passed,
    },
];

fn store(update: &mut Update) {
    let list = std::fs::read(signer::project().join("testdata/pki/sub.crl")).expect("a list");
    let list = update.add_stream("", &list);
    let store = update.add(format!("<< /Type /DSS /CRLs [{list} 0 R] >>"));
    let catalog = update.base.numbers().catalog;
    update.with(catalog, &format!("/DSS {store} 0 R"));
}
