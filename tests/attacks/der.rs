//! A tree of DER elements that can be changed and written again.

/// An element and what is in it.
#[derive(Debug, Clone)]
pub(crate) struct Node {
    pub(crate) tag: u8,
    pub(crate) inside: Inside,
}

#[derive(Debug, Clone)]
pub(crate) enum Inside {
    Octets(Vec<u8>),
    Nodes(Vec<Node>),
}

impl Node {
    pub(crate) fn octets(tag: u8, octets: &[u8]) -> Self {
        Self { tag, inside: Inside::Octets(octets.to_vec()) }
    }

    pub(crate) fn nodes(tag: u8, nodes: Vec<Self>) -> Self {
        Self { tag, inside: Inside::Nodes(nodes) }
    }

    pub(crate) fn parse(bytes: &[u8]) -> Self {
        let (node, rest) = one(bytes);
        assert!(rest.is_empty());
        node
    }

    /// What is in a constructed element.
    pub(crate) fn list(&mut self) -> &mut Vec<Self> {
        match &mut self.inside {
            Inside::Nodes(nodes) => nodes,
            Inside::Octets(_) => panic!("a primitive element"),
        }
    }

    /// The element behind these positions.
    pub(crate) fn at(&mut self, path: &[usize]) -> &mut Self {
        path.iter().fold(self, |node, index| &mut node.list()[*index])
    }

    pub(crate) fn encode(&self) -> Vec<u8> {
        let content = match &self.inside {
            Inside::Octets(octets) => octets.clone(),
            Inside::Nodes(nodes) => nodes.iter().flat_map(Self::encode).collect(),
        };
        let mut out = vec![self.tag];
        match u8::try_from(content.len()) {
            Ok(short) if short < 0x80 => out.push(short),
            _ => {
                let octets = content.len().to_be_bytes();
                let zeros = octets.iter().take_while(|octet| **octet == 0).count();
                out.push(0x80 | u8::try_from(octets.len() - zeros).expect("a length"));
                out.extend_from_slice(&octets[zeros..]);
            }
        }
        [out, content].concat()
    }

    /// The same in BER: every constructed element of indefinite length.
    pub(crate) fn encode_indefinite(&self) -> Vec<u8> {
        match &self.inside {
            Inside::Octets(_) => self.encode(),
            Inside::Nodes(nodes) => {
                let content: Vec<u8> = nodes.iter().flat_map(Self::encode_indefinite).collect();
                [&[self.tag, 0x80], content.as_slice(), &[0, 0]].concat()
            }
        }
    }
}

/// The first element, and what stands behind it.
fn one(bytes: &[u8]) -> (Node, &[u8]) {
    let (tag, first) = (bytes[0], bytes[1]);
    let count = if first < 0x80 { 0 } else { usize::from(first & 0x7f) };
    let length = match count {
        0 => usize::from(first),
        _ => bytes[2..2 + count].iter().fold(0, |length, octet| length << 8 | usize::from(*octet)),
    };
    let (content, rest) = bytes[2 + count..].split_at(length);
    if tag & 0x20 == 0 {
        return (Node::octets(tag, content), rest);
    }
    let mut nodes = Vec::new();
    let mut inner = content;
    while !inner.is_empty() {
        let (node, behind) = one(inner);
        nodes.push(node);
        inner = behind;
    }
    (Node::nodes(tag, nodes), rest)
}
