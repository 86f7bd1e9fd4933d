"""Lists and values that are too long for a command line: files in ``workflow/tables/`` hold them.

Bash gets a shell text as one argument, and Linux takes no single argument of more than 128 KiB.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from eflows2smk.codegen.family import Family
from eflows2smk.codegen.places import separator
from eflows2smk.codegen.tables import FOLDER

# Bytes of all lists and values in the shell text of one job, from which on the longest ones are read from files.
LONGEST = 60_000
# Longer values than this would be unpleasant to read in a rule.
LONGEST_VALUE = 2_000
_LITERALS = "text|value|update-value|nested|nested-paths|nested-updates|kept-nested-updates|nested-outs"


@dataclass(frozen=True, slots=True, eq=False)
class Words:
    """What one placeholder stands for in each job. is_list: not a single word."""

    directive: str
    name: str
    column: Sequence[Sequence[str]]
    is_list: bool

    @property
    def place(self) -> str:
        return f"{{{self.directive}.{self.name}:q}}"

    def bytes(self) -> int:
        """In the job that has most of them, with what stands between them."""
        return max(sum(len(text.encode(errors="replace")) + 3 for text in words) for words in self.column)


class Manifests:
    """The files of one project, by path. folder: that of the project, as seen from where the program runs."""

    def __init__(self, folder: str) -> None:
        self.head = "" if folder == "." else f"{folder}/"
        self.files: dict[str, str] = {}
        self.read: dict[str, list[str]] = {}

    def shorten(self, shell: tuple[str, ...], family: Family, words: Sequence[Words]) -> tuple[str, ...]:
        """The shell text, in which what is too long comes from files. `read`: those that became inputs of the rule."""
        self.read = {}
        text = "".join(shell)
        sizes = {each: each.bytes() * text.count(each.place) for each in words if each.place in text}
        # The call of `private` names all outputs once more.
        private = sum(each.bytes() for each in words if each.directive == "output") if "{output:q}" in text else 0
        total = sum(sizes.values()) + private
        for each, size in sorted(sizes.items(), key=lambda item: -item[1]):
            if total <= LONGEST and (each.is_list or size <= LONGEST_VALUE):
                continue
            changed = self._list(shell, family, each) if each.is_list else self._literal(shell, family, each)
            if changed != shell:
                shell = changed
                total -= size + (each.bytes() if private and each.directive == "output" else 0)
        return shell

    def _list(self, shell: tuple[str, ...], family: Family, words: Words) -> tuple[str, ...]:
        if any("\n" in text for row in words.column for text in row):
            return shell
        variable = words.name if words.directive == "input" else f"new_{words.name}"
        for row, members in zip(family.values, words.column, strict=True):
            self.files[_path(family, variable, row)] = "".join(f"{text}\n" for text in members)
        path = self.head + _template(family, variable)
        if words.directive == "output":
            others = [f"{{output.{slot.name}:q}}" for slot in family.outputs if slot.name != words.name]
            shell = tuple(piece.replace("{output:q}", " ".join([words.place, *others])) for piece in shell)
        return read_from(shell, words.place, variable, path)

    def _literal(self, shell: tuple[str, ...], family: Family, words: Words) -> tuple[str, ...]:
        """A value of a Python function; its file is an input of the rule, so that a job runs again when it changes."""
        option = re.compile(rf"^ --({_LITERALS}) (\S+) {re.escape(words.place)}")
        if not any(option.match(piece) for piece in shell):
            return shell
        taken = {slot.name for slot in family.inputs}
        name = words.name if words.name not in taken else f"{words.name}_form"
        paths = [_path(family, name, row) for row in family.values]
        self.files.update(zip(paths, (row[0] for row in words.column), strict=True))
        self.read[name] = [self.head + path for path in paths]
        place = f"{{input.{name}:q}}"
        return tuple(option.sub(lambda found: f" --{found[1]}-from {found[2]} {place}", piece) for piece in shell)


def read_from(shell: tuple[str, ...], place: str, variable: str, source: str) -> tuple[str, ...]:
    """The shell text that takes the list at a placeholder from a file; programs get it as an array of bash."""
    # Steps before the call of the runtime, as copies, have arrays of their own. A job in a private folder reads them
    # before it enters that, since it sees there what the arrays name that it has by then.
    copied = re.compile(rf"(\w+)=\({re.escape(place)}\);")
    is_private = any("private {" in piece for piece in shell)
    own = f'("${{{{{variable}[@]}}}}");' if is_private else ""
    pieces = [
        copied.sub(lambda found: f"{found[1]}={own}" if own else f"mapfile -t {found[1]} < {source};", piece)
        for piece in shell
    ]
    pieces = [each.replace(place, f"--from {source}") if each.startswith(" --") else each for each in pieces]
    if any(place in piece or (own and own in piece) for piece in pieces):
        pieces = [piece.replace(place, f'"${{{{{variable}[@]}}}}"') for piece in pieces]
        pieces.insert(0, f"mapfile -t {variable} < {source} && ")
    return tuple(pieces)


def printed_to_runtime(shell: tuple[str, ...], place: str) -> tuple[str, ...]:
    """The shell text, in which the runtime reads the list at a placeholder: bash prints as much as there may be."""
    printed = f"--from <(printf '%s\\n' {place})"
    return tuple(piece.replace(place, printed) if piece.startswith(" --") else piece for piece in shell)


def _path(family: Family, name: str, row: Sequence[str]) -> str:
    head = f"{FOLDER}/{family.name}_{name}"
    return f"{head}/{separator(family).join(row)}.txt" if row else f"{head}.txt"


def _template(family: Family, name: str) -> str:
    """The path as it stands in a shell text."""
    values = [value for row in family.values for value in row]
    mark = "" if all(re.fullmatch(r"[\w.+=@/-]+", value, re.ASCII) for value in values) else ":q"
    return _path(family, name, [f"{{wildcards.{each}{mark}}}" for each in family.wildcards])
