//! What later revisions changed, against what the signatures before them allow: the strictest of all counts
//! (ISO 32000-2 12.8.2.2 to 12.8.2.4), and each revision is judged on its own, so that an effect undone later is still
//! seen.

use std::collections::{BTreeMap, BTreeSet};

use super::super::facts::{DocumentFacts, SignatureFacts};
use crate::pdf::signing::{
    Certification, Change, ChangeClass, Concern, FieldLock, Permission, RevisionChanges, What,
};
use crate::policy::Policy;
use crate::report::change::{about_thing, concern, of_unexplained};
use crate::report::{Changes, Code, Finding, RevisionReport};

/// What came after each signed revision.
#[derive(Debug, Default)]
pub(super) struct LaterChanges(BTreeMap<usize, Behind>);

/// What came after one revision.
#[derive(Debug)]
pub(super) struct Behind {
    gravest: ChangeClass,
    /// Why that speaks against the signatures of the revision: each code once, for the first time it applies.
    pub(super) findings: Vec<Finding>,
    /// Something that the document allows is not accepted by the policy.
    pub(super) is_refused: bool,
}

impl Behind {
    /// All in all.
    pub(super) fn changes(&self) -> Changes {
        word(self.gravest)
    }
}

impl LaterChanges {
    /// What came after the revision that this signature covers.
    pub(super) fn behind(&self, signature: &SignatureFacts) -> Option<&Behind> {
        self.0.get(&signature.dictionary.coverage.revision()?)
    }

    /// Judges each later revision by the permissions in force when it was made. Those are the same for all signatures
    /// before it, so that each revision is looked at once.
    pub(super) fn judge(document: &DocumentFacts, policy: &Policy) -> Self {
        let mut signed: Vec<(usize, &Permission)> = document
            .signatures
            .iter()
            .filter_map(|signature| Some((signature.dictionary.coverage.revision()?, &signature.permission)))
            .collect();
        signed.sort_by_key(|(revision, _)| *revision);
        let covered: BTreeSet<usize> = signed.iter().map(|(revision, _)| *revision).collect();
        let mut signed = signed.into_iter().peekable();
        let mut force = InForce::new(policy);
        let mut judged = Vec::new();
        for (revision, found) in document.later.iter() {
            while let Some((_, permission)) = signed.next_if(|(signed, _)| *signed < revision) {
                force.add(permission);
            }
            let is_refused = found.changes.iter().any(|change| force.refuses(change));
            judged.push((revision, found.class, is_refused, force.judge(revision, found)));
        }
        let mut behind = Self::default();
        let (mut gravest, mut is_refused, mut worst) = (ChangeClass::Nothing, false, BTreeMap::new());
        let collected = |gravest, is_refused, worst: &BTreeMap<Code, Finding>| Behind {
            gravest,
            is_refused,
            findings: worst.values().cloned().collect(),
        };
        for (revision, class, refused, findings) in judged.into_iter().rev() {
            if covered.contains(&revision) {
                behind.0.insert(revision, collected(gravest, is_refused, &worst));
            }
            gravest = gravest.max(class);
            is_refused |= refused;
            worst.extend(findings);
        }
        if let Some(first) = covered.first() {
            behind.0.insert(*first, collected(gravest, is_refused, &worst));
        }
        behind
    }
}

/// What is allowed at some point of the document's history.
struct InForce<'f> {
    policy: &'f Policy,
    certification: Option<Certification>,
    locks: Vec<&'f FieldLock>,
    compared: usize,
}

impl<'f> InForce<'f> {
    fn new(policy: &'f Policy) -> Self {
        Self { policy, certification: None, locks: Vec::new(), compared: 0 }
    }

    /// Whether the policy does not accept a kind of change that the document allows. Annotations are looked at with the
    /// certification.
    fn refuses(&self, change: &Change) -> bool {
        let kind = word(change.what.class());
        matches!(kind, Changes::ValidationData | Changes::FormFilling)
            && !self.policy.accepted_changes.contains(&kind)
    }

