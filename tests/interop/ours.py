"""What kyso signs, judged by OpenSSL, qpdf, pdfsig and pyHanko."""

import json
import os
from functools import cache

import judges
import pki
from documents import PLAIN, USER_PASSWORDS, document
from runner import KYSO, WORK, case, check, run

FOLDER = WORK / "ours"


def environment(password=None, key_password=pki.PASSWORD):
    """The environment of kyso: passwords travel in variables alone."""
    keep = {name: value for name, value in os.environ.items() if name in ("PATH", "HOME", "LD_LIBRARY_PATH")}
    keep["KYSO_KEY_PASSWORD"] = key_password
    if password:
        keep["KYSO_TEST_PASSWORD"] = password
    return keep


def sign(source, name, *options, kind="rsa2048", key=None, key_password=pki.PASSWORD,
         document_password=None, expect=0):
    """The path of `source` with one more signature by kyso."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    path = FOLDER / f"{name}.pdf"
    path.unlink(missing_ok=True)
    command = [KYSO, "sign", source, "-o", path, "--key", key or pki.leaf(kind).file("p12")]
    command += ["--password-env", "KYSO_KEY_PASSWORD", *options]
    if document_password:
        command += ["--document-password-env", "KYSO_TEST_PASSWORD"]
    run(*command, expect=expect, env=environment(document_password, key_password))
    check(path.exists() == (expect == 0), f"{path} exists: {path.exists()}")
    if expect == 0:
        check(path.read_bytes().startswith(source.read_bytes()), "the original bytes are untouched")
    return path


def judge(path, *, count=1, password=None, cades=True, readers=True):
    """All of them say yes. Without `readers` only those that do not refuse junk before the header."""
    root, sub = pki.root().file("pem"), pki.sub().file("pem")
    command = [KYSO, "verify", path, "--format", "json", "--trust", root]
    command += ["--crl", pki.crl(pki.root()), "--crl", pki.crl(pki.sub())]
    command += ["--password-env", "KYSO_TEST_PASSWORD"] if password else []
    (report,) = json.loads(run(*command, expect=None, env=environment(password)))["documents"]
    check(len(report["signatures"]) == count, f"kyso: {len(report['signatures'])} signatures, not {count}")
    failed = [signature for signature in report["signatures"] if signature["indication"] == "TOTAL_FAILED"]
    check(not failed, f"kyso: {failed}")
    check(count > 1 or report["verdict"] == "passed", f"kyso: {report}")
    judges.qpdf(path, password)
    if readers:
        judges.openssl(path, root, [sub], password=password, cades=cades)
        judges.pyhanko(path, root, count=count, password=password)
        judges.pdfsig(path, root, count=count, password=password)


for build in [*PLAIN, "leading-junk"]:

    @case(f"ours: a signature in a file of the build {build}")
    def _(build=build):
        judge(sign(document(build), build), readers=build != "leading-junk")


for build, password in USER_PASSWORDS.items():

    @case(f"ours: a signature in a file encrypted with {build}")
    def _(build=build, password=password):
        judge(sign(document(build), build, document_password=password), password=password)


for kind in ("rsa3072", "rsa4096", "p256", "p384", "p521"):

    @case(f"ours: a key of the kind {kind}")
    def _(kind=kind):
        judge(sign(document("classic"), kind, kind=kind))


@case("ours: Ed25519")
def _():
    path = sign(document("classic"), "ed25519", kind="ed25519")
    # OpenSSL 3.0 and NSS do not know Ed25519 in a cryptographic message.
    judges.qpdf(path)
    judges.pyhanko(path, pki.root().file("pem"))


for digest in ("sha256", "sha384", "sha512"):
    for pss in (False, True):

        @case(f"ours: {digest} with {'PSS' if pss else 'PKCS #1 v1.5'}")
        def _(digest=digest, pss=pss):
            options = ["--hash", digest, *(["--pss"] if pss else [])]
            judge(sign(document("classic"), f"{digest}-{pss}", *options))


@case("ours: adbe.pkcs7.detached")
def _():
    path = sign(document("classic"), "adbe", "--sub-filter", "adbe.pkcs7.detached")
    (signature,) = judges.embedded_signatures(path.read_bytes())
    check(signature.sig_object["/SubFilter"] == "/adbe.pkcs7.detached", signature.sig_object["/SubFilter"])
    judge(path, cades=False)


@case("ours: an existing field by its name")
def _():
    path = sign(document("empty-field"), "existing", "--field", "Người ký")
    (signature,) = judges.embedded_signatures(path.read_bytes())
    check(signature.field_name == "Người ký", signature.field_name)
    judge(path)


@case("ours: a reason and a place in Vietnamese")
def _():
    path = sign(document("classic"), "reason", "--reason", "Phê duyệt", "--location", "Hà Nội")
    (signature,) = judges.embedded_signatures(path.read_bytes())
    said = (signature.sig_object["/Reason"], signature.sig_object["/Location"])
    check(said == ("Phê duyệt", "Hà Nội"), f"{said}")
    judge(path)


@case("ours: a reason in an encrypted file")
def _():
    password = USER_PASSWORDS["aes-256"]
    path = sign(document("aes-256"), "reason-aes", "--reason", "Phê duyệt", document_password=password)
    (signature,) = judges.embedded_signatures(path.read_bytes(), password)
    check(signature.sig_object["/Reason"] == "Phê duyệt", signature.sig_object["/Reason"])
    judge(path, password=password)


@case("ours: a field with a lock, a second signature that the lock allows, and one that it forbids")
def _():
    first = sign(document("locked-field"), "locked", "--field", "Sig1")
    judge(first)
    (signature,) = judges.embedded_signatures(first.read_bytes())
    check(signature.fieldmdp is not None, "the signature repeats the lock as FieldMDP")
    judge(sign(first, "locked-twice", "--field", "Sig2", kind="p256"), count=2)
    sign(first, "locked-refused", "--field", "Sig3", kind="p256", expect=5)


@case("ours: seed values are followed and conflicts refused")
def _():
    options = ["--field", "Sig1", "--sub-filter", "adbe.pkcs7.detached", "--hash", "sha384"]
    judge(sign(document("seed-value-field"), "seed", *options), cades=False)
    wrong = ["--field", "Sig1", "--hash", "sha256", "--sub-filter", "etsi.cades.detached"]
    sign(document("seed-value-field"), "seed-conflict", *wrong, expect=5)


for build in ("classic", "xref-stream", "linearized", "aes-256-empty"):

    @case(f"ours: four signatures one after the other in a file of the build {build}")
    def _(build=build):
        path = document(build)
        for number, kind in enumerate(("rsa2048", "p256", "rsa3072", "p384"), 1):
            path = sign(path, f"{build}-{number}", kind=kind)
            judge(path, count=number)


@case("ours: a signature after one by pyHanko, and pyHanko's after ours")
def _():
    import theirs

    judge(sign(theirs.sign(document("classic"), "before", field="A"), "after", kind="p256"), count=2)
    judge(theirs.sign(sign(document("xref-stream"), "before"), "after", field="B"), count=2)


for permission in (1, 2, 3):

    @case(f"ours: a certification with permission {permission}")
    def _(permission=permission):
        path = sign(document("classic"), f"certified-{permission}", "--certify", str(permission))
        judge(path)
        (signature,) = judges.embedded_signatures(path.read_bytes())
        check(signature.docmdp_level.value == permission, f"{signature.docmdp_level}")
        if permission == 1:
            sign(path, "after-certified-1", expect=5)
        else:
            judge(sign(path, f"after-certified-{permission}", kind="p256"), count=2)
        sign(path, "certified-twice", "--certify", "2", expect=5)


@case("ours: two steps, with the value made by OpenSSL")
def _():
    identity = pki.leaf("rsa2048")
    path, state, value = (FOLDER / name for name in ("two-steps.pdf", "two-steps.state", "two-steps.value"))
    FOLDER.mkdir(parents=True, exist_ok=True)
    chain = identity.file("chain.pem")
    run(KYSO, "prepare", document("classic"), "--cert", chain, "--state", state, "--to-sign", value.with_suffix(".in"))
    key = identity.file("key.pem")
    run("openssl", "dgst", "-sha256", "-sign", key, "-out", value, value.with_suffix(".in"))
    run(KYSO, "complete", document("classic"), "--state", state, "--value", value, "-o", path)
    judge(path)
    value.write_bytes(bytes(len(value.read_bytes())))
    run(KYSO, "complete", document("classic"), "--state", state, "--value", value, "-o", path, expect=5)


@cache
def pki_new():
    folder = WORK / "pki-new"
    run(KYSO, "pki", "new", folder)
    return folder


@case("ours: what `kyso pki new` writes is read by OpenSSL")
def _():
    folder = pki_new()
    root, sub = folder / "root.pem", folder / "sub.pem"
    run("openssl", "verify", "-CAfile", root, sub)
    for name in ("person", "agency", "tsa", "ocsp", "expired", "revoked"):
        packed = folder / f"{name}.p12"
        pem = run("openssl", "pkcs12", "-in", packed, "-passin", "pass:kyso", "-nodes")
        check(b"PRIVATE KEY" in pem and pem.count(b"BEGIN CERTIFICATE") >= 2, f"{name}: key and chain")
        leaf = folder / f"{name}.pem"
        leaf.write_bytes(run("openssl", "pkcs12", "-in", packed, "-passin", "pass:kyso", "-clcerts", "-nokeys"))
        expired = ["-no_check_time"] if name == "expired" else []
        run("openssl", "verify", "-x509_strict", *expired, "-CAfile", root, "-untrusted", sub, leaf)
    for name, issuer in (("root", root), ("sub", sub)):
        said = run("openssl", "crl", "-in", folder / f"{name}.crl", "-CAfile", issuer, "-noout", "-text")
        check(b"CRL Number" in said, f"{name}.crl has a number")
    checked = ["openssl", "verify", "-crl_check", "-CRLfile", folder / "sub.crl", "-CAfile", root, "-untrusted", sub]
    run(*checked, folder / "person.pem")
    run(*checked, folder / "revoked.pem", expect=2)


for name in ("person", "agency"):

    @case(f"ours: a signature of {name}.p12 of `kyso pki new`")
    def _(name=name):
        folder = pki_new()
        FOLDER.mkdir(parents=True, exist_ok=True)
        path = FOLDER / f"pki-{name}.pdf"
        key = ["--key", folder / f"{name}.p12", "--password-env", "KYSO_KEY_PASSWORD"]
        path.unlink(missing_ok=True)
        run(KYSO, "sign", document("classic"), "-o", path, *key, env=environment(key_password="kyso"))
        root, sub = folder / "root.pem", folder / "sub.pem"
        judges.qpdf(path)
        judges.openssl(path, root, [sub])
        judges.pyhanko(path, root)
        judges.pdfsig(path, root)
        run(KYSO, "verify", path, "--trust", folder)
