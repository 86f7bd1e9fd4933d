"""What failed, told in the program's terms: the rule, its call in the main program, and the end of the job's log."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

_ERROR = re.compile(r"Error in (?:rule|checkpoint) (\w+)(?:,.*)?:$")
_LOG = re.compile(r"    log: (.+?)(?: \(check log file\(s\).*)?$")
_WILDCARDS = re.compile(r"    wildcards: (.+)$")
_TAIL = 25
_SHOWN = 5


@dataclass(slots=True)
class _Failure:
    rule: str
    logs: list[str] = field(default_factory=list)
    wildcards: str = ""


class Failures:
    """The failed jobs of a run, read from Snakemake's output line by line."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._failures: list[_Failure] = []
        self._inside = False

    def line(self, line: str) -> None:
        text = line.rstrip("\n")
        if error := _ERROR.match(text):
            self._failures.append(_Failure(error[1]))
            self._inside = True
        elif not self._inside:
            return
        elif not text.startswith("    "):
            self._inside = False
        elif log := _LOG.match(text):
            self._failures[-1].logs = log[1].split(", ")
        elif wildcards := _WILDCARDS.match(text):
            self._failures[-1].wildcards = wildcards[1]

    def report(self, last: Iterable[str]) -> str:
        """The first few failures. last: the end of Snakemake's output, shown where no job failed."""
        if not self._failures:
            return "\n".join(["Snakemake failed:", *(f"    {line}" for line in _essence(last))]) + "\n"
        lines: list[str] = []
        for failure in self._failures[:_SHOWN]:
            lines += self._told(failure)
        if len(self._failures) > _SHOWN:
            lines.append(f"… and {len(self._failures) - _SHOWN} more.")
        return "\n".join(lines) + "\n"

    def _told(self, failure: _Failure) -> list[str]:
        call = self._call(failure.rule)
        of = f" ({failure.wildcards})" if failure.wildcards else ""
        lines = [f"Rule '{failure.rule}' failed{of}" + (f", from {call}" if call else "") + ":"]
        for log in failure.logs:
            lines.append(f"  {log}")
            lines += [f"    {line}" for line in self._tail(log)]
        return lines

    def _call(self, rule: str) -> str:
        """The comment above the rule in the Snakefile, which names the call in the main program."""
        before = ""
        for line in self._text("workflow/Snakefile").splitlines():
            if line in (f"rule {rule}:", f"checkpoint {rule}:"):
                return before.lstrip("# ") if before.startswith("#") else ""
            before = line
        return ""

    def _tail(self, log: str) -> list[str]:
        lines = self._text(log).rstrip().splitlines()
        cut = len(lines) - _TAIL
        return [f"… {cut} lines before", *lines[-_TAIL:]] if cut > 0 else lines or ["(empty)"]

    def _text(self, path: str) -> str:
        try:
            return (self._folder / path).read_text(errors="replace")
        except OSError:
            return ""


def _essence(last: Iterable[str]) -> list[str]:
    """Snakemake's own error message: from the last line that names an exception, or else its last lines."""
    lines = [line for line in last if line.strip()]
    for place in range(len(lines) - 1, -1, -1):
        if re.match(r"\w*(?:Exception|Error)\b.*:?$", lines[place]):
            return lines[place:]
    return lines[-15:]
