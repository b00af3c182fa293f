use crate::asn1::{Tag, oid, write};
use crate::pki::issue::{self, extension as ext};
use crate::pki::path::PathFault;
use crate::pki::path::made_up::{Entity, ca_extensions, entity, path, trusting};
use crate::pki::{KeyUsage, Name};

/// A GeneralName with the tag of its form.
fn general(tag: u8, content: &[u8]) -> Vec<u8> {
    write::tlv(Tag(tag), content)
}

fn dns(text: &str) -> Vec<u8> {
    general(0x82, text.as_bytes())
}

fn email(text: &str) -> Vec<u8> {
    general(0x81, text.as_bytes())
}

fn uri(text: &str) -> Vec<u8> {
    general(0x86, text.as_bytes())
}

fn ip(octets: &[u8]) -> Vec<u8> {
    general(0x87, octets)
}

fn directory(organization: &str) -> Vec<u8> {
    general(0xa4, &issue::name(&[(oid::COUNTRY, "VN"), (oid::ORGANIZATION, organization)]))
}

fn other(kind: &[u8], value: &[u8]) -> Vec<u8> {
    general(0xa0, &[write::tlv(Tag::OID, kind), write::tlv(Tag::context(0), value)].concat())
}

fn constraints(permitted: &[Vec<u8>], excluded: &[Vec<u8>]) -> Vec<u8> {
    let list = |number: u8, names: &[Vec<u8>]| {
        let subtrees: Vec<_> = names.iter().map(|name| write::sequence(&[name])).collect();
        if names.is_empty() { Vec::new() } else { write::constructed(Tag::context(number), &subtrees) }
    };
    ext::extension(oid::NAME_CONSTRAINTS, true, &write::sequence(&[list(0, permitted), list(1, excluded)]))
}

/// What is found when a CA with these constraints certifies these names.
fn judge(permitted: &[Vec<u8>], excluded: &[Vec<u8>], names: &[Vec<u8>]) -> &'static str {
    let (root, sub, signer) = (entity("root"), entity("sub"), entity("signer"));
    let sub_certificate =
        root.issue(&sub, &[ca_extensions(), vec![constraints(permitted, excluded)]].concat());
    let names = ext::extension(oid::SUBJECT_ALT_NAME, false, &write::sequence(names));
    let leaf = sub.issue(&signer, &[names]);
    let found = path(&leaf, &[sub_certificate], &trusting(&[&root.root()]));
    match found.faults.as_slice() {
        [] => "permitted",
        [PathFault::NameNotPermitted { index: 0, .. }] => "refused",
        [PathFault::NameConstraintsUnsupported { index: 0, .. }] => "unsupported",
        other => panic!("{other:?}"),
    }
}

