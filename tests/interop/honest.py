"""Documents that others sign and go on working with: nothing of it is refused."""

import shutil
from functools import cache

from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.fields import MDPPerm, SigFieldSpec, append_signature_field

import pki
from documents import PLAIN, classic, document
from ours import environment
from runner import KYSO, WORK, case, check, run
from theirs import FOLDER, sign, verdict

OPENSSL = {
    "rsa2048": ["-md", "sha256"],
    "rsa3072": ["-md", "sha384"],
    "rsa4096": ["-md", "sha512", "-cades"],
    "p256": ["-md", "sha256", "-cades"],
    "p384": ["-md", "sha384"],
    "p521": ["-md", "sha512"],
}


def expect_all_passed(path, count):
    report = verdict(path, status=0)
    check(report["verdict"] == "passed", f"verdict {report['verdict']}")
    check(len(report["signatures"]) == count, f"{len(report['signatures'])} signatures, not {count}")


for build in PLAIN:

    @case(f"honest: three signatures by pyHanko in a file of the build {build}")
    def _(build=build):
        path = document(build)
        for number in range(1, 4):
            path = sign(path, f"three-{build}-{number}", field=f"Sig{number}")
        expect_all_passed(path, 3)


for permission in (MDPPerm.FILL_FORMS, MDPPerm.ANNOTATE):

    @case(f"honest: a certification with permission {permission.value}, and a signature in a field that was there")
    def _(permission=permission):
        path = with_fields(f"fields-{permission.value}", SigFieldSpec("Sig1"), SigFieldSpec("Sig2", on_page=0))
        path = sign(path, f"certified-{permission.value}-1", field="Sig1", certify=True, docmdp_permissions=permission)
        expect_all_passed(sign(path, f"certified-{permission.value}-2", field="Sig2"), 2)


@case("honest: two signatures that are seen, in fields that were there")
def _():
    boxes = (60, 60, 200, 120), (260, 60, 400, 120)
    fields = [SigFieldSpec(f"Sig{number}", box=box) for number, box in enumerate(boxes, 1)]
    path = with_fields("seen", *fields)
    expect_all_passed(sign(sign(path, "seen-1", field="Sig1"), "seen-2", field="Sig2"), 2)


@case("honest: the second signature by kyso, the first by pyHanko")
def _():
    first = sign(document("classic"), "mixed-1", field="Sig1")
    second = FOLDER / "mixed-2.pdf"
    run(KYSO, "sign", first, "-o", second, "--key", pki.leaf("p256").file("p12"),
        "--password-env", "KYSO_KEY_PASSWORD", env=environment())
    expect_all_passed(second, 2)


@case("honest: the second signature by pyHanko, the first by kyso")
def _():
    first = FOLDER / "mixed-3.pdf"
    FOLDER.mkdir(parents=True, exist_ok=True)
    run(KYSO, "sign", document("xref-stream"), "-o", first, "--key", pki.leaf("p256").file("p12"),
        "--password-env", "KYSO_KEY_PASSWORD", env=environment())
    expect_all_passed(sign(first, "mixed-4", field="Sig2"), 2)


@case("honest: a field filled in by pyHanko after a signature")
def _():
    path = FOLDER / "form.pdf"
    FOLDER.mkdir(parents=True, exist_ok=True)
    path.write_bytes(form())
    signed = sign(path, "form-signed", field="Sig1")
    with open(signed, "rb") as file:
        writer = IncrementalPdfFileWriter(file)
        field = writer.root["/AcroForm"]["/Fields"][0]
        shown = b"/Tx BMC q BT /F1 12 Tf 0 g 2 4 Td (Lan) Tj ET Q EMC"
        look = generic.StreamObject(
            {
                generic.pdf_name("/Type"): generic.pdf_name("/XObject"),
                generic.pdf_name("/Subtype"): generic.pdf_name("/Form"),
                generic.pdf_name("/BBox"): generic.ArrayObject(map(generic.NumberObject, (0, 0, 150, 15))),
                generic.pdf_name("/Resources"): writer.root["/AcroForm"]["/DR"],
            },
            stream_data=shown,
        )
        field["/V"] = generic.pdf_string("Lan")
        field["/AP"] = generic.DictionaryObject({generic.pdf_name("/N"): writer.add_object(look)})
        writer.mark_update(writer.root["/AcroForm"]["/Fields"].raw_get(0))
        filled = FOLDER / "form-filled.pdf"
        with open(filled, "wb") as output:
            writer.write(output)
    expect_all_passed(filled, 1)
    expect_all_passed(sign(filled, "form-signed-again", field="Sig2"), 2)


@case("honest: pdfsig signs")
def _():
    expect_all_passed(by_pdfsig(document("classic"), "pdfsig-1"), 1)


@case("honest: pdfsig signs twice, and leaves objects of generation 1 behind")
def _():
    first = by_pdfsig(document("classic"), "pdfsig-first")
    expect_all_passed(by_pdfsig(first, "pdfsig-second"), 2)


@case("honest: pdfsig signs behind pyHanko")
def _():
    first = sign(document("classic"), "before-pdfsig", field="Sig1")
    expect_all_passed(by_pdfsig(first, "pdfsig-behind"), 2)


def by_pdfsig(path, name):
    signed = FOLDER / f"{name}.pdf"
    FOLDER.mkdir(parents=True, exist_ok=True)
    run("pdfsig", "-nssdir", f"sql:{nss_key()}", "-add-signature", "-nick", NICK, path, signed)
    return signed


