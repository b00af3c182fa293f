//! What the verdicts rest on, as entries of the document security store.

use std::collections::HashSet;

use crate::cms;
use crate::error::Result;
use crate::limits::Limits;
use crate::pdf::Document;
use crate::pdf::signing::{self, SignatureDictionary, StoreEntry};
use crate::pki::Certificate;
use crate::report::DocumentReport;
use crate::verify::{Examination, VerifyOptions};

/// The update that stores the evidence for every signature and document timestamp; `None` if all of it is there.
///
/// Certificates that the signature itself carries are not stored again. Trust anchors are: the whole set of
/// certificates belongs to level B-LT (EN 319 142-1 6.3), and pyHanko finds no issuer of a CRL without them.
pub(super) fn store(
    document: &[u8],
    examination: &Examination,
    options: &VerifyOptions,
) -> Result<Option<Vec<u8>>> {
    let limits = &options.limits;
    let (pdf, security) = signing::open_for_update(document, options.password.as_deref(), limits)?;
    let signatures = signatures(&pdf, limits)?;
    let mut entries = Vec::new();
    for used in &examination.used {
        let signature = signatures.iter().find(|signature| signature.id == used.signature);
        let carried = signature.map_or(&[][..], |signature| &signature.carried);
        let own = used.data.certificates();
        let relied = relied_on(&examination.report, &used.signature);
        let anchors = options.trust.anchors().iter();
        let anchors = anchors.filter(|anchor| relied.contains(&anchor.fingerprint_sha256()));
        let certificates = own.iter().chain(anchors);
        entries.push(StoreEntry {
            key: signature.map(|signature| signature.key.clone()),
            certificates: certificates.filter(|c| !carried.contains(c)).map(Certificate::der).collect(),
            crls: used.data.crls().collect(),
            ocsps: used.data.ocsps().collect(),
        });
    }
    signing::store_update(&pdf, security.as_ref(), &entries, limits)
}

/// The fingerprints of the anchors to which a signature and its timestamps lead.
fn relied_on(report: &DocumentReport, id: &str) -> HashSet<String> {
    let signatures = report.signatures.iter().filter(|signature| signature.id == id);
    let chains = signatures.flat_map(|signature| {
        std::iter::once(&signature.chain).chain(signature.timestamps.iter().map(|timestamp| &timestamp.chain))
    });
    let anchors = chains.flatten().filter(|certificate| certificate.anchor);
    anchors.map(|certificate| certificate.fingerprint.clone()).collect()
}

/// A signature or document timestamp of the document.
struct Carrier {
    /// The full name of its field.
    id: String,
    /// Its key in /VRI.
    key: String,
    /// The certificates in its message.
    carried: Vec<Certificate>,
}

fn signatures(pdf: &Document<'_>, limits: &Limits) -> Result<Vec<Carrier>> {
    let mut carriers = Vec::new();
    let there = signing::dss(&pdf.latest(), limits)?.unwrap_or_default().vri;
    for found in signing::signatures(pdf, limits)? {
        let signature = SignatureDictionary::read(pdf, &found)?;
        let message = cms::read(&signature.contents, limits).ok();
        carriers.push(Carrier {
            id: found.field.name,
            key: signing::vri_key(&signature.contents, signature.is_document_timestamp(), &there),
            carried: message.map(|message| message.certificates).unwrap_or_default(),
        });
    }
    Ok(carriers)
}
