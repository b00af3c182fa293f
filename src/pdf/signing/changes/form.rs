//! The interactive form (ISO 32000-2 12.7.3): what an update may say in it, and the rules that begin there.

use super::super::super::{Dictionary, Object, ObjectId};
use super::appearance::Found;
use super::form_claim::{Spot, Work, is_plain};
use super::rule::{Change, Concern, Rule, Unexpected, What, key};
use super::{Analysis, Ruling, refuse, value};

/// Explains what changed in the form, in its fields, and in the permissions that a certification states.
pub(super) fn explain<'a>(
    analysis: &mut Analysis<'_, 'a>,
    catalog: ObjectId,
    old: &Dictionary<'a>,
    new: &Dictionary<'a>,
) -> Ruling<()> {
    let mut work = Work::new(analysis, catalog.number);
    let form = work.form(old.get(b"AcroForm"), new.get(b"AcroForm"));
    let form = match form {
        Ok(form) => {
            work.settle(Rule::Form, Ok(()))?;
            form
        }
        Err(refusal) => {
            work.settle(Rule::Form, Err(refusal))?;
            None
        }
    };
    if let Some(form) = form {
        work.new_fields(&form)?;
        work.fields(&form)?;
    }
    let ruling = work.permissions(old.get(b"Perms"), new.get(b"Perms"));
    work.settle(Rule::Signature, ruling)?;
    Ok(())
}

/// The form before and now.
pub(super) struct Form<'a> {
    /// The fields of before, as the form lists them.
    pub(super) roots: Vec<Object<'a>>,
    /// The fields that were added to them.
    pub(super) added: Vec<ObjectId>,
    /// The form has an XFA version of itself, which readers that know it show instead.
    pub(super) has_xfa: bool,
}

