//! What a document and its signatures are, gathered without an opinion.

pub(super) mod chain;
pub(super) mod evidence;
mod later;
mod timestamp;

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use super::VerifyOptions;
use super::beside::beside;
use super::digests::{Wanted, digests};
use crate::asn1::oid;
use crate::cms::timestamp::TimestampToken;
use crate::cms::{self, Content, SignedData, SignerCheck};
use crate::crypto::{self, Digest, DigestAlgorithm};
use crate::error::{Error, Result};
use crate::limits::Limits;
use crate::pdf::repair::{self, Difference};
use crate::pdf::risk::{self, Risks};
use crate::pdf::security;
use crate::pdf::signing::{
    ByteRange, Certification, Permission, SignatureDictionary, SignatureForm, certification, signature_form,
    signatures,
};
use crate::pdf::{Anomaly, Object, ObjectAnomaly};
use crate::pki::{Certificate, PathConstraints, ValidationData};

pub(super) use chain::{ChainFacts, PathFacts};
pub(super) use later::LaterRevisions;
pub(super) use timestamp::TokenFacts;

use chain::ChainGatherer;

/// What was found in a PDF.
#[derive(Debug)]
pub(super) struct DocumentFacts {
    /// The length of the file.
    pub(super) length: usize,
    pub(super) revisions: usize,
    /// Where each revision ends.
    pub(super) ends: Vec<usize>,
    pub(super) anomalies: Vec<Anomaly>,
    /// What readers that repair the file see otherwise.
    pub(super) differences: Vec<Difference>,
    /// What it holds that can show something else.
    pub(super) risks: Risks,
    /// Objects of the form that cannot be read.
    pub(super) unreadable_form: BTreeSet<u32>,
    /// What was tolerated in objects that were read.
    pub(super) odd_objects: BTreeMap<u32, ObjectAnomaly>,
    pub(super) encryption: Option<Encryption>,
    /// What a certification signature allows to change.
    pub(super) certification: Option<Certification>,
    /// Signature fields without a value.
    pub(super) empty_fields: Vec<String>,
    pub(super) signatures: Vec<SignatureFacts>,
    /// Signatures beyond the limit, which were not looked at.
    pub(super) left_out: usize,
    pub(super) has_trust: bool,
    /// What each revision changed against the one before, the first left out.
    pub(super) later: LaterRevisions,
    /// The CRLs, OCSP responses and certificates that the document carries, by their identifiers.
    pub(super) embedded: BTreeSet<[u8; 32]>,
    /// All evidence at hand.
    data: ValidationData,
}

/// What was found about the encryption of a document.
#[derive(Debug)]
pub(super) struct Encryption {
    /// The document claims an integrity code over its encrypted contents (ISO/TS 32004).
    pub(super) authenticated: bool,
}

/// What was found about one signature.
#[derive(Debug)]
pub(super) struct SignatureFacts {
    pub(super) field: String,
    /// Other fields that show the same signature.
    pub(super) shared_with: Vec<String>,
    /// A later revision has no longer this value in the field.
    pub(super) removed: bool,
    pub(super) dictionary: SignatureDictionary,
    /// What it allows to be changed after it.
    pub(super) permission: Permission,
    /// The name of another signature whose gap this one's range crosses.
    pub(super) crosses: Option<String>,
    pub(super) message: MessageFacts,
    /// The paths of the signer's certificate, where that was found.
    pub(super) chain: Option<Rc<ChainFacts>>,
    /// The timestamps over the signature value, in the message.
    pub(super) timestamps: Vec<Result<TokenFacts>>,
    /// Timestamps over the content, made before it was signed (CAdES content-time-stamp).
    pub(super) content_timestamps: Vec<Result<TokenFacts>>,
    /// For a document timestamp: the evidence that its revision holds, by identifier.
    pub(super) covered_evidence: Vec<[u8; 32]>,
    /// The CRLs and OCSP responses in its message, and those among them that were signed along.
    pub(super) carried_evidence: Vec<[u8; 32]>,
    pub(super) signed_evidence: Vec<[u8; 32]>,
}

