//! What an update does to objects. What is done here need not be right: much of it is what people do to forms, and much
//! is what attackers do.

use super::{Body, Draft, Value};
use crate::fuzzing::random::Random;

/// Does something.
pub(super) fn act(draft: &mut Draft<'_, '_>, random: &mut Random) {
    let actions: &[fn(&mut Draft<'_, '_>, &mut Random)] = &[
        alter,
        alter,
        relink,
        swap,
        free,
        copy,
        fill,
        fill,
        tick,
        annotate,
        annotate,
        change_annotation,
        sign,
        lock,
        show_otherwise,
        show_otherwise,
        rewrite,
        catalog,
        store,
        pages,
        information,
        form,
    ];
    if let Some(action) = random.pick(actions) {
        action(draft, random);
    }
}

/// Something inside of some object becomes something else.
fn alter(draft: &mut Draft<'_, '_>, random: &mut Random) {
    let (Some(number), Some(donor)) = (draft.any(random), draft.any(random)) else { return };
    let donor = draft.body(donor).map(|body| body.value);
    draft.edit(number, |body| {
        let mut inner = random.clone();
        body.value.visit_any(random, &mut |value| change(value, donor.as_ref(), &mut inner));
        if let Some(data) = body.data.as_mut().filter(|_| random.once_in(3)) {
            let at = random.below(data.len());
            data.truncate(at);
        }
    });
}

fn change(value: &mut Value, donor: Option<&Value>, random: &mut Random) {
    let kind = random.below(7);
    match value {
        Value::Array(items) if kind < 2 => {
            let at = random.below(items.len());
            if kind == 0 && at < items.len() {
                items.remove(at);
            } else if let Some(item) = items.get(at).cloned() {
                items.push(item);
            }
        }
        Value::Dictionary(entries) if kind < 2 => {
            let at = random.below(entries.len());
            if kind == 0 && at < entries.len() {
                entries.remove(at);
            } else if let Some(entry) = entries.get(at).cloned() {
                entries.push(entry);
            }
        }
        Value::Dictionary(_) if kind < 5 => {
            if let (Some(key), Some(text)) = (random.pick(KEYS), random.pick(VALUES)) {
                value.set(key, Value::text(text));
            }
        }
        _ if kind == 5 => {
            if let Some(Value::Dictionary(entries)) = donor
                && let Some((_, other)) = random.pick(entries)
            {
                *value = other.clone();
            }
        }
        _ => {
            if let Some(text) = random.pick(VALUES) {
                *value = Value::text(text);
            }
        }
    }
}

/// A reference leads somewhere else.
fn relink(draft: &mut Draft<'_, '_>, random: &mut Random) {
    let (Some(number), Some(other)) = (draft.any(random), draft.any(random)) else { return };
    draft.edit(number, |body| {
        let mut inner = random.clone();
        body.value.visit(&mut |value| {
            if value.reference().is_some() && inner.once_in(3) {
                *value = Value::Reference(other);
            }
        });
    });
    random.below(2);
}

/// Two objects change places.
fn swap(draft: &mut Draft<'_, '_>, random: &mut Random) {
    let (Some(one), Some(other)) = (draft.any(random), draft.any(random)) else { return };
    if let (Some(first), Some(second)) = (draft.body(one), draft.body(other)) {
        draft.put(one, second);
        draft.put(other, first);
    }
}

fn free(draft: &mut Draft<'_, '_>, random: &mut Random) {
    if let Some(number) = draft.any(random) {
        draft.objects.insert(number, None);
    }
}

/// An object gets a copy, to which one reference is turned.
fn copy(draft: &mut Draft<'_, '_>, random: &mut Random) {
    let Some(number) = draft.any(random) else { return };
    let Some(body) = draft.body(number) else { return };
    let new = draft.add(body);
    let refers = |value: &Value| {
        let mut found = false;
        value.clone().visit(&mut |inner| found |= inner.reference() == Some(number));
        found
    };
    let Some(from) = draft.any_that(random, refers) else { return };
    draft.edit(from, |body| {
        body.value.visit(&mut |value| {
            if value.reference() == Some(number) {
                *value = Value::Reference(new);
            }
        });
    });
}