    fn add(&mut self, permission: &'f Permission) {
        let stated = permission.certification.into_iter().chain(self.certification);
        self.certification = stated.min();
        for lock in &permission.locks {
            if !self.locks.contains(&lock) {
                self.locks.push(lock);
            }
        }
    }

    /// Why what the revision did is not allowed, or misleads; each code once.
    fn judge(&mut self, revision: usize, found: &RevisionChanges) -> BTreeMap<Code, Finding> {
        let number = revision.saturating_add(1);
        let mut findings = BTreeMap::new();
        for change in &found.changes {
            let misleading = change.concerns.iter().map(|kind| match (kind, &change.what) {
                (Concern::CoversContent, What::Signature { .. })
                    if self.policy.accept_signatures_over_content =>
                {
                    about_thing(Code::ChangeSignatureOverContent, number, change)
                }
                (kind, _) => concern(number, change, *kind),
            });
            let misleading: Vec<Finding> = misleading.collect();
            for finding in misleading.into_iter().chain(self.forbids(number, change)) {
                findings.entry(finding.code).or_insert(finding);
            }
        }
        for item in &found.unexplained {
            let finding = of_unexplained(number, item);
            findings.entry(finding.code).or_insert(finding);
        }
        findings
    }

    fn forbids(&mut self, number: usize, change: &Change) -> Option<Finding> {
        let forbidden = |level: Certification| {
            let level = usize::from(level.level());
            Some(about_thing(Code::ChangeForbidden, number, change).with("level", level))
        };
        match (change.what.class(), self.certification) {
            (ChangeClass::FormFilling, Some(Certification::NoChanges)) => forbidden(Certification::NoChanges),
            (ChangeClass::FormFilling, certification) => match (self.locking(change), &change.what) {
                (Some(code), _) => Some(about_thing(code, number, change)),
                // Signing is allowed; preparing a place that is seen, for somebody to sign later, is not (attack P9).
                (None, What::SignatureField { visible: true, .. }) => match certification {
                    Some(level) => forbidden(level),
                    None => Some(about_thing(Code::ChangeNotForeseen, number, change)),
                },
                (None, _) => None,
            },
            (ChangeClass::Annotations, Some(Certification::Annotations)) => None,
            (ChangeClass::Annotations, Some(level)) => forbidden(level),
            (ChangeClass::Annotations, None)
                if self.policy.accepted_changes.contains(&Changes::Annotations) =>
            {
                None
            }
            (ChangeClass::Annotations, None) => Some(about_thing(Code::ChangeNotForeseen, number, change)),
            _ => None,
        }
    }

    /// Whether a lock holds for the field of a change.
    fn locking(&mut self, change: &Change) -> Option<Code> {
        let field = change.what.field()?;
        for lock in &self.locks {
            self.compared = self.compared.saturating_add(lock.fields.len()).saturating_add(1);
            if self.compared > MOST_COMPARISONS {
                return Some(Code::ChangesNotCompared);
            }
            if lock.holds(field) {
                return Some(Code::ChangeFieldLocked);
            }
        }
        None
    }
}

/// What one signature states about later changes, where it is odd.
pub(super) fn permission(document: &DocumentFacts, facts: &SignatureFacts) -> Vec<Finding> {
    let mut findings = Vec::new();
    let permission = &facts.permission;
    if permission.is_conflicting {
        let level = permission.certification.map(|level| level.level().to_string());
        let finding = Finding::new(Code::PermissionConflict);
        findings.push(match level {
            Some(level) => finding.with("level", level),
            None => finding,
        });
    }
    // ISO 32000-2 12.8.2.2.1: the certification is the first signature.
    let end = |signature: &SignatureFacts| signature.dictionary.byte_range.map(|range| range.end);
    let is_earlier = |other: &SignatureFacts| {
        !other.dictionary.is_document_timestamp() && end(other).is_some() && end(other) < end(facts)
    };
    if permission.certifies && document.signatures.iter().any(is_earlier) {
        findings.push(Finding::new(Code::CertificationNotFirst));
    }
    findings
}

