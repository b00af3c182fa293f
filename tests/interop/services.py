"""Our test servers (`kyso pki serve`) with the clients of pyHanko: timestamps, OCSP, CRLs and issuers' certificates
over HTTP, judged as strictly as pyHanko can."""

import asyncio
import atexit
import io
import json
import socket
import subprocess
from functools import cache

import aiohttp
from asn1crypto import pem, x509
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import fields, signers
from pyhanko.sign.timestamps.aiohttp_client import AIOHttpTimeStamper
from pyhanko_certvalidator import ValidationContext
from pyhanko_certvalidator.fetchers.aiohttp_fetchers import AIOHttpFetcherBackend

from documents import document
from runner import KYSO, WORK, case, check, run

FOLDER = WORK / "services"


@cache
def served():
    """A fresh PKI whose certificates name the server, and the URL of the server."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    url = f"http://127.0.0.1:{port}"
    pki = FOLDER / "pki"
    run(KYSO, "pki", "new", pki, "--url", url)
    command = [str(KYSO), "pki", "serve", str(pki), "--port", str(port)]
    server = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    atexit.register(server.kill)
    said = server.stdout.readline().strip()
    check(said == url, f"the first line of the server is {said}, not {url}")
    return pki, url


def sign(name, *, who="person", tsa="/tsa", lta=True):
    """Signs with pyHanko, which asks our servers for everything and takes no answer for a no."""
    pki, url = served()
    root = x509.Certificate.load(pem.unarmor((pki / "root.pem").read_bytes())[2])

    async def signed():
        async with aiohttp.ClientSession() as session:
            context = ValidationContext(
                trust_roots=[root],
                allow_fetching=True,
                fetcher_backend=AIOHttpFetcherBackend(session),
                revocation_mode="require",
            )
            metadata = signers.PdfSignatureMetadata(
                field_name="Signature1",
                subfilter=fields.SigSeedSubFilter.PADES,
                validation_context=context,
                embed_validation_info=True,
                use_pades_lta=lta,
            )
            signer = signers.SimpleSigner.load_pkcs12(str(pki / f"{who}.p12"), passphrase=b"kyso")
            stamper = AIOHttpTimeStamper(url + tsa, session)
            writer = IncrementalPdfFileWriter(io.BytesIO(document("classic").read_bytes()))
            out = await signers.PdfSigner(metadata, signer=signer, timestamper=stamper).async_sign_pdf(writer)
            return out.getvalue()

    path = FOLDER / f"{name}.pdf"
    path.write_bytes(asyncio.run(signed()))
    return path


def refuses(**options):
    try:
        sign("refused", **options)
    except Exception as error:  # whatever pyHanko calls it
        reasons = []
        while error:
            reasons.append(str(error))
            error = error.__cause__
        return "; ".join(reasons)
    raise AssertionError(f"pyHanko accepts {options}")


for level, lta in [("B-LT", False), ("B-LTA", True)]:

    @case(f"pyHanko signs at {level} with the timestamps and revocation data of our servers, and kyso passes it")
    def _(level=level, lta=lta):
        pki, _ = served()
        path = sign(level, lta=lta)
        command = [KYSO, "verify", path, "--format", "json", "--trust", pki / "root.pem"]
        (report,) = json.loads(run(*command, expect=None))["documents"]
        findings = [(one["id"], [finding["code"] for finding in one["findings"]]) for one in report["signatures"]]
        check(report["verdict"] == "passed", f"kyso: {report['verdict']}: {findings}; missing: {report['missing']}")


@case("pyHanko finds out from our servers that a certificate is revoked")
def _():
    why = refuses(who="revoked")
    check("revoked" in why.lower(), f"pyHanko says: {why}")


# Imprint and signature pyHanko does not look at when it gets a timestamp.
for kind in ["wrong-nonce", "status-500", "truncated", "html", "rejection"]:

    @case(f"pyHanko refuses the timestamps of our server when it misbehaves: {kind}")
    def _(kind=kind):
        refuses(tsa=f"/{kind}/tsa")