/// A text field gets a value, with an appearance of its own, an old one, a lying one or none.
fn fill(draft: &mut Draft<'_, '_>, random: &mut Random) {
    let Some(field) = draft.any_that(random, |value| value.is("FT", "Tx") || value.is("FT", "Ch")) else {
        return;
    };
    let text = random.pick(TEXTS).copied().unwrap_or_default();
    let shown = if random.once_in(3) { random.pick(TEXTS).copied().unwrap_or_default() } else { text };
    let content = format!("/Tx BMC q BT /F1 12 Tf 2 4 Td ({shown}) Tj ET Q EMC");
    let stream = draft.body(field).and_then(|body| appearance(&body.value));
    let old = stream.and_then(|number| Some((number, draft.body(number)?)));
    draft.edit(field, |body| body.value.set("V", Value::text(format!("({text})"))));
    match (random.below(4), old) {
        (0, _) => {}
        (1, Some((number, mut stream))) => {
            stream.data = Some(content.into_bytes());
            stream.value.remove("Filter");
            draft.put(number, stream);
        }
        (2, Some((_, mut stream))) => {
            stream.data = Some(content.into_bytes());
            stream.value.remove("Filter");
            let new = draft.add(stream);
            draft
                .edit(field, |body| body.value.set("AP", Value::dictionary(&[("N", Value::Reference(new))])));
        }
        _ => {
            let new = draft.add(form_stream(content.as_bytes(), random));
            draft
                .edit(field, |body| body.value.set("AP", Value::dictionary(&[("N", Value::Reference(new))])));
        }
    }
}

/// A button changes its state.
fn tick(draft: &mut Draft<'_, '_>, random: &mut Random) {
    let Some(field) = draft.any_that(random, |value| value.is("FT", "Btn")) else { return };
    let state = random.pick(&["/Yes", "/Off", "/Other"]).copied().unwrap_or_default();
    draft.edit(field, |body| {
        body.value.set("V", Value::text(state));
        if !random.once_in(3) {
            body.value.set("AS", Value::text(state));
        }
    });
}

/// The object of the normal appearance.
fn appearance(value: &Value) -> Option<u32> {
    value.get("AP")?.get("N")?.reference()
}

fn form_stream(content: &[u8], random: &mut Random) -> Body {
    let mut value = Value::dictionary(&[
        ("Type", Value::text("/XObject")),
        ("Subtype", Value::text("/Form")),
        ("BBox", Value::text(random.pick(RECTANGLES).copied().unwrap_or("[0 0 1 1]"))),
    ]);
    if random.once_in(2) {
        let font = Value::text("<</Font<</F1<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>>>");
        value.set("Resources", font);
    }
    Body::stream(value, content)
}

/// A page gets an annotation, and sometimes its list another shape.
fn annotate(draft: &mut Draft<'_, '_>, random: &mut Random) {
    let Some(page) = draft.any_that(random, |value| value.is("Type", "Page")) else { return };
    let kind = random.pick(ANNOTATIONS).copied().unwrap_or("/Text");
    let mut value = Value::dictionary(&[
        ("Type", Value::text("/Annot")),
        ("Subtype", Value::text(kind)),
        ("Rect", Value::text(random.pick(RECTANGLES).copied().unwrap_or("[0 0 1 1]"))),
        ("Contents", Value::text("(nothing)")),
        ("P", Value::Reference(page)),
    ]);
    if random.once_in(2) {
        let stream = draft.add(form_stream(b"1 g 0 0 600 800 re f", random));
        value.set("AP", Value::dictionary(&[("N", Value::Reference(stream))]));
    }
    if random.once_in(4)
        && let (Some(key), Some(text)) = (random.pick(KEYS), random.pick(VALUES))
    {
        value.set(key, Value::text(text));
    }
    let annotation = draft.add(Body::plain(value));
    put_on_page(draft, page, annotation, random);
}

