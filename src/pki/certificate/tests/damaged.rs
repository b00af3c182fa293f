//! Certificates changed at random.

use super::Parts;
use crate::asn1::{Oid, Tag, oid, write};
use crate::limits::Limits;
use crate::pki::test_pki::tests as test_pki;
use crate::pki::{Certificate, PathFinder, TrustStore};

/// Whatever is changed: refused with a place, or read, and then everything can be asked of it.
#[test]
fn damaged_certificates_are_read_or_refused_and_never_panic() {
    let member = |name: &str| test_pki::certificate(name).der().to_vec();
    let mut originals: Vec<_> = ["root", "sub", "person", "g1-sub"].map(member).into();
    originals.push(constrained().der().to_vec());
    let mut state = 0x2545_f491_4f6c_dd1du64;
    let mut random = |below: usize| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        usize::try_from(state % u64::try_from(below).expect("small")).expect("small")
    };
    let (mut read, mut refused) = (0, 0);
    for original in &originals {
        for _ in 0..4000 {
            let mut der = original.clone();
            for _ in 0..=random(3) {
                if der.len() < 2 {
                    break;
                }
                let at = random(der.len());
                match random(6) {
                    0 => der[at] ^= 1 << random(8),
                    1 => der[at] = [0, 1, 0x7f, 0x80, 0x84, 0xff][random(6)],
                    2 => {
                        der.remove(at);
                    }
                    3 => der.insert(at, [0, 0x30, 0x80, 0xff][random(4)]),
                    4 => der.truncate(at.max(1)),
                    _ => {
                        let copied = der[at..(at + random(40)).min(der.len())].to_vec();
                        let to = random(der.len());
                        der.splice(to..to, copied);
                    }
                }
            }
            match Certificate::from_der(&der) {
                Ok(certificate) => {
                    read += 1;
                    ask_everything(&certificate);
                }
                Err(error) => {
                    refused += 1;
                    assert!(error.offset().is_some_and(|offset| offset <= der.len()), "{error}");
                }
            }
        }
    }
    assert!(read > 1000 && refused > 1000, "{read} read, {refused} refused");
}

/// A CA certificate with every extension about names and policies.
fn constrained() -> Certificate {
    let subtree = |tag: u8, content: &[u8]| write::sequence(&[write::tlv(Tag(tag), content)]);
    let names = [
        subtree(0x82, b"gov.vn"),
        subtree(0x81, b"an@gov.vn"),
        subtree(0x86, b".gov.vn"),
        subtree(0x87, &[10, 0, 0, 0, 255, 0, 0, 0]),
        subtree(0xa4, &write::sequence(&[b""])),
        subtree(0xa0, &[6, 1, 42, 0xa0, 2, 5, 0]),
    ];
    let policies = write::sequence(&[write::sequence(&[write::oid(oid::ANY_POLICY)])]);
    let mapping = write::sequence(&[write::oid(Oid(&[42, 1])), write::oid(Oid(&[42, 2]))]);
    let skips = [write::tlv(Tag::context_primitive(0), &[1]), write::tlv(Tag::context_primitive(1), &[2])];
    let extensions = [
        (oid::NAME_CONSTRAINTS, write::sequence(&[write::constructed(Tag::context(0), &names)])),
        (oid::CERTIFICATE_POLICIES, policies),
        (oid::POLICY_MAPPINGS, write::sequence(&[mapping])),
        (oid::POLICY_CONSTRAINTS, write::sequence(&skips)),
        (oid::INHIBIT_ANY_POLICY, write::integer(3)),
        (oid::SUBJECT_ALT_NAME, write::sequence(&[write::tlv(Tag(0x86), b"http://ca.gov.vn/")])),
    ];
    let extensions = extensions.map(|(oid, value)| {
        write::sequence(&[write::oid(oid), write::boolean(true), write::octet_string(&value)])
    });
    let certificate = Parts { extensions: extensions.to_vec(), ..Parts::new() }.certificate();
    assert!(certificate.malformed_extensions().is_empty());
    assert_eq!(certificate.name_constraints().map(|names| names.permitted.len()), Some(6));
    let policies = certificate.policies();
    assert_eq!(
        (policies.require_explicit, policies.inhibit_mapping, policies.inhibit_any),
        (Some(1), Some(2), Some(3))
    );
    certificate
}

/// All that rooms above ask, and the judgement of a path above and below itself.
fn ask_everything(certificate: &Certificate) {
    let shown = format!("{certificate:?} {} {:?}", certificate.issuer(), certificate.email());
    assert!(!shown.is_empty());
    assert!(certificate.subject().matches(certificate.subject()));
    for extension in certificate.extensions() {
        assert!(extension.value.len() <= certificate.der().len());
    }
    let (limits, trust) = (Limits::default(), test_pki::trust());
    let mut finder = PathFinder::new(&trust, vec![certificate.clone()], &limits);
    let path = finder.best(certificate, certificate.not_before());
    assert_eq!(path.chain.first(), Some(certificate));
    // As an issuer whose constraints apply to itself.
    let mut pinned = TrustStore::new();
    pinned.add_anchor(certificate.clone());
    let person = test_pki::certificate("person");
    PathFinder::new(&pinned, Vec::new(), &limits).best(&person, certificate.not_after());
}
