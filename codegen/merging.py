"""Functions that differ only in constants become one rule: generated programs have thousands of them.

Enters the list of families, leaves a shorter one. The shell texts of families with one job each are compared word by
word (anti-unification); words in which they differ become parameters that hold exactly the text that stood there.
"""

from __future__ import annotations

import os.path
import re
from collections.abc import Hashable, Iterator, Sequence
from dataclasses import replace
from typing import Any

from eflows2smk.codegen.family import FEW, Family, Slot
from eflows2smk.codegen.rule import LAUNCHERS
from eflows2smk.rules.arguments import slot_name
from eflows2smk.workflow.model import Artefact

# From this number on, functions share a rule although their names have nothing in common.
MANY = 50

_PLACEHOLDER = re.compile(r"\{(?:input|output|params|log|wildcards|resources|threads)\b[^{}]*\}")
# Blanks, operators and words; braces are doubled in shell texts, but for placeholders.
_WORDS = re.compile(
    r"\s+|[;|&<>()]+|(?:"
    + _PLACEHOLDER.pattern
    + r"""|'[^']*'|"(?:\\.|[^"\\])*"|\\.|\{\{|\}\}|[^\s'"\\{};|&<>()])+|.""",
    re.DOTALL,
)
_PARTS = re.compile(_PLACEHOLDER.pattern + r"|\{\{|\}\}|[\w.+-]+|.", re.DOTALL)
_NUMBER = re.compile(r"\d+")


def merged(families: list[Family], alone: frozenset[int] = frozenset()) -> list[Family]:
    """Families of one job each become one where they differ in constants only, and are more than a few. alone: ids of
    call sites that share no rule."""
    alike: dict[Hashable, list[Family]] = {}
    for family in families:
        is_plain = family.site is not None and id(family.site) not in alone and not family.domains
        if family.size == 1 and is_plain and not family.checkpoint:
            alike.setdefault(_likeness(family), []).append(family)
    groups = {group[0]: group for found in alike.values() for group in _groups(found)}
    others = {family for group in groups.values() for family in group[1:]}
    return [_together(groups[family]) if family in groups else family for family in families if family not in others]


def _groups(alike: list[Family]) -> Iterator[list[Family]]:
    """Functions with names like step_1, step_2; or with any names, if there are many."""
    by_name: dict[str, list[Family]] = {}
    for family in alike:
        by_name.setdefault(_NUMBER.sub("0", _function(family)), []).append(family)
    rest: list[Family] = []
    for group in by_name.values():
        if len(group) > FEW:
            yield group
        else:
            rest += group
    if len(rest) > MANY:
        yield rest


def _function(family: Family) -> str:
    return "" if family.site is None else family.site.software.name


# What has to be the same --------------------------------------------------------------------------------------------


def _likeness(family: Family) -> Hashable:
    """All of a rule but the constants in its shell text, and the values in its columns."""
    assert family.site is not None
    software = family.site.software
    return (
        software.kind,
        _NUMBER.sub("0", str(software.execution.get("binary", ""))),
        tuple(_skeleton(family)),
        tuple((slot.name, slot.marks, isinstance(slot.column[0], list | tuple)) for slot in family.inputs),
        tuple((slot.name, slot.marks, _where(slot.column[0])) for slot in family.outputs),
        tuple((slot.name, slot.marks, type(slot.column[0]).__name__) for slot in family.params),
        tuple((slot.name, slot.column[0] if slot.name in LAUNCHERS else "") for slot in family.resources),
        family.directives,
        family.note,
        family.functions,
        family.scripts,
        repr(sorted(family.slurm.items())),
        family.on_failure,
    )


def _where(entry: Any) -> Hashable:
    """Folder and ending of a path, so that one pattern can hold those of all jobs; the same for a list."""
    if isinstance(entry, list | tuple):
        return tuple(_where(item) for item in entry)
    if isinstance(entry, Artefact) and entry.path:
        folder, name = os.path.split(entry.path)
        return _NUMBER.sub("0", folder), os.path.splitext(name)[1]
    return type(entry).__name__


def _skeleton(family: Family) -> Iterator[str]:
    """The words of the shell text, an asterisk for each that may differ; of programs and options only numbers may."""
    begins = True
    for word in _WORDS.findall("".join(_shell(family))):
        if word.isspace():
            yield word
            continue
        if _PLACEHOLDER.search(word):
            yield "".join(part if _PLACEHOLDER.match(part) else _NUMBER.sub("0", part) for part in _PARTS.findall(word))
        elif word.startswith("-"):
            yield _NUMBER.sub("0", word.partition("=")[0])
        elif begins or word[0] in ";|&<>()":
            yield _NUMBER.sub("0", word)
        else:
            yield "*"
        begins = word[0] in ";|&()"


def _shell(family: Family) -> tuple[str, ...]:
    """Without the place of the call: the names of the functions are enough to find it."""
    return tuple(piece for piece in family.shell if not piece.startswith(" --site "))


# What differs -------------------------------------------------------------------------------------------------------


def _together(group: list[Family]) -> Family:
    """One family with a job for each member of the group."""
    first = group[0]
    shared, own = _common([_function(family) for family in group])
    constants = _Constants(group)
    shell = constants.shell()
    return replace(
        first,
        name=shared or _program(first),
        size=len(group),
        shell=shell,
        inputs=_columns([family.inputs for family in group]),
        outputs=_columns([family.outputs for family in group]),
        params=[*_columns([family.params for family in group]), *constants.slots],
        resources=_columns([family.resources for family in group]),
        levels=_levels(group, own),
        comment=_comment(group),
        units={name: digest for family in group for name, digest in family.units.items()},
        meanings=[meaning for family in group for meaning in family.meanings],
        told=[told for family in group for told in family.told],
        numbers=[number for family in group for number in family.numbers],
    )


