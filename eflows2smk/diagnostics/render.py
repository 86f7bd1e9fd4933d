"""Diagnostics as people read them: the message, the place, the source line with the spot underlined, the way out.

Reads the source files that the spans name, and prints nothing.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from eflows2smk.diagnostics.documents import link
from eflows2smk.diagnostics.layout import excerpt
from eflows2smk.diagnostics.model import Diagnostic, Severity, Span
from eflows2smk.reading import content

COLUMNS = 100

_RESET = "\033[0m"
_BOLD = "\033[1m"
_BLUE = "\033[1;34m"
_COLOURS = {Severity.ERROR: "\033[1;31m", Severity.WARNING: "\033[1;33m", Severity.NOTE: "\033[1;36m"}


def render(diagnostics: Iterable[Diagnostic], folder: Path, *, colour: bool, links: bool = False) -> str:
    """All diagnostics in the order of their places, then how many there are; "" if there are none.

    folder: what the files of the spans are relative to. colour: whether to write ANSI sequences. links: whether codes
    lead to their pages (OSC 8).
    """
    ordered = in_order(diagnostics)
    if not ordered:
        return ""
    page = _Page(folder, colour, links)
    return "\n\n".join([*(page.diagnostic(d) for d in ordered), summary(ordered)]) + "\n"


def in_order(diagnostics: Iterable[Diagnostic]) -> list[Diagnostic]:
    """Sorted by file, line and column; each only once."""
    return sorted(dict.fromkeys(diagnostics), key=lambda d: (d.span, d.code, d.message))


def summary(diagnostics: Iterable[Diagnostic]) -> str:
    """``2 errors, 1 warning``."""
    found = [d.severity for d in diagnostics]
    counts = ((found.count(severity), severity.value) for severity in Severity)
    return ", ".join(f"{count} {word}{'s' * (count != 1)}" for count, word in counts if count)


class _Page:
    def __init__(self, folder: Path, colour: bool, links: bool) -> None:
        self._folder = folder
        self._colour = colour
        self._links = links
        self._lines: dict[str, list[str]] = {}

    def diagnostic(self, diagnostic: Diagnostic) -> str:
        severity, colour = diagnostic.severity, _COLOURS[diagnostic.severity]
        places = [diagnostic.span, *(label.span for label in diagnostic.labels)]
        margin = max(len(str(span.line)) for span in places)
        head = self._paint(f"{severity}[{self._linked(diagnostic.code)}]", colour)
        # Variables of computed loops, as `workflow.text.symbol` writes them.
        message = diagnostic.message.replace("\ue000", "<").replace("\ue001", ">")
        lines = [f"{head}: {self._paint(message, _BOLD)}"]
        lines += self._place(diagnostic.span, margin, "^", colour)
        for label in diagnostic.labels:
            lines.append(f"{' ' * margin} {self._paint('=', _BLUE)} {self._paint('note', _BOLD)}: {label.text}")
            lines += self._place(label.span, margin, "-", _BLUE)
        if diagnostic.help:
            lines.append(f"{' ' * margin} {self._paint('=', _BLUE)} {self._paint('help', _BOLD)}: {diagnostic.help}")
        return "\n".join(lines)

    def _place(self, span: Span, margin: int, mark: str, colour: str) -> list[str]:
        """``--> file:line:column`` and the line; only the file where there is no such line."""
        if not span.file:
            return []
        arrow = " " * margin + self._paint("-->", _BLUE)
        lines = self._source(span.file)
        if not 0 < span.line <= len(lines):
            return [f"{arrow} {span if span.line > 1 else span.file}"]
        source = lines[span.line - 1]
        # Of a span of several lines the first is shown, marked to its end.
        end = span.end_column if span.end_line == span.line else len(source.rstrip())
        shown = excerpt(source, span.column, end, COLUMNS)
        bar, number = self._paint("|", _BLUE), self._paint(str(span.line).rjust(margin), _BLUE)
        gap = " " * margin
        underline = " " * shown.start + self._paint(mark * shown.width, colour)
        return [f"{arrow} {span}", f"{gap} {bar}", f"{number} {bar} {shown.text}".rstrip(), f"{gap} {bar} {underline}"]

    def _source(self, file: str) -> list[str]:
        known = self._lines.get(file)
        if known is None:
            known = self._lines[file] = _lines_of(self._folder / file)
        return known

    def _linked(self, code: str) -> str:
        address = link(code) if self._links else ""
        return f"\033]8;;{address}\033\\{code}\033]8;;\033\\" if address else code

    def _paint(self, text: str, colour: str) -> str:
        return f"{colour}{text}{_RESET}" if self._colour else text


def _lines_of(path: Path) -> list[str]:
    """The lines of a file as Python, JSON and YAML count them; none if it can't be read."""
    try:
        text = content(path).decode("utf-8-sig", errors="replace")
    except (OSError, ValueError):
        return []
    return text.replace("\r\n", "\n").replace("\r", "\n").split("\n") if text else []
