"""The text of a file of facts, cut into entries and words that know their places."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import NamedTuple

from eflows2smk.diagnostics import Diagnostic, ProgramError, Span

_HEAD = re.compile(r"(?P<type>type\s+)?(?P<name>[A-Za-z_][\w.]*(?:\.\*)?)\s*(?=[(:]|$)")
_WORD = re.compile(
    r"""(?P<space>\s+|\#.*)
      | (?P<text>"[^"]*")
      | (?P<number>-?\d[\d_]*(?:\.\d+)?(?:e-?\d+)?)
      | (?P<others>\.\.\.)
      | (?P<name>[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*(?:\.\*)?)
      | (?P<mark>\*\*|[][(){}:,=+*/])""",
    re.VERBOSE,
)


class Word(NamedTuple):
    """kind: ``text``, ``number``, ``others``, ``name``, ``mark``, or ``end`` behind the last one."""

    kind: str
    text: str
    file: str
    line: int
    start: int

    @property
    def span(self) -> Span:
        return Span(self.file, self.line, self.start, self.line, self.start + max(len(self.text), 1))


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the notation with the indented ones that continue it, not understood yet."""

    name: str
    is_type: bool
    file: str
    number: int
    lines: tuple[str, ...]

    @property
    def head(self) -> Span:
        """Where its name stands."""
        start = self.lines[0].index(self.name)
        return Span(self.file, self.number, start, self.number, start + len(self.name))


def problem(message: str, span: Span, help: str = "") -> ProgramError:
    return ProgramError(Diagnostic("E240", message, span, help))


def entries(text: str, file: str) -> tuple[list[Entry], list[Diagnostic]]:
    """The entries of a file, and what is wrong with lines that begin none."""
    found: list[Entry] = []
    wrong: list[Diagnostic] = []
    lines = text.splitlines()
    position = 0
    while position < len(lines):
        line, start = lines[position], position
        position += 1
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        while position < len(lines) and lines[position][:1] in (" ", "\t") and lines[position].strip():
            position += 1
        head = _HEAD.match(line)
        if head is None:
            span = Span(file, start + 1, 0, start + 1, len(line))
            shown = "a line begins with the name of a function: list.append(self, object): changes self"
            wrong.append(Diagnostic("E240", "this line names no function", span, shown))
        else:
            whole = tuple(lines[start:position])
            found.append(Entry(head["name"], head["type"] is not None, file, start + 1, whole))
    return found, wrong


def words(entry: Entry) -> list[Word]:
    """Raises ProgramError for characters that the notation does not have."""
    found: list[Word] = []
    for number, line in enumerate(entry.lines, entry.number):
        position = 0
        for match in _WORD.finditer(line):
            if match.start() != position:
                break
            position = match.end()
            if match.lastgroup is not None and match.lastgroup != "space":
                found.append(Word(match.lastgroup, match.group(), entry.file, number, match.start()))
        if position < len(line):
            span = Span(entry.file, number, position, number, position + 1)
            help = "a text has to end in its line" if line[position] == '"' else ""
            raise problem(f"{line[position]} has no meaning here", span, help)
    last = entry.number + len(entry.lines) - 1
    return [*found, Word("end", "", entry.file, last, len(entry.lines[-1].rstrip()))]
