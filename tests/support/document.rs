//! Documents to sign: `#[path = "support/document.rs"] mod document;`
#![allow(dead_code, reason = "not every test asks for everything")]

/// A PDF of one page, with a classic cross-reference table. `fields` are the fields of its form, each a dictionary
/// without the brackets; without fields it has no form.
pub(crate) fn pdf(fields: &[&str]) -> Vec<u8> {
    let references: Vec<String> = (0..fields.len()).map(|index| format!("{} 0 R", index + 5)).collect();
    let references = references.join(" ");
    let form =
        if fields.is_empty() { String::new() } else { format!("/AcroForm << /Fields [{references}] >>") };
    let content = "BT /F1 24 Tf 72 720 Td (Cong van) Tj ET";
    let mut objects = vec![
        format!("<< /Type /Catalog /Pages 2 0 R {form} >>"),
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>".to_owned(),
        format!(
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Annots [{references}] >>"
        ),
        format!("<< /Length {} >>\nstream\n{content}\nendstream", content.len()),
    ];
    objects.extend(fields.iter().map(|field| format!("<< {field} >>")));
    let mut file = String::from("%PDF-1.7\n");
    let mut table = format!("xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1);
    for (index, object) in objects.iter().enumerate() {
        table.push_str(&format!("{:010} 00000 n \n", file.len()));
        file.push_str(&format!("{} 0 obj\n{object}\nendobj\n", index + 1));
    }
    let trailer = format!("trailer\n<< /Size {} /Root 1 0 R >>", objects.len() + 1);
    let startxref = file.len();
    file.push_str(&format!("{table}{trailer}\nstartxref\n{startxref}\n%%EOF\n"));
    file.into_bytes()
}

/// An empty signature field of this name, for [`pdf`].
pub(crate) fn signature_field(name: &str) -> String {
    format!("/FT /Sig /T ({name}) /Type /Annot /Subtype /Widget /Rect [0 0 0 0] /P 3 0 R /F 132")
}
