"""The PDF files of the corpus, signed by kyso: no worse for qpdf than they were, and valid for pyHanko."""

import logging
import os
import subprocess
from pathlib import Path

import judges
import pki
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko_certvalidator import ValidationContext
from runner import KYSO, WORK, Skip, case, check

from ours import environment

PASSWORD = "ownersecret"  # of the encrypted files that can be opened with a password

# Whose signature pyHanko does not get to, and why.
UNREADABLE = {
    "base.pdf": "the message of an earlier signature is not one",
    "form-tree-circular-ref-input.pdf": "the form tree is circular",
    "minimal-aes256-malformed-perms.pdf": "/Perms has the wrong type",
    "minimal-illegal-header.pdf": "the version of the header is not one",
}


@case("ours: every file of the corpus that can be signed")
def _():
    if "KYSO_CORPUS" not in os.environ:
        raise Skip("KYSO_CORPUS is not set")
    logging.disable(logging.CRITICAL)  # pyHanko tells at length what it forgives
    folder = WORK / "corpus"
    folder.mkdir(parents=True, exist_ok=True)
    faults, unreadable, signed = [], set(), 0
    for file in sorted(Path(os.environ["KYSO_CORPUS"], "pdf-pyhanko").rglob("*.pdf")):
        path = folder / f"{signed}-{file.name}"
        if not sign(file, path):
            continue
        signed += 1
        before, after = qpdf_status(file), qpdf_status(path)
        if after > before:
            faults.append(f"{file.name}: qpdf says {after} after signing, {before} before")
        try:
            said = pyhanko_says(path)
        except (PdfError, ValueError):
            unreadable.add(file.name)
            continue
        if said:
            faults.append(f"{file.name}: pyHanko: {said}")
    logging.disable(logging.NOTSET)
    check(not faults, "\n".join(faults))
    check(unreadable == set(UNREADABLE), f"pyHanko cannot read {sorted(unreadable)}")
    check(signed >= 100, f"only {signed} files were signed")


def sign(file, path):
    """Whether kyso signed it; a refusal must be one, and leave no file."""
    command = [KYSO, "sign", file, "-o", path, "--key", pki.leaf("rsa2048").file("p12")]
    command += ["--password-env", "KYSO_KEY_PASSWORD", "--document-password-env", "KYSO_TEST_PASSWORD"]
    done = subprocess.run(list(map(str, command)), env=environment(PASSWORD), capture_output=True, timeout=20, check=False)
    check(done.returncode in (0, 5), f"{file.name}: exit status {done.returncode}: {done.stderr.decode()}")
    check(path.exists() == (done.returncode == 0), f"{file.name}: output though refused")
    return done.returncode == 0


def qpdf_status(path):
    """0, 3 for warnings, and 4 in place of 2, for errors."""
    command = ["qpdf", f"--password={PASSWORD}", "--check", path]
    status = subprocess.run(command, capture_output=True, timeout=60, check=False).returncode
    return 4 if status == 2 else status


def pyhanko_says(path):
    """Nothing if the newest signature is sound and trusted and covers the file."""
    context = ValidationContext(trust_roots=judges.certificates(pki.root().file("pem")), allow_fetching=False)
    signature = judges.embedded_signatures(path.read_bytes(), PASSWORD)[-1]
    status = validate_pdf_signature(signature, context, skip_diff=True)
    wrong = [name for name in ("intact", "valid", "trusted") if not getattr(status, name)]
    return wrong + ([] if status.coverage.name == "ENTIRE_FILE" else [status.coverage.name])
