//! Stores that other writers have begun.

use super::{bytes, entry, read, stored, with_catalog};

/// The streams that the made-up stores are made of.
const STREAMS: &[(u32, &str)] =
    &[(11, "stream certificate"), (12, "stream list"), (13, "stream answer"), (14, "stream other")];

#[test]
fn every_shape_of_store_keeps_what_it_has() {
    let vri = "<< /Type /VRI /Cert [11 0 R] /CRL [12 0 R] /TU (D:20261101000000Z) >>";
    let mut shapes = 0;
    for direct_store in [true, false] {
        for direct_arrays in [true, false] {
            for direct_vri in [true, false] {
                for direct_entry in [true, false] {
                    let array = if direct_arrays { "[11 0 R]" } else { "21 0 R" };
                    let entry_text = if direct_entry { vri } else { "23 0 R" };
                    let all = format!("<< /AA {entry_text} /CC 24 0 R >>");
                    let vri_text = if direct_vri { all.as_str() } else { "22 0 R" };
                    let store = format!(
                        "<< /Type /DSS /Certs {array} /CRLs [12 0 R] /OCSPs [13 0 R] /VRI {vri_text} /Odd 1 >>"
                    );
                    let catalog = format!("/DSS {}", if direct_store { store.as_str() } else { "20 0 R" });
                    let mut objects = STREAMS.to_vec();
                    objects.extend([(20, store.as_str()), (21, "[11 0 R]"), (22, &all), (23, vri)]);
                    objects.push((24, "<< /Cert [14 0 R] >>"));
                    let file = with_catalog(&catalog, &objects);
                    let additions = [
                        entry("AA", &[b"certificate", b"new"], &[], &[b"answer"]),
                        entry("BB", &[b"other"], &[], &[]),
                    ];
                    let whole = stored(&file, None, &additions).unwrap();
                    let dss = read(&whole, None);
                    let shape = format!("{catalog}\n{}", String::from_utf8_lossy(&whole[file.len()..]));
                    assert_eq!(
                        bytes(&dss.certificates),
                        [b"certificate".as_slice(), b"new", b"other"],
                        "{shape}"
                    );
                    assert_eq!(
                        (bytes(&dss.crls), bytes(&dss.ocsps)),
                        (vec![&b"list"[..]], vec![&b"answer"[..]]),
                        "{shape}"
                    );
                    let by_key = |key: &str| dss.vri.iter().find(|vri| vri.key == key).unwrap();
                    assert_eq!(
                        bytes(&by_key("AA").certificates),
                        [b"certificate".as_slice(), b"new"],
                        "{shape}"
                    );
                    assert_eq!(bytes(&by_key("AA").crls), [b"list"], "{shape}");
                    assert_eq!(bytes(&by_key("AA").ocsps), [b"answer"], "{shape}");
                    assert_eq!(
                        by_key("AA").updated,
                        Some("2026-11-01T00:00:00Z".parse().unwrap()),
                        "{shape}"
                    );
                    assert_eq!(bytes(&by_key("BB").certificates), [b"other"], "{shape}");
                    assert_eq!(bytes(&by_key("CC").certificates), [b"other"], "{shape}");
                    assert!(!shape.contains("stream certificate"), "{shape}");
                    assert_eq!(stored(&whole, None, &additions), None, "{shape}");
                    shapes += 1;
                }
            }
        }
    }
    assert_eq!(shapes, 16);
}

#[test]
fn an_array_that_two_lists_share_is_changed_for_one_of_them() {
    let mut objects = STREAMS.to_vec();
    objects.push((20, "<< /Certs 21 0 R /VRI << /AA << /Cert 21 0 R >> >> >>"));
    objects.push((21, "[11 0 R]"));
    let file = with_catalog("/DSS 20 0 R", &objects);
    let whole = stored(&file, None, &[entry("AA", &[b"new"], &[], &[])]).unwrap();
    let dss = read(&whole, None);
    assert_eq!(bytes(&dss.certificates), [b"certificate".as_slice(), b"new"]);
    assert_eq!(bytes(&dss.vri[0].certificates), [b"certificate".as_slice(), b"new"]);
}

#[test]
fn odd_forms_are_read_and_become_regular() {
    let mut objects = STREAMS.to_vec();
    // One stream for an array, names without an s, something that is no stream, an object that is not there.
    objects.push((
        20,
        "<< /Certs 11 0 R /CRL [12 0 R 2 0 R 99 0 R null] /VRI << /AA << /Certs [11 0 R] >> /XX 5 >> >>",
    ));
    let file = with_catalog("/DSS 20 0 R", &objects);
    let dss = read(&file, None);
    assert_eq!((bytes(&dss.certificates), bytes(&dss.crls)), (vec![&b"certificate"[..]], vec![&b"list"[..]]));
    assert_eq!(dss.unreadable, 3);
    let whole = stored(&file, None, &[entry("AA", &[b"new"], &[b"list", b"newer"], &[])]).unwrap();
    let dss = read(&whole, None);
    assert_eq!(bytes(&dss.certificates), [b"certificate".as_slice(), b"new"]);
    assert_eq!(bytes(&dss.crls), [b"list".as_slice(), b"newer"]);
    assert_eq!(bytes(&dss.vri[0].certificates), [b"certificate".as_slice(), b"new"]);
}

#[test]
fn a_store_that_is_none_is_replaced() {
    for none in ["/DSS null", "/DSS 77 0 R", "/DSS 5", "/DSS [1 2]"] {
        let file = with_catalog(none, &[]);
        let whole = stored(&file, None, &[entry("AA", &[b"new"], &[], &[])]).unwrap();
        assert_eq!(bytes(&read(&whole, None).certificates), [b"new"], "{none}");
    }
}

#[test]
fn a_store_of_an_earlier_revision_is_that_of_its_revision() {
    use crate::limits::Limits;
    use crate::pdf::Document;
    let file = with_catalog("", &[]);
    let once = stored(&file, None, &[entry("AA", &[b"one"], &[], &[])]).unwrap();
    let twice = stored(&once, None, &[entry("BB", &[b"two"], &[], &[])]).unwrap();
    let document = Document::open(&twice, &Limits::default()).unwrap();
    let count = |revision| {
        let dss = super::dss(&document.view(revision), &Limits::default()).unwrap();
        dss.map(|dss| dss.certificates.len())
    };
    assert_eq!([count(0), count(1), count(2)], [None, Some(1), Some(2)]);
}

#[test]
fn a_store_that_is_too_large_is_refused() {
    use crate::error::ErrorKind;
    use crate::limits::Limits;
    use crate::pdf::Document;
    let list = "11 0 R ".repeat(1000);
    let mut objects = STREAMS.to_vec();
    let store = format!("<< /Certs [{list}] >>");
    objects.push((20, store.as_str()));
    let file = with_catalog("/DSS 20 0 R", &objects);
    let read = |entries, bytes| {
        let mut limits = Limits { store_entries: entries, ..Limits::default() };
        let document = Document::open(&file, &limits).unwrap();
        limits.inflated_bytes = bytes;
        super::dss(&document.latest(), &limits).map(|dss| dss.unwrap().certificates.len())
    };
    assert_eq!(read(1000, 11), Ok(1));
    assert_eq!(read(999, 11).map_err(|error| error.kind()), Err(ErrorKind::LimitExceeded));
    assert_eq!(read(1000, 10).map_err(|error| error.kind()), Err(ErrorKind::LimitExceeded));
}