/// The cryptographic message in /Contents.
#[derive(Debug)]
pub(super) enum MessageFacts {
    /// Not looked at, because the sub-filter promises something else or the dictionary has none.
    NotRead,
    Unreadable(Error),
    Read {
        unreadable_certificates: usize,
        /// A version number that is not the one of the standard.
        unusual_version: Option<u64>,
        /// The signer's digest algorithm is named at the head of the message.
        lists_digest: bool,
        check: Box<SignerCheck>,
    },
    /// The token of a document timestamp.
    Token(Box<TokenFacts>),
    /// Its byte range cannot be hashed, or only with more work than is allowed.
    NotHashed,
}

/// Gathers everything that a verdict needs.
pub(super) fn gather(bytes: &[u8], options: &VerifyOptions) -> Result<DocumentFacts> {
    let limits = &options.limits;
    let (document, security) = security::open(bytes, options.password.as_deref(), limits)?;
    let encryption = security.map(|security| Encryption { authenticated: security.has_mac() });
    let SignatureForm { fields, unreadable } = signature_form(&document.latest(), limits)?;
    // Worth telling, no part of the verdict: what cannot be read is left out.
    let certification = certification(&document.latest(), &fields).unwrap_or_default();
    let is_empty = |value: &Option<Object<'_>>| value.as_ref().is_none_or(Object::is_null);
    let empty_fields =
        fields.into_iter().filter(|field| is_empty(&field.value)).map(|field| field.name).collect();

    let mut found = signatures(&document, limits)?;
    let left_out = found.len().saturating_sub(limits.signatures);
    found.truncate(limits.signatures);
    let last = document.revisions().len().saturating_sub(1);
    let mut facts = Vec::with_capacity(found.len());
    let mut named = BTreeMap::new();
    for signature in found {
        let dictionary = SignatureDictionary::read(&document, &signature)?;
        let revision = dictionary.coverage.revision().unwrap_or(signature.last_seen);
        let view = document.view(revision);
        let named = match named.get(&revision) {
            Some(known) => *known,
            None => *named.entry(revision).or_insert(Permission::named(&view)?),
        };
        let permission = Permission::stated(&view, &signature, named)?;
        facts.push(SignatureFacts {
            permission,
            field: signature.field.name,
            shared_with: signature.shared_with,
            removed: signature.last_seen < last,
            dictionary,
            crosses: None,
            message: MessageFacts::NotRead,
            chain: None,
            timestamps: Vec::new(),
            content_timestamps: Vec::new(),
            covered_evidence: Vec::new(),
            carried_evidence: Vec::new(),
            signed_evidence: Vec::new(),
        });
    }
    // In the order in which they were made.
    facts.sort_by_key(|signature| signature.dictionary.byte_range.map_or(usize::MAX, |range| range.end));
    find_crossings(&mut facts);
    let covered: BTreeSet<usize> =
        facts.iter().filter_map(|signature| signature.dictionary.coverage.revision()).collect();
    let analysis = || {
        let later = later::later_revisions(&document, &covered, limits)?;
        let differences = repair::compare(&document)?;
        // Last, because it may go without what the others have used up.
        let risks = risk::risks(&document, last, scan_work(bytes.len()));
        Ok::<_, Error>((later, differences, risks))
    };
    let large = bytes.len() >= LARGE;
    let (analysis, messages) = beside(large, analysis, || read_messages(bytes, &mut facts, limits));
    let (later, differences, risks) = analysis?;
    let evidence = evidence::gather(&document, &mut facts, &messages, options)?;
    let mut chains =
        ChainGatherer::new(&options.trust, &evidence.data, limits, PathConstraints::default(), options.time);
    let offered: Vec<Certificate> =
        evidence.data.certificates().iter().chain(options.trust.intermediates()).cloned().collect();
    for (index, message, digest) in messages {
        if let Some(signature) = facts.get_mut(index) {
            judge_message(signature, message, digest, &offered, limits, &mut chains);
        }
    }
    Ok(DocumentFacts {
        length: bytes.len(),
        revisions: document.revisions().len(),
        ends: document.revisions().iter().map(|revision| revision.end).collect(),
        anomalies: document.anomalies().to_vec(),
        differences,
        risks,
        unreadable_form: unreadable,
        odd_objects: document.object_anomalies(),
        encryption,
        certification,
        empty_fields,
        signatures: facts,
        left_out,
        has_trust: !options.trust.anchors().is_empty(),
        later,
        embedded: evidence.embedded,
        data: evidence.data,
    })
}

