"""Runs the cases; an argument restricts them to those whose name contains it."""

import sys

import corpus  # noqa: F401
import honest  # noqa: F401
import keyfiles  # noqa: F401
import levels  # noqa: F401
import ours  # noqa: F401  the cases register themselves
import services  # noqa: F401
import theirs  # noqa: F401
from runner import run_all

sys.exit(run_all(sys.argv[1] if len(sys.argv) > 1 else None))
