"""The other programs, each as one function that raises AssertionError when it does not call a signature valid."""

import io
import re
from functools import cache

from asn1crypto import pem, x509
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko.sign.validation.status import SignatureCoverageLevel
from pyhanko_certvalidator import ValidationContext

from runner import WORK, check, run


def qpdf(path, password=None):
    """No error and no warning. A signed file has nothing that qpdf does not understand."""
    run("qpdf", *([f"--password={password}"] if password else []), "--check", path)


def openssl(path, root, intermediates=(), index=-1, password=None, cades=True):
    """The cryptographic message cut out of the byte range, over the bytes of the byte range."""
    data = path.read_bytes()
    embedded = embedded_signatures(data, password)[index]
    ranges = [int(number) for number in embedded.byte_range]
    start, length, second, tail = ranges
    signed = data[start : start + length] + data[second : second + tail]
    gap = data[start + length : second]
    check(gap[:1] == b"<" and gap[-1:] == b">", f"the gap is not one hex string: {gap[:20]}…{gap[-20:]}")
    message, content, untrusted = (WORK / name for name in ("message.der", "content.bin", "untrusted.pem"))
    message.write_bytes(bytes.fromhex(gap[1:-1].decode()))
    content.write_bytes(signed)
    untrusted.write_bytes(b"".join(file.read_bytes() for file in intermediates))
    command = ["openssl", "cms", "-verify", "-binary", "-inform", "DER", "-in", message, "-content", content]
    command += ["-CAfile", root, "-purpose", "any", "-out", "/dev/null"]
    if intermediates:
        command += ["-certfile", untrusted]
    if cades:
        command.append("-cades")
    run(*command)


def pdfsig(path, root, count=1, password=None):
    """Every signature valid and, with the root in a database of NSS, its certificate trusted."""
    arguments = ["-nssdir", f"sql:{nss_database(root)}", *(["-upw", password] if password else [])]
    # pdfsig 22.12 judges the certificate by an error number that an earlier step may have left behind, and then calls
    # a good one "unknown issue": with several signatures, or depending on whether OCSP is asked. What it refuses on
    # purpose it names.
    said = run("pdfsig", *arguments, path, expect=None).decode()
    if UNKNOWN in said:
        said = run("pdfsig", "-no-ocsp", *arguments, path, expect=None).decode()
    valid = said.count("Signature Validation: Signature is Valid.")
    trusted = said.count("Certificate Validation: Certificate is Trusted.")
    if count > 1:
        trusted += said.count(UNKNOWN)
    check((valid, trusted) == (count, count), f"pdfsig: {valid} valid, {trusted} trusted of {count}\n{said}")
    check("Total document signed" in said, f"pdfsig: the last signature does not cover the file\n{said}")


UNKNOWN = "Certificate Validation: Unknown issue with Certificate or corrupted data."


@cache
def nss_database(root):
    folder = WORK / "nss" / root.parent.name
    folder.mkdir(parents=True)
    run("certutil", "-N", "-d", f"sql:{folder}", "--empty-password")
    run("certutil", "-A", "-d", f"sql:{folder}", "-n", root.stem, "-t", "CT,CT,CT", "-i", root)
    return folder


def pyhanko(path, root, count=1, password=None, intermediates=()):
    """Every signature valid, trusted, and whatever follows it allowed; the last covers the whole file."""
    context = {"trust_roots": certificates(root), "allow_fetching": False}
    context["other_certs"] = [certificate for file in intermediates for certificate in certificates(file)]
    signatures = embedded_signatures(path.read_bytes(), password)
    check(len(signatures) == count, f"pyHanko sees {len(signatures)} signatures, not {count}")
    for number, signature in enumerate(signatures, 1):
        status = validate_pdf_signature(signature, ValidationContext(**context))
        check(status.bottom_line, f"pyHanko on signature {number}: {status.pretty_print_details()}")
    whole = SignatureCoverageLevel.ENTIRE_FILE
    check(status.coverage == whole, f"pyHanko: the last signature has coverage {status.coverage}")


def embedded_signatures(data, password=None):
    reader = PdfFileReader(io.BytesIO(data), strict=False)
    if reader.encrypted:
        reader.decrypt(password or "")
    return reader.embedded_signatures


def certificates(path):
    data = path.read_bytes()
    if not pem.detect(data):
        return [x509.Certificate.load(data)]
    return [x509.Certificate.load(der) for _, _, der in pem.unarmor(data, multiple=True)]


def has_tool(name):
    return re.search(rb".", run("sh", "-c", f"command -v {name} || true")) is not None