fn put_on_page(draft: &mut Draft<'_, '_>, page: u32, annotation: u32, random: &mut Random) {
    let Some(body) = draft.body(page) else { return };
    let array = body.value.get("Annots").and_then(Value::reference);
    let mut items = match array.and_then(|number| draft.body(number)).map(|body| body.value) {
        Some(Value::Array(items)) => items,
        _ => match body.value.get("Annots") {
            Some(Value::Array(items)) => items.clone(),
            _ => Vec::new(),
        },
    };
    let at = if random.once_in(5) { random.below(items.len()) } else { items.len() };
    items.insert(at, Value::Reference(annotation));
    match (array, random.below(5)) {
        (Some(number), 1..) => draft.put(number, Body::plain(Value::Array(items))),
        (None, 0) => {
            let new = draft.add(Body::plain(Value::Array(items)));
            draft.edit(page, |body| body.value.set("Annots", Value::Reference(new)));
        }
        _ => draft.edit(page, |body| body.value.set("Annots", Value::Array(items))),
    }
}

fn change_annotation(draft: &mut Draft<'_, '_>, random: &mut Random) {
    let Some(number) =
        draft.any_that(random, |value| value.get("Subtype").is_some() && value.get("Rect").is_some())
    else {
        return;
    };
    let key = random
        .pick(&["Rect", "F", "AP", "AS", "MK", "A", "M", "Contents", "OC", "Parent", "P", "T"])
        .copied();
    let text = random.pick(VALUES).copied().unwrap_or("null");
    draft.edit(number, |body| body.value.set(key.unwrap_or("F"), Value::text(text)));
}

/// A signature field is added to the form: empty, with an old signature, or with one that cannot be read.
fn sign(draft: &mut Draft<'_, '_>, random: &mut Random) {
    let page = draft.any_that(random, |value| value.is("Type", "Page"));
    let old = draft.any_that(random, |value| value.get("ByteRange").is_some());
    let mut value = Value::dictionary(&[
        ("FT", Value::text(if random.once_in(6) { "/Tx" } else { "/Sig" })),
        (
            "T",
            Value::text(
                random.pick(&["(Signature2)", "(Later)", "(name)", "(Signature1)"]).copied().unwrap_or("()"),
            ),
        ),
        ("Type", Value::text("/Annot")),
        ("Subtype", Value::text("/Widget")),
        ("F", Value::text(random.pick(&["132", "4", "2", "0"]).copied().unwrap_or("132"))),
        ("Rect", Value::text(random.pick(RECTANGLES).copied().unwrap_or("[0 0 0 0]"))),
    ]);
    match (random.below(4), old) {
        (0, Some(old)) => value.set("V", Value::Reference(old)),
        (1, Some(old)) => {
            if let Some(copy) = draft.body(old) {
                let copy = draft.add(copy);
                value.set("V", Value::Reference(copy));
            }
        }
        (2, _) => value.set("V", Value::text("<</Type/Sig/Contents<00>/ByteRange[0 1 2 3]>>")),
        _ => {}
    }
    if let Some(page) = page {
        value.set("P", Value::Reference(page));
    }
    let field = draft.add(Body::plain(value));
    if let Some(page) = page.filter(|_| !random.once_in(4)) {
        put_on_page(draft, page, field, random);
    }
    edit_form(draft, |form| match form.get("Fields").cloned() {
        Some(Value::Array(mut items)) => {
            items.push(Value::Reference(field));
            form.set("Fields", Value::Array(items));
        }
        _ => form.set("Fields", Value::Array(vec![Value::Reference(field)])),
    });
}