/// How much a scan for risks may do while so many bytes are hashed, in units of some hundred nanoseconds: less than the
/// hash takes, and two milliseconds for small files, which a page with its fonts needs.
fn scan_work(length: usize) -> usize {
    (length / 800).saturating_add(18_000).min(100_000)
}

/// Two byte ranges may contain each other's gaps, as those of a second signature do, but a gap or an end inside of
/// another's gap leaves bytes that one of them believes covered (attack P3). Sorted by where gaps begin, only
/// neighbours can touch.
fn find_crossings(signatures: &mut [SignatureFacts]) {
    let mut ranges: Vec<(ByteRange, usize)> = signatures
        .iter()
        .enumerate()
        .filter_map(|(index, signature)| Some((signature.dictionary.byte_range?, index)))
        .collect();
    ranges.sort_by_key(|(range, _)| (range.gap_start, range.gap_end));
    let mut crossings: Vec<(usize, usize)> = Vec::new();
    for pair in ranges.windows(2) {
        if let [(first, a), (second, b)] = pair
            && second.gap_start < first.gap_end
        {
            crossings.extend([(*a, *b), (*b, *a)]);
        }
    }
    let gaps = ranges.clone();
    for (range, index) in &ranges {
        // The last gap that begins before this range ends must also end before it.
        let behind = gaps.partition_point(|(gap, _)| gap.gap_start < range.end);
        let before = behind.checked_sub(1).and_then(|at| gaps.get(at));
        if let Some((_, other)) = before.filter(|(gap, other)| other != index && gap.gap_end > range.end) {
            crossings.push((*index, *other));
        }
    }
    for (index, other) in crossings {
        let name = signatures.get(other).map(|signature| signature.field.clone());
        if let Some(signature) = signatures.get_mut(index) {
            signature.crosses = name;
        }
    }
}

/// What stands in /Contents.
enum Message {
    Signed(SignedData),
    Token(Box<TimestampToken>),
}

impl Message {
    fn signed_data(&self) -> &SignedData {
        match self {
            Self::Signed(message) => message,
            Self::Token(token) => &token.message,
        }
    }
}

/// Reads the messages and hashes all byte ranges in one pass: which signature, its message, and the digest if it
/// could be made.
fn read_messages(
    bytes: &[u8],
    signatures: &mut [SignatureFacts],
    limits: &Limits,
) -> Vec<(usize, Message, Option<Digest>)> {
    let mut read: Vec<(usize, Message)> = Vec::new();
    let mut wanted: Vec<(usize, Wanted)> = Vec::new();
    for (index, signature) in signatures.iter_mut().enumerate() {
        let dictionary = &signature.dictionary;
        if dictionary.contents.is_empty() {
            continue;
        }
        let message = if dictionary.is_document_timestamp() {
            cms::timestamp::read(&dictionary.contents, limits).map(|token| Message::Token(Box::new(token)))
        } else if dictionary.is_detached_cms() {
            cms::read(&dictionary.contents, limits).map(Message::Signed)
        } else {
            continue;
        };
        match message {
            Err(error) => signature.message = MessageFacts::Unreadable(error),
            Ok(message) => {
                let algorithm = match &message {
                    Message::Signed(message) => {
                        message.signers.first().and_then(|signer| signer.digest_algorithm())
                    }
                    Message::Token(token) => token.info.imprint_algorithm,
                };
                if let (Some(range), Some(algorithm)) = (dictionary.byte_range, algorithm) {
                    wanted.push((index, Wanted { range, algorithm }));
                }
                read.push((index, message));
            }
        }
    }
    let asked: Vec<Wanted> = wanted.iter().map(|(_, wanted)| *wanted).collect();
    let mut results = wanted.iter().map(|(index, _)| *index).zip(digests(bytes, &asked)).peekable();
    let digest = |index: usize| results.next_if(|(of, _)| *of == index).and_then(|(_, digest)| digest);
    let mut digest = digest;
    read.into_iter().map(|(index, message)| (index, message, digest(index))).collect()
}

