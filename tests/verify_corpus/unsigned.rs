//! What is said of each file of the corpus that is not signed, or cannot be read, and why where it is not obvious.

use kyso::{Code, ErrorKind};

/// Unsigned files, with the findings that are errors.
pub(crate) const UNSIGNED: &[(&str, &[Code])] = &[
    // The broken object stream holds nothing of the form.
    ("broken-objstream1.pdf", &[]),
    ("broken-objstream2.pdf", &[]),
    ("broken-objstream3.pdf", &[]),
    ("broken-objstream4.pdf", &[]),
    ("broken-objstream5.pdf", &[]),
    ("broken-objstream6.pdf", &[]),
    // A page tree in a ring, which nobody walks to find signatures.
    ("circular-page-tree.pdf", &[]),
    ("embedded-encrypted-nocf.pdf", &[]),
    ("empty-a4.pdf", &[]),
    ("fontembed.pdf", &[]),
    // Fields in a ring, each of which is looked at once.
    ("form-tree-circular-ref-input.pdf", &[]),
    ("info-bin-producer-string.pdf", &[]),
    ("layout-tests/arabic-box.pdf", &[]),
    ("layout-tests/bitmap-bg.pdf", &[]),
    ("layout-tests/code128-test.pdf", &[]),
    ("layout-tests/default-font.pdf", &[]),
    ("layout-tests/double-newline.pdf", &[]),
    ("layout-tests/fancy-qr-stamp-test.pdf", &[]),
    ("layout-tests/form-fill-result.pdf", &[]),
    ("layout-tests/four-stamps-fixed.pdf", &[]),
    ("layout-tests/four-stamps-natural.pdf", &[]),
    ("layout-tests/ja-vert-stamps.pdf", &[]),
    ("layout-tests/leaky-graphics-state-stamp-no-corr-result.pdf", &[]),
    ("layout-tests/leaky-graphics-state-stamp-result.pdf", &[]),
    ("layout-tests/multiline-textbox-nondefault-fs.pdf", &[]),
    ("layout-tests/scaled-bitmap-bg.pdf", &[]),
    ("layout-tests/source-serif-test.pdf", &[]),
    ("layout-tests/stamp-from-static-pdf.pdf", &[]),
    ("layout-tests/stamp-on-pdf-bg.pdf", &[]),
    ("layout-tests/text-stamp-color.pdf", &[]),
    ("layout-tests/undef-bg-size.pdf", &[]),
    ("leaky-graphics-state-doc.pdf", &[]),
    // What is wrong in /Encrypt is not needed to open the file.
    ("malformed-encrypt-dict1.pdf", &[]),
    // Written otherwise than the standard says, in a way that readers forgive.
    ("malformed-xref-space-padded.pdf", &[]),
    ("minimal-aes256-empty-encrypted-string.pdf", &[]),
    // /Perms is not needed to open the file.
    ("minimal-aes256-malformed-perms.pdf", &[]),
    ("minimal-aes256.pdf", &[]),
    // The entry of object 3 leads to blanks: strict readers see no page, repairing ones that of the revision before.
    ("minimal-annotless.pdf", &[Code::PdfReadersDisagree]),
    // An entry that leads elsewhere, where nobody asks for the object.
    ("minimal-badxref.pdf", &[]),
    // An object that no entry names, past a /Size that is too small.
    ("minimal-broken-xref-size.pdf", &[Code::PdfReadersDisagree]),
    // A hybrid file; nothing of it is signed.
    ("minimal-hybrid-xref-mswordstyle.pdf", &[]),
    ("minimal-hybrid-xref-weirdgen.pdf", &[]),
    ("minimal-hybrid-xref.pdf", &[]),
    // A version that is none; readers open it all the same.
    ("minimal-illegal-header.pdf", &[]),
    ("minimal-one-field-indir-annots.pdf", &[]),
    ("minimal-pdf-ua-and-a.pdf", &[]),
    ("minimal-rc4.pdf", &[]),
    // The number behind startxref stands there twice.
    ("minimal-startxref-hopeless2.pdf", &[Code::TrailingBytes]),
    // The pointer is off by a few bytes.
    ("minimal-startxref-obo1.pdf", &[]),
    ("minimal-startxref-obo2.pdf", &[]),
    ("minimal-startxref-obo3.pdf", &[]),
    ("minimal-startxref-obo4.pdf", &[]),
    ("minimal-startxref-obo5.pdf", &[]),
    ("minimal-startxref-obo6.pdf", &[]),
    // Written otherwise than the standard says, in a way that readers forgive.
    ("minimal-startxref-same-line.pdf", &[]),
    ("minimal-two-fields-aes256.pdf", &[]),
    ("minimal-two-fields-tagged.pdf", &[]),
    ("minimal-two-fields.pdf", &[]),
    ("minimal-two-pages.pdf", &[]),
    ("minimal-with-field-aes256.pdf", &[]),
    ("minimal-with-field-rc4.pdf", &[]),
    ("minimal-with-field-tagged.pdf", &[]),
    ("minimal-with-field.pdf", &[]),
    ("minimal-with-nonexistent-refs.pdf", &[]),
    ("minimal-with-orphaned-xrefs.pdf", &[]),
    ("minimal-with-simple-form.pdf", &[]),
    ("minimal-with-textfield-group-var.pdf", &[]),
    ("minimal-with-textfield-group.pdf", &[]),
    ("minimal-xref.pdf", &[]),
    ("minimal.pdf", &[]),
    ("no-mediabox.pdf", &[]),
    ("page-tree-direct-kid.pdf", &[]),
    ("pdf-background-test.pdf", &[]),
    ("safedocs/CompactedPDFSyntaxTest.pdf", &[]),
    ("scribble-decomp.pdf", &[]),
    ("scribble-in-arr.pdf", &[]),
    ("scribble.pdf", &[]),
    ("simple-acroform-states-ap-indirect.pdf", &[]),
    ("simple-acroform-states.pdf", &[]),
    // A structure tree in a ring, which is not walked.
    ("struct-tree-circular-ref.pdf", &[]),
    ("uncompressed-objstream-sample.pdf", &[]),
];

