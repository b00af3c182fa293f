//! Pages (ISO 32000-2 7.7.3): what they inherit, what they draw, and which one they are.

use super::geometry::Rectangle;
use super::{decoded, settle};
use crate::error::{ErrorKind, Result};
use crate::limits::Budget;
use crate::pdf::{Dictionary, Object, ObjectId, View, to_index};

/// What a page or a node of the page tree says for all below it (7.7.3.4).
#[derive(Debug)]
pub(super) struct Node<'a> {
    pub(super) media_box: Option<Rectangle>,
    /// `/Resources`, not looked up yet.
    pub(super) resources: Option<Object<'a>>,
    pub(super) parent: Option<ObjectId>,
}

impl<'a> Node<'a> {
    pub(super) fn read(view: &View<'_, 'a>, node: &Dictionary<'a>) -> Self {
        Self {
            media_box: node.get(b"MediaBox").and_then(|value| Rectangle::read(view, value)),
            resources: node.get(b"Resources").cloned(),
            parent: node.get(b"Parent").and_then(Object::as_reference),
        }
    }
}

/// The content streams of a page in one, and whether all of it could be read.
pub(super) fn contents<'a>(
    view: &View<'_, 'a>,
    page: &Dictionary<'a>,
    work: &mut Budget,
) -> Result<(Vec<u8>, bool)> {
    let parts = match view.value(page, b"Contents")? {
        Object::Array(parts) => parts,
        Object::Null => Vec::new(),
        one => vec![one],
    };
    let mut all = Vec::new();
    let mut complete = true;
    for part in &parts {
        settle(view, work)?;
        match view.resolve(part) {
            Ok(Object::Stream(stream)) => match decoded(view, &stream, work) {
                Ok(data) => {
                    // 7.8.2: tokens end with their stream.
                    all.extend_from_slice(&data);
                    all.push(b'\n');
                }
                Err(error) if error.kind() == ErrorKind::LimitExceeded => return Ok((all, false)),
                Err(_) => complete = false,
            },
            Ok(Object::Null) => {}
            Ok(_) | Err(_) => complete = false,
        }
    }
    Ok((all, complete))
}

/// Which page of the document this is, counted from 1; `None` if the page tree does not lead to it.
///
/// Climbs from the page to the root, and counts what stands before it by the `/Count` of each node: the numbers that the
/// file states are believed, as they only serve to name the page. Nodes that have no children but pages cost one
/// look-up.
///
/// # Errors
/// As for looking up objects; `LimitExceeded` for trees that ask for too much work.
pub(crate) fn page_number(view: &View<'_, '_>, page: ObjectId) -> Result<Option<usize>> {
    let mut work = Budget::new(MOST_NODES, "nodes of the page tree before a page");
    let root = view.value(&view.catalog()?, b"Pages")?;
    let Object::Dictionary(_) = root else { return Ok(None) };
    let root = view.catalog()?.get(b"Pages").and_then(Object::as_reference);
    let mut number = 1usize;
    let mut child = page;
    let Some(Object::Dictionary(mut node)) = view.object(page)? else { return Ok(None) };
    for _ in 0..MOST_LEVELS {
        let Some(parent) = node.get(b"Parent").and_then(Object::as_reference) else { break };
        let Some(Object::Dictionary(above)) = view.object(parent)? else { return Ok(None) };
        let Object::Array(kids) = view.value(&above, b"Kids")? else { return Ok(None) };
        let Some(place) = kids.iter().position(|kid| kid.as_reference() == Some(child)) else {
            return Ok(None);
        };
        let all = count(view, &above)?;
        number = number.saturating_add(if all == Some(kids.len()) {
            place
        } else {
            let mut before = 0usize;
            for kid in kids.iter().take(place) {
                work.spend(1)?;
                let pages = match view.resolve(kid) {
                    Ok(Object::Dictionary(kid)) => count(view, &kid)?.unwrap_or(1),
                    Ok(_) => 1,
                    Err(error) if error.kind() == ErrorKind::LimitExceeded => return Err(error),
                    Err(_) => 1,
                };
                before = before.saturating_add(pages);
            }
            before
        });
        (child, node) = (parent, above);
    }
    Ok((root == Some(child) && child != page).then_some(number))
}

fn count<'a>(view: &View<'_, 'a>, node: &Dictionary<'a>) -> Result<Option<usize>> {
    Ok(view.value(node, b"Count")?.as_integer().filter(|count| *count >= 0).map(to_index))
}

/// Page trees that are balanced have fewer than ten levels, even those of two children each fewer than 24.
pub(super) const MOST_LEVELS: usize = 64;

/// Trees whose nodes have pages and nodes side by side are rare and small.
const MOST_NODES: usize = 20_000;
