//! nameConstraints (RFC 5280 4.2.1.10): for which names a CA may issue.

use crate::asn1::{Element, Reader, Tag};
use crate::error::Result;
use crate::pki::Name;
use crate::pki::name::{GeneralName, NameForm};

/// The extension of a CA certificate.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct NameConstraints {
    pub(crate) permitted: Vec<Subtree>,
    pub(crate) excluded: Vec<Subtree>,
}

/// All names of one form within a base.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Subtree {
    pub(crate) form: NameForm,
    /// `None` if it cannot be applied: a form without rules, a base that is malformed, or a minimum or maximum.
    pub(crate) base: Option<Base>,
}

/// What names are compared with. Texts are in lower case where case does not matter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Base {
    /// This domain and all below; the empty one is all domains.
    Dns(String),
    Mailbox {
        local: String,
        host: String,
    },
    /// All mailboxes or resources of one host; of the empty one: all.
    Host(String),
    /// All mailboxes or resources of the hosts below a domain, not of the domain itself.
    Below(String),
    Directory(Name),
    Ip {
        address: Vec<u8>,
        mask: Vec<u8>,
    },
}

impl NameConstraints {
    pub(super) fn read(value: &[u8]) -> Result<Self> {
        let mut reader = Reader::new(value);
        let mut fields = reader.sequence("nameConstraints")?;
        reader.finish("nameConstraints")?;
        let permitted = fields.optional(Tag::context(0))?;
        let excluded = fields.optional(Tag::context(1))?;
        fields.finish("nameConstraints")?;
        if permitted.is_none() && excluded.is_none() {
            // 4.2.1.10: must not be an empty sequence.
            return Err(fields.error("nameConstraints"));
        }
        let read = |list: Option<Element<'_>>| list.map_or(Ok(Vec::new()), |list| subtrees(&list));
        Ok(Self { permitted: read(permitted)?, excluded: read(excluded)? })
    }
}

/// GeneralSubtrees: at least one.
fn subtrees(list: &Element<'_>) -> Result<Vec<Subtree>> {
    let mut reader = list.reader();
    if reader.is_empty() {
        return Err(list.error("nameConstraints"));
    }
    let mut out = Vec::new();
    while !reader.is_empty() {
        let mut subtree = reader.sequence("nameConstraints")?;
        let name = GeneralName::read(&subtree.element()?)?;
        let minimum = subtree.optional(Tag::context_primitive(0))?;
        let maximum = subtree.optional(Tag::context_primitive(1))?;
        subtree.finish("nameConstraints")?;
        // 4.2.1.10: the minimum is 0 and there is no maximum; who meets others processes them or refuses.
        let whole = maximum.is_none() && minimum.is_none_or(|minimum| minimum.content == [0]);
        out.push(Subtree { form: name.form, base: base(&name).filter(|_| whole) });
    }
    Ok(out)
}

fn base(name: &GeneralName<'_>) -> Option<Base> {
    let text = || std::str::from_utf8(name.content).ok().filter(|text| text.is_ascii());
    match name.form {
        NameForm::Dns => domain(text()?, 0).map(Base::Dns),
        NameForm::Rfc822 => match text()?.rsplit_once('@') {
            Some((local, host)) if is_local_part(local) => {
                Some(Base::Mailbox { local: local.to_owned(), host: domain(host, 1)? })
            }
            Some(_) => None,
            None => host_or_below(text()?),
        },
        NameForm::Uri => host_or_below(text()?),
        NameForm::Directory => Name::try_from(name.content).ok().map(Base::Directory),
        NameForm::Ip => {
            let (4 | 16) = name.content.len() / 2 else { return None };
            let (address, mask) = name.content.split_at_checked(name.content.len() / 2)?;
            // CIDR (RFC 4632): ones, then zeros.
            let ones = mask.iter().take_while(|octet| **octet == 0xff).count();
            let mut rest = mask.iter().skip(ones);
            let edge = rest.next().is_none_or(|octet| octet.count_ones() == octet.leading_ones());
            (mask.len() == address.len() && edge && rest.all(|octet| *octet == 0))
                .then(|| Base::Ip { address: address.to_vec(), mask: mask.to_vec() })
        }
        NameForm::Other | NameForm::X400 | NameForm::EdiParty | NameForm::RegisteredId => None,
    }
}

fn host_or_below(text: &str) -> Option<Base> {
    match text.strip_prefix('.') {
        Some(below) => domain(below, 1).map(Base::Below),
        None => domain(text, 0).map(Base::Host),
    }
}

/// A domain in lower case, if it has at least so many labels and every label is one. Underscores are in use.
pub(crate) fn domain(text: &str, labels: usize) -> Option<String> {
    if text.is_empty() {
        return (labels == 0).then(String::new);
    }
    let is_label = |label: &str| {
        (1..=63).contains(&label.len())
            && label.bytes().all(|octet| octet.is_ascii_alphanumeric() || octet == b'-' || octet == b'_')
    };
    let count = text.split('.').count();
    (text.len() <= 255 && count >= labels && text.split('.').all(is_label)).then(|| text.to_ascii_lowercase())
}

/// The part of an address before the `@`: not empty, and another `@` only within quotes (RFC 5321 4.1.2).
pub(crate) fn is_local_part(text: &str) -> bool {
    let quoted = text.len() >= 2 && text.starts_with('"') && text.ends_with('"');
    !text.is_empty() && (quoted || !text.contains(['@', ' ', '"'])) && !text.chars().any(char::is_control)
}
