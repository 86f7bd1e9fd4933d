"""Diagnostics as values: what is wrong, where, why, and the way out."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A stretch of a source file. Lines count from 1, columns from 0 in characters; the end is exclusive.

    file: as it shall be shown, relative to the folder of the run where it lies inside it.
    """

    file: str
    line: int
    column: int
    end_line: int
    end_column: int

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column + 1}"


NOWHERE = Span("", 0, 0, 0, 0)


@dataclass(frozen=True, slots=True)
class Label:
    """A second place that explains the first."""

    span: Span
    text: str


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One problem. `code` is a key of `eflows2smk.diagnostics.codes.CODES`; `help` says what to do instead."""

    code: str
    message: str
    span: Span
    help: str = ""
    labels: tuple[Label, ...] = ()
    severity: Severity = Severity.ERROR


class ProgramError(Exception):
    """Carries one or more diagnostics out of a phase."""

    def __init__(self, *diagnostics: Diagnostic) -> None:
        super().__init__("; ".join(d.message for d in diagnostics))
        self.diagnostics = diagnostics