def _program(family: Family) -> str:
    assert family.site is not None
    software = family.site.software
    program = str(software.execution.get("binary") or software.kind)
    return re.sub(r"\W+", "_", os.path.splitext(os.path.basename(program))[0])


def _columns(rows: list[list[Slot]]) -> list[Slot]:
    return [Slot(slot.name, [row[place].column[0] for row in rows], slot.marks) for place, slot in enumerate(rows[0])]


def _levels(group: list[Family], own: list[str]) -> list[list[tuple[str, list[Any]]]]:
    """The loop in which the functions are defined; else where their names differ."""
    first = group[0]
    if first.site is not None and all(
        family.site is not None and family.site.span == first.site.span and family.site.levels == first.site.levels
        for family in group
    ):
        return [
            [(name, [family.levels[depth][place][1][0] for family in group]) for place, (name, _) in enumerate(level)]
            for depth, level in enumerate(first.levels)
        ]
    return [[("n", list(own)), ("n", list(range(len(group))))]]


def _common(names: list[str]) -> tuple[str, list[str]]:
    """What all names share, "" if that makes no name, and where each differs: a whole number, else a whole word."""
    numbered = [re.fullmatch(r"(\D*)(\d+)(.*)", name) for name in names]
    found = [match.groups() for match in numbered if match is not None]
    if len(found) == len(names) and len({(head, tail) for head, _, tail in found}) == 1:
        head, _, tail = found[0]
        shared, own = f"{head.rstrip('_')}{tail}", [number for _, number, _ in found]
    else:
        head = os.path.commonprefix(names)
        head = head[: head.rfind("_") + 1]
        shared, own = head.rstrip("_"), [name[len(head) :] for name in names]
    return (shared if shared.isidentifier() else "", own)


def _comment(group: list[Family]) -> str:
    sites = [family.site for family in group if family.site is not None]
    lines = [site.span.line for site in sites]
    names = list(dict.fromkeys(site.software.name for site in sites))
    shown = names[0] if len(names) == 1 else f"{names[0]} … {names[-1]}"
    span = f"{min(lines)}-{max(lines)}" if len(set(lines)) > 1 else str(lines[0])
    count = len({id(site.software) for site in sites})
    return f"{sites[0].span.file}:{span} {shown}, {count} functions that differ in constants"


class _Constants:
    """The parameters that stand for the words in which the shell texts of a group differ."""

    def __init__(self, group: list[Family]) -> None:
        self.group = group
        self.slots: list[Slot] = []
        self.functions = [_function(family) for family in group]
        self._names: dict[tuple[str, ...], str] = {}
        self._taken = {slot.name for slot in group[0].params}

    def shell(self) -> tuple[str, ...]:
        """The shell text of all jobs, in the pieces of the first one."""
        rows = [_WORDS.findall("".join(_shell(family))) for family in self.group]
        words: list[str] = []
        option = ""
        for column in zip(*rows, strict=True):
            sample = column[0]
            words.append(sample if all(word == sample for word in column) else self._word(column, option))
            if not sample.isspace():
                option = sample.lstrip("-") if sample.startswith("-") and "=" not in sample else ""
        pieces, start = [], 0
        counts = [len(_WORDS.findall(piece)) for piece in _shell(self.group[0])]
        if sum(counts) != len(words):
            return ("".join(words),)
        for count in counts:
            pieces.append("".join(words[start : start + count]))
            start += count
        return tuple(pieces)

    def _word(self, column: Sequence[str], option: str) -> str:
        """A word that differs; only the parts of it that do, if all have the same parts."""
        for quote in "'\"":
            if all(len(word) > 1 and word[0] == word[-1] == quote and word.count(quote) == 2 for word in column):
                return f"{quote}{self._word([word[1:-1] for word in column], option)}{quote}"
        rows = [_PARTS.findall(word) for word in column]
        is_whole = any(len(row) != len(rows[0]) for row in rows)
        parts = [column] if is_whole else list(zip(*rows, strict=True))
        differing = [len(set(part)) > 1 for part in parts]
        if sum(differing) > 2 and not any(_PLACEHOLDER.search(word) for word in column):
            parts, differing = [column], [True]
        text = ""
        for place, part in enumerate(parts):
            if not differing[place]:
                text += part[0]
                continue
            key = parts[place - 2][0] if place > 1 and parts[place - 1][0] == "=" else ""
            text += f"{{params.{self._parameter(part, key.lstrip('-') or option)}}}"
        return text

    def _parameter(self, column: Sequence[str], hint: str) -> str:
        """The name of the parameter with this text in each job. hint: an option of the program, or a key."""
        values = tuple(text.replace("{{", "{").replace("}}", "}") for text in column)
        found = self._names.get(values)
        if found is None:
            hint = "function" if list(values) == self.functions else hint.replace("-", "_")
            wanted = found = slot_name(hint if hint.isidentifier() and len(hint) > 1 else "constant")
            number = 2
            while found in self._taken:
                found, number = f"{wanted}_{number}", number + 1
            self._taken.add(found)
            self._names[values] = found
            self.slots.append(Slot(found, list(values), ("verbatim",)))
        return found
