"""What `eflows2smk verify` found out, as text and as JSON."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from eflows2smk.diagnostics import Diagnostic
from eflows2smk.verification.folders import Difference
from eflows2smk.verification.values import Unlike

# Stands for what the program prints, where paths stand for files.
PRINTED = "<printed>"
# Differences that are told in words.
_TOLD = 5
_NAMED = 5


@dataclass(frozen=True, slots=True)
class Verdict:
    """Of one verification.

    verdict: "same", "different", "failed" (a run did) or "refused" (it can't be compiled). files, printed: how many
    files and lines were compared. differences: with what is known of the call that makes the file. changing: files
    that differ from one run of plain Python to the next. failures: the last lines of the runs that failed. touched:
    files of the user's folder that changed meanwhile. ignored: how many files were not compared.
    """

    program: str
    verdict: str
    files: int = 0
    printed: int = 0
    ignored: int = 0
    differences: tuple[tuple[Difference, Mapping[str, str]], ...] = ()
    changing: tuple[str, ...] = ()
    failures: Mapping[str, str] = field(default_factory=dict)
    touched: tuple[str, ...] = ()
    seconds: Mapping[str, float] = field(default_factory=dict)
    kept: str = ""
    diagnostics: tuple[Diagnostic, ...] = ()

    @property
    def is_good(self) -> bool:
        return self.verdict == "same"

    def plain(self) -> dict[str, Any]:
        """For other programs; docs/verify.md describes it."""
        from eflows2smk.diagnostics.as_json import plain

        return {
            "program": self.program,
            "verdict": self.verdict,
            "files": self.files,
            "printed": self.printed,
            "ignored": self.ignored,
            "differences": [
                {**_plain(each), **dict.fromkeys(("rule", "call", "at")), **made} for each, made in self.differences
            ],
            "changing": list(self.changing),
            "failures": dict(self.failures),
            "touched": list(self.touched),
            "seconds": dict(self.seconds),
            "kept": self.kept or None,
            "diagnostics": plain(self.diagnostics),
        }

    def lines(self) -> Iterator[str]:
        """For people."""
        yield from self._head()
        for number, (each, made) in enumerate(self.differences[:_TOLD]):
            yield from _told(each, made, is_first=not number)
        rest = self.differences[_TOLD:]
        if rest:
            yield f"  and in {_some([each.path for each, _ in rest])}"
        if self.changing:
            yield f"  not the same from one run of plain Python to the next, so not compared: {_some(self.changing)}"
        if self.touched:
            yield f"  meanwhile somebody changed files of this folder, maybe this program: {_some(self.touched)}"
        if self.kept:
            yield f"  the copies are in {self.kept}: sequential/, compiled/"

    def _head(self) -> Iterator[str]:
        counts = f"{_count(self.files, 'file')}, {_count(self.printed, 'printed line')}"
        if self.ignored:
            counts += f"; {_count(self.ignored, 'file')} ignored"
        match self.verdict:
            case "same":
                yield f"{self.program}: both runs leave the same ({counts})"
            case "different":
                yield f"{self.program}: the runs differ ({counts})"
            case _ if len(self.failures) > 1:
                yield f"{self.program}: both runs fail, so there is nothing to compare; plain Python says:"
            case _ if "sequential" in self.failures:
                yield f"{self.program}: plain Python fails, and the compiled workflow does not:"
            case _:
                yield f"{self.program}: the compiled workflow fails, and plain Python does not:"
        said = self.failures.get("sequential") or self.failures.get("compiled", "")
        yield from (f"  | {line}" for line in said.splitlines())


def _told(each: Difference, made: Mapping[str, str], *, is_first: bool) -> Iterator[str]:
    what = "what is printed" if each.path == PRINTED else each.path
    by = f"  made by {made['call']}  ({made['at']}, rule {made['rule']})" if made else ""
    if each.missing or each.extra:
        yield f"  {what}: only {'plain Python leaves' if each.missing else 'the compiled workflow leaves'} it"
    else:
        first, others = each.unlike[0], len(each.unlike) - 1
        place = ", ".join(filter(None, (first.place, first.at)))
        more = f" and {_count(others, 'further place')}" if others else ""
        yield f"  {what}{f', {place}' if place else ''}{more}"
    if by:
        yield f"  {by}"
    if each.unlike and is_first:
        yield from _values(each.unlike[0])
    elif each.unlike:
        yield f"      {each.unlike[0].one} / {each.unlike[0].other}"


def _values(unlike: Unlike) -> Iterator[str]:
    yield f"      plain Python  {unlike.one}"
    yield f"      compiled      {unlike.other}"
    if unlike.note:
        yield f"                    ({unlike.note})"


def _plain(each: Difference) -> dict[str, Any]:
    return {
        "path": None if each.path == PRINTED else each.path,
        "only": "sequential" if each.missing else "compiled" if each.extra else None,
        "places": [
            {
                "place": ", ".join(filter(None, (unlike.place, unlike.at))),
                "sequential": unlike.one,
                "compiled": unlike.other,
                "note": unlike.note,
            }
            for unlike in each.unlike
        ],
    }


def _some(paths: Any) -> str:
    shown = ["what is printed" if path == PRINTED else path for path in paths[:_NAMED]]
    return ", ".join(shown) + (f" and {len(paths) - _NAMED} more" if len(paths) > _NAMED else "")


def _count(number: int, word: str) -> str:
    return f"{number:,} {word}{'s' * (number != 1)}"
