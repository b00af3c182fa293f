"""Key files as other programs write them, each of which must sign."""

import shutil

import judges
import pki
from documents import document
from runner import WORK, Skip, case, run
from ours import sign

FOLDER = WORK / "keyfiles"
PASSWORD = ["-passout", f"pass:{pki.PASSWORD}"]


def export(name, *options, kind="rsa2048"):
    """A PKCS#12 file by `openssl pkcs12 -export`."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    path = FOLDER / f"{name}.p12"
    identity = pki.leaf(kind)
    above = identity.file("chain.pem")
    command = ["openssl", "pkcs12", "-export", "-inkey", identity.file("key.pem"), "-in", above]
    run(*command, "-out", path, *PASSWORD, *options)
    return path


OPENSSL = {
    "of OpenSSL 3": [],
    "of OpenSSL 3 with AES-128 and a SHA-512 MAC": ["-keypbe", "AES-128-CBC", "-certpbe", "AES-128-CBC", "-macalg", "sha512"],
    "of OpenSSL with -legacy (RC2-40, 3DES)": ["-legacy"],
    "with 3DES throughout": ["-legacy", "-keypbe", "PBE-SHA1-3DES", "-certpbe", "PBE-SHA1-3DES", "-macalg", "sha1"],
    "with RC2-128": ["-legacy", "-keypbe", "PBE-SHA1-RC2-128", "-certpbe", "PBE-SHA1-RC2-128"],
    "with the names that Windows writes": ["-CSP", "Microsoft Enhanced RSA and AES Cryptographic Provider", "-LMK"],
    "without a MAC": ["-nomac"],
    "with certificates in clear": ["-certpbe", "NONE"],
    "with 600 000 iterations": ["-iter", "600000"],
}

for number, (label, options) in enumerate(OPENSSL.items()):

    @case(f"keys: PKCS #12 {label}")
    def _(number=number, options=options):
        accepted(export(f"openssl-{number}", *options))


@case("keys: PKCS #12 with an EC key")
def _():
    accepted(export("p256", kind="p256"))


@case("keys: PKCS #12 of keytool")
def _():
    keytool("keytool", [])


@case("keys: PKCS #12 of keytool in its old form")
def _():
    keytool("keytool-old", ["-J-Dkeystore.pkcs12.legacy=true"])


def keytool(name, options):
    if not shutil.which("keytool"):
        raise Skip("keytool is not installed")
    path = FOLDER / f"{name}.p12"
    path.unlink(missing_ok=True)
    # keytool takes what the locale can say; the password of the copy is plain.
    source = export(f"{name}-source", "-passout", "pass:changeit", "-name", "signer")
    command = ["keytool", *options, "-importkeystore", "-srckeystore", source, "-srcstoretype", "PKCS12"]
    run(*command, "-srcstorepass", "changeit", "-destkeystore", path, "-deststoretype", "PKCS12", "-deststorepass", "changeit")
    accepted(path, "changeit")


@case("keys: PKCS #12 of Firefox (NSS, BER)")
def _():
    if not shutil.which("pk12util"):
        raise Skip("pk12util is not installed")
    database = FOLDER / "nss"
    database.mkdir(parents=True, exist_ok=True)
    source = export("nss-source", "-passout", "pass:changeit", "-name", "signer")
    run("certutil", "-N", "-d", f"sql:{database}", "--empty-password")
    run("pk12util", "-i", source, "-d", f"sql:{database}", "-W", "changeit")
    path = FOLDER / "nss.p12"
    run("pk12util", "-o", path, "-n", "signer", "-d", f"sql:{database}", "-W", "changeit")
    accepted(path, "changeit")


PEM = {
    "PKCS #8": ["pkcs8", "-topk8", "-nocrypt"],
    "encrypted PKCS #8": ["pkcs8", "-topk8", "-v2", "aes-256-cbc", *PASSWORD],
    "encrypted PKCS #8 with 3DES": ["pkcs8", "-topk8", "-v2", "des3", *PASSWORD],
    "PKCS #1": ["rsa", "-traditional"],
}

for number, (label, command) in enumerate(PEM.items()):

    @case(f"keys: PEM and DER, {label}")
    def _(number=number, label=label, command=command):
        FOLDER.mkdir(parents=True, exist_ok=True)
        identity = pki.leaf("rsa2048")
        for form in ("PEM", "DER"):
            path = FOLDER / f"pem-{number}.{form.lower()}"
            run("openssl", *command, "-in", identity.file("key.pem"), "-outform", form, "-out", path)
            accepted(path, options=["--cert", identity.file("chain.pem")])


@case("keys: scrypt is refused by its name")
def _():
    path = FOLDER / "scrypt.pem"
    run("openssl", "pkcs8", "-topk8", "-scrypt", *PASSWORD, "-in", pki.leaf("rsa2048").file("key.pem"), "-out", path)
    refused(path, options=["--cert", pki.leaf("rsa2048").file("chain.pem")])


@case("keys: SEC 1")
def _():
    identity = pki.leaf("p384")
    FOLDER.mkdir(parents=True, exist_ok=True)
    path = FOLDER / "sec1.pem"
    run("openssl", "ec", "-in", identity.file("key.pem"), "-out", path)
    accepted(path, options=["--cert", identity.file("chain.pem")])


@case("keys: a wrong password, a wrong certificate and a damaged file are refused")
def _():
    good = export("refused")
    refused(good, "wrong")
    refused(pki.leaf("rsa2048").file("key.pem"), options=["--cert", pki.leaf("rsa3072").file("chain.pem")])
    damaged = FOLDER / "damaged.p12"
    damaged.write_bytes(good.read_bytes()[:-40])
    refused(damaged)


def accepted(path, password=pki.PASSWORD, options=()):
    signed = sign(document("classic"), "keyfile", *options, key=path, key_password=password)
    judges.openssl(signed, pki.root().file("pem"), [pki.sub().file("pem")])


def refused(path, password=pki.PASSWORD, options=()):
    sign(document("classic"), "keyfile-refused", *options, key=path, key_password=password, expect=5)
