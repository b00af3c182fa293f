use super::{Letter, RiskKind, kinds, only};

/// A form of one field, with this appearance as object 7.
fn form(field: &str, appearance: &[u8]) -> Vec<u8> {
    let letter = Letter {
        catalog: "/AcroForm << /Fields [6 0 R] /DR << /Font << /F1 5 0 R >> >> >>",
        page: "/Annots [6 0 R]",
        ..Letter::default()
    };
    letter.with(|maker| {
        maker
            .object(
                6,
                format!(
                    "<< /Type /Annot /Subtype /Widget /T (sum) /Rect [0 0 90 20] /AP << /N 7 0 R >> {field} >>"
                ),
            )
            .stream(7, "/Type /XObject /Subtype /Form /BBox [0 0 90 20]", appearance);
    })
}

#[test]
fn a_value_that_is_not_shown_is_found() {
    let shown = b"/Tx BMC q BT /F1 12 Tf 2 6 Td (1000) Tj ET Q EMC";
    assert_eq!(kinds(&form("/FT /Tx /V (1000)", shown)), []);
    assert_eq!(kinds(&form("/FT /Tx /V (1 000)", shown)), []);
    for value in ["/V (9000)", "", "/V ()", "/V <FEFF00390030>"] {
        let risk = only(&form(&format!("/FT /Tx {value}"), shown));
        assert_eq!((risk.kind, risk.names.first().unwrap().as_str()), (RiskKind::FieldDiffers, "sum"));
    }
    // A password, one whose text cannot be told, and one that a script formats.
    assert_eq!(kinds(&form("/FT /Tx /Ff 8192 /V (secret)", b"BT /F1 12 Tf (****) Tj ET")), []);
    assert_eq!(kinds(&form("/FT /Tx /V (1)", b"BT /F9 12 Tf (x) Tj ET")), []);
    assert_eq!(
        kinds(&form("/FT /Tx /V (1) /AA << /F << /S /JavaScript /JS (x) >> >>", shown)),
        [RiskKind::Script]
    );
}

#[test]
fn a_choice_is_shown_under_its_other_name() {
    let shown = b"BT /F1 12 Tf (Ha Noi) Tj ET";
    let options = "/FT /Ch /Ff 131072 /Opt [[(HN) (Ha Noi)] [(HCM) (Ho Chi Minh)]]";
    assert_eq!(kinds(&form(&format!("{options} /V (HN)"), shown)), []);
    assert_eq!(only(&form(&format!("{options} /V (HCM)"), shown)).kind, RiskKind::FieldDiffers);
}

#[test]
fn a_box_that_is_shown_checked_has_to_be() {
    let states = "/AP << /N << /Yes 7 0 R /Off 7 0 R >> >>";
    assert_eq!(kinds(&form(&format!("/FT /Btn {states} /AS /Yes /V /Yes"), b"")), []);
    assert_eq!(kinds(&form(&format!("/FT /Btn {states} /AS /Off"), b"")), []);
    for states_and_value in ["/AS /Yes", "/AS /Yes /V /Off", "/AS /Off /V /Yes"] {
        let risk = only(&form(&format!("/FT /Btn {states} {states_and_value}"), b""));
        assert_eq!(risk.kind, RiskKind::FieldDiffers, "{states_and_value}");
    }
}
