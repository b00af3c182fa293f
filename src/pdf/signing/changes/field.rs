//! Fields that were there and got a value (ISO 32000-2 12.7.5): filled in, or signed.

use std::collections::BTreeSet;

use super::super::super::{Dictionary, Object};
use super::appearance::Drawn;
use super::field_value::Filled;
use super::form::Form;
use super::form_claim::{Part, Spot, Work, is_plain};
use super::form_tree::{Node, Tree};
use super::rule::{Change, Concern, Rule, Unexpected, What, key};
use super::signature::Kind;
use super::signature_field::{Rectangle, Shown, shown};
use super::{Ruling, refuse, value};
use crate::error::Result;

impl<'a> Work<'_, '_, 'a> {
    /// Explains the fields of before that changed.
    pub(super) fn fields(&mut self, form: &Form<'a>) -> Result<()> {
        if form.roots.is_empty() || !self.has_candidates()? {
            return Ok(());
        }
        let tree = match Tree::read(&self.analysis.old, &form.roots, &mut self.budget) {
            Ok(tree) => tree,
            Err(refusal) => return self.report(refusal),
        };
        let open =
            self.analysis.changed.iter().filter(|number| !self.analysis.explained.contains_key(number));
        let fields: BTreeSet<usize> = open.filter_map(|number| tree.field_of(*number)).collect();
        for field in fields {
            let Some(node) = tree.node(field).cloned() else { continue };
            let mut outcome = None;
            let ruling = self.field(&tree, field, &node).map(|found| outcome = Some(found));
            let signed = matches!(outcome, Some(Outcome { signature: Some(_), .. }));
            let rule = if signed { Rule::Signature } else { Rule::Field };
            let (Some(objects), Some(found)) = (self.settle(rule, ruling)?, outcome) else { continue };
            let mut concerns = found.concerns;
            if form.has_xfa {
                concerns.push(Concern::AppearanceDiffers);
            }
            if tree.is_shared_name(&node.name) {
                concerns.push(Concern::AppearanceDiffers);
            }
            concerns.sort_unstable();
            concerns.dedup();
            let field = node.name;
            let what = match found.signature {
                Some(kind) => {
                    let certifies = kind == Kind::Certification;
                    What::Signature { field, visible: found.visible, certifies }
                }
                None => What::FieldFilled { field },
            };
            self.analysis.note(Change { what, objects, page: None, concerns });
        }
        Ok(())
    }

    /// Whether something changed that could be a field, so that it is worth the reading of the form.
    fn has_candidates(&self) -> Result<bool> {
        for number in &self.analysis.changed {
            if self.analysis.explained.contains_key(number) {
                continue;
            }
            let state = self.analysis.state(&self.analysis.new, *number)?;
            if let super::State::Present { object: Object::Dictionary(dictionary), .. } = state {
                let no_field = [b"Page".as_slice(), b"Pages", b"Catalog"]
                    .iter()
                    .any(|kind| dictionary.is(b"Type", kind));
                if !no_field {
                    return Ok(true);
                }
            }
        }
        Ok(false)
    }

    /// One field with its widgets.
    fn field(&mut self, tree: &Tree<'a>, index: usize, field: &Node<'a>) -> Ruling<Outcome> {
        // A field that stands in another object, or of no known kind, cannot be filled in by itself.
        let known = [b"Tx".as_slice(), b"Ch", b"Btn", b"Sig"];
        if field.number == 0 || !field.kind.as_deref().is_some_and(|kind| known.contains(&kind)) {
            return Err(refuse(self.catalog, Unexpected::FieldTree));
        }
        let members = tree.members(index);
        let mut seen = Seen::default();
        let mut outcome = Outcome { concerns: Vec::new(), signature: None, visible: false };
        for member in &members {
            self.budget.spend(1)?;
            let own = self.member(tree, field, member, &mut seen, &mut outcome)?;
            let Some(own) = own else { continue };
            seen.drawn |= own == Drawn::Changed;
            // Another state may have been made ready before the document was signed.
            if (own == Drawn::Changed || std::mem::take(&mut seen.switched))
                && let super::State::Present { object: Object::Dictionary(new), .. } =
                    self.analysis.state(&self.analysis.new, member.number)?
                && self.hides(member.number, &member.dictionary, &new)?
            {
                outcome.concerns.push(Concern::CoversContent);
            }
        }
        if field.kind.as_deref() == Some(b"Sig") {
            // Of a field that is signed already, or is not signed now, nothing changes.
            if outcome.signature.is_none() {
                return Err(refuse(field.number, Unexpected::Field { key: "V".into() }));
            }
        } else {
            let filled = Filled {
                field,
                members: &members,
                value: seen.value,
                drawn: seen.drawn,
                rich: seen.rich,
                selected: seen.selected,
            };
            outcome.concerns.extend(self.filled(&filled)?);
        }
        Ok(outcome)
    }

