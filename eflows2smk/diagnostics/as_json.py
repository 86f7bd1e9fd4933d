"""Diagnostics for other programs: editors and scripts that read ``check --json``."""

from __future__ import annotations

import json
from collections.abc import Iterable

from eflows2smk.diagnostics.codes import CODES
from eflows2smk.diagnostics.model import Diagnostic, Span
from eflows2smk.diagnostics.render import in_order


def as_json(diagnostics: Iterable[Diagnostic]) -> str:
    """A JSON list with one object for each diagnostic, in the order of their places.

    Lines and columns count from 1, as in the text form; the end is exclusive. A diagnostic without a place has null.
    """
    return json.dumps(plain(diagnostics), indent=2, ensure_ascii=False) + "\n"


def plain(diagnostics: Iterable[Diagnostic]) -> list[dict[str, object]]:
    """What becomes JSON."""
    return [_object(d) for d in in_order(diagnostics)]


def _object(diagnostic: Diagnostic) -> dict[str, object]:
    return {
        "severity": diagnostic.severity.value,
        "code": diagnostic.code,
        "title": CODES.get(diagnostic.code, ""),
        "message": diagnostic.message,
        "span": _span(diagnostic.span),
        "help": diagnostic.help,
        "labels": [{"text": label.text, "span": _span(label.span)} for label in diagnostic.labels],
    }


def _span(span: Span) -> dict[str, object] | None:
    if not span.file:
        return None
    return {
        "file": span.file,
        "line": span.line,
        "column": span.column + 1,
        "end_line": span.end_line,
        "end_column": span.end_column + 1,
    }