/// The report on each revision behind the first signed one.
pub(super) fn revisions(document: &DocumentFacts) -> Vec<RevisionReport> {
    let mut signed_by: BTreeMap<usize, Vec<String>> = BTreeMap::new();
    for signature in &document.signatures {
        if let Some(revision) = signature.dictionary.coverage.revision() {
            signed_by.entry(revision).or_default().push(signature.field.clone());
        }
    }
    let report = |(revision, found): (usize, &RevisionChanges)| {
        let end = document.ends.get(revision).copied().unwrap_or_default();
        RevisionReport::new(revision, end, signed_by.remove(&revision).unwrap_or_default(), found)
    };
    document.later.iter().map(report).collect()
}

fn word(class: ChangeClass) -> Changes {
    match class {
        ChangeClass::Nothing => Changes::None,
        ChangeClass::ValidationData | ChangeClass::DocumentTimestamp => Changes::ValidationData,
        ChangeClass::FormFilling => Changes::FormFilling,
        ChangeClass::Annotations => Changes::Annotations,
        ChangeClass::Unexplained => Changes::Other,
    }
}

/// Names of locks that are compared with names of fields. Real documents need some hundreds.
const MOST_COMPARISONS: usize = 1_000_000;

#[cfg(test)]
mod tests {
    use super::InForce;
    use crate::pdf::signing::{
        Certification, Change, ChangeClass, Concern, FieldLock, LockAction, Permission, RevisionChanges,
        Unexpected, Unexplained, What,
    };
    use crate::policy::Policy;
    use crate::report::Code;

    fn revision(what: &[What]) -> RevisionChanges {
        let change = |what: &What| Change {
            what: what.clone(),
            objects: vec![9],
            page: Some(1),
            concerns: Vec::new(),
        };
        RevisionChanges {
            class: what.iter().map(What::class).max().unwrap_or(ChangeClass::Nothing),
            changes: what.iter().map(change).collect(),
            explained: Vec::new(),
            unexplained: Vec::new(),
            signatures: Vec::new(),
        }
    }

    fn certified(certification: Option<Certification>) -> Permission {
        Permission { certification, ..Permission::default() }
    }

    fn locking(action: LockAction, fields: &[&str]) -> Permission {
        let fields = fields.iter().map(|field| (*field).to_owned()).collect();
        Permission { locks: vec![FieldLock { action, fields, certification: None }], ..Permission::default() }
    }

    fn codes(permissions: &[Permission], what: &[What]) -> Vec<Code> {
        let policy = Policy::strict();
        let mut force = InForce::new(&policy);
        permissions.iter().for_each(|permission| force.add(permission));
        force.judge(2, &revision(what)).into_keys().collect()
    }

    fn filled(field: &str) -> What {
        What::FieldFilled { field: field.to_owned() }
    }

    fn note() -> What {
        What::AnnotationAdded { subtype: "Text".to_owned() }
    }

    fn signature(visible: bool) -> What {
        What::Signature { field: "Dấu".to_owned(), visible, certifies: false }
    }

    #[test]
    fn a_certification_allows_what_its_level_says() {
        use Certification::{Annotations, FormFilling, NoChanges};
        let field = What::SignatureField { field: "later".to_owned(), visible: true };
        let unseen = What::SignatureField { field: "later".to_owned(), visible: false };
        for (what, without, one, two, three) in [
            (What::ValidationData, None, None, None, None),
            (What::DocumentTimestamp { field: "t".to_owned() }, None, None, None, None),
            (filled("a"), None, Some(Code::ChangeForbidden), None, None),
            (signature(true), None, Some(Code::ChangeForbidden), None, None),
            (unseen, None, Some(Code::ChangeForbidden), None, None),
            (
                field,
                Some(Code::ChangeNotForeseen),
                Some(Code::ChangeForbidden),
                Some(Code::ChangeForbidden),
                Some(Code::ChangeForbidden),
            ),
            (
                note(),
                Some(Code::ChangeNotForeseen),
                Some(Code::ChangeForbidden),
                Some(Code::ChangeForbidden),
                None,
            ),
        ] {
            let levels = [None, Some(NoChanges), Some(FormFilling), Some(Annotations)];
            for (level, expected) in levels.into_iter().zip([without, one, two, three]) {
                let found = codes(&[certified(level)], std::slice::from_ref(&what));
                assert_eq!(found, expected.into_iter().collect::<Vec<_>>(), "{what:?} at {level:?}");
            }
        }
    }

