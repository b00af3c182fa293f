mod dynamic;
mod fields;
mod hidden;
mod honest;
mod hostile;

use super::{Risk, RiskKind, Risks, risks};
use crate::limits::Limits;
use crate::pdf::Document;
use crate::pdf::pdf_maker::PdfMaker;

/// What a generous scan finds.
fn scan(bytes: &[u8]) -> Risks {
    risks(&Document::open(bytes, &Limits::default()).unwrap(), usize::MAX, 1_000_000)
}

/// The kinds of risk of a file that can be looked at as a whole.
fn kinds(bytes: &[u8]) -> Vec<RiskKind> {
    let found = scan(bytes);
    assert!(found.complete, "{found:?}");
    found.risks.into_iter().map(|risk| risk.kind).collect()
}

/// The only risk of a file.
fn only(bytes: &[u8]) -> Risk {
    let mut found = scan(bytes);
    assert!(found.complete, "{found:?}");
    assert_eq!(found.risks.len(), 1, "{found:?}");
    found.risks.remove(0)
}

/// A letter of one page: catalog 1, page tree 2, page 3, content 4, font 5. `catalog`, `page` and `resources` are
/// entries besides, and objects from 6 on are free.
#[derive(Default)]
struct Letter<'l> {
    catalog: &'l str,
    page: &'l str,
    resources: &'l str,
    content: &'l [u8],
}

impl Letter<'_> {
    fn with(&self, also: impl FnOnce(&mut PdfMaker)) -> Vec<u8> {
        let Self { catalog, page, resources, content } = self;
        let mut maker = PdfMaker::new();
        maker
            .object(1, format!("<< /Type /Catalog /Pages 2 0 R {catalog} >>"))
            .object(2, "<< /Type /Pages /Kids [3 0 R] /Count 1 /MediaBox [0 0 600 800] >>")
            .object(
                3,
                format!(
                    "<< /Type /Page /Parent 2 0 R /Contents 4 0 R {page} /Resources << /Font << /F1 5 0 R >> \
                     {resources} >> >>"
                ),
            )
            .deflated(4, "", &[b"BT /F1 12 Tf 72 700 Td (Letter) Tj ET ", *content].concat())
            .object(5, "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>");
        also(&mut maker);
        maker.finish_table();
        maker.into_bytes()
    }
}

#[test]
fn a_plain_letter_has_no_risk() {
    assert_eq!(kinds(&Letter::default().with(|_| {})), []);
}