/// RFC 5280 4.2.1.10, the paragraphs on each form; RFC 9525 6.3 for wildcards.
#[test]
fn each_form_of_name_is_compared_by_its_own_rule() {
    for (permitted, name, expected) in [
        (dns("gov.vn"), dns("gov.vn"), "permitted"),
        (dns("gov.vn"), dns("Www.GOV.vn"), "permitted"),
        (dns("gov.vn"), dns("notgov.vn"), "refused"),
        (dns("gov.vn"), dns("*.gov.vn"), "permitted"),
        (dns("www.gov.vn"), dns("*.gov.vn"), "refused"),
        (dns(""), dns("anything.example"), "permitted"),
        (dns("gov.vn"), dns("a..gov.vn"), "refused"),
        (dns("gov.vn"), dns(".gov.vn"), "refused"),
        (dns("gov.vn"), dns(""), "refused"),
        (dns("gov.vn"), dns("gov.vn\0.example"), "refused"),
        (dns(".gov.vn"), dns("www.gov.vn"), "unsupported"),
        (dns("*.gov.vn"), dns("www.gov.vn"), "unsupported"),
        (dns(".gov.vn"), email("a@gov.vn"), "permitted"),
        // A mailbox, a host, the hosts below a domain.
        (email("an@gov.vn"), email("an@GOV.VN"), "permitted"),
        (email("an@gov.vn"), email("AN@gov.vn"), "refused"),
        (email("gov.vn"), email("an@gov.vn"), "permitted"),
        (email("gov.vn"), email("an@mail.gov.vn"), "refused"),
        (email(".gov.vn"), email("an@mail.gov.vn"), "permitted"),
        (email(".gov.vn"), email("an@gov.vn"), "refused"),
        (email("gov.vn"), email("\"an@home\"@gov.vn"), "permitted"),
        (email("gov.vn"), email("an@home@gov.vn"), "refused"),
        (email("gov.vn"), email("@gov.vn"), "refused"),
        (email("gov.vn"), email("gov.vn"), "refused"),
        (email("a@b@gov.vn"), email("an@gov.vn"), "unsupported"),
        // RFC 9598: the same for an address that is not ASCII.
        (email("gov.vn"), other(oid::ON_SMTP_UTF8_MAILBOX.0, &utf8("số@gov.vn")), "permitted"),
        (email("gov.vn"), other(oid::ON_SMTP_UTF8_MAILBOX.0, &utf8("số@gov.example")), "refused"),
        // The host of a URI.
        (uri("ca.gov.vn"), uri("http://ca.gov.vn/pki?x#y"), "permitted"),
        (uri("ca.gov.vn"), uri("https://user:word@CA.gov.vn:8443/"), "permitted"),
        (uri("ca.gov.vn"), uri("http://www.ca.gov.vn/"), "refused"),
        (uri(".gov.vn"), uri("http://ca.gov.vn"), "permitted"),
        (uri(".gov.vn"), uri("http://gov.vn"), "refused"),
        (uri("ca.gov.vn"), uri("http://evil.example/@ca.gov.vn"), "refused"),
        (uri("ca.gov.vn"), uri("http://evil.example#@ca.gov.vn/"), "refused"),
        (uri("ca.gov.vn"), uri("mailto:an@ca.gov.vn"), "refused"),
        (uri(".gov.vn"), uri("http://127.0.0.1/"), "refused"),
        (uri(".gov.vn"), uri("http://[::1]/"), "refused"),
        // Addresses with a mask, of each version.
        (ip(&[10, 1, 0, 0, 255, 255, 0, 0]), ip(&[10, 1, 2, 3]), "permitted"),
        (ip(&[10, 1, 0, 0, 255, 255, 0, 0]), ip(&[10, 2, 2, 3]), "refused"),
        (ip(&[10, 1, 0, 0, 255, 240, 0, 0]), ip(&[10, 15, 2, 3]), "permitted"),
        (ip(&[10, 1, 0, 0, 255, 255, 0, 0]), ip(&[0; 16]), "refused"),
        (ip(&[[0xfd; 16], [0xff; 16]].concat()), ip(&[0xfd; 16]), "permitted"),
        (ip(&[[0xfd; 16], [0xff; 16]].concat()), ip(&[0xfc; 16]), "refused"),
        (ip(&[0; 8]), ip(&[1, 2, 3]), "refused"),
        (ip(&[10, 1, 0, 0]), ip(&[10, 1, 2, 3]), "unsupported"),
        (ip(&[10, 1, 0, 0, 255, 0, 255, 0]), ip(&[10, 1, 2, 3]), "unsupported"),
        // Forms without a rule: refused when such a name is there, else without effect.
        (other(&[42, 3], &[5, 0]), other(&[42, 3], &[5, 0]), "unsupported"),
        (other(&[42, 3], &[5, 0]), dns("gov.vn"), "permitted"),
        (general(0x88, &[42, 3]), general(0x88, &[42, 3]), "unsupported"),
        // Another form is not restricted.
        (dns("gov.vn"), email("an@elsewhere.example"), "permitted"),
    ] {
        let shown = format!("{} for {}", String::from_utf8_lossy(&name), String::from_utf8_lossy(&permitted));
        assert_eq!(judge(&[permitted], &[], &[name]), expected, "{shown}");
    }
}

#[test]
fn what_is_excluded_is_refused_even_if_it_is_permitted_and_a_wildcard_may_be_an_excluded_name() {
    for (permitted, excluded, name, expected) in [
        (vec![dns("vn")], vec![dns("gov.vn")], dns("ca.gov.vn"), "refused"),
        (vec![dns("vn")], vec![dns("gov.vn")], dns("edu.vn"), "permitted"),
        (vec![], vec![dns("ca.gov.vn")], dns("*.gov.vn"), "refused"),
        (vec![], vec![dns("x.ca.gov.vn")], dns("*.gov.vn"), "permitted"),
        (vec![], vec![dns("gov.vn")], dns("ca..gov.vn"), "refused"),
        (vec![], vec![email(".vn")], email("an@gov.vn"), "refused"),
        (vec![], vec![email("")], email("an@gov.vn"), "refused"),
        (vec![dns("gov.vn"), dns("edu.vn")], vec![], dns("edu.vn"), "permitted"),
    ] {
        assert_eq!(judge(&permitted, &excluded, &[name]), expected);
    }
}