for kind, options in OPENSSL.items():

    @case(f"honest: openssl cms signs with a key of the kind {kind}, {' '.join(options)}")
    def _(kind=kind, options=options):
        subfilter = "ETSI.CAdES.detached" if "-cades" in options else "adbe.pkcs7.detached"
        path = by_openssl(kind, options, subfilter)
        expect_all_passed(path, 1)
        expect_all_passed(sign(path, f"behind-openssl-{kind}", field="Sig2"), 2)


def by_openssl(kind, options, subfilter):
    """A document whose message is made by openssl over the bytes around it."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    space = 16384
    value = (
        b"<< /Type /Sig /Filter /Adobe.PPKLite /SubFilter /" + subfilter.encode() +
        b" /ByteRange [0 @@@@@@@@@@ @@@@@@@@@@ @@@@@@@@@@] /Contents <" + b"0" * space + b"> >>"
    )
    data = appended(classic(), {
        1: b"<< /Type /Catalog /Pages 2 0 R /Lang (vi\\055VN) /Zoom [1234567.891 4294967296.5]"
           b" /AcroForm << /Fields [7 0 R] /SigFlags 3 >> >>",
        3: b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595.276 841.89] /Contents 4 0 R"
           b" /Resources << /Font << /F1 5 0 R >> >> /Annots [7 0 R] >>",
        7: b"<< /Type /Annot /Subtype /Widget /FT /Sig /T (Sig1) /V 8 0 R /F 132 /Rect [0 0 0 0] /P 3 0 R >>",
        8: value,
    })
    start = data.index(b"/Contents <0") + len(b"/Contents ")
    end = start + space + 2
    for number in (start, end, len(data) - end):
        data = data.replace(b"@@@@@@@@@@", b"%-10d" % number, 1)
    content, message = WORK / "openssl.bin", WORK / "openssl.der"
    content.write_bytes(data[:start] + data[end:])
    identity = pki.leaf(kind)
    key = WORK / f"openssl-{kind}.pem"
    run("openssl", "pkcs12", "-in", identity.file("p12"), "-passin", f"pass:{pki.PASSWORD}", "-nodes", "-out", key)
    run("openssl", "cms", "-sign", "-binary", "-in", content, "-signer", key, "-certfile", pki.sub().file("pem"),
        "-outform", "DER", "-out", message, *options)
    digits = message.read_bytes().hex().encode()
    path = FOLDER / f"openssl-{kind}.pdf"
    path.write_bytes(data[: start + 1] + digits + data[start + 1 + len(digits) :])
    return path


def appended(data, objects):
    """The file with these objects in one more revision."""
    previous = int(data[data.rindex(b"startxref") + 9 :].split()[0])
    rows = b""
    for number, body in objects.items():
        rows += b"%d 1\n%010d 00000 n \n" % (number, len(data))
        data += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(data)
    identifier = b"<6b79736f6b79736f6b79736f6b79736f>"
    trailer = b"trailer\n<< /Size %d /Root 1 0 R /Info 6 0 R /ID [%s %s] /Prev %d >>\n"
    data += b"xref\n" + rows + trailer % (max(objects) + 1, identifier, identifier, previous)
    return data + b"startxref\n%d\n%%%%EOF\n" % start


def form():
    """The document with a text field."""
    return appended(classic(), {
        1: b"<< /Type /Catalog /Pages 2 0 R /AcroForm 8 0 R >>",
        3: b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595.276 841.89] /Contents 4 0 R"
           b" /Resources << /Font << /F1 5 0 R >> >> /Annots [7 0 R] >>",
        7: b"<< /Type /Annot /Subtype /Widget /FT /Tx /T (Name) /V () /DA (/F1 12 Tf 0 g) /F 4 /P 3 0 R"
           b" /Rect [150 500 300 515] >>",
        8: b"<< /Fields [7 0 R] /DR << /Font << /F1 5 0 R >> >> /DA (/F1 12 Tf 0 g) >>",
    })


def with_fields(name, *fields):
    """The document with empty signature fields."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    path = FOLDER / f"{name}.pdf"
    path.write_bytes(classic())
    with open(path, "rb+") as file:
        writer = IncrementalPdfFileWriter(file)
        for field in fields:
            append_signature_field(writer, field)
        writer.write_in_place()
    return path


NICK = "signer"


@cache
def nss_key():
    """A database of NSS with the signer's key and the test root."""
    folder = WORK / "nss-key"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    identity = pki.leaf("rsa2048")
    plain, named = WORK / "nss-key.pem", WORK / "nss-key.p12"
    password = f"pass:{pki.PASSWORD}"
    run("openssl", "pkcs12", "-in", identity.file("p12"), "-passin", password, "-nodes", "-out", plain)
    run("openssl", "pkcs12", "-export", "-in", plain, "-name", NICK, "-passout", password, "-out", named)
    database = f"sql:{folder}"
    run("certutil", "-N", "-d", database, "--empty-password")
    run("certutil", "-A", "-d", database, "-n", "root", "-t", "CT,CT,CT", "-i", pki.root().file("pem"))
    run("certutil", "-A", "-d", database, "-n", "sub", "-t", ",,", "-i", pki.sub().file("pem"))
    run("pk12util", "-i", named, "-d", database, "-W", pki.PASSWORD, "-K", "")
    return folder
