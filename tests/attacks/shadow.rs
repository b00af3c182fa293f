//! P5, P6 and P7, shadow attacks: whoever prepares the document hides something in it before it is signed, or has the
//! signed fields, fonts and pictures drawn differently afterwards. The bytes that were signed stay as they are.

use kyso::{Code, Verdict};

use crate::attack::{Attack, Base};
use crate::base::form::{self, AMOUNT, APPEARANCE, shown};
use crate::base::{ALL, FORM, LETTER, REPORT, Update};
use crate::pdf_maker::Entry;
use crate::signer;

pub(crate) const ATTACKS: &[Attack] = &[
    Attack {
        number: "P5",
        name: "hide: a picture over the text becomes transparent",
        bases: ALL,
        file: |base| {
            uncover(base, |update, cover| {
                update.stream(cover, &format!("{FORM_XOBJECT} /Group << /S /Transparency >>"), b"/Gs0 gs");
            })
        },
        verdict: Verdict::Failed,
        errors: &[Code::ChangeDrawing],
    },
    Attack {
        number: "P5",
        name: "hide: a picture over the text is deleted",
        bases: ALL,
        file: |base| {
            uncover(base, |update, cover| {
                update.maker().free(cover);
            })
        },
        verdict: Verdict::Failed,
        errors: &[Code::ChangeDrawing],
    },
    Attack {
        number: "P5",
        name: "hide: a picture over the text is null",
        bases: LETTER,
        file: |base| {
            uncover(base, |update, cover| {
                update.object(cover, "null");
            })
        },
        verdict: Verdict::Failed,
        errors: &[Code::ChangeDrawing],
    },
    Attack {
        number: "P5",
        name: "hide: a picture over the text moves out of the page",
        bases: LETTER,
        file: |base| {
            uncover(base, |update, cover| {
                update.stream(cover, &format!("{FORM_XOBJECT} /Matrix [1 0 0 1 2000 0]"), COVER);
            })
        },
        verdict: Verdict::Failed,
        errors: &[Code::ChangeDrawing],
    },
    Attack {
        number: "P5",
        name: "hide: an annotation that covered the text is taken away",
        bases: ALL,
        file: |base| {
            let page = base.numbers().page;
            let signed = base.prepared(|update| {
                let look = update.add_stream(FORM_XOBJECT, COVER);
                update.annotate(&format!(
                    "<< /Type /Annot /Subtype /Square /Rect {OVER_TEXT} /F 4 /AP << /N {look} 0 R >> >>"
                ));
            });
            base.update(&signed, |update| {
                let annotation = crate::append::object_number(&signed, "/Subtype /Square");
                update.edit(page, &format!("{annotation} 0 R"), "");
            })
        },
        verdict: Verdict::Indeterminate,
        errors: &[Code::ChangeShownReplaced, Code::ChangeNotForeseen],
    },
    Attack {
        number: "P5",
        name: "hide: an annotation that covered the text gets the flag of hidden ones",
        bases: LETTER,
        file: |base| {
            let signed = base.prepared(|update| {
                let look = update.add_stream(FORM_XOBJECT, COVER);
                update.annotate(&format!(
                    "<< /Type /Annot /Subtype /Square /Rect {OVER_TEXT} /F 4 /AP << /N {look} 0 R >> >>"
                ));
            });
            base.update(&signed, |update| {
                let annotation = crate::append::object_number(&signed, "/Subtype /Square");
                update.edit(annotation, "/F 4", "/F 2");
            })
        },
        verdict: Verdict::Indeterminate,
        errors: &[Code::ChangeHidden, Code::ChangeShownReplaced, Code::ChangeNotForeseen],
    },
    Attack {
        number: "P5",
        name: "hide: a layer that was off is on",
        bases: REPORT,
        file: |base| {
            base.signed_then(|update| {
                update.edit(15, "/OFF [16 0 R]", "/ON [16 0 R]");
            })
        },
        verdict: Verdict::Failed,
        errors: &[Code::ChangeOptionalContent],
    },
    Attack {
        number: "P6",
        name: "replace: the page draws other content",
        bases: ALL,
        file: |base| {
            base.signed_then(|update| {
                update.stream(base.numbers().content, "", EVIL);
            })
        },
        verdict: Verdict::Failed,
        errors: &[Code::ChangePageContent],
    },
    Attack {
        number: "P6",
        name: "replace: the page draws further content behind its own",
        bases: ALL,
        file: |base| {
            base.signed_then(|update| {
                let (page, content) = (base.numbers().page, base.numbers().content);
                let more = update.add_stream("", EVIL);
                update.edit(
                    page,
                    &format!("/Contents {content} 0 R"),
                    &format!("/Contents [{content} 0 R {more} 0 R]"),
                );
            })
        },
        verdict: Verdict::Failed,
        errors: &[Code::ChangePageContent],
    },
    Attack {
        number: "P6",
        name: "replace: the font has another encoding, so that digits are drawn as others",
        bases: ALL,
        file: |base| {
            base.signed_then(|update| {
                let font = base.numbers().font;
                let text = crate::base::without(&update.text(font), "/Encoding");
                update.object(font, text.replacen("<<", "<< /Encoding << /Differences [49 /nine] >> ", 1));
            })
        },
        verdict: Verdict::Failed,
        errors: &[Code::ChangeFont],
    },
    Attack {
        number: "P6",
        name: "replace: the program of the font is exchanged",
        bases: LETTER,
        file: |base| {
            base.signed_then(|update| {
                update.stream(16, "/Length1 4", b"true");
            })
        },
        verdict: Verdict::Failed,
        errors: &[Code::ChangeFont],
    },
    Attack {
        number: "P6",
        name: "replace: the font descriptor names another program",
        bases: LETTER,
        file: |base| {
            base.signed_then(|update| {
                let program = update.add_stream("/Length1 4", b"true");
                update.edit(18, "/FontFile2 16 0 R", &format!("/FontFile2 {program} 0 R"));
            })
        },
        verdict: Verdict::Failed,
        errors: &[Code::ChangeFont],
    },
    Attack {
        number: "P6",
        name: "replace: the font stands for other text when it is copied or read aloud",
        bases: LETTER,
        file: |base| {
            base.signed_then(|update| {
                update.stream(19, "", b"1 beginbfchar <01> <0039> endbfchar");
            })
        },
        verdict: Verdict::Failed,
        errors: &[Code::ChangeFont],
    },
    Attack {
        number: "P6",
        name: "replace: the resources name another font",
        bases: LETTER,
        file: |base| {
            base.signed_then(|update| {
                let font = update.add("<< /Type /Font /Subtype /Type1 /BaseFont /Symbol >>");
                update.edit(21, "/F1 20 0 R", &format!("/F1 {font} 0 R"));
            })
        },
        verdict: Verdict::Failed,
        errors: &[Code::ChangeFont],
    },
    Attack {
        number: "P6",
        name: "replace: a form that the page draws is exchanged",
        bases: REPORT,
        file: |base| {
            base.signed_then(|update| {
                update.stream(17, FORM_XOBJECT, EVIL);
            })
        },
        verdict: Verdict::Failed,
        errors: &[Code::ChangeDrawing],
    },
    Attack {
        number: "P6",
        name: "replace: a picture on the page is exchanged",
        bases: REPORT,
        file: |base| {
            base.signed_then(|update| {
                let image = "/Type /XObject /Subtype /Image /Width 1 /Height 1 /BitsPerComponent 8 /ColorSpace /DeviceGray";
                update.stream(18, image, b"\0");
            })
        },
        verdict: Verdict::Failed,
        errors: &[Code::ChangeImage],
    },
    Attack {
        number: "P6",
        name: "replace: the resources have another picture of the same name",
        bases: REPORT,
        file: |base| {
            base.signed_then(|update| {
                let picture = update.add_stream(FORM_XOBJECT, EVIL);
                update.edit(8, "/Seal 18 0 R", &format!("/Seal {picture} 0 R"));
            })
        },
        verdict: Verdict::Failed,
        errors: &[Code::ChangeResource, Code::ChangeDrawing],
    },
    Attack {
        number: "P6",
        name: "replace: the value of a field changes, what is drawn does not",
        bases: FORM,
        file: |base| {
            base.signed_then(|update| {
                update.edit(AMOUNT, "(1000000)", "(9000000)");
            })
        },
        verdict: Verdict::Indeterminate,
        errors: &[Code::ChangeAppearanceMissing],
    },
    Attack {
        number: "P6",
        name: "replace: a field draws another value than it has",
        bases: FORM,
        file: |base| {
            base.signed_then(|update| {
                update.stream(form::AMOUNT_APPEARANCE, APPEARANCE, shown("9000000").as_bytes());
            })
        },
        verdict: Verdict::Failed,
        errors: &[Code::ChangeField],
    },
    Attack {
        number: "P6",
        name: "replace: a field gets one value and draws another",
        bases: FORM,
        file: |base| {
            base.signed_then(|update| {
                let look = update.add_stream(APPEARANCE, shown("9000000").as_bytes());
                update.edit(AMOUNT, "(1000000)", "(2000000)");
                update.edit(AMOUNT, "/N 32 0 R", &format!("/N {look} 0 R"));
            })
        },
        verdict: Verdict::Indeterminate,
        errors: &[Code::ChangeAppearanceDiffers],
    },
    Attack {
        number: "P6",
        name: "replace: a field gets a value and no appearance at all",
        bases: FORM,
        file: |base| {
            base.signed_then(|update| {
                update.edit(AMOUNT, "(1000000)", "(2000000)");
                update.edit(AMOUNT, "/AP << /N 32 0 R >>", "");
            })
        },
        verdict: Verdict::Failed,
        errors: &[Code::ChangeField],
    },
    Attack {
        number: "P6",
        name: "replace: the appearance of a field draws over the page around it",
        bases: FORM,
        file: |base| {
            base.signed_then(|update| {
                let look = update.add_stream("/Type /XObject /Subtype /Form /BBox [-150 -700 450 140]", EVIL);
                update.edit(AMOUNT, "/N 32 0 R", &format!("/N {look} 0 R"));
                update.edit(AMOUNT, "(1000000)", "(2000000)");
            })
        },
        verdict: Verdict::Indeterminate,
        errors: &[Code::ChangeAppearanceDiffers],
    },
    Attack {
        number: "P6",
        name: "replace: a field is filled in and its box moves over the text",
        bases: FORM,
        file: |base| {
            base.signed_then(|update| {
                let look = update.add_stream("/Type /XObject /Subtype /Form /BBox [0 0 480 200]", EVIL);
                update.edit(AMOUNT, "/N 32 0 R", &format!("/N {look} 0 R"));
                update.edit(AMOUNT, "(1000000)", "(2000000)");
                let text = crate::base::without(&update.text(AMOUNT), "/Rect");
                update.object(AMOUNT, text.replacen("<<", &format!("<< /Rect {OVER_TEXT} "), 1));
            })
        },
        verdict: Verdict::Failed,
        errors: &[Code::ChangeField],
    },
    Attack {
        number: "P6",
        name: "replace: the fonts that fields are drawn with are exchanged",
        bases: FORM,
        file: |base| {
            base.signed_then(|update| {
                let font = update.add("<< /Type /Font /Subtype /Type1 /BaseFont /Symbol >>");
                update.edit(form::FORM, "/Helv 5 0 R", &format!("/Helv {font} 0 R"));
            })
        },
        verdict: Verdict::Failed,
        errors: &[Code::ChangeFont, Code::ChangeForm],
    },
    Attack {
        number: "P6",
        name: "replace: fields are drawn in white",
        bases: FORM,
        file: |base| {
            base.signed_then(|update| {
                update.edit(form::FORM, "/Helv 12 Tf 0 g", "/Helv 12 Tf 1 g");
            })
        },
        verdict: Verdict::Failed,
        errors: &[Code::ChangeForm],
    },
    Attack {
        number: "P6",
        name: "replace: a field changes into one of another kind",
        bases: FORM,
        file: |base| {
            base.signed_then(|update| {
                update.edit(AMOUNT, "/FT /Tx", "/FT /Ch");
            })
        },
        verdict: Verdict::Failed,
        errors: &[Code::ChangeField],
    },
    Attack {
        number: "P7",
        name: "hide and replace: the catalog names another page tree, which lay hidden when it was signed",
        bases: ALL,
        file: |base| {
            let signed = base.prepared(|update| {
                let (page, content) = (update.fresh(), update.add_stream("", EVIL));
                let tree = update
                    .add(format!("<< /Type /Pages /Kids [{page} 0 R] /Count 1 /MediaBox [0 0 595 842] >>"));
                update.object(
                    page,
                    format!("<< /Type /Page /Parent {tree} 0 R /Contents {content} 0 R /Hidden true >>"),
                );
            });
            base.update(&signed, |update| {
                let tree = crate::append::object_number(&signed, "/Hidden true") + 2;
                let (catalog, pages) = (base.numbers().catalog, base.numbers().pages);
                update.edit(catalog, &format!("/Pages {pages} 0 R"), &format!("/Pages {tree} 0 R"));
            })
        },
        verdict: Verdict::Failed,
        errors: &[Code::ChangePageTree],
    },
    Attack {
        number: "P7",
        name: "hide and replace: nothing but a table is added, which leads to a hidden definition of the content",
        bases: ALL,
        file: |base| {
            let content = base.numbers().content;
            let signed = base.prepared(|update| {
                // Twice in one revision; the table names the second.
                update.maker().stream(content, "", EVIL).stream(content, "", HARMLESS);
            });
            let hidden = memchr::memmem::find(&signed, EVIL).expect("the hidden text");
            let start = memchr::memmem::rfind(&signed[..hidden], b" 0 obj").expect("its header");
            let start = start - content.to_string().len();
            base.update(&signed, |update| {
                update.entry(content, Entry::At(start, 0));
            })
        },
        verdict: Verdict::Failed,
        errors: &[Code::ChangePageContent],
    },
    Attack {
        number: "P7",
        name: "hide and replace: an entry leads to an object that stands inside of a stream that was signed",
        bases: ALL,
        file: |base| {
            let content = base.numbers().content;
            let inner = format!(
                "\n{content} 0 obj\n<< /Length {} >>\nstream\n{}\nendstream\nendobj\n",
                EVIL.len(),
                String::from_utf8_lossy(EVIL)
            );
            let signed = signer::person().sign(
                &base.update(&base.unsigned(), |update| {
                    let file = format!("<< /Hidden true >>{inner}");
                    update.add_stream("/Type /EmbeddedFile", file.as_bytes());
                }),
                &signer::sign_options(),
            );
            let at = memchr::memmem::find(&signed, inner.as_bytes()).expect("the object") + 1;
            base.update(&signed, |update| {
                update.entry(content, Entry::At(at, 0));
            })
        },
        verdict: Verdict::Failed,
        errors: &[Code::ChangePageContent],
    },
    Attack {
        number: "P7",
        name: "hide and replace: the page lies in an object stream that nothing named when it was signed",
        bases: REPORT,
        file: |base| {
            let (page, pages) = (base.numbers().page, base.numbers().pages);
            let signed = base.prepared(|update| {
                let content = update.add_stream("", EVIL);
                let container = update.fresh();
                let hidden = format!("<< /Type /Page /Parent {pages} 0 R /Contents {content} 0 R >>");
                update.maker().object_stream(container, &[(page, &hidden)]).drop_entries(&[page]);
                update.add(format!("<< /Container {container} >>"));
            });
            base.update(&signed, |update| {
                let container = crate::append::object_number(&signed, "/Container") - 1;
                update.entry(page, Entry::In(container, 0));
            })
        },
        verdict: Verdict::Failed,
        errors: &[Code::ChangePageContent],
    },
];

