"""Diagnostics and messages on the terminal. Colours only where a person reads them."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

from eflows2smk.diagnostics import Diagnostic, Severity


def has_errors(diagnostics: Iterable[Diagnostic]) -> bool:
    return any(diagnostic.severity is Severity.ERROR for diagnostic in diagnostics)


def show(diagnostics: Iterable[Diagnostic]) -> None:
    """All of them, on standard error."""
    from eflows2smk.diagnostics.render import render

    text = render(diagnostics, Path.cwd(), colour=is_colourful(sys.stderr), links=has_links(sys.stderr))
    if text:
        say(text.rstrip("\n"), sys.stderr)


def say(text: str, stream: TextIO | None = None) -> None:
    """A line that no encoding of the terminal can refuse."""
    stream = sys.stdout if stream is None else stream
    encoding = stream.encoding or "utf-8"
    stream.write(text.encode(encoding, "replace").decode(encoding) + "\n")
    stream.flush()


def silence() -> None:
    """Let streams that nobody reads any more lead nowhere: the interpreter would complain at its end."""
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except OSError:
            with open(os.devnull, "w") as nowhere:
                os.dup2(nowhere.fileno(), stream.fileno())


def is_terminal(stream: TextIO) -> bool:
    return stream.isatty() and os.environ.get("TERM") != "dumb"


def is_colourful(stream: TextIO) -> bool:
    """See https://no-color.org for the variable."""
    return is_terminal(stream) and not os.environ.get("NO_COLOR")


def has_links(stream: TextIO) -> bool:
    """Whether it shows links. No terminal says so; FORCE_HYPERLINK does, and these two print what they can't read."""
    stated = os.environ.get("FORCE_HYPERLINK")
    if stated:
        return stated != "0"
    return is_colourful(stream) and not os.environ.get("TERM", "").startswith(("linux", "screen"))


@contextmanager
def activity(text: str) -> Iterator[None]:
    """Shows a person that something takes its time."""
    if not is_terminal(sys.stderr):
        yield
        return
    from rich.console import Console

    with Console(stderr=True).status(text):
        yield
