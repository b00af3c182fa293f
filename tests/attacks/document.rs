//! P15, P16 and P21: what else a document is made of changes after it was signed: its pages, the order and meaning of
//! its text, its layers, names, attachments, properties, and what happens when it is opened.

use kyso::{Certification, Code, Verdict};

use crate::attack::{Attack, Base};
use crate::base::form::metadata;
use crate::base::{ALL, LETTER, REPORT};
use crate::shadow::{EVIL, OVER_TEXT};

pub(crate) const ATTACKS: &[Attack] = &[
    Attack {
        number: "P2",
        name: "a page is taken away",
        bases: REPORT,
        file: |base| {
            base.signed_then(|update| {
                update.edit(2, "/Kids [3 0 R 6 0 R] /Count 2", "/Kids [3 0 R] /Count 1");
            })
        },
        verdict: Verdict::Failed,
        errors: &[Code::ChangePageTree],
    },
    Attack {
        number: "P2",
        name: "a page is added",
        bases: ALL,
        file: |base| {
            base.certified_then(Certification::Annotations, |update| {
                let (content, pages) = (update.add_stream("", EVIL), base.numbers().pages);
                let page = update.add(format!(
                    "<< /Type /Page /Parent {pages} 0 R /MediaBox [0 0 595 842] /Contents {content} 0 R >>"
                ));
                update.push(pages, "/Kids", &format!("{page} 0 R"));
                let text = update.text(pages);
                let count =
                    if base == Base::Report { ("/Count 2", "/Count 3") } else { ("/Count 1", "/Count 2") };
                update.object(pages, text.replacen(count.0, count.1, 1));
            })
        },
        verdict: Verdict::Failed,
        errors: &[Code::ChangePageTree, Code::ChangePage, Code::ChangePageContent],
    },
    Attack {
        number: "P2",
        name: "the pages change places",
        bases: REPORT,
        file: |base| {
            base.signed_then(|update| {
                update.edit(2, "[3 0 R 6 0 R]", "[6 0 R 3 0 R]");
            })
        },
        verdict: Verdict::Failed,
        errors: &[Code::ChangePageTree],
    },
    Attack {
        number: "P2",
        name: "a page is cut off above the text",
        bases: ALL,
        file: |base| {
            base.signed_then(|update| {
                update.with(base.numbers().page, "/CropBox [0 0 595 600]");
            })
        },
        verdict: Verdict::Failed,
        errors: &[Code::ChangePage],
    },
    Attack {
        number: "P2",
        name: "a page is turned upside down",
        bases: LETTER,
        file: |base| {
            base.signed_then(|update| {
                update.with(base.numbers().page, "/Rotate 180");
            })
        },
        verdict: Verdict::Failed,
        errors: &[Code::ChangePage],
    },
    Attack {
        number: "P2",
        name: "all pages inherit other resources",
        bases: LETTER,
        file: |base| {
            base.signed_then(|update| {
                update.edit(base.numbers().pages, "/Resources 22 0 R", "/Resources << /Font << >> >>");
            })
        },
        verdict: Verdict::Failed,
        errors: &[Code::ChangePageTree],
    },
    Attack {
        number: "P16",
        name: "the page tree becomes a ring",
        bases: ALL,
        file: |base| {
            base.signed_then(|update| {
                let pages = base.numbers().pages;
                update.push(pages, "/Kids", &format!("{pages} 0 R"));
            })
        },
        verdict: Verdict::Failed,
        errors: &[Code::ChangePageTree],
    },
    Attack {
        number: "P16",
        name: "the fields of the form become a ring",
        bases: LETTER,
        file: |base| {
            base.signed_then(|update| {
                let field = update.fresh();
                update.object(field, format!("<< /T (Ring) /Parent {field} 0 R /Kids [{field} 0 R] >>"));
                update.add_field(field);
            })
        },
        verdict: Verdict::Failed,
        errors: &[Code::ChangeCatalogReplaced, Code::ChangeField],
    },
    Attack {
        number: "P16",
        name: "a note that nests a hundred thousand arrays",
        bases: LETTER,
        file: |base| {
            base.certified_then(Certification::Annotations, |update| {
                let deep = "[".repeat(100_000) + &"]".repeat(100_000);
                update
                    .annotate(&format!("<< /Type /Annot /Subtype /Text /Rect [60 60 80 80] /Deep {deep} >>"));
            })
        },
        verdict: Verdict::Unreadable,
        errors: &[],
    },
    Attack {
        number: "P16",
        name: "a note whose appearance is a gigabyte of zeros when it is unpacked",
        bases: LETTER,
        file: |base| {
            base.certified_then(Certification::Annotations, |update| {
                let bomb = crate::pdf_maker::deflate(&vec![0; 1 << 24]);
                let bomb = crate::pdf_maker::deflate(&bomb.repeat(60));
                let look = update.add_stream(
                    "/Type /XObject /Subtype /Form /BBox [0 0 200 40] /Filter [/FlateDecode /FlateDecode]",
                    &bomb,
                );
                update.annotate(&format!(
                    "<< /Type /Annot /Subtype /FreeText /F 4 /DA (/Helv 12 Tf) /Rect {OVER_TEXT} /AP << /N {look} 0 R >> >>"
                ));
            })
        },
        verdict: Verdict::Indeterminate,
        errors: &[Code::ChangeCoversContent],
    },
    Attack {
        number: "P2",
        name: "the structure tree is exchanged, so that another text is read aloud",
        bases: &[Base::Letter, Base::Report],
        file: |base| {
            base.signed_then(|update| {
                let (element, old) = if base == Base::Letter { (11, "/S/Standard") } else { (13, "/S /P") };
                update.edit(element, old, &format!("{old} /ActualText (Mot trieu dong)"));
            })
        },
        verdict: Verdict::Failed,
        errors: &[Code::ChangeStructureTree],
    },
    Attack {
        number: "P2",
        name: "the document has no structure any more",
        bases: &[Base::Letter, Base::Report],
        file: |base| {
            base.signed_then(|update| {
                let (catalog, tree) = if base == Base::Letter {
                    (37, "/StructTreeRoot 25 0 R")
                } else {
                    (1, "/StructTreeRoot 11 0 R")
                };
                update.edit(catalog, tree, "");
            })
        },
        verdict: Verdict::Failed,
        errors: &[Code::ChangeStructureTree],
    },
    Attack {
        number: "P2",
        name: "headings are read as something else",
        bases: LETTER,
        file: |base| {
            base.signed_then(|update| {
                update.edit(25, "/H1/H1", "/H1/Artifact");
            })
        },
        verdict: Verdict::Failed,
        errors: &[Code::ChangeStructureTree],
    },
    Attack {
        number: "P2",
        name: "the document gets layers",
        bases: LETTER,
        file: |base| {
            base.signed_then(|update| {
                let layer = update.add("<< /Type /OCG /Name (New) >>");
                update.with(
                    37,
                    &format!("/OCProperties << /OCGs [{layer} 0 R] /D << /OFF [{layer} 0 R] >> >>"),
                );
            })
        },
        verdict: Verdict::Failed,
        errors: &[Code::ChangeOptionalContent],
    },
    Attack {
        number: "P2",
        name: "a named place is another page",
        bases: REPORT,
        file: |base| {
            base.signed_then(|update| {
                update.edit(19, "[(appendix) [6 0 R /Fit]]", "[(appendix) [3 0 R /Fit]]");
            })
        },
        verdict: Verdict::Failed,
        errors: &[Code::ChangeNavigation],
    },
    Attack {
        number: "P2",
        name: "a bookmark has another title",
        bases: &[Base::Letter, Base::Report],
        file: |base| {
            base.signed_then(|update| {
                let number = if base == Base::Letter { 24 } else { 21 };
                let text = crate::base::without(&update.text(number), "/Title");
                update.object(number, text.replacen("<<", "<< /Title (Da duyet) ", 1));
            })
        },
        verdict: Verdict::Failed,
        errors: &[Code::ChangeNavigation],
    },
    Attack {
        number: "P2",
        name: "an attachment is exchanged",
        bases: REPORT,
        file: |base| {
            base.signed_then(|update| {
                update.stream(22, "/Type /EmbeddedFile", b"So luong;Gia\n10;95000\n");
            })
        },
        verdict: Verdict::Failed,
        errors: &[Code::ChangeEmbeddedFile],
    },
    Attack {
        number: "P2",
        name: "a file is attached",
        bases: ALL,
        file: |base| {
            base.certified_then(Certification::Annotations, |update| {
                let file = update.add_stream("/Type /EmbeddedFile", b"MZ");
                let named =
                    update.add(format!("<< /Type /Filespec /F (evil.exe) /EF << /F {file} 0 R >> >>"));
                let names = format!("/EmbeddedFiles << /Names [(evil) {named} 0 R] >>");
                match base {
                    Base::Report => update.object(19, format!("<< {names} >>")),
                    _ => update.with(base.numbers().catalog, &format!("/Names << {names} >>")),
                };
            })
        },
        verdict: Verdict::Failed,
        errors: &[Code::ChangeEmbeddedFile, Code::ChangeNavigation],
    },
    Attack {
        number: "P21",
        name: "a script runs when the document is opened",
        bases: ALL,
        file: |base| {
            base.certified_then(Certification::Annotations, |update| {
                let catalog = base.numbers().catalog;
                let text = crate::base::without(&update.text(catalog), "/OpenAction");
                update.object(
                    catalog,
                    text.replacen("<<", "<< /OpenAction << /S /JavaScript /JS (app.alert\\(1\\)) >> ", 1),
                );
            })
        },
        verdict: Verdict::Failed,
        errors: &[Code::ChangeAction],
    },
    Attack {
        number: "P21",
        name: "scripts of the document are added to its names",
        bases: ALL,
        file: |base| {
            base.signed_then(|update| {
                let names = "/JavaScript << /Names [(x) << /S /JavaScript /JS (app.alert\\(1\\)) >>] >>";
                match base {
                    Base::Report => update.with(19, names),
                    _ => update.with(base.numbers().catalog, &format!("/Names << {names} >>")),
                };
            })
        },
        verdict: Verdict::Failed,
        errors: &[Code::ChangeNavigation],
    },
    Attack {
        number: "P21",
        name: "a script runs before the document is printed",
        bases: LETTER,
        file: |base| {
            base.signed_then(|update| {
                update.with(37, "/AA << /WP << /S /JavaScript /JS (x) >> >>");
            })
        },
        verdict: Verdict::Failed,
        errors: &[Code::ChangeAction],
    },
    Attack {
        number: "P21",
        name: "a program starts when the page is shown",
        bases: ALL,
        file: |base| {
            base.signed_then(|update| {
                update.with(base.numbers().page, "/AA << /O << /S /Launch /F (evil.exe) >> >>");
            })
        },
        verdict: Verdict::Failed,
        errors: &[Code::ChangePage],
    },
    Attack {
        number: "P21",
        name: "a script runs when a field is filled in",
        bases: &[Base::Form],
        file: |base| {
            base.signed_then(|update| {
                update.with(crate::base::form::AMOUNT, "/AA << /K << /S /JavaScript /JS (x) >> >>");
            })
        },
        verdict: Verdict::Failed,
        errors: &[Code::ChangeField],
    },
    Attack {
        number: "P21",
        name: "the content of the page lies in another file",
        bases: LETTER,
        file: |base| {
            base.signed_then(|update| {
                update.stream(2, "/F (http://evil.example/page)", b"");
            })
        },
        verdict: Verdict::Failed,
        errors: &[Code::ChangePageContent],
    },
    Attack {
        number: "P21",
        name: "the form becomes one of XFA, which other readers draw",
        bases: ALL,
        file: |base| {
            base.signed_then(|update| {
                let xfa = update.add_stream("", b"<xdp:xdp xmlns:xdp=\"http://ns.adobe.com/xdp/\"/>");
                let holder = update.form_holder();
                if holder == base.numbers().catalog {
                    update.edit(holder, "/AcroForm <<", &format!("/AcroForm << /XFA {xfa} 0 R "));
                } else {
                    update.with(holder, &format!("/XFA {xfa} 0 R"));
                }
            })
        },
        verdict: Verdict::Failed,
        errors: &[Code::ChangeForm],
    },
    Attack {
        number: "P15",
        name: "the title of the document is another",
        bases: ALL,
        file: |base| {
            base.signed_then(|update| {
                let text = crate::base::without(&update.text(base.numbers().info), "/Title");
                update.object(base.numbers().info, text.replacen("<<", "<< /Title (Da duyet) ", 1));
            })
        },
        verdict: Verdict::Failed,
        errors: &[Code::ChangeMetadataReplaced],
    },
    Attack {
        number: "P15",
        name: "the information dictionary is a stream",
        bases: ALL,
        file: |base| {
            base.signed_then(|update| {
                update.stream(base.numbers().info, "/ModDate (D:20261120080000Z)", b"hidden");
            })
        },
        verdict: Verdict::Failed,
        errors: &[Code::ChangeMetadataReplaced],
    },
    Attack {
        number: "P15",
        name: "the metadata have an entity that unfolds",
        bases: &[Base::Form, Base::Report],
        file: |base| {
            base.signed_then(|update| {
                let xmp = metadata("&bomb;").replacen(
                    "<x:xmpmeta",
                    "<!DOCTYPE x [<!ENTITY bomb \"2026\">]><x:xmpmeta",
                    1,
                );
                update.stream(10, "/Type /Metadata /Subtype /XML", xmp.as_bytes());
            })
        },
        verdict: Verdict::Failed,
        errors: &[Code::ChangeMetadataReplaced],
    },
    Attack {
        number: "P15",
        name: "the metadata are no XML",
        bases: &[Base::Form, Base::Report],
        file: |base| {
            base.signed_then(|update| {
                update.stream(10, "/Type /Metadata /Subtype /XML", b"<x:xmpmeta><rdf:RDF></x:xmpmeta>");
            })
        },
        verdict: Verdict::Failed,
        errors: &[Code::ChangeMetadataReplaced],
    },
    Attack {
        number: "P15",
        name: "the metadata are the content of a page",
        bases: &[Base::Form],
        file: |base| {
            base.signed_then(|update| {
                update.edit(1, "/Metadata 10 0 R", "/Metadata 4 0 R");
                update.stream(
                    4,
                    "/Type /Metadata /Subtype /XML",
                    metadata("2026-11-20T08:00:00Z").as_bytes(),
                );
            })
        },
        verdict: Verdict::Failed,
        errors: &[Code::ChangeCatalogReplaced, Code::ChangePageContent],
    },
    Attack {
        number: "P2",
        name: "the document is in another language, for those who listen to it",
        bases: &[Base::Letter, Base::Report],
        file: |base| {
            base.signed_then(|update| {
                let old = if base == Base::Letter { "/Lang(vi-VN)" } else { "/Lang (vi-VN)" };
                update.edit(base.numbers().catalog, old, "/Lang (en-US)");
            })
        },
        verdict: Verdict::Failed,
        errors: &[Code::ChangeCatalogReplaced],
    },
    Attack {
        number: "P2",
        name: "the document is a wrapper around another",
        bases: LETTER,
        file: |base| {
            base.signed_then(|update| {
                update.with(37, "/Collection << /Type /Collection /View /H /D (evil) >>");
            })
        },
        verdict: Verdict::Failed,
        errors: &[Code::ChangeEmbeddedFile],
    },
    Attack {
        number: "P2",
        name: "the version of the document becomes an older one",
        bases: ALL,
        file: |base| {
            base.signed_then(|update| {
                update.set(base.numbers().catalog, "/Version", "/1.0");
            })
        },
        verdict: Verdict::Failed,
        errors: &[Code::ChangeCatalogReplaced],
    },
    Attack {
        number: "P2",
        name: "links without an address begin elsewhere",
        bases: LETTER,
        file: |base| {
            base.signed_then(|update| {
                update.with(37, "/URI << /Base (http://evil.example/) >>");
            })
        },
        verdict: Verdict::Failed,
        errors: &[Code::ChangeAction],
    },
    Attack {
        number: "P2",
        name: "pages have other numbers",
        bases: REPORT,
        file: |base| {
            base.signed_then(|update| {
                update.with(1, "/PageLabels << /Nums [0 << /S /D /St 7 >>] >>");
            })
        },
        verdict: Verdict::Failed,
        errors: &[Code::ChangeNavigation],
    },
    Attack {
        number: "P2",
        name: "an effect that a third revision undoes: the page said something else in between",
        bases: ALL,
        file: |base| {
            let content = base.numbers().content;
            let signed = base.signed();
            let original = base.unsigned();
            let changed = base.update(&signed, |update| {
                update.stream(content, "", EVIL);
            });
            base.update(&changed, |update| {
                let at = crate::append::object_at(&original, content);
                update.entry(content, crate::pdf_maker::Entry::At(at, 0));
            })
        },
        verdict: Verdict::Failed,
        errors: &[Code::ChangePageContent],
    },
    Attack {
        number: "P2",
        name: "an effect that a third revision undoes: a script came and went",
        bases: LETTER,
        file: |base| {
            let changed = base.signed_then(|update| {
                update.with(37, "/AA << /WP << /S /JavaScript /JS (x) >> >>");
            });
            base.update(&changed, |update| {
                update.edit(37, "/AA << /WP << /S /JavaScript /JS (x) >> >>", "");
            })
        },
        verdict: Verdict::Failed,
        errors: &[Code::ChangeAction],
    },
];