    /// The field, or one of its widgets: what may differ in its dictionary, and what is drawn for it.
    fn member(
        &mut self,
        tree: &Tree<'a>,
        field: &Node<'a>,
        member: &Node<'a>,
        seen: &mut Seen<'a>,
        outcome: &mut Outcome,
    ) -> Ruling<Option<Drawn>> {
        let number = member.number;
        let old = &member.dictionary;
        let is_field = member.number == field.number;
        let wrong = |name: &[u8]| refuse(number, Unexpected::Field { key: key(name) });
        let changed = self.analysis.changed.contains(&number);
        let new = match self.analysis.state(&self.analysis.new, number)? {
            super::State::Present { object: Object::Dictionary(new), .. } => new,
            _ => return Err(wrong(b"")),
        };
        if changed {
            if tree.hangs_twice(number) {
                return Err(refuse(number, Unexpected::FieldTree));
            }
            value::no_duplicates(&Object::Dictionary(new.clone())).map_err(|what| refuse(number, what))?;
            // Pages, parents, lists of fields and structure elements refer to it.
            self.take(number, None, || Unexpected::FieldTree)?;
        }
        let differences: Vec<Vec<u8>> = if changed {
            value::differences(old, &new).into_iter().map(<[u8]>::to_vec).collect()
        } else {
            Vec::new()
        };
        let signature = field.kind.as_deref() == Some(b"Sig");
        for name in &differences {
            let now = new.get(name);
            let good = match name.as_slice() {
                b"AP" => true,
                b"V" if signature => is_field && old.get(b"V").is_none() && now.is_some(),
                b"V" | b"RV" => is_field,
                b"M" => now.is_some_and(|value| value.as_string().is_some()),
                b"AS" => !signature && now.is_none_or(|value| value.as_name().is_some()),
                b"I" => {
                    !signature
                        && is_field
                        && now.is_none_or(|value| is_plain(value) && value.as_array().is_some())
                }
                b"TI" => !signature && is_field && now.is_none_or(|value| value.as_integer().is_some()),
                // Some writers make a field read-only when it is signed for.
                b"Ff" => adds(old, &new, b"Ff", READ_ONLY),
                b"F" => {
                    signature && adds(old, &new, b"F", PRINT | READ_ONLY_WIDGET | LOCKED | LOCKED_CONTENTS)
                }
                // Told for the first time, which changes nothing that is shown.
                b"Type" => old.get(b"Type").is_none() && new.is(b"Type", b"Annot"),
                b"P" => old.get(b"P").is_none() && now.is_some_and(|page| page.as_reference().is_some()),
                b"DA" => {
                    signature
                        && old.get(b"DA").is_none()
                        && now.is_some_and(|value| value.as_string().is_some())
                }
                _ => false,
            };
            if !good {
                return Err(wrong(name));
            }
        }
        seen.switched = differences.iter().any(|name| name == b"AS");
        seen.selected |= differences.iter().any(|name| matches!(name.as_slice(), b"I" | b"TI"));
        if field.is_parent && differences.iter().any(|name| name != b"Ff") {
            return Err(refuse(number, Unexpected::FieldTree));
        }
        if is_field {
            if signature {
                if differences.iter().any(|name| name == b"V") {
                    let (id, kind) = self.signed(number, &new)?;
                    self.analysis.signatures.push(id);
                    outcome.signature = Some(kind);
                }
            } else {
                seen.value = self.changed_value(number, old, &new, b"V", field.kind.as_deref())?;
                seen.rich = self.changed_value(number, old, &new, b"RV", field.kind.as_deref())?;
            }
        }
        let is_widget = new.is(b"Subtype", b"Widget") || new.get(b"Rect").is_some();
        if !is_widget {
            return if differences.iter().any(|name| matches!(name.as_slice(), b"AP" | b"AS")) {
                Err(wrong(b"AP"))
            } else {
                Ok(None)
            };
        }
        let rectangle = new.get(b"Rect").and_then(Rectangle::read);
        let now = rectangle.map_or(Shown::Always, |place| shown(place, &new));
        // Flags may be added, but not so that it is seen where it was not.
        if rectangle.is_some_and(|place| shown(place, old) != now) {
            return Err(wrong(b"F"));
        }
        outcome.visible |= now != Shown::Never;
        self.appearance(number, old.get(b"AP"), new.get(b"AP")).map(Some)
    }

