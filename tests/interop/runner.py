"""Collects cases, runs them, prints one line each and the closing line that ./run-tests adds up."""

import subprocess
import sys
import time
import traceback
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
WORK = ROOT / "target" / "interop"
KYSO = ROOT / "target" / "release" / "kyso"

_cases = []


class Skip(Exception):
    """A case that cannot run here; the message says what is missing."""


def case(name):
    """Makes a function without arguments a case; the name is a sentence about behaviour."""

    def add(function):
        _cases.append((name, function))
        return function

    return add


def run_all(only):
    counts = {"ok": 0, "FAILED": 0, "skipped": 0}
    for name, function in _cases:
        if only and only not in name:
            continue
        began = time.monotonic()
        reason = ""
        try:
            function()
            outcome = "ok"
        except Skip as skip:
            outcome, reason = "skipped", f": {skip}"
        except Exception as fault:  # one broken case must not hide the others
            outcome, reason = "FAILED", f": {fault}"
            if not isinstance(fault, AssertionError):
                traceback.print_exc(file=sys.stdout)
        counts[outcome] += 1
        print(f"{outcome:7} {name} ({time.monotonic() - began:.1f} s){reason}", flush=True)
    print(f"{counts['ok']} passed, {counts['FAILED']} failed, {counts['skipped']} skipped")
    return 1 if counts["FAILED"] or not counts["ok"] else 0


def run(*command, expect=0, env=None, stdin=b""):
    """Runs a program and returns what it wrote to stdout; `expect` is the exit status, None for any."""
    command = [str(part) for part in command]
    done = subprocess.run(command, input=stdin, capture_output=True, env=env, timeout=120, check=False)
    if expect is not None and done.returncode != expect:
        said = (done.stdout + done.stderr).decode(errors="replace")[-1500:]
        raise AssertionError(f"{' '.join(command)}: exit status {done.returncode}, not {expect}\n{said}")
    return done.stdout


def check(condition, message):
    if not condition:
        raise AssertionError(message)