/// Checks a message against the digest of what it signs, and gathers the chain of its signer.
fn judge_message(
    signature: &mut SignatureFacts,
    message: Message,
    digest: Option<Digest>,
    offered: &[Certificate],
    limits: &Limits,
    chains: &mut ChainGatherer<'_>,
) {
    match message {
        Message::Token(token) => {
            let imprinted = |algorithm| digest.filter(|digest| digest.algorithm() == algorithm);
            if digest.is_none() && token.info.imprint_algorithm.is_some() {
                signature.message = MessageFacts::NotHashed;
                return;
            }
            let token = TokenFacts::gather(&token, &imprinted, offered, chains);
            signature.message = MessageFacts::Token(Box::new(token));
        }
        Message::Signed(message) => {
            let unsupported =
                message.signers.first().is_some_and(|signer| signer.digest_algorithm().is_none());
            if digest.is_none() && !unsupported && !message.signers.is_empty() {
                signature.message = MessageFacts::NotHashed;
            } else {
                check(signature, &message, digest, offered, limits, chains);
            }
        }
    }
}

fn check(
    signature: &mut SignatureFacts,
    message: &SignedData,
    digest: Option<Digest>,
    offered: &[Certificate],
    limits: &Limits,
    chains: &mut ChainGatherer<'_>,
) {
    // The digest was made with the algorithm of the first signer, the one that is checked.
    let of_content = |algorithm: DigestAlgorithm| {
        digest
            .filter(|digest| digest.algorithm() == algorithm)
            .unwrap_or_else(|| crypto::digest(algorithm, &[]))
    };
    let check = cms::check_signer(message, 0, &Content::Detached(&of_content), oid::DATA, offered);
    signature.chain = check.signer_certificate.as_ref().map(|leaf| chains.chain(leaf));
    let signer = message.signers.first();
    if let Some(signer) = signer {
        let mut tokens = |raw: Vec<&[u8]>, imprinted: &dyn Fn(DigestAlgorithm) -> Option<Digest>| {
            let read = raw.into_iter().take(TOKENS).map(|raw| cms::timestamp::read(raw, limits));
            read.map(|token| Ok(TokenFacts::gather(&token?, imprinted, offered, chains))).collect()
        };
        let value = |algorithm| Some(crypto::digest(algorithm, &signer.signature));
        signature.timestamps = tokens(signer.signature_timestamps(), &value);
        let content = |algorithm| digest.filter(|digest| digest.algorithm() == algorithm);
        signature.content_timestamps = tokens(signer.content_timestamps(), &content);
    }
    signature.message = MessageFacts::Read {
        unreadable_certificates: message.unreadable_certificates.len(),
        unusual_version: message.unusual_version(),
        lists_digest: signer.is_none_or(|signer| message.lists_digest_of(signer)),
        check: Box::new(check),
    };
}

/// From so many bytes on the digest takes longer than to make a thread.
const LARGE: usize = 512 << 10;

/// Timestamps of one signature that are looked at: nobody needs more, and each costs a path.
const TOKENS: usize = 16;
