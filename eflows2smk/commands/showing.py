"""Diagnostics on the terminal: all that the chosen loudness lets through, on standard error."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TextIO

from eflows2smk.diagnostics import Diagnostic, Severity
from eflows2smk.diagnostics.render import render


def show(diagnostics: Sequence[Diagnostic], folder: Path, *, quiet: bool = False, verbose: bool = False) -> None:
    """Errors always; warnings unless quiet; notes if verbose, else only how many there are."""
    shown = {Severity.ERROR}
    if not quiet:
        shown.add(Severity.WARNING)
    if verbose:
        shown.add(Severity.NOTE)
    text = render([d for d in diagnostics if d.severity in shown], folder, colour=has_colour(sys.stderr))
    sys.stderr.write(text)
    notes = sum(d.severity is Severity.NOTE for d in diagnostics)
    if notes and not quiet and not verbose:
        sys.stderr.write(f"{notes} {'note' if notes == 1 else 'notes'} (-v shows {'it' if notes == 1 else 'them'})\n")


def has_colour(stream: TextIO) -> bool:
    """Whether colours are welcome there (https://no-color.org, https://force-color.org)."""
    if os.environ.get("NO_COLOR"):
        return False
    return bool(os.environ.get("FORCE_COLOR")) or (stream.isatty() and os.environ.get("TERM") != "dumb")
