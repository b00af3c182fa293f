//! A store where there was none.

use super::super::dss::Vri;
use super::super::{StoreEntry, vri_key};
use super::{bytes, entry, files, read, stored, with_catalog};

const CRL: &[u8] = &[0x30; 3000];

#[test]
fn what_is_stored_is_read_again_in_files_of_every_build() {
    for (name, file, password) in files() {
        let entries = [
            entry("AA", &[b"first", b"second"], &[CRL], &[]),
            entry("BB", &[b"second"], &[], &[b"answer"]),
            StoreEntry { certificates: vec![b"nobody's"], ..StoreEntry::default() },
        ];
        let whole = stored(&file, password, &entries).unwrap();
        assert!(whole.starts_with(&file), "{name}");
        let dss = read(&whole, password);
        assert_eq!(dss.unreadable, 0, "{name}");
        assert_eq!(bytes(&dss.certificates), [b"first".as_slice(), b"second", b"nobody's"], "{name}");
        assert_eq!(bytes(&dss.crls), [CRL], "{name}");
        assert_eq!(bytes(&dss.ocsps), [b"answer"], "{name}");
        let keys: Vec<&str> = dss.vri.iter().map(|vri| vri.key.as_str()).collect();
        assert_eq!(keys, ["AA", "BB"], "{name}");
        assert_eq!(bytes(&dss.vri[0].certificates), [b"first".as_slice(), b"second"], "{name}");
        assert_eq!(bytes(&dss.vri[0].crls), [CRL], "{name}");
        assert_eq!(bytes(&dss.vri[1].certificates), [b"second"], "{name}");
        assert_eq!(bytes(&dss.vri[1].ocsps), [b"answer"], "{name}");
    }
}

#[test]
fn nothing_is_written_twice() {
    for (name, file, password) in files() {
        let entries = [entry("AA", &[b"one", b"one"], &[CRL], &[b"answer"])];
        let whole = stored(&file, password, &entries).unwrap();
        assert_eq!(stored(&whole, password, &entries), None, "{name}");
        // One more piece, and a signature that shares what is there.
        let more = [entry("AA", &[b"two"], &[], &[]), entry("BB", &[b"one"], &[CRL], &[])];
        let twice = stored(&whole, password, &more).unwrap();
        let added = twice.len() - whole.len();
        // A table entry or its like, the store, a certificate; but no revocation list.
        assert!(added < CRL.len(), "{name}: {added}");
        let dss = read(&twice, password);
        assert_eq!(bytes(&dss.certificates), [b"one".as_slice(), b"two"], "{name}");
        assert_eq!(bytes(&dss.crls), [CRL], "{name}");
        assert_eq!(bytes(&dss.vri[0].certificates), [b"one".as_slice(), b"two"], "{name}");
        assert_eq!(bytes(&dss.vri[1].crls), [CRL], "{name}");
        assert_eq!(stored(&twice, password, &more), None, "{name}");
    }
}

#[test]
fn without_evidence_there_is_nothing_to_write() {
    let file = with_catalog("", &[]);
    assert_eq!(stored(&file, None, &[entry("AA", &[], &[], &[])]), None);
    assert_eq!(stored(&file, None, &[]), None);
}

#[test]
fn streams_are_deflated_where_that_makes_them_shorter() {
    let whole = stored(&with_catalog("", &[]), None, &[entry("AA", &[b"short"], &[CRL], &[])]).unwrap();
    let text = String::from_utf8_lossy(&whole);
    assert!(text.contains("<</Length 5>>\nstream\nshort\nendstream"), "{text}");
    assert_eq!(text.matches("/FlateDecode").count(), 1, "{text}");
}

#[test]
fn the_streams_of_an_encrypted_file_are_encrypted() {
    for (name, file, password) in files().into_iter().filter(|(name, ..)| name.contains("aes")) {
        let whole = stored(&file, password, &[entry("AA", &[b"a certificate"], &[], &[])]).unwrap();
        let clear = memchr::memmem::find(&whole, b"a certificate").is_some();
        assert!(!clear, "{name}");
    }
}

#[test]
fn a_version_before_2_says_that_it_uses_pades() {
    for (name, file, password) in files() {
        let whole = stored(&file, password, &[entry("AA", &[b"one"], &[], &[])]).unwrap();
        let said = b"/ESIC <</BaseVersion/1.7/ExtensionLevel 5>>";
        assert_eq!(memchr::memmem::find(&whole, said).is_some(), name != "two", "{name}");
    }
    let level = |extensions: &str, objects: &[(u32, &str)]| {
        let file = with_catalog(extensions, objects);
        let whole = stored(&file, None, &[entry("AA", &[b"one"], &[], &[])]).unwrap();
        let added = String::from_utf8_lossy(&whole[file.len()..]).into_owned();
        (added.matches("/ExtensionLevel 5").count(), added.matches("/ADBE").count())
    };
    assert_eq!(level("/Version /2.0", &[]), (0, 0));
    assert_eq!(level("/Extensions << /ADBE << /BaseVersion /1.7 >> >>", &[]), (1, 1));
    assert_eq!(level("/Extensions << /ESIC << /ExtensionLevel 1 >> >>", &[]), (1, 0));
    assert_eq!(level("/Extensions << /ESIC << /ExtensionLevel 7 >> >>", &[]), (0, 0));
    assert_eq!(level("/Extensions 8 0 R", &[(8, "<< /ADBE 9 0 R >>"), (9, "<< >>")]), (1, 1));
}

#[test]
fn the_key_is_the_digest_of_the_whole_string_and_of_a_token_alone() {
    let (token, padded) = ([0x30, 1, 0], [0x30, 1, 0, 0, 0]);
    assert_eq!(vri_key(b"abc", false, &[]), "A9993E364706816ABA3E25717850C26C9CD0D89D");
    assert_eq!(vri_key(&padded, true, &[]), vri_key(&token, false, &[]));
    assert_ne!(vri_key(&padded, false, &[]), vri_key(&token, false, &[]));
    // Another writer's key of the same timestamp.
    let there = [Vri { key: vri_key(&padded, false, &[]), ..Vri::default() }];
    assert_eq!(vri_key(&padded, true, &there), there[0].key);
}