/// A signature field or its signature says what may be changed.
fn lock(draft: &mut Draft<'_, '_>, random: &mut Random) {
    let is = |value: &Value| value.is("FT", "Sig") || value.get("ByteRange").is_some();
    let Some(number) = draft.any_that(random, is) else { return };
    let locks = [
        ("Lock", "<</Type/SigFieldLock/Action/All>>"),
        ("Lock", "<</Type/SigFieldLock/Action/Include/Fields[(name)]/P 1>>"),
        ("Lock", "<</Type/SigFieldLock/Action/Exclude/Fields[(name)(tick)]/P 3>>"),
        ("Reference", "[<</TransformMethod/DocMDP/TransformParams<</P 3/V/1.2>>>>]"),
        ("Reference", "[<</TransformMethod/FieldMDP/TransformParams<</Action/Nonsense/V/1.2>>>>]"),
        ("SV", "<</Type/SV/MDP<</P 2>>>>"),
    ];
    if let Some((key, text)) = random.pick(&locks) {
        draft.edit(number, |body| body.value.set(key, Value::text(text)));
    }
}

fn edit_form(draft: &mut Draft<'_, '_>, change: impl FnOnce(&mut Value)) {
    let Some(catalog) = draft.catalog() else { return };
    let Some(body) = draft.body(catalog) else { return };
    match body.value.get("AcroForm").and_then(Value::reference) {
        Some(form) => draft.edit(form, |body| change(&mut body.value)),
        None => draft.edit(catalog, |body| {
            let mut form = body.value.get("AcroForm").cloned().unwrap_or(Value::Dictionary(Vec::new()));
            change(&mut form);
            body.value.set("AcroForm", form);
        }),
    }
}

/// What a page shows becomes something else: its content, its resources, its place in the tree.
fn show_otherwise(draft: &mut Draft<'_, '_>, random: &mut Random) {
    let Some(page) = draft.any_that(random, |value| value.is("Type", "Page")) else { return };
    let Some(body) = draft.body(page) else { return };
    let content = body.value.get("Contents").and_then(Value::reference);
    match (random.below(6), content) {
        (0, Some(content)) => {
            draft.put(content, Body::stream(Value::dictionary(&[]), b"BT (Otherwise) Tj ET"))
        }
        (1, _) => {
            let new = draft.add(Body::stream(Value::dictionary(&[]), b"BT (Otherwise) Tj ET"));
            draft.edit(page, |body| body.value.set("Contents", Value::Reference(new)));
        }
        (2, _) => {
            let is = |value: &Value| value.is("Type", "Font") || value.is("Type", "XObject");
            if let Some(resource) = draft.any_that(random, is) {
                let other = random.pick(&["/Courier", "/Symbol"]).copied().unwrap_or_default();
                draft.edit(resource, |body| {
                    body.value.set("BaseFont", Value::text(other));
                    if body.data.is_some() {
                        body.data = Some(b"0 0 1 rg 0 0 100 100 re f".to_vec());
                        body.value.remove("Filter");
                    }
                });
            }
        }
        (3, _) => {
            let key = random.pick(&["MediaBox", "CropBox", "Rotate", "UserUnit", "Resources"]).copied();
            let text = random.pick(&["[0 0 9 9]", "90", "2.0", "<<>>"]).copied().unwrap_or("null");
            draft.edit(page, |body| body.value.set(key.unwrap_or("Rotate"), Value::text(text)));
        }
        _ => {
            let Some(tree) = draft.any_that(random, |value| value.is("Type", "Pages")) else { return };
            let copy = draft.add(body);
            draft.edit(tree, |body| {
                if let Some(Value::Array(mut kids)) = body.value.get("Kids").cloned() {
                    let at = random.below(kids.len().saturating_add(1));
                    kids.insert(at, Value::Reference(copy));
                    body.value.set("Kids", Value::Array(kids));
                }
            });
        }
    }
}

/// An object is written again as it is.
fn rewrite(draft: &mut Draft<'_, '_>, random: &mut Random) {
    if let Some(number) = draft.any(random) {
        draft.edit(number, |_| ());
    }
}

fn catalog(draft: &mut Draft<'_, '_>, random: &mut Random) {
    let Some(number) = draft.catalog() else { return };
    if let Some((key, text)) = random.pick(CATALOG) {
        draft.edit(number, |body| body.value.set(key, Value::text(text)));
    }
}

