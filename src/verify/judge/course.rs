//! The course of the validation (EN 319 102-1 V1.4.1 5.6.3): timestamps from the outermost inwards, each a proof of
//! existence for what it covers; then the signatures with the proofs that were gathered.

use std::borrow::Cow;

use super::chain::{ChainQuestion, ChainRole, Hindrance};
use super::changes::LaterChanges;
use super::level::{Archived, LevelQuestion, level};
use super::proof::{Piece, Proofs};
use super::timestamp::{self, TimestampVerdict};
use super::validity::{self, ChainVerdict};
use super::{integrity, weigh};
use crate::error::Error;
use crate::pdf::signing::Coverage;
use crate::policy::Policy;
use crate::report::{
    BestTime, Code, Finding, Indication, Level, TimeSource, TimestampKind, TimestampReport, indication,
};
use crate::time::Time;
use crate::verify::facts::{DocumentFacts, MessageFacts, SignatureFacts, TokenFacts};

/// The timestamps of a document, judged, and the proofs that they give.
pub(super) struct Course<'f, 'p> {
    /// What came after each signature.
    pub(super) later: LaterChanges,
    facts: &'f DocumentFacts,
    pub(super) policy: &'p Policy,
    pub(super) now: Time,
    proofs: Proofs,
    existed_at: Option<Time>,
    /// For each signature that is a document timestamp.
    document_timestamps: Vec<Option<TimestampVerdict<'f>>>,
    /// For each signature those over its value, and those over the content that it signed along.
    tokens: Vec<Vec<TimestampVerdict<'f>>>,
    content_timestamps: Vec<Vec<TimestampVerdict<'f>>>,
}

impl<'f, 'p> Course<'f, 'p> {
    pub(super) fn run(
        facts: &'f DocumentFacts,
        policy: &'p Policy,
        existed_at: Option<Time>,
        now: Time,
    ) -> Self {
        let existed_at = existed_at.filter(|at| *at <= now);
        let mut course = Self {
            facts,
            later: LaterChanges::judge(facts, policy),
            policy,
            now,
            proofs: Proofs::new(now),
            existed_at,
            document_timestamps: facts.signatures.iter().map(|_| None).collect(),
            tokens: Vec::new(),
            content_timestamps: Vec::new(),
        };
        if let Some(at) = existed_at {
            course.prove_everything(at);
        }
        for index in (0..facts.signatures.len()).rev() {
            course.judge_document_timestamp(index);
        }
        for (index, signature) in facts.signatures.iter().enumerate() {
            let tokens = course.judge_tokens(index, &signature.timestamps, TimestampKind::Signature);
            for time in tokens.iter().filter(|token| token.is_good).filter_map(TimestampVerdict::time) {
                course.proofs.add(Piece::Signature(index), time);
            }
            course.tokens.push(tokens);
            let content = course.judge_tokens(index, &signature.content_timestamps, TimestampKind::Content);
            course.content_timestamps.push(content);
        }
        course
    }

    /// The caller vouches for all that the document holds, but what says itself that it is younger was added later.
    fn prove_everything(&mut self, at: Time) {
        let limit = at.plus_seconds(CLOCKS_OF_AUTHORITIES);
        for (index, signature) in self.facts.signatures.iter().enumerate() {
            let is_younger = match &signature.message {
                MessageFacts::Token(token) => token.time > limit,
                _ => false,
            };
            if !is_younger {
                self.proofs.add(Piece::Signature(index), at);
            }
            for (number, token) in signature.timestamps.iter().enumerate() {
                if token.as_ref().is_ok_and(|token| token.time <= limit) {
                    self.proofs.add(Piece::Token(index, number), at);
                }
            }
        }
        for id in &self.facts.embedded {
            self.proofs.add(Piece::Evidence(*id), at);
        }
    }

