"""What pyHanko signs, judged by kyso."""

import json

from asn1crypto import keys as asn1_keys
from asn1crypto import x509 as asn1_x509
from cryptography.hazmat.primitives import serialization
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import signers
from pyhanko.sign.fields import MDPPerm, SigFieldSpec, SigSeedSubFilter
from pyhanko_certvalidator.registry import SimpleCertificateStore

import judges
import pki
from documents import PLAIN, USER_PASSWORDS, classic, document
from runner import KYSO, WORK, case, check, run
from ours import environment

ADBE, CADES = SigSeedSubFilter.ADOBE_PKCS7_DETACHED, SigSeedSubFilter.PADES
FOLDER = WORK / "theirs"


def signer(kind="rsa2048", *, leaf_only=False, pss=False):
    identity = pki.leaf(kind)
    store = SimpleCertificateStore()
    for issuer in [] if leaf_only else identity.issuers:
        store.register(_certificate(issuer))
    key = identity.key.private_bytes(
        serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    return signers.SimpleSigner(
        signing_cert=_certificate(identity),
        signing_key=asn1_keys.PrivateKeyInfo.load(key),
        cert_registry=store,
        prefer_pss=pss,
    )


def _certificate(identity):
    return asn1_x509.Certificate.load(identity.certificate.public_bytes(serialization.Encoding.DER))


def sign(source, name, *, who=None, subfilter=CADES, digest="sha256", field="Signature1", password=None, **options):
    """The path of `source` with one more signature by pyHanko."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    path = FOLDER / f"{name}.pdf"
    with open(source, "rb") as file:
        writer = IncrementalPdfFileWriter(file, strict=False)
        if writer.prev.encrypted:
            writer.encrypt(password or "")
        metadata = signers.PdfSignatureMetadata(
            field_name=field, md_algorithm=digest, subfilter=subfilter, reason="Phê duyệt", location="Hà Nội", **options
        )
        signed = signers.sign_pdf(writer, metadata, signer=who or signer())
    path.write_bytes(signed.getvalue())
    return path


def verdict(path, *, status, trust=None, password=None):
    """kyso's report on one document, which must come with this exit status."""
    command = [KYSO, "verify", path, "--format", "json", "--lang", "en", "--trust", trust or pki.root().file("pem")]
    command += ["--crl", pki.crl(pki.root()), "--crl", pki.crl(pki.sub())]
    if password:
        command += ["--password-env", "KYSO_TEST_PASSWORD"]
    report = json.loads(run(*command, expect=status, env=environment(password)))
    check(report["schema"] == "kyso.report/1", f"schema {report['schema']}")
    (one,) = report["documents"]
    return one


def expect_passed(path, *, password=None, trust=None):
    report = verdict(path, status=0, password=password, trust=trust)
    check(report["verdict"] == "passed", f"verdict {report['verdict']}")
    (signature,) = report["signatures"]
    check(signature["indication"] == "TOTAL_PASSED", _summary(signature))
    check(signature["coverage"] == "whole-file", f"coverage {signature['coverage']}")
    return signature


def _summary(signature):
    codes = [finding["code"] for finding in signature["findings"]]
    return f"{signature['indication']} / {signature['sub_indication']}: {codes}"


for build in PLAIN:
    for subfilter, label in ((CADES, "ETSI.CAdES.detached"), (ADBE, "adbe.pkcs7.detached")):

        @case(f"theirs: {label} in a file of the build {build}")
        def _(build=build, subfilter=subfilter, label=label):
            expect_passed(sign(document(build), f"{build}-{label}", subfilter=subfilter))


for build, password in USER_PASSWORDS.items():

    @case(f"theirs: a signature in a file encrypted with {build}")
    def _(build=build, password=password):
        path = sign(document(build), build, password=password)
        expect_passed(path, password=password)
        report = verdict(path, status=5)
        check(report["verdict"] == "unreadable", f"without the password: {report['verdict']}")


for kind in ("rsa3072", "rsa4096", "p256", "p384", "p521", "ed25519"):

    @case(f"theirs: a signature with a key of the kind {kind}")
    def _(kind=kind):
        # RFC 8419: Ed25519 goes with SHA-512.
        digest = {"p384": "sha384", "p521": "sha512", "ed25519": "sha512"}.get(kind, "sha256")
        expect_passed(sign(document("classic"), kind, who=signer(kind), digest=digest))


for digest in ("sha384", "sha512"):
    for pss in (False, True):

        @case(f"theirs: {digest} with {'PSS' if pss else 'PKCS #1 v1.5'}")
        def _(digest=digest, pss=pss):
            expect_passed(sign(document("classic"), f"{digest}-{pss}", who=signer(pss=pss), digest=digest))


for permission in MDPPerm:

    @case(f"theirs: a certification with permission {permission.value}")
    def _(permission=permission):
        path = sign(
            document("classic"), f"certified-{permission.value}", certify=True, docmdp_permissions=permission
        )
        expect_passed(path)


@case("theirs: a field with a lock")
def _():
    expect_passed(sign(document("locked-field"), "locked", field="Sig1"))


@case("theirs: a field with seed values")
def _():
    path = sign(document("seed-value-field"), "seed", field="Sig1", subfilter=ADBE, digest="sha384")
    expect_passed(path)


@case("theirs: two signatures, of which the earlier has something after it")
def _():
    first = sign(document("classic"), "first", field="Sig1")
    second = sign(first, "second", field="Sig2", who=signer("p256"))
    report = verdict(second, status=0)
    found = {signature["id"]: signature["indication"] for signature in report["signatures"]}
    check(list(found.values()) == ["TOTAL_PASSED", "TOTAL_PASSED"], f"{found}")
    coverage = [signature["coverage"] for signature in report["signatures"]]
    check(sorted(coverage) == ["whole-file", "whole-revision"], f"{coverage}")


@case("theirs: the signer's certificate alone in the signature, the sub CA in the trust store")
def _():
    path = sign(document("classic"), "leaf-only", who=signer(leaf_only=True))
    report = verdict(path, status=3)
    check(report["signatures"][0]["sub_indication"] == "NO_CERTIFICATE_CHAIN_FOUND", f"{report['signatures'][0]}")
    folder = WORK / "trust-folder"
    folder.mkdir(exist_ok=True)
    for identity in (pki.root(), pki.sub()):
        (folder / f"{identity.name}.pem").write_bytes(identity.pem())
    expect_passed(path, trust=folder)


@case("theirs: nobody's anchor is trusted")
def _():
    stranger = pki.leaf("rsa3072")
    path = sign(document("classic"), "stranger")
    report = verdict(path, status=3, trust=stranger.file("pem"))
    check(report["signatures"][0]["sub_indication"] == "NO_CERTIFICATE_CHAIN_FOUND", f"{report['signatures'][0]}")


@case("theirs: one changed byte fails")
def _():
    path = sign(document("classic"), "tampered")
    data = path.read_bytes()
    check(data.count(b"CONG HOA") == 1, "the text stands in the file once")
    path.write_bytes(data.replace(b"CONG HOA", b"CONG HOE"))
    report = verdict(path, status=1)
    check(report["verdict"] == "failed", f"verdict {report['verdict']}")
    check(report["signatures"][0]["sub_indication"] == "HASH_FAILURE", _summary(report["signatures"][0]))


@case("theirs: a changed signature value fails")
def _():
    path = sign(document("classic"), "changed-value", subfilter=ADBE)
    data = path.read_bytes()
    (signature,) = judges.embedded_signatures(data)
    value = signature.signer_info["signature"].native.hex().encode()
    at = data.lower().index(value)
    changed = b"1" if data[at + 20 : at + 21] != b"1" else b"2"
    path.write_bytes(data[: at + 20] + changed + data[at + 21 :])
    report = verdict(path, status=1)
    check(report["signatures"][0]["sub_indication"] == "SIG_CRYPTO_FAILURE", _summary(report["signatures"][0]))


@case("theirs: bytes after the end keep the verdict from passing")
def _():
    path = sign(document("classic"), "trailing")
    path.write_bytes(path.read_bytes() + b"%appended\n")
    report = verdict(path, status=3)
    check(report["verdict"] == "indeterminate", f"verdict {report['verdict']}")


@case("theirs: no signature at all")
def _():
    check(verdict(document("classic"), status=4)["verdict"] == "unsigned", "unsigned")
    check(verdict(document("empty-field"), status=4)["verdict"] == "unsigned", "an empty field is no signature")


@case("theirs: the documents are what they should be")
def _():
    for name in PLAIN:
        check(document(name).read_bytes()[:5] == b"%PDF-", name)
    check(classic().count(b"endobj") == 6, "six objects")
