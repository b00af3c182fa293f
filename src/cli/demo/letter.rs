//! An official letter (công văn) as Decree 30/2020/NĐ-CP, Annex I, lays it out: national name and motto, agency, number,
//! place and date, subject, addressee, text, signer, recipients. The people, agencies and amounts are made up.
//!
//! Knows nothing of the library, so that tests can include it together with `writing`.

use std::fmt::Write as _;

use super::writing::{ENCODING, Face, Writing, n, width};

/// The letter as a PDF of one page, dated this day. Its content stream is not compressed: what it says can be found,
/// and tampered with, in the file.
pub(crate) fn pdf(year: i32, month: u8, day: u8) -> Vec<u8> {
    let mut file = File { bytes: b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n".to_vec(), offsets: Vec::new() };
    let content = content(year, month, day);
    let fonts: String =
        (6..).zip(Face::ALL).map(|(number, face)| format!("/{} {number} 0 R ", face.resource())).collect();
    file.object(
        "<< /Type /Catalog /Pages 2 0 R /Lang (vi-VN) /ViewerPreferences << /DisplayDocTitle true >> >>",
    );
    file.object("<< /Type /Pages /Kids [3 0 R] /Count 1 >>");
    file.object(&format!(
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {} {}] /Contents 4 0 R /Resources << /Font << {fonts}>> >> >>",
        n(PAGE.0),
        n(PAGE.1)
    ));
    file.object(&format!("<< /Length {} >>\nstream\n{content}endstream", content.len()));
    let title: String = TITLE.encode_utf16().map(|unit| format!("{unit:04X}")).collect();
    let date = format!("D:{year:04}{month:02}{day:02}080000+07'00'");
    file.object(&format!("<< /Title <FEFF{title}> /Producer (kyso demo) /CreationDate ({date}) >>"));
    for face in Face::ALL {
        let font = face.base_font();
        file.object(&format!("<< /Type /Font /Subtype /Type1 /BaseFont /{font} /Encoding {ENCODING} >>"));
    }
    file.finish()
}

/// The amount that the letter asks for, as it stands in the file, and one that somebody would rather see there.
pub(crate) const AMOUNT: (&[u8], &[u8]) = (b"12.500.000", b"92.500.000");

/// The whole page.
fn content(year: i32, month: u8, day: u8) -> String {
    let mut page = Page { writing: Writing::default() };
    let left = (LEFT_COLUMN.0 + LEFT_COLUMN.1) / 2.0;
    let right = (RIGHT_COLUMN.0 + RIGHT_COLUMN.1) / 2.0;
    page.centred("BỘ THỬ NGHIỆM", Face::Regular, 12.0, left, 770.0);
    let agency = page.centred("CỤC KIỂM THỬ", Face::Bold, 12.0, left, 754.0);
    page.writing.rule((left - agency / 4.0, 748.0), agency / 2.0);
    page.centred("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", Face::Bold, 12.0, right, 770.0);
    let motto = page.centred("Độc lập - Tự do - Hạnh phúc", Face::Bold, 13.0, right, 754.0);
    page.writing.rule((right - motto / 2.0, 747.5), motto);
    page.centred("Số: 123/CKT-VP", Face::Regular, 13.0, left, 726.0);
    page.centred("V/v đề nghị thanh toán", Face::Regular, 12.0, left, 708.0);
    page.centred("kinh phí kiểm thử phần mềm ký số", Face::Regular, 12.0, left, 693.0);
    let date = format!("Hà Nội, ngày {} tháng {} năm {year}", two_digits(day), month_number(month));
    page.centred(&date, Face::Italic, 13.0, right, 726.0);
    page.centred("Kính gửi: Vụ Kế hoạch - Tài chính", Face::Regular, 14.0, PAGE.0 / 2.0, 650.0);

    let mut y = 616.0;
    let amount = String::from_utf8_lossy(AMOUNT.0);
    for text in [
        format!(
            "Thực hiện Kế hoạch kiểm thử phần mềm ký số năm {year}, Cục Kiểm thử đã hoàn thành việc ký, kiểm \
             tra và lưu trữ văn bản điện tử tại các đơn vị trực thuộc. Kết quả được nghiệm thu, đạt yêu cầu đề ra."
        ),
        format!(
            "Cục Kiểm thử đề nghị Vụ Kế hoạch - Tài chính xem xét, bố trí và thanh toán kinh phí với tổng số \
             tiền là {amount} đồng trong quý I năm {}. Mọi vướng mắc, đề nghị trao đổi với Văn phòng Cục để được \
             hướng dẫn./.",
            year.saturating_add(1)
        ),
    ] {
        y = page.paragraph(&text, y) - 6.0;
    }

    y -= 18.0;
    page.writing.line("Nơi nhận:", Face::Italic, 12.0, (MARGINS.0, y), 0.0);
    for (text, below) in [("- Như trên;", 16.0), ("- Lưu: VT, VP.", 30.0)] {
        page.writing.line(text, Face::Regular, 11.0, (MARGINS.0, y - below), 0.0);
    }
    page.centred("CỤC TRƯỞNG", Face::Bold, 13.0, right, y);
    page.centred("Nguyễn Thị Thử Nghiệm", Face::Bold, 14.0, right, y - 92.0);
    page.centred(
        "Văn bản thử nghiệm do kyso tạo ra, không có giá trị pháp lý",
        Face::Italic,
        9.0,
        PAGE.0 / 2.0,
        40.0,
    );
    page.writing.operators().to_owned()
}

