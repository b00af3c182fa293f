use super::{Path, PathFault, PathRequest, build_path};
use crate::crypto::DigestAlgorithm;
use crate::limits::Limits;
use crate::pki::{Certificate, TrustStore, certificates_from, corpus};
use crate::time::Time;

/// One certificate of the folder gca of the corpus.
fn gca(file: &str) -> Option<Certificate> {
    let folder = corpus::folder("gca")?;
    certificates_from(&corpus::read(&folder.join(file)), &Limits::default()).expect("a certificate").pop()
}

fn time(text: &str) -> Time {
    text.parse().expect("a time")
}

fn path(leaf: &Certificate, offered: &[Certificate], trust: &TrustStore, at: &str) -> Path {
    build_path(&PathRequest { leaf, offered, trust, at: time(at), limits: &Limits::default() })
}

fn trust(anchors: &[&Certificate], intermediates: &[&Certificate]) -> TrustStore {
    let mut trust = TrustStore::new();
    anchors.iter().for_each(|anchor| trust.add_anchor((*anchor).clone()));
    intermediates.iter().for_each(|intermediate| trust.add_intermediate((*intermediate).clone()));
    trust
}

#[test]
fn an_agency_certificate_leads_to_the_root_of_generation_2() {
    let (Some(leaf), Some(sub), Some(root)) =
        (gca("leaf-agency-g2.pem"), gca("gca-cp-g2.crt"), gca("gca-root-g2.crt"))
    else {
        return;
    };
    let whole =
        Path { chain: vec![leaf.clone(), sub.clone(), root.clone()], anchored: true, faults: Vec::new() };
    let store = trust(&[&root], &[&sub]);
    assert_eq!(path(&leaf, &[], &store, "2026-11-20"), whole);
    assert!(whole.is_good());
    // The sub CA from the document instead of the store, among others.
    let other = gca("gca-dcs-g2.crt").expect("a certificate");
    let offered = [other, root.clone(), leaf.clone(), sub.clone()];
    assert_eq!(path(&leaf, &offered, &trust(&[&root], &[]), "2026-11-20"), whole);

    let early = path(&leaf, &[], &store, "2025-03-13T16:36:52Z").faults;
    assert_eq!(early, [PathFault::NotYetValid { index: 0, not_before: time("2025-03-13T16:36:53Z") }]);
    assert!(path(&leaf, &[], &store, "2025-03-13T16:36:53Z").is_good());
    assert!(path(&leaf, &[], &store, "2030-03-12T16:36:53Z").is_good());
    let late = path(&leaf, &[], &store, "2030-03-12T16:36:54Z").faults;
    assert_eq!(late, [PathFault::Expired { index: 0, not_after: time("2030-03-12T16:36:53Z") }]);
    let long_ago = path(&leaf, &[], &store, "2010-01-01").faults;
    assert_eq!(long_ago.len(), 3, "{long_ago:?}");
}

#[test]
fn a_pinned_sub_ca_is_an_anchor_and_a_missing_one_is_named() {
    let (Some(leaf), Some(sub), Some(root)) =
        (gca("leaf-agency-g2.pem"), gca("gca-cp-g2.crt"), gca("gca-root-g2.crt"))
    else {
        return;
    };
    let pinned = path(&leaf, &[], &trust(&[&sub], &[]), "2026-11-20");
    assert_eq!(pinned, Path { chain: vec![leaf.clone(), sub.clone()], anchored: true, faults: Vec::new() });
    let own = path(&leaf, &[], &trust(&[&leaf], &[]), "2026-11-20");
    assert_eq!(own, Path { chain: vec![leaf.clone()], anchored: true, faults: Vec::new() });

    let lacking = path(&leaf, &[], &trust(&[&root], &[]), "2026-11-20");
    let no_issuer = vec![PathFault::NoIssuer];
    assert_eq!(lacking, Path { chain: vec![leaf.clone()], anchored: false, faults: no_issuer.clone() });
    // Offered but not trusted, whatever it is: the path gets as far as it can.
    let untrusted = path(&leaf, &[sub.clone(), root.clone()], &TrustStore::new(), "2026-11-20");
    assert_eq!(untrusted, Path { chain: vec![leaf, sub, root], anchored: false, faults: no_issuer });
}

#[test]
fn sha_1_of_generation_1_is_accepted_only_where_it_is_pinned() {
    let (Some(sub), Some(root)) = (gca("gca-cp-g1.crt"), gca("gca-root-g1.crt")) else { return };
    let chain = vec![sub.clone(), root.clone()];
    let pinned = path(&sub, &[], &trust(&[&root], &[&sub]), "2026-11-20");
    assert_eq!(pinned, Path { chain: chain.clone(), anchored: true, faults: Vec::new() });
    let offered = path(&sub, std::slice::from_ref(&sub), &trust(&[&root], &[]), "2026-11-20");
    let weak = vec![PathFault::WeakAlgorithm { index: 0, digest: DigestAlgorithm::Sha1 }];
    assert_eq!(offered, Path { chain, anchored: true, faults: weak });
    // Generation 1 ends in 2030, and its root is no exception.
    let late = path(&sub, &[], &trust(&[&root], &[&sub]), "2031-01-01").faults;
    assert_eq!(
        late,
        [
            PathFault::Expired { index: 0, not_after: time("2030-03-04T06:33:32Z") },
            PathFault::Expired { index: 1, not_after: time("2030-03-05T05:45:57Z") },
        ]
    );
}

#[test]
fn every_real_ca_certificate_leads_to_its_root() {
    let roots =
        ["gca-root-g1.crt", "gca-root-g2.crt", "mic-national-root.cer", "vietnam-national-root-ca.pem"]
            .map(gca);
    let Some(roots) = roots.into_iter().collect::<Option<Vec<_>>>() else { return };
    for (file, root, at) in [
        ("gca-bca-g1.cer", 0, "2016-06-01"),
        ("gca-bng-g1.cer", 0, "2016-06-01"),
        ("gca-btc-g1.cer", 0, "2016-06-01"),
        ("gca-cp-g1.crt", 0, "2016-06-01"),
        ("gca-dcs-g1.cer", 0, "2016-06-01"),
        ("gca-cp-g2.crt", 1, "2026-06-01"),
        ("gca-dcs-g2.crt", 1, "2026-06-01"),
        ("public-bkavca.cer", 2, "2016-06-01"),
        ("public-fptca.cer", 2, "2016-06-01"),
        ("public-viettelca.cer", 2, "2016-06-01"),
        ("public-vnptca.cer", 2, "2016-06-01"),
    ] {
        let certificate = gca(file).expect("a certificate");
        let store = trust(&roots.iter().collect::<Vec<_>>(), &[&certificate]);
        let found = path(&certificate, &[], &store, at);
        assert!(found.is_good(), "{file}: {:?}", found.faults);
        assert_eq!(found.chain.last(), roots.get(root), "{file}");
    }
}