impl<'a> Work<'_, '_, 'a> {
    /// The form itself; nothing if there is none now or was none that could be read.
    fn form(&mut self, before: Option<&Object<'a>>, now: Option<&Object<'a>>) -> Ruling<Option<Form<'a>>> {
        let here = || Unexpected::Catalog { key: "AcroForm".into() };
        let catalog = self.catalog;
        let Some(now) = now else {
            return if before.is_none() { Ok(None) } else { Err(refuse(catalog, here())) };
        };
        let old = match before.map(|form| self.analysis.old.resolve(form)).transpose()? {
            None | Some(Object::Null) => None,
            Some(Object::Dictionary(form)) => Some(form),
            // It was so before, and readers that see no form in it see none now.
            Some(_) => {
                let touched = now.as_reference().is_some_and(|id| self.is_changed(id));
                let same = before.is_some_and(|before| value::same(before, now)) && !touched;
                return if same { Ok(None) } else { Err(refuse(catalog, here())) };
            }
        };
        if before.is_some_and(|before| {
            before.as_reference().is_some() && now.as_reference() != before.as_reference()
        }) {
            return Err(refuse(catalog, here()));
        }
        let part =
            self.part(before.filter(|_| old.is_some()), now, Spot::Below(catalog, b"AcroForm"), here)?;
        let Object::Dictionary(new) = part.new else { return Err(refuse(catalog, here())) };
        let holder = now.as_reference().map_or(catalog, |id| id.number);
        let had = old.is_some();
        let old = old.unwrap_or_default();
        let spot = |key: &'static [u8]| match part.spot {
            Spot::Inside(_) => Spot::Below(holder, key),
            below => below,
        };
        for changed in value::differences(&old, &new) {
            let good = match changed {
                // Looked at below, for they may be objects of their own.
                b"Fields" | b"DR" => true,
                b"SigFlags" => only_adds_flags(&old, &new),
                // Fields that had a default of their own keep it, and nothing is drawn anew.
                b"DA" => {
                    old.get(b"DA").is_none()
                        && new.get(b"DA").is_some_and(|da| da.as_string().is_some())
                        && !redraws(&old, &new)
                }
                b"NeedAppearances" => self.need_appearances(holder, &old, &new, had),
                _ => false,
            };
            if !good {
                return Err(refuse(holder, Unexpected::Form { key: key(changed) }));
            }
        }
        self.default_resources(old.get(b"DR"), new.get(b"DR"), spot(b"DR"), holder, redraws(&old, &new))?;
        let (roots, added) =
            self.appended(old.get(b"Fields"), new.get(b"Fields"), spot(b"Fields"), holder)?;
        let has_xfa = new.get(b"XFA").is_some();
        Ok(Some(Form { roots, added, has_xfa }))
    }

    /// /NeedAppearances makes readers draw every field anew, whatever its appearance says, or stops them from doing so:
    /// what is shown of all fields may change. Writers that fill in fields do both, so that it is told, not refused.
    fn need_appearances(
        &mut self,
        holder: u32,
        old: &Dictionary<'a>,
        new: &Dictionary<'a>,
        had: bool,
    ) -> bool {
        let flag = |form: &Dictionary<'_>| form.get(b"NeedAppearances").map(Object::as_bool);
        let (was, is) = (flag(old), flag(new));
        if is == Some(None) {
            return false;
        }
        let (was, is) = (was.flatten().unwrap_or(false), is.flatten().unwrap_or(false));
        if had && was != is {
            let concern = if is { Concern::AppearanceMissing } else { Concern::AppearanceDiffers };
            self.analysis.note(Change {
                what: What::Form { key: "NeedAppearances".into() },
                objects: vec![holder],
                page: None,
                concerns: vec![concern],
            });
        }
        true
    }

    /// /DR: categories and names are added, with new resources under them. Where readers draw every field anew, a name
    /// that was missing may be one that a field asks for.
    fn default_resources(
        &mut self,
        old: Option<&Object<'a>>,
        new: Option<&Object<'a>>,
        spot: Spot,
        holder: u32,
        redraws: bool,
    ) -> Ruling<()> {
        let wrong = || refuse(holder, Unexpected::Form { key: "DR".into() });
        let here = || Unexpected::Form { key: "DR".into() };
        let Some(new) = new else { return if old.is_none() { Ok(()) } else { Err(wrong()) } };
        let part = self.part(old, new, spot, here)?;
        let unchanged = part.taken.is_none() && old.is_some_and(|old| value::same(old, new));
        let Object::Dictionary(now) = part.new else { return if unchanged { Ok(()) } else { Err(wrong()) } };
        let was = match part.old {
            Object::Dictionary(was) => was,
            _ => Dictionary::default(),
        };
        if was.entries().iter().any(|entry| !entry.value.is_null() && now.get(&entry.key).is_none()) {
            return Err(wrong());
        }
        let mut added = Vec::new();
        let mut below = false;
        for entry in now.entries() {
            let before = was.get(&entry.key);
            let category = self.part(before, &entry.value, part.spot, here)?;
            let same = before.is_some_and(|before| value::same(before, &entry.value));
            if same && category.taken.is_none() {
                continue;
            }
            below |= category.taken.is_some();
            match (category.old, category.new) {
                (Object::Null, list @ Object::Array(_))
                    if entry.key.as_ref() == b"ProcSet" && is_plain(&list) => {}
                (Object::Null, Object::Dictionary(names)) if CATEGORIES.contains(&entry.key.as_ref()) => {
                    added.extend(names.entries().iter().map(|name| name.value.clone()));
                }
                (Object::Dictionary(earlier), Object::Dictionary(names))
                    if CATEGORIES.contains(&entry.key.as_ref()) =>
                {
                    for name in value::differences(&earlier, &names) {
                        match names.get(name) {
                            Some(value) if earlier.get(name).is_none() => added.push(value.clone()),
                            _ => return Err(wrong()),
                        }
                    }
                }
                _ => return Err(wrong()),
            }
        }
        if redraws && !added.is_empty() {
            return Err(wrong());
        }
        if let Some((number, spot)) = part.through.filter(|_| below) {
            self.release(number, spot);
        }
        self.follow(added.into_iter().map(Found::of).collect(), holder)
    }

    /// /Fields: the list of before, and new fields behind it.
    fn appended(
        &mut self,
        old: Option<&Object<'a>>,
        new: Option<&Object<'a>>,
        spot: Spot,
        holder: u32,
    ) -> Ruling<(Vec<Object<'a>>, Vec<ObjectId>)> {
        let wrong = || refuse(holder, Unexpected::Fields);
        let Some(new) = new else {
            return if old.is_none() { Ok((Vec::new(), Vec::new())) } else { Err(wrong()) };
        };
        let unchanged = old.is_some_and(|old| value::same(old, new));
        let (was, is) = (old.and_then(Object::as_reference), new.as_reference());
        // A list that was an object stays one.
        if was.is_some() && was != is {
            return Err(wrong());
        }
        let part = self.part(old, new, spot, || Unexpected::Fields)?;
        let Object::Array(items) = part.new else {
            return if unchanged && part.taken.is_none() {
                Ok((Vec::new(), Vec::new()))
            } else {
                Err(wrong())
            };
        };
        let earlier = match part.old {
            Object::Null => Vec::new(),
            Object::Array(earlier) => earlier,
            _ => return Err(wrong()),
        };
        let (kept, more) = items.split_at_checked(earlier.len()).ok_or_else(wrong)?;
        if !kept.iter().zip(&earlier).all(|(now, was)| value::same(was, now)) {
            return Err(wrong());
        }
        let mut added: Vec<ObjectId> = Vec::new();
        for item in more {
            self.budget.spend(1)?;
            match item {
                Object::Reference(id) if self.is_added(*id) => added.push(*id),
                Object::Reference(id) => return Err(refuse(id.number, Unexpected::Fields)),
                _ => return Err(wrong()),
            }
        }
        Ok((earlier, added))
    }

    /// /Perms (12.8.6): the signature that certifies, if this update brings it and none was named before.
    fn permissions(&mut self, old: Option<&Object<'a>>, new: Option<&Object<'a>>) -> Ruling<()> {
        let wrong = |name: &[u8]| refuse(self.catalog, Unexpected::Permissions { key: key(name) });
        let Some(new) = new else { return if old.is_none() { Ok(()) } else { Err(wrong(b"")) } };
        let touched = new.as_reference().is_some_and(|id| self.is_changed(id));
        if !touched && old.is_some_and(|old| value::same(old, new)) {
            return Ok(());
        }
        let otherwise = || Unexpected::Permissions { key: String::new() };
        let spot = Spot::Below(self.catalog, b"Perms");
        let catalog = self.catalog;
        let part = self.part(old, new, spot, otherwise)?;
        let wrong = |name: &[u8]| refuse(catalog, Unexpected::Permissions { key: key(name) });
        let Object::Dictionary(now) = part.new else { return Err(wrong(b"")) };
        let was = match part.old {
            Object::Null => Dictionary::default(),
            Object::Dictionary(was) => was,
            _ => return Err(wrong(b"")),
        };
        if now.get(b"DocMDP").is_none() {
            return Err(wrong(b"DocMDP"));
        }
        for changed in value::differences(&was, &now) {
            let certifies = now.get(changed).and_then(Object::as_reference).filter(|_| changed == b"DocMDP");
            let own = certifies.is_some_and(|id| self.analysis.signatures.contains(&id));
            if !own || was.get(changed).is_some() {
                return Err(wrong(changed));
            }
        }
        Ok(())
    }
}

/// /SigFlags (Table 225): SignaturesExist and AppendOnly may be set, and nothing is taken away.
fn only_adds_flags(old: &Dictionary<'_>, new: &Dictionary<'_>) -> bool {
    let was = old.get(b"SigFlags").and_then(Object::as_integer).unwrap_or(0);
    let is = new.get(b"SigFlags").and_then(Object::as_integer);
    is.is_some_and(|is| is & was == was && (is & !was) & !SIGNATURES_EXIST_AND_APPEND_ONLY == 0)
}

/// Whether readers draw all fields from their values.
fn redraws(old: &Dictionary<'_>, new: &Dictionary<'_>) -> bool {
    let asks = |form: &Dictionary<'_>| {
        form.get(b"NeedAppearances").is_some_and(|value| value.as_bool() != Some(false))
    };
    asks(old) || asks(new)
}

const SIGNATURES_EXIST_AND_APPEND_ONLY: i64 = 3;

/// Named resources (Table 34).
const CATEGORIES: &[&[u8]] =
    &[b"Font", b"XObject", b"ExtGState", b"ColorSpace", b"Pattern", b"Shading", b"Encoding"];