    /// A value of a field that is no signature: data, in the field or in an object of its own that nothing else uses.
    fn changed_value(
        &mut self,
        field: u32,
        old: &Dictionary<'a>,
        new: &Dictionary<'a>,
        name: &'static [u8],
        kind: Option<&[u8]>,
    ) -> Ruling<Option<Part<'a>>> {
        let here = || Unexpected::Field { key: key(name) };
        let was = old.get(name);
        let Some(now) = new.get(name) else {
            let gone = was.map(|was| self.analysis.old.resolve(was)).transpose()?;
            let spot = Spot::Below(field, name);
            return Ok(gone.map(|old| Part { old, new: Object::Null, spot, taken: None, through: None }));
        };
        let same = was.is_some_and(|was| value::same(was, now));
        if same && now.as_reference().is_none_or(|id| !self.is_changed(id)) {
            return Ok(None);
        }
        let part = self.part(was, now, Spot::Below(field, name), here)?;
        let button = kind == Some(b"Btn");
        let plain = match &part.new {
            // 12.7.4.4: text with tags, not a document that defines entities.
            Object::String(text) if name == b"RV" => memchr::memmem::find(&text.bytes, b"<!").is_none(),
            Object::String(_) => !button,
            Object::Null => name == b"V",
            Object::Name(_) => name == b"V" && button,
            Object::Array(items) => {
                name == b"V" && kind == Some(b"Ch") && items.iter().all(|item| item.as_string().is_some())
            }
            Object::Stream(_) if button => false,
            Object::Stream(stream) => stream.dictionary.entries().iter().all(|entry| {
                matches!(entry.key.as_ref(), b"Length" | b"Filter" | b"DecodeParms") && is_plain(&entry.value)
            }),
            _ => false,
        };
        if plain { Ok(Some(part)) } else { Err(refuse(field, here())) }
    }
}

/// What a field that changed comes to.
struct Outcome {
    concerns: Vec<Concern>,
    signature: Option<Kind>,
    visible: bool,
}

/// What was seen of a field so far.
#[derive(Default)]
struct Seen<'a> {
    value: Option<Part<'a>>,
    rich: Option<Part<'a>>,
    drawn: bool,
    selected: bool,
    /// The widget that was just looked at is in another state.
    switched: bool,
}

/// Whether no more than these flags were set, and none was taken away.
fn adds(old: &Dictionary<'_>, new: &Dictionary<'_>, name: &[u8], flags: i64) -> bool {
    let was = match old.get(name) {
        None => Some(0),
        Some(value) => value.as_integer(),
    };
    let (Some(was), Some(is)) = (was, new.get(name).and_then(Object::as_integer)) else { return false };
    is & was == was && (is & !was) & !flags == 0
}

/// Of fields (Table 227).
const READ_ONLY: i64 = 1;

/// Of annotations (Table 167).
const PRINT: i64 = 1 << 2;
const READ_ONLY_WIDGET: i64 = 1 << 6;
const LOCKED: i64 = 1 << 7;
const LOCKED_CONTENTS: i64 = 1 << 9;