struct Page {
    writing: Writing,
}

impl Page {
    /// A line around x; says how wide it is.
    fn centred(&mut self, text: &str, face: Face, size: f64, x: f64, y: f64) -> f64 {
        let wide = width(text, face, size);
        self.writing.line(text, face, size, (x - wide / 2.0, y), 0.0);
        wide
    }

    /// A paragraph between the margins, the first line indented by a centimetre. Says where the next may begin.
    fn paragraph(&mut self, text: &str, top: f64) -> f64 {
        let (mut y, mut indent) = (top, INDENT);
        let mut line = String::new();
        let mut words = text.split(' ').peekable();
        while let Some(word) = words.next() {
            line.push_str(word);
            let room = MARGINS.1 - MARGINS.0 - indent;
            let fits = |next: &&str| width(&format!("{line} {next}"), Face::Regular, SIZE) <= room;
            if words.peek().is_some_and(fits) {
                line.push(' ');
                continue;
            }
            let spaces = f64::from(u16::try_from(line.matches(' ').count()).unwrap_or(u16::MAX));
            let left_over = room - width(&line, Face::Regular, SIZE);
            let stretch = if words.peek().is_some() && spaces > 0.0 { left_over / spaces } else { 0.0 };
            self.writing.line(&line, Face::Regular, SIZE, (MARGINS.0 + indent, y), stretch);
            line.clear();
            indent = 0.0;
            y -= LEADING;
        }
        y
    }
}

/// The decree writes days below ten, and the first two months, with a zero, so that no digit can be put before them.
fn two_digits(number: u8) -> String {
    format!("{number:02}")
}

fn month_number(month: u8) -> String {
    if month <= 2 { two_digits(month) } else { month.to_string() }
}

/// Objects one after the other, and the table of where they stand.
struct File {
    bytes: Vec<u8>,
    offsets: Vec<usize>,
}

impl File {
    fn object(&mut self, value: &str) {
        self.offsets.push(self.bytes.len());
        let number = self.offsets.len();
        self.bytes.extend_from_slice(format!("{number} 0 obj\n{value}\nendobj\n").as_bytes());
    }

    fn finish(mut self) -> Vec<u8> {
        let startxref = self.bytes.len();
        let size = self.offsets.len().saturating_add(1);
        let id = self.id();
        let mut end = format!("xref\n0 {size}\n0000000000 65535 f \n");
        for offset in &self.offsets {
            // Writing to a String cannot fail.
            let _ = writeln!(end, "{offset:010} 00000 n ");
        }
        let _ = writeln!(end, "trailer\n<< /Size {size} /Root 1 0 R /Info 5 0 R /ID [<{id}> <{id}>] >>");
        let _ = writeln!(end, "startxref\n{startxref}\n%%EOF");
        self.bytes.extend_from_slice(end.as_bytes());
        self.bytes
    }

    /// Sixteen octets that other contents would change (FNV-1a, from both ends).
    fn id(&self) -> String {
        let step = |hash: u64, byte: &u8| (hash ^ u64::from(*byte)).wrapping_mul(0x0000_0100_0000_01b3);
        let seed = 0xcbf2_9ce4_8422_2325;
        let (there, back) = (self.bytes.iter().fold(seed, step), self.bytes.iter().rev().fold(seed, step));
        format!("{there:016X}{back:016X}")
    }
}

const TITLE: &str = "Công văn số 123/CKT-VP về việc đề nghị thanh toán kinh phí kiểm thử phần mềm ký số";

/// A4 in points.
const PAGE: (f64, f64) = (595.28, 841.89);
/// From 30 mm to 20 mm before the edge.
const MARGINS: (f64, f64) = (85.04, 538.58);
const LEFT_COLUMN: (f64, f64) = (60.0, 245.0);
const RIGHT_COLUMN: (f64, f64) = (262.0, 545.0);
const INDENT: f64 = 28.35;
const SIZE: f64 = 14.0;
const LEADING: f64 = 21.0;
