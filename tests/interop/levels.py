"""The long-term levels: what kyso raises is validated by pyHanko, and what pyHanko raises by kyso, each with nothing
but the root and what the file carries."""

import http.server
import io
import json
import threading
from functools import cache

from asn1crypto import crl as asn1_crl
from asn1crypto import keys as asn1_keys
from asn1crypto import tsp
from cryptography.hazmat.primitives import serialization
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import signers
from pyhanko.sign.timestamps import DummyTimeStamper
from pyhanko.sign.validation.dss import DocumentSecurityStore
from pyhanko_certvalidator import ValidationContext
from pyhanko_certvalidator.registry import SimpleCertificateStore

import judges
import ours
import pki
import theirs
from documents import USER_PASSWORDS, document
from runner import KYSO, WORK, case, check, run

FOLDER = WORK / "levels"


def authority():
    """pyHanko's timestamp authority, with our certificate."""
    identity = pki.tsa()
    key = identity.key.private_bytes(
        serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    store = SimpleCertificateStore()
    for issuer in identity.issuers:
        store.register(theirs._certificate(issuer))
    return DummyTimeStamper(
        tsa_cert=theirs._certificate(identity),
        tsa_key=asn1_keys.PrivateKeyInfo.load(key),
        certs_to_embed=store,
        include_nonce=False,
    )


@cache
def tsa():
    """The URL of that authority, on a port of this computer."""
    stamper = authority()

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_POST(self):
            body = self.rfile.read(int(self.headers["Content-Length"]))
            answer = stamper.request_tsa_response(tsp.TimeStampReq.load(body)).dump()
            self.send_response(200)
            self.send_header("Content-Type", "application/timestamp-reply")
            self.send_header("Content-Length", str(len(answer)))
            self.end_headers()
            self.wfile.write(answer)

        def log_message(self, *_):
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return f"http://127.0.0.1:{server.server_port}/"


def evidence():
    """The arguments of kyso that name the root and the lists."""
    lists = pki.crl(pki.root()), pki.crl(pki.sub())
    return ["--trust", pki.root().file("pem"), *(part for path in lists for part in ("--crl", path))]


def sign(source, name, level, **options):
    return ours.sign(source, f"level-{name}", "--level", level, "--tsa", tsa(), *evidence(), **options)


def extend(source, name, level, *, password=None, expect=0, options=None):
    """The path of `source` raised by kyso."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    path = FOLDER / f"{name}.pdf"
    path.unlink(missing_ok=True)
    command = [KYSO, "extend", source, "-o", path, "--level", level]
    command += ["--tsa", tsa(), *evidence()] if options is None else options
    if password:
        command += ["--password-env", "KYSO_TEST_PASSWORD"]
    run(*command, expect=expect, env=ours.environment(password))
    check(path.exists() == (expect == 0), f"{path} exists: {path.exists()}")
    if expect == 0:
        check(path.read_bytes().startswith(source.read_bytes()), "the original bytes are untouched")
    return path


def judge(path, *, level, count=1, timestamps=0, password=None, timed=True, said=None):
    """qpdf finds no fault; pyHanko passes every signature, from level B-LT on without a network, now and, at B-LTA, after
    the signer's certificate has expired; kyso names the level, or `said`, with the root alone."""
    root = pki.root().file("pem")
    judges.qpdf(path, password)
    followed = level == "B-LT"
    judges.pyhanko(
        path, root, count=count, timestamps=timestamps, password=password, timed=timed, followed=followed
    )
    if level != "B-T":
        for later in [None, 60] if level == "B-LTA" and timed else [None]:
            judges.pyhanko_long_term(
                path, root, count=count, timestamps=timestamps, password=password, timed=timed, later=later
            )
    expect_level(path, said or level, count=count, password=password)


def expect_level(path, level, *, count=1, password=None):
    """kyso passes the document and names this level. For B-T the revocation lists are at hand."""
    command = [KYSO, "verify", path, "--format", "json", "--lang", "en", "--trust", pki.root().file("pem")]
    if level in ("B-T", "none"):
        command += evidence()[2:]
    if password:
        command += ["--password-env", "KYSO_TEST_PASSWORD"]
    (report,) = json.loads(run(*command, expect=None, env=ours.environment(password)))["documents"]
    signatures = [one for one in report["signatures"] if one["kind"] == "signature"]
    said = [(one["indication"], one["level"]) for one in signatures]
    findings = [(one["id"], [finding["code"] for finding in one["findings"]]) for one in report["signatures"]]
    check(said == [("TOTAL_PASSED", level)] * count, f"kyso: {said}: {findings}; missing: {report['missing']}")
    check(report["verdict"] == "passed", f"kyso: {report['verdict']}: {findings}")


def store(path, password=None):
    """The document security store as pyHanko reads it: certificates, lists and the keys of single signatures."""
    reader = judges._reader(path.read_bytes(), password)
    dss = DocumentSecurityStore.read_dss(reader)
    return list(dss.load_certs()), dss.crls, dss.vri_entries


BUILDS = {"classic": None, "xref-stream": None, "linearized": None, "aes-256": USER_PASSWORDS["aes-256"],
          "rc4-128": USER_PASSWORDS["rc4-128"], "aes-256-xref-stream": None}
# Document timestamps that each level needs when it is made at once.
LEVELS = {"B-T": 0, "B-LT": 0, "B-LTA": 1}

for build, password in BUILDS.items():
    for level, timestamps in LEVELS.items():

        @case(f"levels: {level} in a file of the build {build}")
        def _(build=build, password=password, level=level, timestamps=timestamps):
            path = sign(document(build), f"{build}-{level}", level.lower(), document_password=password)
            judge(path, level=level, timestamps=timestamps, password=password)


@case("levels: adbe.pkcs7.detached at B-T and at B-LTA")
def _():
    for level in ("B-T", "B-LTA"):
        path = ours.sign(
            document("classic"), f"level-adbe-{level}", "--level", level.lower(), "--tsa", tsa(), *evidence(),
            "--sub-filter", "adbe.pkcs7.detached",
        )
        # It is as good, but none of the baseline levels, which are for ETSI.CAdES.detached.
        judge(path, level=level, timestamps=LEVELS[level], said="none")


for build, password in BUILDS.items():

    @case(f"levels: a signature raised step by step in a file of the build {build}")
    def _(build=build, password=password):
        basic = ours.sign(document(build), f"steps-{build}", document_password=password)
        timed = extend(basic, f"{build}-t", "b-t", password=password)
        judge(timed, level="B-T", timestamps=1, password=password, timed=False)
        again = extend(timed, f"{build}-t-again", "b-t", password=password)
        check(again.read_bytes() == timed.read_bytes(), "a level that is reached needs nothing")
        long = extend(timed, f"{build}-lt", "b-lt", password=password)
        judge(long, level="B-LT", timestamps=1, password=password, timed=False)
        again = extend(long, f"{build}-lt-again", "b-lt", password=password)
        archived = extend(long, f"{build}-lta", "b-lta", password=password)
        judge(archived, level="B-LTA", timestamps=2, password=password, timed=False)
        renewed = extend(archived, f"{build}-lta-again", "b-lta", password=password)
        judge(renewed, level="B-LTA", timestamps=3, password=password, timed=False)


@case("levels: nothing is stored twice, and nothing that the signature carries")
def _():
    path = sign(document("classic"), "store", "b-lt")
    certificates, lists, vri = store(path)
    check(len(lists) == 2, f"{len(lists)} lists")
    names = sorted(certificate.subject.native["common_name"] for certificate in certificates)
    check(names == ["Dấu thời gian thử nghiệm", "Root CA thử nghiệm"], f"{names}")
    check(len(vri) == 1, f"{vri}")
    options = ["--tsa", tsa(), "--trust", pki.root().file("pem")]
    again = extend(path, "store-again", "b-lt", options=options)
    check(again.read_bytes() == path.read_bytes(), "what is there needs nothing")


@case("levels: two signatures are raised together")
def _():
    first = sign(document("classic"), "two-1", "b-t")
    second = sign(first, "two-2", "b-t", kind="p256")
    raised = extend(second, "two", "b-lta")
    root = pki.root().file("pem")
    judges.qpdf(raised)
    judges.pyhanko(raised, root, count=2, timestamps=1, timed=True)
    judges.pyhanko_long_term(raised, root, count=2, timestamps=1, later=60)
    check(len(store(raised)[2]) == 2, "each has its place in the store")


@case("levels: a certification that allows no changes is raised")
def _():
    basic = ours.sign(document("classic"), "level-certified", "--certify", "1")
    judge(extend(basic, "certified", "b-lta"), level="B-LTA", timestamps=2, timed=False)


@case("levels: a signature that is not valid is not raised, and neither is one without evidence")
def _():
    basic = ours.sign(document("classic"), "level-refused")
    forged = FOLDER / "forged.pdf"
    FOLDER.mkdir(parents=True, exist_ok=True)
    forged.write_bytes(basic.read_bytes().replace(b"CONG HOA", b"CONG HOE"))
    extend(forged, "refused-forged", "b-t", expect=5)
    extend(document("classic"), "refused-unsigned", "b-t", expect=5)
    options = ["--tsa", tsa(), "--trust", pki.root().file("pem")]
    extend(basic, "refused-evidence", "b-lt", options=options, expect=5)
    extend(basic, "refused-tsa", "b-t", options=evidence(), expect=5)


@case("levels: two steps with a timestamp")
def _():
    FOLDER.mkdir(parents=True, exist_ok=True)
    identity = pki.leaf("rsa2048")
    path, state, value = (FOLDER / name for name in ("two-steps.pdf", "two-steps.state", "two-steps.value"))
    path.unlink(missing_ok=True)
    run(KYSO, "prepare", document("classic"), "--cert", identity.file("chain.pem"), "--level", "b-t",
        "--state", state, "--to-sign", value.with_suffix(".in"))
    run("openssl", "dgst", "-sha256", "-sign", identity.file("key.pem"), "-out", value, value.with_suffix(".in"))
    run(KYSO, "complete", document("classic"), "--state", state, "--value", value, "--tsa", tsa(), "-o", path)
    judge(path, level="B-T")


def pyhanko_signs(source, name, *, kind="rsa2048", lta=False, long=True, password=None, field="Signature1"):
    """The path of `source` with a signature by pyHanko at B-T, B-LT or B-LTA."""
    lists = [asn1_crl.CertificateList.load(pki.crl(issuer).read_bytes()) for issuer in (pki.root(), pki.sub())]
    context = ValidationContext(
        trust_roots=judges.certificates(pki.root().file("pem")), crls=lists, allow_fetching=False,
        other_certs=[theirs._certificate(pki.sub())], revocation_mode="require",
    )
    FOLDER.mkdir(parents=True, exist_ok=True)
    path = FOLDER / f"theirs-{name}.pdf"
    with open(source, "rb") as file:
        writer = IncrementalPdfFileWriter(io.BytesIO(file.read()), strict=False)
        if writer.prev.encrypted:
            writer.encrypt(password or "")
        metadata = signers.PdfSignatureMetadata(
            field_name=field, md_algorithm="sha256", subfilter=theirs.CADES, embed_validation_info=long,
            use_pades_lta=lta, validation_context=context if long else None,
        )
        signed = signers.sign_pdf(writer, metadata, signer=theirs.signer(kind), timestamper=authority())
    path.write_bytes(signed.getvalue())
    return path


for build, password in BUILDS.items():
    for level in LEVELS:

        @case(f"levels: pyHanko's {level} in a file of the build {build}")
        def _(build=build, password=password, level=level):
            path = pyhanko_signs(
                document(build), f"{build}-{level}", long=level != "B-T", lta=level == "B-LTA", password=password
            )
            expect_level(path, level, password=password)


@case("levels: pyHanko's store is added to, and its archive renewed")
def _():
    path = pyhanko_signs(document("classic"), "merged")
    before = store(path)
    raised = extend(path, "merged", "b-lta")
    judge(raised, level="B-LTA", timestamps=1)
    after = store(raised)
    check(sorted(before[2]) == sorted(after[2]), f"{sorted(before[2])} became {sorted(after[2])}")
    names = [certificate.sha256 for certificate in after[0]]
    check(len(names) == len(set(names)) and len(names) == len(before[0]), f"{len(names)} certificates")
    # A document timestamp of pyHanko has its place already.
    keys = sorted(store(pyhanko_signs(document("classic"), "keys", lta=True))[2])
    check(len(keys) == 2, f"{keys}")
    raised = extend(FOLDER / "theirs-keys.pdf", "keys", "b-lta")
    check(sorted(store(raised)[2]) == keys, f"{keys} became {sorted(store(raised)[2])}")
    archive = pyhanko_signs(document("xref-stream"), "renewed", lta=True)
    judge(extend(archive, "renewed", "b-lta"), level="B-LTA", timestamps=2)


@case("levels: pyHanko signs after our archive, and we raise both")
def _():
    ours_first = sign(document("classic"), "before-theirs", "b-lta")
    FOLDER.mkdir(parents=True, exist_ok=True)
    both = pyhanko_signs(ours_first, "after-ours", kind="p256", field="B")
    judges.qpdf(both)
    judges.pyhanko(both, pki.root().file("pem"), count=2, timestamps=1, followed=True)
