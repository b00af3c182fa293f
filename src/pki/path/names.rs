//! Name constraints along a path (RFC 5280 4.2.1.10, 6.1.3 (b) and (c), 6.1.4 (g)). The intersection of all that is
//! permitted and the union of all that is excluded are asked for one CA after the other, which comes to the same.

use super::PathFault;
use crate::asn1::{Element, Reader, Tag, oid, string};
use crate::error::Result;
use crate::limits::Budget;
use crate::pki::certificate::{Base, NameConstraints, Subtree, domain, is_local_part};
use crate::pki::name::{GeneralName, NameForm};
use crate::pki::{Certificate, Name};

/// All names that a CA above them does not permit, at most one for each certificate; the anchor's constraints
/// count like any other's (RFC 5937).
///
/// # Errors
/// When the budget is used up.
pub(super) fn violations(chain: &[Certificate], budget: &mut Budget) -> Result<Vec<PathFault>> {
    let mut out = Vec::new();
    let constraining = |certificate: &&Certificate| certificate.name_constraints().is_some();
    if !chain.iter().skip(1).any(|certificate| constraining(&certificate)) {
        return Ok(out);
    }
    for (index, certificate) in chain.iter().enumerate() {
        // 6.1.3 (b) and (c): the new key of a CA needs no new name.
        if index > 0 && certificate.is_self_issued() {
            continue;
        }
        let above = chain.iter().skip(index.saturating_add(1)).filter_map(Certificate::name_constraints);
        let above: Vec<_> = above.collect();
        if above.is_empty() {
            break;
        }
        let names = names(certificate, budget)?;
        out.extend(violation(index, &names, &above, budget)?);
    }
    Ok(out)
}

/// A name of a certificate, read for comparison.
struct SubjectName {
    form: NameForm,
    /// As a report shows it.
    shown: String,
    /// `None` if it is no proper name of its form.
    value: Option<Value>,
}

enum Value {
    /// A domain in lower case; a wildcard stands for one more label before it (RFC 9525 6.3).
    Dns {
        domain: String,
        wildcard: bool,
    },
    Mailbox {
        local: String,
        host: String,
    },
    Host(String),
    Directory(Name),
    Ip(Vec<u8>),
}

fn violation(
    index: usize,
    names: &[SubjectName],
    above: &[&NameConstraints],
    budget: &mut Budget,
) -> Result<Option<PathFault>> {
    for constraints in above {
        for name in names {
            budget.spend(constraints.permitted.len().saturating_add(constraints.excluded.len()))?;
            match judge(constraints, name) {
                Judgement::Permitted => {}
                Judgement::Refused => {
                    return Ok(Some(PathFault::NameNotPermitted { index, name: name.shown.clone() }));
                }
                Judgement::Unsupported => {
                    let form = name.form.name();
                    return Ok(Some(PathFault::NameConstraintsUnsupported { index, form }));
                }
            }
        }
    }
    Ok(None)
}

enum Judgement {
    Permitted,
    Refused,
    Unsupported,
}

fn judge(constraints: &NameConstraints, name: &SubjectName) -> Judgement {
    fn of_form(subtrees: &[Subtree], form: NameForm) -> impl Iterator<Item = Option<&Base>> + Clone {
        subtrees.iter().filter(move |subtree| subtree.form == form).map(|subtree| subtree.base.as_ref())
    }
    let permitted = of_form(&constraints.permitted, name.form);
    let excluded = of_form(&constraints.excluded, name.form);
    let mut all = permitted.clone().chain(excluded.clone()).peekable();
    if all.peek().is_none() {
        return Judgement::Permitted;
    }
    if all.any(|base| base.is_none()) {
        return Judgement::Unsupported;
    }
    // A name that cannot be read cannot be told from an excluded one.
    let Some(value) = &name.value else { return Judgement::Refused };
    let mut permitted = permitted.flatten().peekable();
    if permitted.peek().is_some() && !permitted.any(|base| covers_all(base, value)) {
        return Judgement::Refused;
    }
    if excluded.flatten().any(|base| covers_some(base, value)) {
        return Judgement::Refused;
    }
    Judgement::Permitted
}

/// Whether every name that `value` stands for is within `base`.
fn covers_all(base: &Base, value: &Value) -> bool {
    match (base, value) {
        (Base::Dns(base), Value::Dns { domain, .. }) => is_within(domain, base),
        (Base::Mailbox { local, host }, Value::Mailbox { local: found, host: at }) => {
            local == found && host == at
        }
        (Base::Host(host), Value::Mailbox { host: found, .. } | Value::Host(found)) => {
            host.is_empty() || host == found
        }
        (Base::Below(domain), Value::Mailbox { host, .. } | Value::Host(host)) => {
            host != domain && is_within(host, domain)
        }
        // One that begins with the same sets; their octets stand one behind the other.
        (Base::Directory(base), Value::Directory(name)) => name.canonical().starts_with(base.canonical()),
        (Base::Ip { address, mask }, Value::Ip(found)) => {
            address.len() == found.len()
                && address.iter().zip(found).zip(mask).all(|((a, b), mask)| a & mask == b & mask)
        }
        _ => false,
    }
}

/// Whether any name that `value` stands for is within `base`: `*.example.com` may be `bar.example.com`.
fn covers_some(base: &Base, value: &Value) -> bool {
    match (base, value) {
        (Base::Dns(base), Value::Dns { domain, wildcard: true }) => {
            is_within(domain, base) || base.split_once('.').is_some_and(|(_, parent)| parent == domain)
        }
        _ => covers_all(base, value),
    }
}