fn utf8(text: &str) -> Vec<u8> {
    write::tlv(Tag::UTF8_STRING, text.as_bytes())
}

/// Names of the subject are compared as RFC 5280 7.1 asks: whatever the string type, case and spaces.
#[test]
fn the_distinguished_name_and_an_address_within_it_are_constrained() {
    let (root, sub, mut signer) = (entity("root"), entity("sub"), entity("signer"));
    let permitted = [directory("BỘ TÀI CHÍNH"), email("gov.vn")];
    let sub_certificate = root.issue(&sub, &[ca_extensions(), vec![constraints(&permitted, &[])]].concat());
    let anchor = root.root();
    let mut faults = |attributes: &[_], extensions: &[Vec<u8>]| {
        signer.name = issue::name(attributes);
        let leaf = sub.issue(&signer, extensions);
        path(&leaf, std::slice::from_ref(&sub_certificate), &trusting(&[&anchor])).faults
    };
    let ministry = [(oid::COUNTRY, "VN"), (oid::ORGANIZATION, "Bộ  Tài chính"), (oid::COMMON_NAME, "An")];
    assert_eq!(faults(&ministry, &[]), []);
    let refused = |name: &str| [PathFault::NameNotPermitted { index: 0, name: name.to_owned() }];
    let elsewhere = [(oid::COUNTRY, "VN"), (oid::ORGANIZATION, "Bộ Tài"), (oid::COMMON_NAME, "An")];
    assert_eq!(faults(&elsewhere, &[]), refused("CN=An, O=Bộ Tài, C=VN"));
    let turned = [(oid::ORGANIZATION, "Bộ Tài chính"), (oid::COUNTRY, "VN")];
    assert_eq!(faults(&turned, &[]), refused("C=VN, O=Bộ Tài chính"));
    let with_address = |address| [ministry[0], ministry[1], (oid::EMAIL_ADDRESS, address)];
    assert_eq!(faults(&with_address("an@gov.vn"), &[]), []);
    assert_eq!(faults(&with_address("an@evil.example"), &[]), refused("an@evil.example"));
    // A subjectAltName beside it is no way out.
    let harmless = ext::extension(oid::SUBJECT_ALT_NAME, false, &write::sequence(&[dns("gov.vn")]));
    assert_eq!(faults(&with_address("an@evil.example"), &[harmless]), refused("an@evil.example"));
    // Nor is having no name at all: then the certificate certifies nobody.
    assert_eq!(faults(&[], &[]), [PathFault::Malformed { index: 0, what: "subject" }]);
}

/// RFC 5280 6.1.3 (b) and (c): the new key of a CA needs no new name, but the last certificate is judged always.
#[test]
fn certificates_of_a_ca_for_itself_are_not_constrained_unless_they_are_the_last() {
    let (root, sub, signer) = (entity("root"), entity("sub"), entity("signer"));
    let renewed = Entity { name: sub.name.clone(), ..entity("sub") };
    let nobody = constraints(&[directory("nobody")], &[]);
    let below_root = root.issue(&sub, &[ca_extensions(), vec![nobody.clone()]].concat());
    let below_itself = sub.issue(&renewed, &ca_extensions());
    let leaf = renewed.issue(&signer, &[]);
    let anchor = root.root();
    let found = path(&leaf, &[below_root.clone(), below_itself.clone()], &trusting(&[&anchor]));
    let refused = |name: &str| [PathFault::NameNotPermitted { index: 0, name: name.to_owned() }];
    assert_eq!(found.faults, refused("CN=signer"));
    let last = path(&below_itself, &[below_root], &trusting(&[&anchor]));
    assert_eq!(last.faults, refused("CN=sub"));
}

/// RFC 5937: what the certificate of an anchor says constrains as well.
#[test]
fn the_constraints_of_an_anchor_count() {
    let (root, signer) = (entity("root"), entity("signer"));
    let anchor = root.issue(&root, &[ca_extensions(), vec![constraints(&[], &[dns("gov.vn")])]].concat());
    let named = |name| ext::extension(oid::SUBJECT_ALT_NAME, false, &write::sequence(&[dns(name)]));
    let found = |name| path(&root.issue(&signer, &[named(name)]), &[], &trusting(&[&anchor])).faults;
    assert_eq!(found("gov.example"), []);
    assert_eq!(found("ca.gov.vn"), [PathFault::NameNotPermitted { index: 0, name: "ca.gov.vn".to_owned() }]);
}

