//! DER as a tree that can be changed in one place and written again with the right lengths around it.

use crate::asn1::{Reader, Tag, write};

/// One element.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Node {
    pub(super) tag: u8,
    pub(super) body: Body,
    /// What the length says instead of the truth, in eight octets.
    pub(super) length: Option<u64>,
}

/// Its contents.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Body {
    Bytes(Vec<u8>),
    /// Of a constructed element.
    Inside(Vec<Node>),
    /// Of an OCTET STRING that holds elements, as those of extensions and of embedded messages do.
    Wrapped(Vec<Node>),
}

impl Node {
    pub(super) fn new(tag: Tag, bytes: &[u8]) -> Self {
        Self { tag: tag.0, body: Body::Bytes(bytes.to_vec()), length: None }
    }

    /// The elements that these bytes consist of.
    pub(super) fn read_all(bytes: &[u8]) -> Option<Vec<Self>> {
        let mut reader = Reader::new(bytes);
        let mut nodes = Vec::new();
        while !reader.is_empty() {
            let element = reader.element().ok()?;
            let bytes = || Body::Bytes(element.content.to_vec());
            let body = if element.tag.0 & 0x20 != 0 {
                Self::read_all(element.content).map_or_else(bytes, Body::Inside)
            } else if element.tag == Tag::OCTET_STRING
                && element.content.first().is_some_and(|tag| *tag == 0x30)
            {
                Self::read_all(element.content).map_or_else(bytes, Body::Wrapped)
            } else {
                bytes()
            };
            nodes.push(Self { tag: element.tag.0, body, length: None });
        }
        Some(nodes)
    }

    pub(super) fn write(&self) -> Vec<u8> {
        let content = match &self.body {
            Body::Bytes(bytes) => bytes.clone(),
            Body::Inside(inner) | Body::Wrapped(inner) => inner.iter().flat_map(Self::write).collect(),
        };
        match self.length {
            None => write::tlv(Tag(self.tag), &content),
            Some(length) => [&[self.tag, 0x88][..], &length.to_be_bytes(), &content].concat(),
        }
    }

    /// This element and those in it.
    pub(super) fn count(&self) -> usize {
        1 + self.inner().iter().map(Self::count).sum::<usize>()
    }

    pub(super) fn inner(&self) -> &[Self] {
        match &self.body {
            Body::Bytes(_) => &[],
            Body::Inside(inner) | Body::Wrapped(inner) => inner,
        }
    }

    /// Visits this element and those in it, in the order in which they stand.
    pub(super) fn visit(&mut self, see: &mut dyn FnMut(&mut Self)) {
        see(self);
        match &mut self.body {
            Body::Bytes(_) => {}
            Body::Inside(inner) | Body::Wrapped(inner) => inner.iter_mut().for_each(|node| node.visit(see)),
        }
    }
}

/// The input once for each element that `change` says yes to, with that element changed.
pub(super) fn variants(input: &[u8], change: &dyn Fn(&mut Node) -> bool) -> Vec<Vec<u8>> {
    let nodes = Node::read_all(input).unwrap();
    let count: usize = nodes.iter().map(Node::count).sum();
    let mut variants = Vec::new();
    for wanted in 0..count {
        let (mut nodes, mut at, mut changed) = (nodes.clone(), 0, false);
        for node in &mut nodes {
            node.visit(&mut |node| {
                if at == wanted {
                    changed = change(node);
                }
                at += 1;
            });
        }
        if changed {
            variants.push(nodes.iter().flat_map(Node::write).collect());
        }
    }
    variants
}
