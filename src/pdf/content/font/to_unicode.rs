//! The table `/ToUnicode` of a font (ISO 32000-2 9.10.3).

use std::collections::BTreeMap;

use super::value;
use crate::error::Result;
use crate::limits::Budget;
use crate::pdf::content::operator::{Operand, Operations};

/// Texts by code.
#[derive(Debug)]
pub(super) struct ToUnicode(BTreeMap<u16, String>);

impl ToUnicode {
    /// Reads the CMap; what is odd in it is left out.
    pub(super) fn read(data: &[u8], work: &mut Budget) -> Result<Self> {
        let mut table = BTreeMap::new();
        let mut operations = Operations::with_operands(data, MOST_IN_A_BLOCK);
        while let Some(operation) = operations.next(work)? {
            match operation.operator {
                b"endbfchar" => {
                    for pair in operation.operands.chunks_exact(2) {
                        if let [Operand::String(code), Operand::String(text)] = pair {
                            table.insert(value(code), utf16(text, 0));
                        }
                    }
                }
                b"endbfrange" => {
                    for three in operation.operands.chunks_exact(3) {
                        let [Operand::String(first), Operand::String(last), texts] = three else { continue };
                        range(&mut table, value(first), value(last), texts, work)?;
                    }
                }
                _ => {}
            }
        }
        Ok(Self(table))
    }

    /// `None` for a code that the table does not know.
    pub(super) fn text(&self, code: u16) -> Option<&str> {
        self.0.get(&code).map(String::as_str)
    }
}

fn range(
    table: &mut BTreeMap<u16, String>,
    first: u16,
    last: u16,
    texts: &Operand<'_>,
    work: &mut Budget,
) -> Result<()> {
    work.spend(usize::from(last.saturating_sub(first)))?;
    match texts {
        Operand::String(text) => {
            for (code, offset) in (first..=last).zip(0u16..) {
                table.insert(code, utf16(text, offset));
            }
        }
        Operand::Array(texts) => {
            for (code, text) in (first..=last).zip(texts) {
                if let Operand::String(text) = text {
                    table.insert(code, utf16(text, 0));
                }
            }
        }
        _ => {}
    }
    Ok(())
}

/// UTF-16BE whose last unit is larger by `offset`.
fn utf16(bytes: &[u8], offset: u16) -> String {
    let mut units: Vec<u16> = bytes.chunks(2).map(value).collect();
    if let Some(last) = units.last_mut() {
        *last = last.wrapping_add(offset);
    }
    char::decode_utf16(units).map(|c| c.unwrap_or(char::REPLACEMENT_CHARACTER)).collect()
}

/// 9.7.5.4 names 100 entries of three operands; some writers put more into one block.
const MOST_IN_A_BLOCK: usize = 3 * 65_536;
