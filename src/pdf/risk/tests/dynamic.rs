use super::{Letter, RiskKind, kinds, only};

fn catalog(entries: &str) -> Vec<u8> {
    Letter { catalog: entries, ..Letter::default() }.with(|_| {})
}

fn annotation(entries: &str) -> Vec<u8> {
    let page = format!("/Annots [<< /Type /Annot /Rect [0 0 9 9] {entries} >>]");
    Letter { page: &page, ..Letter::default() }.with(|_| {})
}

#[test]
fn scripts_are_found_wherever_they_are() {
    let script = "<< /S /JavaScript /JS (app.alert) >>";
    let files = [
        catalog(&format!("/OpenAction {script}")),
        catalog(&format!("/AA << /WS {script} >>")),
        catalog(&format!("/Names << /JavaScript << /Names [(a) {script}] >> >>")),
        catalog(&format!("/AcroForm << /Fields [<< /FT /Tx /T (a) /AA << /K {script} >> >>] >>")),
        annotation(&format!("/Subtype /Link /A << /S /URI /URI (http://example.org) /Next {script} >>")),
        annotation("/Subtype /Screen /A << /S /Rendition /OP 0 /JS (app.alert) >>"),
    ];
    for file in files {
        assert!(kinds(&file).contains(&RiskKind::Script));
    }
}

#[test]
fn actions_are_told_by_what_they_do() {
    for action in
        ["/Launch /F (a.exe)", "/ImportData /F (a.fdf)", "/Hide /T (field)", "/SetOCGState /State [/ON]"]
    {
        let risk = only(&annotation(&format!("/Subtype /Link /A << /S {action} >>")));
        assert_eq!(risk.kind, RiskKind::Action);
        assert!(risk.names.iter().any(|name| action.contains(name.as_str())));
    }
    for action in ["/SubmitForm /F (http://example.org)", "/GoToR /F (b.pdf)", "/GoToE /T << /R /C >>"] {
        assert_eq!(
            only(&annotation(&format!("/Subtype /Link /A << /S {action} >>"))).kind,
            RiskKind::ActionOutward
        );
    }
    for action in ["/GoTo /D [3 0 R /Fit]", "/URI /URI (http://example.org)", "/Named /N /NextPage"] {
        assert_eq!(kinds(&annotation(&format!("/Subtype /Link /A << /S {action} >>"))), []);
    }
}

#[test]
fn content_that_stands_elsewhere_is_found() {
    let named = Letter { resources: "/XObject << /X 6 0 R >>", content: b"/X Do", ..Letter::default() };
    let form = "/Type /XObject /Subtype /Form /BBox [0 0 9 9]";
    let external = named.with(|maker| {
        maker.stream(6, &format!("{form} /F (elsewhere.bin)"), b"");
    });
    assert_eq!(only(&external).kind, RiskKind::ExternalStream);
    for entries in ["/Ref << /F (b.pdf) /Page 0 >>", "/OPI << /1.3 << /Type /OPI >> >>"] {
        let file = named.with(|maker| {
            maker.stream(6, &format!("{form} {entries}"), b"");
        });
        assert_eq!(only(&file).kind, RiskKind::ReferencedContent);
    }
}

#[test]
fn layers_that_are_hidden_are_told_from_those_that_are_shown() {
    let layers = |default: &str| {
        Letter { catalog: "/OCProperties 7 0 R", ..Letter::default() }.with(|maker| {
            maker
                .object(6, "<< /Type /OCG /Name (Layer) >>")
                .object(7, format!("<< /OCGs [6 0 R] /D << {default} >> >>"));
        })
    };
    assert_eq!(only(&layers("/Order [6 0 R]")).kind, RiskKind::Layers);
    for hidden in
        ["/OFF [6 0 R]", "/BaseState /OFF", "/AS [<< /Event /Print /OCGs [6 0 R] /Category [/Print] >>]"]
    {
        assert_eq!(only(&layers(hidden)).kind, RiskKind::LayersHidden);
    }
    assert_eq!(kinds(&catalog("/OCProperties << /OCGs [] /D << >> >>")), []);
}

#[test]
fn media_attachments_forms_of_xml_and_fonts_of_others_are_told() {
    assert_eq!(only(&annotation("/Subtype /RichMedia")).kind, RiskKind::RichMedia);
    assert_eq!(only(&annotation("/Subtype /3D")).kind, RiskKind::RichMedia);
    assert_eq!(only(&catalog("/AcroForm << /Fields [] /XFA (x) >>")).kind, RiskKind::Xfa);
    let attached =
        Letter { catalog: "/Names << /EmbeddedFiles << /Names [(a) 6 0 R] >> >>", ..Letter::default() };
    let attached = attached.with(|maker| {
        maker.object(6, "<< /Type /Filespec /F (a.txt) /EF << /F 7 0 R >> >>").stream(
            7,
            "/Type /EmbeddedFile",
            b"text",
        );
    });
    assert_eq!(only(&attached).kind, RiskKind::EmbeddedFile);
    let fonts = Letter { resources: "/Other 6 0 R", ..Letter::default() }.with(|maker| {
        maker
            .object(6, "<< /Type /Font /Subtype /TrueType /BaseFont /VnTime /FontDescriptor 7 0 R >>")
            .object(7, "<< /Type /FontDescriptor /FontName /VnTime /Flags 32 >>");
    });
    let risk = only(&fonts);
    assert_eq!((risk.kind, risk.names.first().unwrap().as_str()), (RiskKind::FontMissing, "VnTime"));
}