    #[test]
    fn the_strictest_certification_counts_wherever_it_comes_from() {
        let stated =
            [Some(Certification::Annotations), None, Some(Certification::FormFilling)].map(certified);
        assert_eq!(codes(&stated, &[note()]), [Code::ChangeForbidden]);
        assert_eq!(codes(&stated, &[filled("a")]), []);
    }

    #[test]
    fn a_lock_holds_for_whole_names_and_what_is_below_them() {
        let names = ["total", "total.net", "totals", "net"];
        for (action, fields, locked) in [
            (LockAction::All, &[][..], names.as_slice()),
            (LockAction::Include, &["total"], &["total", "total.net"]),
            (LockAction::Exclude, &["total"], &["totals", "net"]),
        ] {
            for name in names {
                let found = codes(&[locking(action, fields)], &[filled(name)]);
                let expected: &[Code] = if locked.contains(&name) { &[Code::ChangeFieldLocked] } else { &[] };
                assert_eq!(found, expected, "{action:?} {fields:?} {name}");
            }
        }
    }

    #[test]
    fn a_lock_keeps_no_one_from_adding_a_timestamp() {
        let timestamp = What::DocumentTimestamp { field: "t".to_owned() };
        assert_eq!(codes(&[locking(LockAction::All, &[])], &[timestamp]), []);
        assert_eq!(codes(&[locking(LockAction::All, &[])], &[signature(false)]), [Code::ChangeFieldLocked]);
    }

    #[test]
    fn a_policy_may_accept_annotations_that_nobody_foresaw_and_refuse_forms() {
        let european = Policy::eu_like();
        assert!(InForce::new(&european).judge(2, &revision(&[note()])).is_empty());
        let mut forbidding = InForce::new(&european);
        let permission = certified(Some(Certification::FormFilling));
        forbidding.add(&permission);
        assert!(forbidding.judge(2, &revision(&[note()])).contains_key(&Code::ChangeForbidden));
        let own = Policy::from_json(br#"{"accepted_changes": ["validation-data"]}"#).unwrap();
        let refuses = |what: What| InForce::new(&own).refuses(&revision(&[what]).changes[0]);
        assert_eq!(
            [refuses(filled("a")), refuses(What::ValidationData), refuses(note())],
            [true, false, false]
        );
    }

    /// Decree 30/2020/ND-CP Annex I: the seal lies over the signature of the leader.
    #[test]
    fn a_seal_over_signed_text_is_a_warning_where_seals_are_put_so() {
        let mut seal = revision(&[signature(true)]);
        seal.changes[0].concerns.push(Concern::CoversContent);
        for (policy, expected) in [
            (Policy::strict(), Code::ChangeCoversContent),
            (Policy::vn_gca(), Code::ChangeSignatureOverContent),
            (Policy::eu_like(), Code::ChangeCoversContent),
        ] {
            let codes: Vec<Code> = InForce::new(&policy).judge(2, &seal).into_keys().collect();
            assert_eq!(codes, [expected], "{}", policy.name);
        }
    }

    #[test]
    fn what_no_rule_explains_is_forbidden_whatever_is_allowed() {
        let mut found = revision(&[]);
        found.unexplained.push(Unexplained::new(Some(4), Unexpected::Replaced));
        let policy = Policy::strict();
        let mut force = InForce::new(&policy);
        assert_eq!(force.judge(1, &found).into_keys().collect::<Vec<_>>(), [Code::ChangeUnknown]);
    }

    #[test]
    fn more_locks_than_can_be_compared_leave_it_open() {
        let names: Vec<String> = (0..2000).map(|n| format!("field {n}")).collect();
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        let locks = [locking(LockAction::Include, &names)];
        let many: Vec<What> = (0..600).map(|n| filled(&format!("other {n}"))).collect();
        assert_eq!(codes(&locks, &many), [Code::ChangesNotCompared]);
    }
}
