"""Unsigned PDF files of every build that a signer meets, made here from one small document."""

from functools import cache

from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.fields import (
    FieldMDPAction,
    FieldMDPSpec,
    MDPPerm,
    SigFieldSpec,
    SigSeedSubFilter,
    SigSeedValFlags,
    SigSeedValueSpec,
    append_signature_field,
)

from runner import WORK, run

USER_PASSWORDS = {"rc4-128": "reader", "aes-128": "reader", "aes-256": "người đọc"}
FOLDER = WORK / "documents"

PAGE = b"BT /F1 18 Tf 72 760 Td (CONG HOA XA HOI CHU NGHIA VIET NAM) Tj ET"


def classic():
    """One page, a table of cross-references, reals and strings that must not change when the catalog is extended."""
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R /Lang (vi\\055VN) /Zoom [1234567.891 4294967296.5] >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595.276 841.89] /Contents 4 0 R"
        b" /Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(PAGE), PAGE),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        b"<< /Title <FEFF0043006F00F4006E00670020007601031EA50043> /Producer (test) >>",
    ]
    data = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"
    offsets = []
    for number, body in enumerate(objects, 1):
        offsets.append(len(data))
        data += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(data)
    data += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    data += b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    identifier = b"<6b79736f6b79736f6b79736f6b79736f>"
    data += b"trailer\n<< /Size %d /Root 1 0 R /Info 6 0 R /ID [%s %s] >>\n" % (len(objects) + 1, identifier, identifier)
    return data + b"startxref\n%d\n%%%%EOF\n" % start


@cache
def document(name):
    """The path of one of NAMES."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    path = FOLDER / f"{name}.pdf"
    path.write_bytes(classic())
    if name in QPDF:
        made = FOLDER / f"{name}.made.pdf"
        run("qpdf", path, *QPDF[name], made)
        made.replace(path)
    elif name in FIELDS:
        with open(path, "rb+") as file:
            writer = IncrementalPdfFileWriter(file)
            for spec in FIELDS[name]():
                append_signature_field(writer, spec)
            writer.write_in_place()
    elif name != "classic":
        path.write_bytes(ODD[name](classic()))
    return path


QPDF = {
    "xref-stream": ["--object-streams=generate"],
    "linearized": ["--linearize"],
    "linearized-xref-stream": ["--linearize", "--object-streams=generate"],
    "rc4-128": ["--allow-weak-crypto", "--encrypt", USER_PASSWORDS["rc4-128"], "owner", "128", "--use-aes=n", "--"],
    "aes-128": ["--allow-weak-crypto", "--encrypt", USER_PASSWORDS["aes-128"], "owner", "128", "--use-aes=y", "--"],
    "aes-256": ["--encrypt", USER_PASSWORDS["aes-256"], "owner", "256", "--"],
    "aes-256-empty": ["--encrypt", "", "owner", "256", "--"],
    "aes-256-xref-stream": ["--encrypt", "", "owner", "256", "--", "--object-streams=generate"],
}

FIELDS = {
    "empty-field": lambda: [SigFieldSpec("Người ký")],
    "locked-field": lambda: [
        SigFieldSpec(
            "Sig1",
            field_mdp_spec=FieldMDPSpec(FieldMDPAction.EXCLUDE, ["Sig2"]),
            doc_mdp_update_value=MDPPerm.FILL_FORMS,
        ),
        SigFieldSpec("Sig2"),
        SigFieldSpec("Sig3"),
    ],
    "seed-value-field": lambda: [
        SigFieldSpec(
            "Sig1",
            seed_value_dict=SigSeedValueSpec(
                flags=SigSeedValFlags.DIGEST_METHOD | SigSeedValFlags.SUBFILTER,
                digest_methods=["SHA384"],
                subfilters=[SigSeedSubFilter.ADOBE_PKCS7_DETACHED],
            ),
        )
    ],
}

ODD = {
    "no-final-newline": lambda data: data.rstrip(b"\n"),
    "leading-junk": lambda data: b"From a mail server\r\n\r\n" + data,
}

PLAIN = ["classic", "xref-stream", "linearized", "linearized-xref-stream", "aes-256-empty",
         "aes-256-xref-stream", "no-final-newline"]
