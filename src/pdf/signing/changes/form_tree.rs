//! The fields of a form as a tree (ISO 32000-2 12.7.4): their names, and which widgets belong to which field.

use std::collections::{BTreeMap, BTreeSet};

use super::super::super::{Dictionary, Object, View};
use super::super::text_string;
use super::Ruling;
use crate::limits::Budget;

/// The names at the top of a form. A field without a name lends its place to its kids.
pub(super) fn names<'a>(
    view: &View<'_, 'a>,
    roots: &[Object<'a>],
    budget: &mut Budget,
) -> Ruling<BTreeSet<String>> {
    let mut names = BTreeSet::new();
    let mut rest = roots.to_vec();
    let mut seen = BTreeSet::new();
    while let Some(field) = rest.pop() {
        budget.spend(1)?;
        if field.as_reference().is_some_and(|id| !seen.insert(id.number)) {
            continue;
        }
        let Object::Dictionary(field) = view.resolve(&field)? else { continue };
        match view.value(&field, b"T")? {
            Object::String(name) if !name.bytes.is_empty() => drop(names.insert(text_string(&name.bytes))),
            _ => {
                if let Object::Array(kids) = view.value(&field, b"Kids")? {
                    rest.extend(kids);
                }
            }
        }
    }
    Ok(names)
}

/// All fields and widgets that are objects of their own.
pub(super) struct Tree<'a> {
    nodes: Vec<Node<'a>>,
    by_number: BTreeMap<u32, usize>,
    /// Objects that hang in the tree in more than one place.
    several: BTreeSet<u32>,
    /// How many fields have each full name.
    names: BTreeMap<String, usize>,
}

/// A field, or a widget of the field above it.
#[derive(Debug, Clone)]
pub(super) struct Node<'a> {
    pub(super) number: u32,
    /// The field it belongs to: itself, or the nearest one above that has a name.
    pub(super) field: usize,
    /// The full name of the field.
    pub(super) name: String,
    /// /FT, its own or inherited.
    pub(super) kind: Option<Vec<u8>>,
    /// /Ff, its own or inherited.
    pub(super) flags: i64,
    /// The dictionary as it was.
    pub(super) dictionary: Dictionary<'a>,
    /// The widgets of the field, if this is one: itself or kids without a name.
    pub(super) widgets: Vec<usize>,
    /// There are fields below it.
    pub(super) is_parent: bool,
}

/// A node to be visited, with what it inherits.
struct Visit<'a> {
    object: Object<'a>,
    above: Option<usize>,
    name: String,
    kind: Option<Vec<u8>>,
    flags: i64,
}

impl<'a> Tree<'a> {
    /// Reads the whole form.
    pub(super) fn read(view: &View<'_, 'a>, roots: &[Object<'a>], budget: &mut Budget) -> Ruling<Self> {
        let mut tree = Self {
            nodes: Vec::new(),
            by_number: BTreeMap::new(),
            several: BTreeSet::new(),
            names: BTreeMap::new(),
        };
        let visit = |object: Object<'a>, above: Option<usize>, from: Option<&Visit<'a>>| Visit {
            object,
            above,
            name: from.map(|from| from.name.clone()).unwrap_or_default(),
            kind: from.and_then(|from| from.kind.clone()),
            flags: from.map_or(0, |from| from.flags),
        };
        let mut rest: Vec<Visit<'a>> =
            roots.iter().rev().map(|root| visit(root.clone(), None, None)).collect();
        while let Some(mut at) = rest.pop() {
            budget.spend(1)?;
            let number = at.object.as_reference().map(|id| id.number);
            if let Some(number) = number.filter(|number| tree.by_number.contains_key(number)) {
                tree.several.insert(number);
                continue;
            }
            let Object::Dictionary(dictionary) = view.resolve(&at.object)? else { continue };
            let own_name = match view.value(&dictionary, b"T")? {
                Object::String(partial) => Some(text_string(&partial.bytes)),
                _ => None,
            };
            if let Some(kind) = view.value(&dictionary, b"FT")?.as_name() {
                at.kind = Some(kind.to_vec());
            }
            if let Some(flags) = view.value(&dictionary, b"Ff")?.as_integer() {
                at.flags = flags;
            }
            let index = tree.nodes.len();
            let is_field = own_name.is_some() || at.above.is_none();
            if let Some(partial) = own_name {
                at.name = if at.name.is_empty() { partial } else { format!("{}.{partial}", at.name) };
            }
            // Each kid repeats the name of its parents.
            budget.spend(at.name.len() / LONGEST_NAME)?;
            let field = if is_field { index } else { at.above.unwrap_or(index) };
            if is_field {
                if let Some(above) = at.above.and_then(|above| tree.nodes.get_mut(above)) {
                    above.is_parent = true;
                }
                *tree.names.entry(at.name.clone()).or_default() += 1;
            }
            let kids = match view.value(&dictionary, b"Kids")? {
                Object::Array(kids) => kids,
                _ => Vec::new(),
            };
            if let Some(number) = number {
                tree.by_number.insert(number, index);
            }
            tree.nodes.push(Node {
                number: number.unwrap_or(0),
                field,
                name: at.name.clone(),
                kind: at.kind.clone(),
                flags: at.flags,
                dictionary,
                widgets: Vec::new(),
                is_parent: false,
            });
            if number.is_some()
                && let Some(owner) = tree.nodes.get_mut(field)
            {
                owner.widgets.push(index);
            }
            rest.extend(kids.into_iter().rev().map(|kid| visit(kid, Some(field), Some(&at))));
        }
        Ok(tree)
    }

    /// The field that an object is, or is a widget of.
    pub(super) fn field_of(&self, number: u32) -> Option<usize> {
        self.by_number.get(&number).and_then(|index| self.nodes.get(*index)).map(|node| node.field)
    }

    pub(super) fn node(&self, index: usize) -> Option<&Node<'a>> {
        self.nodes.get(index)
    }

    /// The field itself and its widgets, in the order of the form.
    pub(super) fn members(&self, field: usize) -> Vec<Node<'a>> {
        let widgets = self.nodes.get(field).map(|node| node.widgets.clone()).unwrap_or_default();
        widgets.iter().filter_map(|index| self.nodes.get(*index)).cloned().collect()
    }

    /// Whether the object hangs in the tree in more than one place.
    pub(super) fn hangs_twice(&self, number: u32) -> bool {
        self.several.contains(&number)
    }

    /// Whether several fields have this name: readers take them for one.
    pub(super) fn is_shared_name(&self, name: &str) -> bool {
        self.names.get(name).is_some_and(|count| *count > 1)
    }
}

/// Bytes of a name that count no more than a field does.
const LONGEST_NAME: usize = 256;
