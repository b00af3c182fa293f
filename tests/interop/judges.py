"""The other programs, each as one function that raises AssertionError when it does not call a signature valid."""

import asyncio
import dataclasses
import datetime
import io
import re
from functools import cache

from asn1crypto import pem, x509
from asn1crypto.crl import CertificateList
from asn1crypto.ocsp import OCSPResponse
from pyhanko.pdf_utils.decode_limits import DecodePurpose
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import validate_pdf_signature, validate_pdf_timestamp
from pyhanko.sign.validation.status import SignatureCoverageLevel
from pyhanko.sign.validation.ades import (
    ades_basic_validation,
    ades_lta_validation,
    ades_with_time_validation,
    simulate_future_ades_lta_validation,
)
from pyhanko.sign.validation.dss import DocumentSecurityStore
from pyhanko.sign.validation.policy_decl import (
    CertificateFetchingRule,
    LocalKnowledge,
    PdfSignatureValidationSpec,
    RevinfoOnlineFetchingRule,
    RevocationInfoGatheringSpec,
    SignatureValidationSpec,
)
from pyhanko_certvalidator import ValidationContext
from pyhanko_certvalidator.context import CertValidationPolicySpec
from pyhanko_certvalidator.ltv.types import ValidationTimingInfo
from pyhanko_certvalidator.policy_decl import REQUIRE_REVINFO, CertRevTrustPolicy
from pyhanko_certvalidator.registry import SimpleTrustManager
from pyhanko_certvalidator.revinfo.archival import CRLContainer, OCSPContainer

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


def pyhanko(path, root, count=1, password=None, intermediates=(), timestamps=0, timed=False, followed=False):
    """Every signature valid, trusted, and whatever follows it allowed; the last covers the whole file. So is every
    document timestamp. `timed`: each signature carries a timestamp that is valid and trusted.
    `followed`: a store of validation data stands behind the last one."""
    context = {"trust_roots": certificates(root), "allow_fetching": False}
    context["other_certs"] = [certificate for file in intermediates for certificate in certificates(file)]
    signatures = embedded_signatures(path.read_bytes(), password)
    kinds = [signature.sig_object["/Type"] for signature in signatures]
    found = kinds.count("/Sig"), kinds.count("/DocTimeStamp")
    check(found == (count, timestamps), f"pyHanko sees {kinds}, not {count} and {timestamps}")
    for number, (signature, kind) in enumerate(zip(signatures, kinds), 1):
        if kind == "/DocTimeStamp":
            status = validate_pdf_timestamp(signature, ValidationContext(**context))
            good = status.intact and status.valid and status.trusted
            check(good, f"pyHanko on timestamp {number}: {status.summary()}")
            continue
        status = validate_pdf_signature(signature, ValidationContext(**context), ValidationContext(**context))
        check(status.bottom_line, f"pyHanko on signature {number}: {status.pretty_print_details()}")
        timestamp = status.timestamp_validity
        check(not timed or (timestamp and timestamp.valid and timestamp.trusted), f"pyHanko: {timestamp}")
    whole = SignatureCoverageLevel.ENTIRE_REVISION if followed else SignatureCoverageLevel.ENTIRE_FILE
    check(status.coverage == whole, f"pyHanko: the last signature has coverage {status.coverage}")


def pyhanko_long_term(path, root, *, count=1, timestamps=0, password=None, timed=True, later=None):
    """pyHanko's process of EN 319 102-1 passes every signature, with revocation required for every certificate and
    nothing but the root and what the file carries: that of 5.6.3 where there are document timestamps, else that of
    5.5. Both want a signature timestamp; without it, `timed` is false, the process is that of 5.3.
    `later`: so many days from now."""
    spec = PdfSignatureValidationSpec(
        SignatureValidationSpec(
            cert_validation_policy=CertValidationPolicySpec(
                trust_manager=SimpleTrustManager.build(trust_roots=certificates(root)),
                revinfo_policy=CertRevTrustPolicy(REQUIRE_REVINFO),
            ),
            revinfo_gathering_policy=RevocationInfoGatheringSpec(
                RevinfoOnlineFetchingRule.LOCAL_ONLY,
                certificate_fetching_rule=CertificateFetchingRule.NEVER_FETCH,
            ),
        )
    )
    reader = _reader(path.read_bytes(), password)
    found = reader.embedded_regular_signatures, reader.embedded_timestamp_signatures
    check((len(found[0]), len(found[1])) == (count, timestamps), f"pyHanko sees {len(found[0])}, {len(found[1])}")
    now = datetime.datetime.now(datetime.timezone.utc)
    for signature in found[0]:
        if not timestamps or not timed:
            process = ades_with_time_validation if timed else ades_basic_validation
            result = asyncio.run(_with_stored_data(process, signature, spec.signature_validation_spec))
        elif later is None:
            result = asyncio.run(ades_lta_validation(signature, spec, timing_info=ValidationTimingInfo.now()))
        else:
            future = now + datetime.timedelta(days=later)
            result = asyncio.run(simulate_future_ades_lta_validation(signature, spec, future_validation_time=future))
        check(result.ades_subindic.name == "OK", f"pyHanko: {result.ades_subindic}: {result.failure_msg}")


def _with_stored_data(process, signature, spec):
    """This process with what the store of the document holds."""
    store = DocumentSecurityStore.read_dss(signature.reader)
    crls = [CRLContainer(CertificateList.load(_data(one, DecodePurpose.CRL))) for one in store.crls]
    ocsps = [
        container
        for one in store.ocsps
        for container in OCSPContainer.load_multi(OCSPResponse.load(_data(one, DecodePurpose.OCSP_RESPONSE)))
    ]
    knowledge = LocalKnowledge(known_crls=crls, known_ocsps=ocsps, known_certs=list(store.load_certs()))
    return process(
        signature.signed_data,
        dataclasses.replace(spec, local_knowledge=knowledge),
        timing_info=ValidationTimingInfo.now(),
        raw_digest=signature.compute_digest(),
    )


def _data(reference, purpose):
    return reference.get_object().read_data(purpose)


def embedded_signatures(data, password=None):
    return _reader(data, password).embedded_signatures


def _reader(data, password=None):
    reader = PdfFileReader(io.BytesIO(data), strict=False)
    if reader.encrypted:
        reader.decrypt(password or "")
    return reader


def certificates(path):
    data = path.read_bytes()
    if not pem.detect(data):
        return [x509.Certificate.load(data)]
    return [x509.Certificate.load(der) for _, _, der in pem.unarmor(data, multiple=True)]


def has_tool(name):
    return re.search(rb".", run("sh", "-c", f"command -v {name} || true")) is not None
