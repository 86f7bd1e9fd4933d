"""Diagnostics in the forms that other programs read: SARIF for code scanning, and commands of GitHub's workflows."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from importlib.metadata import version
from pathlib import PurePath
from typing import Any
from urllib.parse import quote

from eflows2smk.diagnostics.as_json import as_json
from eflows2smk.diagnostics.codes import CODES
from eflows2smk.diagnostics.documents import pages
from eflows2smk.diagnostics.model import Diagnostic, Severity, Span
from eflows2smk.diagnostics.render import in_order

_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_COMMANDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "notice"}


def as_sarif(diagnostics: Iterable[Diagnostic]) -> str:
    """One run of SARIF 2.1.0. Paths are relative to the folder of the check; columns count characters."""
    found = in_order(diagnostics)
    codes = sorted({each.code for each in found})
    driver = {
        "name": "eflows2smk",
        "version": version("eflows2smk"),
        "rules": [_rule(code) for code in codes],
    }
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "results": [_result(each, codes.index(each.code)) for each in found],
    }
    return json.dumps({"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}, indent=2, ensure_ascii=False) + "\n"


def _rule(code: str) -> dict[str, Any]:
    found = next(pages(code), None)
    title = CODES.get(code, "") or code
    rule: dict[str, Any] = {"id": code, "shortDescription": {"text": title}}
    if found is not None:
        rule["help"] = {"text": f"eflows2smk explain {code}", "markdown": found.text}
    return rule


def _result(diagnostic: Diagnostic, rule: int) -> dict[str, Any]:
    text = diagnostic.message + (f"\nhelp: {diagnostic.help}" if diagnostic.help else "")
    result: dict[str, Any] = {
        "ruleId": diagnostic.code,
        "ruleIndex": rule,
        "level": diagnostic.severity.value,
        "message": {"text": text},
    }
    if diagnostic.span.file:
        result["locations"] = [_location(diagnostic.span)]
    labels = [label for label in diagnostic.labels if label.span.file]
    if labels:
        result["relatedLocations"] = [{**_location(each.span), "message": {"text": each.text}} for each in labels]
    return result


def _location(span: Span) -> dict[str, Any]:
    place: dict[str, Any] = {"artifactLocation": {"uri": quote(PurePath(span.file).as_posix())}}
    if span.line > 0:
        place["region"] = {
            "startLine": span.line,
            "startColumn": span.column + 1,
            "endLine": span.end_line,
            "endColumn": span.end_column + 1,
        }
    return {"physicalLocation": place}


def as_github(diagnostics: Iterable[Diagnostic]) -> str:
    """A line for each, which GitHub shows beside the line of the program."""
    return "".join(f"{_command(each)}\n" for each in in_order(diagnostics))


def _command(diagnostic: Diagnostic) -> str:
    span = diagnostic.span
    fields = {"title": f"{diagnostic.code}: {CODES.get(diagnostic.code, '')}"}
    if span.file:
        fields["file"] = span.file
    if span.file and span.line > 0:
        fields |= {"line": str(span.line), "endLine": str(span.end_line)}
        if span.line == span.end_line:
            # GitHub knows columns of one line only.
            fields |= {"col": str(span.column + 1), "endColumn": str(span.end_column + 1)}
    text = "\n".join(filter(None, (diagnostic.message, diagnostic.help and f"help: {diagnostic.help}")))
    shown = ",".join(f"{name}={_escaped(value, ':,')}" for name, value in fields.items())
    return f"::{_COMMANDS[diagnostic.severity]} {shown}::{_escaped(text)}"


def _escaped(text: str, more: str = "") -> str:
    """In percent signs, as the runner of GitHub reads them."""
    for character in ("%", "\r", "\n", *more):
        text = text.replace(character, f"%{ord(character):02X}")
    return text


FORMATS: dict[str, Callable[[Iterable[Diagnostic]], str]] = {"json": as_json, "sarif": as_sarif, "github": as_github}