#[test]
fn constraints_in_the_certificate_of_a_signer_are_a_contradiction() {
    let (root, signer) = (entity("root"), entity("signer"));
    let leaf = root.issue(&signer, &[constraints(&[dns("gov.vn")], &[])]);
    let found = path(&leaf, &[], &trusting(&[&root.root()]));
    assert_eq!(found.faults, [PathFault::Malformed { index: 0, what: "nameConstraints" }]);
    let usage = ext::key_usage(true, KeyUsage::KEY_CERT_SIGN);
    let found = path(&root.issue(&signer, &[usage]), &[], &trusting(&[&root.root()]));
    assert_eq!(found.faults, [PathFault::Malformed { index: 0, what: "keyUsage" }]);
}

#[test]
fn thousands_of_constraints_against_thousands_of_names_are_given_up() {
    let (root, sub, signer) = (entity("root"), entity("sub"), entity("signer"));
    let many =
        |of: fn(&str) -> Vec<u8>| -> Vec<_> { (0..2000).map(|n| of(&format!("a{n}.example"))).collect() };
    let hostile = root.issue(&sub, &[ca_extensions(), vec![constraints(&[], &many(dns))]].concat());
    let names: Vec<_> = (0..2000).map(|n| dns(&format!("b{n}.example"))).collect();
    let leaf = sub.issue(&signer, &[ext::extension(oid::SUBJECT_ALT_NAME, false, &write::sequence(&names))]);
    let found = path(&leaf, &[hostile], &trusting(&[&root.root()]));
    assert_eq!(found.faults, [PathFault::LimitReached]);
    // As many constraints against a few names are no attack.
    let patient = root.issue(&sub, &[ca_extensions(), vec![constraints(&[], &many(dns))]].concat());
    let leaf = sub.issue(&signer, &[ext::email("an@gov.vn")]);
    assert!(path(&leaf, &[patient], &trusting(&[&root.root()])).is_good());
}

#[test]
fn a_name_is_within_another_when_it_begins_with_the_same_sets() {
    let name = |attributes: &[_]| Name::try_from(issue::name(attributes).as_slice()).expect("a name");
    let base = name(&[(oid::COUNTRY, "VN"), (oid::ORGANIZATION, "Bộ")]);
    let longer = name(&[(oid::COUNTRY, "vn"), (oid::ORGANIZATION, "BỘ"), (oid::COMMON_NAME, "An")]);
    let else_where = name(&[(oid::COUNTRY, "VN"), (oid::ORGANIZATION, "Bộ Tài chính")]);
    assert!(longer.canonical().starts_with(base.canonical()));
    assert!(!else_where.canonical().starts_with(base.canonical()));
}

/// Values that fit into nothing: the certificate is read, the path has a fault or the value means what it says.
#[test]
fn damaged_constraints_and_names_are_judged_without_panic() {
    let (root, sub, signer) = (entity("root"), entity("sub"), entity("signer"));
    let anchor = root.root();
    let subtrees = |names: &[Vec<u8>]| {
        let subtrees: Vec<_> = names.iter().map(|name| write::sequence(&[name])).collect();
        write::sequence(&[write::constructed(Tag::context(0), &subtrees)])
    };
    let good = subtrees(&[dns("gov.vn"), email("gov.vn"), uri(".gov.vn"), ip(&[10, 0, 0, 0, 255, 0, 0, 0])]);
    let names = [dns("a.gov.vn"), email("an@gov.vn"), uri("http://a.gov.vn"), ip(&[10, 1, 2, 3])];
    let names = write::sequence(&names);
    let mut permitted = 0;
    for of_names in [false, true] {
        let original = if of_names { &names } else { &good };
        for at in 0..original.len() {
            for octet in [0, 0x30, 0x7f, 0x80, 0x84, 0xa0, 0xff, original[at] ^ 1] {
                let mut changed = original.clone();
                changed[at] = octet;
                let (constraints, names) = if of_names { (&good, &changed) } else { (&changed, &names) };
                let constraints = ext::extension(oid::NAME_CONSTRAINTS, true, constraints);
                let sub_certificate = root.issue(&sub, &[ca_extensions(), vec![constraints]].concat());
                let leaf = sub.issue(&signer, &[ext::extension(oid::SUBJECT_ALT_NAME, false, names)]);
                permitted += usize::from(path(&leaf, &[sub_certificate], &trusting(&[&anchor])).is_good());
            }
        }
    }
    // An address within 10.0.0.0/8, a letter of a mailbox, the value itself: few changes are harmless.
    assert!((10..200).contains(&permitted), "{permitted}");
}