/// A security store, right or not.
fn store(draft: &mut Draft<'_, '_>, random: &mut Random) {
    let Some(catalog) = draft.catalog() else { return };
    let certificate = draft.add(Body::stream(Value::dictionary(&[]), b"\x30\x00"));
    let list = Value::Array(vec![Value::Reference(certificate)]);
    let mut store = Value::dictionary(&[("Type", Value::text("/DSS")), ("Certs", list.clone())]);
    if random.once_in(2) {
        store.set(
            "VRI",
            Value::dictionary(&[(
                "0000000000000000000000000000000000000000",
                Value::dictionary(&[("Cert", list)]),
            )]),
        );
    }
    if random.once_in(3)
        && let (Some(key), Some(text)) = (random.pick(KEYS), random.pick(VALUES))
    {
        store.set(key, Value::text(text));
    }
    let store = draft.add(Body::plain(store));
    draft.edit(catalog, |body| body.value.set("DSS", Value::Reference(store)));
}

/// The tree of pages is reordered, or loses one.
fn pages(draft: &mut Draft<'_, '_>, random: &mut Random) {
    let Some(tree) = draft.any_that(random, |value| value.is("Type", "Pages")) else { return };
    draft.edit(tree, |body| {
        if let Some(Value::Array(mut kids)) = body.value.get("Kids").cloned() {
            match random.below(3) {
                0 => kids.reverse(),
                1 => drop(kids.pop()),
                _ => kids.push(Value::Reference(tree)),
            }
            body.value.set("Kids", Value::Array(kids));
        }
    });
}

fn information(draft: &mut Draft<'_, '_>, random: &mut Random) {
    let is = |value: &Value| {
        value.get("Producer").is_some() || value.get("ModDate").is_some() || value.is("Type", "Metadata")
    };
    let Some(number) = draft.any_that(random, is) else { return };
    draft.edit(number, |body| {
        if body.data.is_some() {
            let packet = random.pick(PACKETS).copied().unwrap_or_default();
            body.data = Some(packet.as_bytes().to_vec());
            body.value.remove("Filter");
        } else {
            let key = random.pick(&["ModDate", "Producer", "Title", "Author"]).copied().unwrap_or("ModDate");
            body.value.set(key, Value::text("(D:20261121000000Z)"));
        }
    });
}

fn form(draft: &mut Draft<'_, '_>, random: &mut Random) {
    let entries = [
        ("NeedAppearances", "true"),
        ("SigFlags", "3"),
        ("SigFlags", "0"),
        ("DR", "<</Font<</F1<</Type/Font/Subtype/Type1/BaseFont/Courier>>>>>>"),
        ("DR", "<</Font<</F1<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>/F9<</Type/Font>>>>>>"),
        ("DA", "(/F9 99 Tf)"),
        ("CO", "[]"),
        ("Q", "2"),
        ("XFA", "[]"),
        ("Fields", "[]"),
    ];
    if let Some((key, text)) = random.pick(&entries) {
        edit_form(draft, |form| form.set(key, Value::text(text)));
    }
}

const ANNOTATIONS: &[&str] = &[
    "/Text",
    "/FreeText",
    "/Stamp",
    "/Highlight",
    "/Redact",
    "/Widget",
    "/Link",
    "/Popup",
    "/Ink",
    "/Square",
    "/Line",
    "/FileAttachment",
    "/Watermark",
    "/Screen",
    "/3D",
    "/Movie",
    "/Nonsense",
];

const RECTANGLES: &[&str] = &[
    "[0 0 0 0]",
    "[10 10 20 20]",
    "[0 0 600 850]",
    "[72 700 300 740]",
    "[100 100 50 50]",
    "[-9 -9 9999 9999]",
    "[0 0 1e30 1]",
    "[0 0]",
    "[/A 0 0 0]",
];

const TEXTS: &[&str] = &["", "An", "1000", "9000", "Nguyen", "\\376\\377\\000A"];

