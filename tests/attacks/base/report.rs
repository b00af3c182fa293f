//! Two pages with a structure tree, a layer, names, an embedded file and a bookmark, in object streams.

use super::form::metadata;
use crate::pdf_maker::PdfMaker;

pub(super) fn file() -> Vec<u8> {
    let mut maker = PdfMaker::new();
    maker
        .trailer("/Root 1 0 R /Info 9 0 R /ID [<00112233445566778899AABBCCDDEEFF> <00112233445566778899AABBCCDDEEFF>]")
        .deflated(4, "", CONTENT)
        .deflated(7, "", b"/P << /MCID 0 >> BDC BT /F1 12 Tf 72 780 Td (Phu luc: danh muc sach) Tj ET EMC")
        .stream(10, "/Type /Metadata /Subtype /XML", metadata("2026-11-19T08:00:00Z").as_bytes())
        .deflated(17, "/Type /XObject /Subtype /Form /BBox [0 0 200 20]", b"0 0 200 1 re f")
        .stream(18, "/Type /XObject /Subtype /Image /Width 2 /Height 2 /BitsPerComponent 8 /ColorSpace /DeviceGray", b"\0\xff\xff\0")
        .stream(22, "/Type /EmbeddedFile", b"So luong;Gia\n10;15000\n")
        .object_stream(50, INNER)
        .finish_stream(51);
    maker.into_bytes()
}

/// What an object of the object stream says.
pub(super) fn inner(number: u32) -> Option<String> {
    INNER.iter().find(|(own, _)| *own == number).map(|(_, text)| (*text).to_owned())
}

const CONTENT: &[u8] = b"/P << /MCID 0 >> BDC BT /F1 16 Tf 72 780 Td (BAO CAO) Tj 0 -40 Td (Tong cong 15000000 dong) Tj ET EMC \
    q 1 0 0 1 72 700 cm /Line Do Q q 40 0 0 40 480 760 cm /Seal Do Q /OC /Draft BDC BT /F1 12 Tf 72 660 Td (Ban nhap) Tj ET EMC";

const INNER: &[(u32, &str)] = &[
    (
        1,
        "<< /Type /Catalog /Pages 2 0 R /Metadata 10 0 R /StructTreeRoot 11 0 R /MarkInfo << /Marked true >> \
         /OCProperties 15 0 R /Names 19 0 R /Outlines 20 0 R /Lang (vi-VN) >>",
    ),
    (2, "<< /Type /Pages /Kids [3 0 R 6 0 R] /Count 2 /MediaBox [0 0 595 842] >>"),
    (3, "<< /Type /Page /Parent 2 0 R /Contents 4 0 R /Resources 8 0 R /StructParents 0 /Annots [25 0 R] >>"),
    (5, "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"),
    (6, "<< /Type /Page /Parent 2 0 R /Contents 7 0 R /Resources 8 0 R /StructParents 1 >>"),
    (
        8,
        "<< /Font << /F1 5 0 R >> /XObject << /Line 17 0 R /Seal 18 0 R >> /Properties << /Draft 16 0 R >> >>",
    ),
    (9, "<< /Title (Bao cao) /Producer (kyso) /ModDate (D:20261119080000Z) >>"),
    (11, "<< /Type /StructTreeRoot /K 12 0 R /ParentTree 14 0 R >>"),
    (12, "<< /Type /StructElem /S /Document /P 11 0 R /K [13 0 R 26 0 R] >>"),
    (13, "<< /Type /StructElem /S /P /P 12 0 R /Pg 3 0 R /K 0 >>"),
    (14, "<< /Nums [0 [13 0 R] 1 [26 0 R]] >>"),
    (15, "<< /OCGs [16 0 R] /D << /Order [16 0 R] /OFF [16 0 R] >> >>"),
    (16, "<< /Type /OCG /Name (Draft) >>"),
    (
        19,
        "<< /Dests << /Names [(appendix) [6 0 R /Fit]] >> /EmbeddedFiles << /Names [(prices.csv) 23 0 R] >> >>",
    ),
    (20, "<< /Type /Outlines /First 21 0 R /Last 21 0 R /Count 1 >>"),
    (21, "<< /Title (Phu luc) /Parent 20 0 R /Dest [6 0 R /Fit] >>"),
    (23, "<< /Type /Filespec /F (prices.csv) /EF << /F 22 0 R >> >>"),
    (25, "<< /Type /Annot /Subtype /Link /Rect [72 640 200 655] /Dest [6 0 R /Fit] >>"),
    (26, "<< /Type /StructElem /S /P /P 12 0 R /Pg 6 0 R /K 0 >>"),
];