/// Whether `host` is the domain or below it.
fn is_within(host: &str, domain: &str) -> bool {
    domain.is_empty()
        || host.strip_suffix(domain).is_some_and(|front| front.is_empty() || front.ends_with('.'))
}

/// The names of the subject: its distinguished name, what the subjectAltName lists, and e-mail addresses within
/// the distinguished name. RFC 5280 4.2.1.10 asks for those only when there is no subjectAltName; they are looked
/// at always, because they are shown always.
fn names(certificate: &Certificate, budget: &mut Budget) -> Result<Vec<SubjectName>> {
    let mut out = Vec::new();
    let subject = certificate.subject();
    budget.spend(1 + subject.der().len() / OCTETS)?;
    if !subject.is_empty() {
        let value = Some(Value::Directory(subject.clone()));
        out.push(SubjectName { form: NameForm::Directory, shown: subject.to_string(), value });
    }
    for email in subject.emails() {
        out.push(SubjectName { form: NameForm::Rfc822, shown: email.to_owned(), value: mailbox(email) });
    }
    let lists = certificate.extensions().filter(|extension| extension.oid == oid::SUBJECT_ALT_NAME);
    for list in lists {
        budget.spend(1 + list.value.len() / OCTETS)?;
        // Unreadable ones are a fault of their own.
        for name in GeneralName::list(list.value, "subjectAltName").unwrap_or_default() {
            out.push(read(&name));
        }
    }
    Ok(out)
}

fn read(name: &GeneralName<'_>) -> SubjectName {
    let text = String::from_utf8_lossy(name.content);
    let ascii = std::str::from_utf8(name.content).ok().filter(|text| text.is_ascii());
    let (form, value) = match name.form {
        NameForm::Dns => (name.form, ascii.and_then(dns)),
        NameForm::Rfc822 => (name.form, ascii.and_then(mailbox)),
        NameForm::Uri => (name.form, ascii.and_then(uri_host).map(Value::Host)),
        NameForm::Directory => {
            let name = Name::try_from(name.content).ok();
            let shown = name.as_ref().map_or_else(|| "directoryName".to_owned(), Name::to_string);
            return SubjectName { form: NameForm::Directory, shown, value: name.map(Value::Directory) };
        }
        NameForm::Ip => {
            let address = [4, 16].contains(&name.content.len()).then(|| name.content.to_vec());
            let shown = name.content.iter().map(|octet| format!("{octet:02x}")).collect();
            return SubjectName { form: NameForm::Ip, shown, value: address.map(Value::Ip) };
        }
        NameForm::Other => match utf8_mailbox(name.content) {
            // RFC 9598 section 6: what is said about rfc822Name holds for it as well.
            Some(address) => {
                let value = mailbox(&address);
                return SubjectName { form: NameForm::Rfc822, shown: address, value };
            }
            None => return SubjectName { form: name.form, shown: "otherName".to_owned(), value: None },
        },
        NameForm::X400 | NameForm::EdiParty | NameForm::RegisteredId => {
            return SubjectName { form: name.form, shown: name.form.name().to_owned(), value: None };
        }
    };
    let shown = text.chars().filter(|c| !c.is_control()).take(SHOWN).collect();
    SubjectName { form, shown, value }
}

fn dns(text: &str) -> Option<Value> {
    match text.strip_prefix("*.") {
        Some(rest) => domain(rest, 1).map(|domain| Value::Dns { domain, wildcard: true }),
        None => domain(text, 1).map(|domain| Value::Dns { domain, wildcard: false }),
    }
}

fn mailbox(text: &str) -> Option<Value> {
    let (local, host) = text.rsplit_once('@')?;
    let host = domain(host, 1)?;
    is_local_part(local).then(|| Value::Mailbox { local: local.to_owned(), host })
}

/// The host of a URI, which must be a whole domain name: RFC 5280 4.2.1.10 refuses any other.
fn uri_host(uri: &str) -> Option<String> {
    let (scheme, rest) = uri.split_once("://")?;
    let is_scheme = |c: char| c.is_ascii_alphanumeric() || ['+', '-', '.'].contains(&c);
    if scheme.is_empty() || !scheme.chars().all(is_scheme) {
        return None;
    }
    let authority = rest.split(['/', '?', '#']).next()?;
    let host = authority.rsplit_once('@').map_or(authority, |(_, host)| host);
    let host = host.split_once(':').map_or(host, |(host, _)| host);
    let address = host.split('.').all(|label| label.bytes().all(|octet| octet.is_ascii_digit()));
    domain(host, 2).filter(|_| !address)
}

/// An e-mail address that is not ASCII (RFC 9598): type and value of an OtherName.
fn utf8_mailbox(content: &[u8]) -> Option<String> {
    let mut fields = Reader::new(content);
    if fields.oid("otherName").ok()? != oid::ON_SMTP_UTF8_MAILBOX {
        return None;
    }
    let value = fields.expect(Tag::context(0), "otherName").ok()?;
    let value = Element::from_der(value.content, "otherName").ok()?;
    string::text(&value).map(|(text, _)| text)
}

/// Reading so many octets costs about as much as one comparison.
const OCTETS: usize = 64;

/// Characters of a name that a report shows.
const SHOWN: usize = 256;

#[cfg(test)]
mod tests;