const KEYS: &[&str] = &[
    "Type",
    "Subtype",
    "Parent",
    "Kids",
    "Count",
    "Contents",
    "Resources",
    "Annots",
    "Rect",
    "AP",
    "AS",
    "V",
    "DV",
    "FT",
    "Ff",
    "T",
    "TU",
    "TM",
    "F",
    "P",
    "A",
    "AA",
    "OC",
    "MK",
    "DA",
    "BS",
    "Lock",
    "SV",
    "ByteRange",
    "Filter",
    "DecodeParms",
    "Length",
    "Metadata",
    "StructParent",
    "Popup",
    "IRT",
    "RC",
    "M",
    "NM",
    "Next",
    "OpenAction",
    "Names",
    "VRI",
    "Certs",
    "Extends",
    "N",
    "First",
    "Group",
    "SMask",
    "Matrix",
    "BBox",
    "Reference",
    "Prop_Build",
];

const VALUES: &[&str] = &[
    "null",
    "true",
    "0",
    "1",
    "-1",
    "2147483648",
    "9223372036854775807",
    "0.5",
    "1e308",
    "()",
    "(a)",
    "<>",
    "<00>",
    "/Name",
    "/",
    "[]",
    "<<>>",
    "[0 0 0 0]",
    "[0 0 600 850]",
    "[[[[[]]]]]",
    "1 0 R",
    "2 0 R",
    "3 0 R",
    "4 0 R",
    "5 0 R",
    "6 0 R",
    "9 0 R",
    "99 0 R",
    "1 1 R",
    "0 0 R",
    "4294967295 0 R",
    "[1 0 R 2 0 R 3 0 R]",
    "<</N 5 0 R>>",
    "<</S/JavaScript/JS(app.alert\\(1\\))>>",
    "<</S/URI/URI(http://a.example/)>>",
    "/FlateDecode",
    "[/ASCIIHexDecode/FlateDecode]",
    "/Page",
    "/Pages",
    "/Sig",
    "/Tx",
    "(\\376\\377\\330\\000)",
    "<</Type/OCG/Name(x)>>",
];

const CATALOG: &[(&str, &str)] = &[
    ("OpenAction", "<</S/JavaScript/JS(1)>>"),
    ("OpenAction", "[3 0 R/Fit]"),
    ("AA", "<</WC<</S/JavaScript/JS(1)>>>>"),
    ("Names", "<</JavaScript<</Names[(a)<</S/JavaScript/JS(1)>>]>>>>"),
    ("Names", "<</EmbeddedFiles<</Names[(a)<</Type/Filespec/F(a)>>]>>>>"),
    ("OCProperties", "<</OCGs[]/D<<>>>>"),
    ("Version", "/2.0"),
    ("Version", "/1.0"),
    ("Extensions", "<</ESIC<</BaseVersion/1.7/ExtensionLevel 5>>>>"),
    ("Extensions", "<</ADBE<</BaseVersion/1.7/ExtensionLevel 8>>>>"),
    ("MarkInfo", "<</Marked true>>"),
    ("OutputIntents", "[<</Type/OutputIntent/S/GTS_PDFA1/OutputConditionIdentifier(sRGB)>>]"),
    ("Perms", "<</DocMDP 9 0 R>>"),
    ("Perms", "<<>>"),
    ("PageLabels", "<</Nums[0<</S/r>>]>>"),
    ("PageMode", "/FullScreen"),
    ("ViewerPreferences", "<</HideToolbar true>>"),
    ("Outlines", "<</Type/Outlines>>"),
    ("StructTreeRoot", "<</Type/StructTreeRoot>>"),
    ("Lang", "(en)"),
    ("Requirements", "[]"),
    ("Collection", "<<>>"),
    ("NeedsRendering", "true"),
    ("Pages", "1 0 R"),
];

const PACKETS: &[&str] = &[
    "",
    "<x:xmpmeta xmlns:x=\"adobe:ns:meta/\"></x:xmpmeta>",
    "<!DOCTYPE a [<!ENTITY b \"c\">]><a>&b;</a>",
    "<a><b></a></b>",
    "<a",
    "\u{feff}<?xpacket begin=\"\"?><x:xmpmeta xmlns:x=\"adobe:ns:meta/\"><r:RDF xmlns:r=\"r\"/></x:xmpmeta><?xpacket end=\"w\"?>",
];