/// Where every document has text.
pub(crate) const OVER_TEXT: &str = "[60 600 540 800]";

const FORM_XOBJECT: &str = "/Type /XObject /Subtype /Form /BBox [0 0 595 842]";
const COVER: &[u8] = b"1 1 1 rg 0 0 595 842 re f";
pub(crate) const EVIL: &[u8] = b"BT /F1 20 Tf 72 700 Td (Pay a million) Tj ET";
const HARMLESS: &[u8] = b"BT /F1 20 Tf 72 700 Td (Pay a hundred) Tj ET";

/// A document whose page is covered by a picture when it is signed, and what is done to the picture afterwards.
fn uncover(base: Base, change: impl FnOnce(&mut Update, u32)) -> Vec<u8> {
    let (page, content) = (base.numbers().page, base.numbers().content);
    let signed = base.prepared(|update| {
        let cover = update.add_stream(&format!("{FORM_XOBJECT} /Covers true"), COVER);
        let draws = update.add_stream("", b"q /Cover Do Q");
        update.edit(
            page,
            &format!("/Contents {content} 0 R"),
            &format!("/Contents [{content} 0 R {draws} 0 R]"),
        );
        let names = format!("/XObject << /Cover {cover} 0 R >>");
        let text = update.text(page);
        if text.contains("/Resources <<") {
            update.edit(page, "/Resources <<", &format!("/Resources << {names}"));
        } else {
            let resources = if base == Base::Letter { 22 } else { 8 };
            match base {
                Base::Report => {
                    update.edit(resources, "/XObject <<", &format!("/XObject << /Cover {cover} 0 R "))
                }
                _ => update.with(resources, &names),
            };
        }
    });
    let cover = crate::append::object_number(&signed, "/Covers true");
    base.update(&signed, |update| change(update, cover))
}
