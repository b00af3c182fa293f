//! Two ways in which a signed letter is forged.

use memchr::memmem;

use super::letter::AMOUNT;
use super::unexpected;
use crate::error::Result;
use crate::limits::Limits;
use crate::pdf::{Document, ObjectId};

/// The amount exchanged in the bytes that were signed.
pub(super) fn altered(signed: &[u8]) -> Result<Vec<u8>> {
    let (amount, forged) = AMOUNT;
    let at = memmem::find(signed, amount).ok_or_else(|| unexpected("a letter without its amount"))?;
    let after = signed.get(at.saturating_add(amount.len())..).unwrap_or_default();
    Ok([signed.get(..at).unwrap_or_default(), forged, after].concat())
}

/// The signed bytes untouched, and behind them an update (ISO 32000-2 7.5.6) with another content of the page.
pub(super) fn appended(signed: &[u8]) -> Result<Vec<u8>> {
    let limits = Limits::default();
    let document = Document::open(signed, &limits)?;
    let view = document.latest();
    let content = view.indirect(PAGE_CONTENT)?.and_then(|object| signed.get(object.span?));
    let content = content.ok_or_else(|| unexpected("a letter without its content"))?;
    let mut file = signed.to_vec();
    let offset = file.len();
    file.extend(altered(content)?);
    file.push(b'\n');
    let xref = file.len();
    let size = document.highest_number().unwrap_or(0).saturating_add(1);
    let previous = document.revisions().last().map_or(0, |revision| revision.startxref);
    let root = view.catalog_id()?;
    let number = PAGE_CONTENT.number;
    let id: String =
        document.file_id()?.unwrap_or_default().iter().map(|octet| format!("{octet:02X}")).collect();
    file.extend_from_slice(
        format!(
            "xref\n{number} 1\n{offset:010} 00000 n \n\
             trailer\n<< /Size {size} /Root {root} R /Prev {previous} /ID [<{id}> <{id}>] >>\n\
             startxref\n{xref}\n%%EOF\n"
        )
        .as_bytes(),
    );
    Ok(file)
}

/// The object of the letter that says what stands on the page.
const PAGE_CONTENT: ObjectId = ObjectId { number: 4, generation: 0 };