/// Files that cannot be read, and what opening them says.
pub(crate) const UNREADABLE: &[(&str, ErrorKind)] = &[
    // /Encrypt is no dictionary.
    ("malformed-encrypt-dict2.pdf", ErrorKind::MalformedPdf),
    // /OE has the wrong length, so no password opens the file.
    ("minimal-aes256-malformed-oe.pdf", ErrorKind::PasswordRequired),
    // Encrypted for certificates, which this library does not decrypt.
    ("minimal-pubkey-aes256.pdf", ErrorKind::UnsupportedEncryption),
    ("minimal-pubkey-rc4-envelope.pdf", ErrorKind::UnsupportedEncryption),
    ("minimal-pubkey-rc4.pdf", ErrorKind::UnsupportedEncryption),
    ("minimal-pubkey-unknown-envelope-alg.pdf", ErrorKind::UnsupportedEncryption),
    // No section near the place: to search the whole file for one is what attackers want.
    ("minimal-startxref-hopeless.pdf", ErrorKind::MalformedPdf),
    // A startxref without a number.
    ("minimal-startxref-hopeless3.pdf", ErrorKind::MalformedPdf),
    // Encrypted for certificates, which this library does not decrypt.
    ("minimal-two-fields-pubkey-aes256.pdf", ErrorKind::UnsupportedEncryption),
    ("minimal-two-fields-pubkey-rc4.pdf", ErrorKind::UnsupportedEncryption),
    ("minimal-with-field-pubkey-aes256.pdf", ErrorKind::UnsupportedEncryption),
    ("minimal-with-field-pubkey-rc4.pdf", ErrorKind::UnsupportedEncryption),
    ("pubkey-3des-test.pdf", ErrorKind::UnsupportedEncryption),
    ("pubkey-ecc-test.pdf", ErrorKind::UnsupportedEncryption),
    ("pubkey-rc2-test.pdf", ErrorKind::UnsupportedEncryption),
    ("signed-encrypted-pubkey-with-catalog-ref.pdf", ErrorKind::UnsupportedEncryption),
];