    fn question(&self, role: ChainRole) -> ChainQuestion<'_> {
        ChainQuestion { policy: self.policy, proofs: &self.proofs, now: self.now, role, admitted: &|_| true }
    }

    fn judge_document_timestamp(&mut self, index: usize) {
        let Some(signature) = self.facts.signatures.get(index) else { return };
        let token: Result<&TokenFacts, &Error> = match &signature.message {
            MessageFacts::Token(token) => Ok(token),
            MessageFacts::Unreadable(error) if signature.dictionary.is_document_timestamp() => Err(error),
            _ => return,
        };
        let proven = self.proofs.proven(Piece::Signature(index));
        let question = self.question(ChainRole::TimestampAuthority);
        let has_trust = self.facts.has_trust;
        let mut verdict = timestamp::verdict(TimestampKind::Document, token, &question, proven, has_trust);
        // What it does not cover soundly it does not prove.
        let mut of_range = integrity::findings(self.facts, signature, &self.later);
        weigh(&mut of_range, self.policy);
        verdict.is_good &= indication(&of_range).0 == Indication::TotalPassed;
        if let Some(time) = verdict.time().filter(|_| verdict.is_good) {
            self.prove_covered(time, signature, index);
        }
        if let Some(slot) = self.document_timestamps.get_mut(index) {
            *slot = Some(verdict);
        }
    }

    /// 5.6.2.3 of the standard: what a timestamp covers existed when it was made.
    fn prove_covered(&mut self, time: Time, timestamp: &SignatureFacts, index: usize) {
        let facts = self.facts;
        for (number, inner) in facts.signatures.iter().enumerate().take(index) {
            if !covers(timestamp, Some(inner)) {
                continue;
            }
            self.proofs.add(Piece::Signature(number), time);
            for token in 0..inner.timestamps.len() {
                self.proofs.add(Piece::Token(number, token), time);
            }
            for id in &inner.carried_evidence {
                self.proofs.add(Piece::Evidence(*id), time);
            }
        }
        for id in &timestamp.covered_evidence {
            self.proofs.add(Piece::Evidence(*id), time);
        }
    }

    fn judge_tokens(
        &self,
        index: usize,
        tokens: &'f [Result<TokenFacts, Error>],
        kind: TimestampKind,
    ) -> Vec<TimestampVerdict<'f>> {
        let question = self.question(ChainRole::TimestampAuthority);
        let judged = tokens.iter().enumerate().map(|(number, token)| {
            let piece = match kind {
                TimestampKind::Content => Piece::Signature(index),
                _ => Piece::Token(index, number),
            };
            let proven = self.proofs.proven(piece);
            timestamp::verdict(kind, token.as_ref(), &question, proven, self.facts.has_trust)
        });
        judged.collect()
    }

    pub(super) fn document_timestamp(&self, index: usize) -> Option<&TimestampVerdict<'f>> {
        self.document_timestamps.get(index)?.as_ref()
    }

    /// The timestamps over the value of a signature that stand in its message.
    pub(super) fn tokens(&self, index: usize) -> &[TimestampVerdict<'f>] {
        self.tokens.get(index).map(Vec::as_slice).unwrap_or_default()
    }

    /// The timestamps over its content that were signed along.
    pub(super) fn content_timestamps(&self, index: usize) -> &[TimestampVerdict<'f>] {
        self.content_timestamps.get(index).map(Vec::as_slice).unwrap_or_default()
    }

    /// The timestamps over its value, and the document timestamps that cover it, in the order of the document.
    fn over(&self, index: usize) -> Vec<(&TimestampVerdict<'f>, Option<&'f SignatureFacts>)> {
        let inner = self.facts.signatures.get(index);
        let own = self.tokens(index).iter().map(|token| (token, None));
        let outer = self.facts.signatures.iter().zip(&self.document_timestamps).skip(index.saturating_add(1));
        let outer = outer
            .filter(|(signature, _)| covers(signature, inner))
            .filter_map(|(signature, verdict)| Some((verdict.as_ref()?, Some(signature))));
        own.chain(outer).collect()
    }

    /// The earliest time at which the signature is proven to have existed.
    pub(super) fn best_time(&self, index: usize) -> Option<BestTime> {
        let good = self.over(index).into_iter().filter(|(verdict, _)| verdict.is_good);
        let times = good.filter_map(|(verdict, _)| verdict.time());
        let by_timestamp = times.min().map(|time| BestTime { time, source: TimeSource::Timestamp });
        let by_caller = self.existed_at.map(|time| BestTime { time, source: TimeSource::Proof });
        by_timestamp.into_iter().chain(by_caller).min_by_key(|best| best.time)
    }

    /// The chain of the signer, for the time at which the signature is proven to have existed.
    pub(super) fn signer(&self, index: usize) -> Option<ChainVerdict<'f>> {
        let signature = self.facts.signatures.get(index)?;
        let chain = signature.chain.as_ref()?;
        let proven = self.best_time(index).map(|best| best.time);
        // What was signed along is older than the value of the signature. That is believed for this signature alone:
        // anybody can put what he likes beside a value that somebody else made.
        let mut proofs = Cow::Borrowed(&self.proofs);
        if let Some(time) = proven.filter(|_| signature.is_intact() && !signature.signed_evidence.is_empty())
        {
            let own = proofs.to_mut();
            signature.signed_evidence.iter().for_each(|id| own.add(Piece::Evidence(*id), time));
        }
        let question = ChainQuestion { proofs: &proofs, ..self.question(ChainRole::Signer) };
        validity::verdict(chain, &question, proven, self.facts.has_trust)
    }

    /// 5.5.4 of the standard: a timestamp that was signed along proves that the signature is younger, so it cannot be
    /// proven to be older, and a certificate that had ended by then had ended before it was used. Only a revocation
    /// that is proven, and its own date, make a failure of it.
    pub(super) fn after_content_timestamp(
        &self,
        index: usize,
        chain: Option<&ChainVerdict<'f>>,
    ) -> Vec<Finding> {
        let good = self.content_timestamps(index).iter().filter(|verdict| verdict.is_good);
        let Some(after) = good.filter_map(TimestampVerdict::time).max() else { return Vec::new() };
        let mut findings = Vec::new();
        let best = self.best_time(index).map(|best| best.time);
        if let Some(best) = best.filter(|best| after > best.plus_seconds(CLOCKS_OF_AUTHORITIES)) {
            findings.push(Finding::new(Code::TimestampOrderWrong).with("time", after).with("other", best));
        }
        let obstacles = chain.into_iter().flat_map(|chain| chain.vouched.against(after));
        let of_signer = obstacles.filter(|obstacle| obstacle.index == 0);
        findings.extend(of_signer.filter_map(|obstacle| {
            match &obstacle.what {
                Hindrance::Revoked { at, reason, proven: true } if *at <= after => Some(
                    Finding::new(Code::CertificateRevokedBeforeSigning)
                        .with("time", *at)
                        .with("reason", reason.name()),
                ),
                Hindrance::Expired { .. } => Some(
                    Finding::new(Code::CertificateExpiredAtSigning)
                        .with("not_after", obstacle.until.unwrap_or(after))
                        .with("time", after),
                ),
                _ => None,
            }
        }));
        findings
    }

    /// What is to be said about the timestamps of a signature, and of the want of them.
    pub(super) fn about_timestamps(&self, index: usize) -> Vec<Finding> {
        let over = self.over(index);
        let mut findings: Vec<Finding> = Vec::new();
        let unreadable = self.tokens(index).iter().filter(|token| token.token.is_none());
        findings.extend(unreadable.map(|_| {
            Finding::new(Code::TimestampIgnored).with("time", "?").with("detail", "FORMAT_FAILURE")
        }));
        let own = self.content_timestamps(index);
        let all = over.iter().map(|(verdict, _)| *verdict).chain(own);
        for verdict in all.filter(|verdict| !verdict.is_good).take(TIMESTAMPS_TOLD) {
            let Some(time) = verdict.time() else { continue };
            let reason = indication(&verdict.findings).1.map_or("GENERIC", |sub| sub.as_str());
            findings.push(Finding::new(Code::TimestampIgnored).with("time", time).with("detail", reason));
            // 5.5.4 of the standard: nobody knows which of two authorities to believe.
            let out_of_order = |finding: &&Finding| finding.code == Code::TimestampOrderWrong;
            findings.extend(verdict.findings.iter().find(out_of_order).cloned());
        }
        let good = over.iter().any(|(verdict, _)| verdict.is_good);
        if over.is_empty() {
            findings.push(Finding::new(Code::NoTimestamp));
        }
        if !good && self.policy.timestamp.required {
            findings.push(Finding::new(Code::TimestampRequired));
        }
        let weak = over.iter().filter(|(verdict, _)| verdict.is_good);
        let weak = weak.flat_map(|(verdict, _)| &verdict.findings);
        let weak = weak.filter(|finding| finding.code == Code::TimestampImprintWeak);
        findings.extend(weak.take(TIMESTAMPS_TOLD).cloned());
        if let Some(best) = self.best_time(index).filter(|best| best.source == TimeSource::Proof) {
            findings.push(Finding::new(Code::TimeFromProof).with("time", best.time));
        }
        findings
    }

    /// The level of a signature, and why it is no higher.
    pub(super) fn level(
        &self,
        index: usize,
        is_baseline: bool,
        chain: Option<&ChainVerdict<'f>>,
    ) -> (Level, Vec<Finding>) {
        let mut good: Vec<_> = self.over(index);
        good.retain(|(verdict, _)| verdict.is_good);
        good.sort_by_key(|(verdict, _)| verdict.time());
        let archived = good.iter().filter_map(|(_, outer)| outer.as_ref().copied());
        let archived =
            archived.map(|outer| Archived { timestamp: outer, signatures: &self.facts.signatures });
        let question = LevelQuestion {
            is_baseline,
            chain,
            archived: archived.collect(),
            timestamps: good.iter().map(|(verdict, _)| *verdict).collect(),
            embedded: &self.facts.embedded,
        };
        level(&question, &self.question(ChainRole::Signer))
    }

    /// The reports on a document timestamp itself, or on all timestamps of a signature.
    pub(super) fn reports(&self, index: usize) -> Vec<TimestampReport> {
        let itself = self.document_timestamp(index);
        let content = self.content_timestamps(index);
        let mut over: Vec<_> = self.over(index).into_iter().map(|(verdict, _)| verdict).collect();
        // All of them would be a report as long as the square of their number. That which counts is among those told.
        let own = self.tokens(index).len();
        if over.len() > own.saturating_add(TIMESTAMPS_TOLD) {
            let best =
                over.iter().filter(|verdict| verdict.is_good).min_by_key(|verdict| verdict.time()).copied();
            over.truncate(own.saturating_add(TIMESTAMPS_TOLD));
            over.extend(best.filter(|best| !over.iter().any(|told| std::ptr::eq(*told, *best))));
        }
        let all = itself.into_iter().chain(content).chain(over);
        all.filter_map(|verdict| verdict.report(&self.facts.embedded)).collect()
    }
}

/// Whether a document timestamp covers the whole revision of another signature.
pub(super) fn covers(outer: &SignatureFacts, inner: Option<&SignatureFacts>) -> bool {
    let end = |signature: &SignatureFacts| match signature.dictionary.coverage {
        Coverage::Revision(_) => signature.dictionary.byte_range.map(|range| range.end),
        Coverage::Partial => None,
    };
    let is_inside = |inner: usize| outer.dictionary.byte_range.is_some_and(|range| inner <= range.gap_start);
    outer.dictionary.is_document_timestamp()
        && end(outer).is_some()
        && inner.and_then(end).is_some_and(is_inside)
}

/// What the clocks of two timestamp authorities may differ by.
pub(super) const CLOCKS_OF_AUTHORITIES: i64 = 60;

/// Timestamps over one signature, besides those in its message, that are reported with it.
const TIMESTAMPS_TOLD: usize = 16;
