"""Computed control flow in the Snakefile: functions that ask checkpoints, and the expressions that use them.

Enters what a slot reads where that depends on a loop or a branch that is only known when the workflow runs (`Each`,
`Joined`), leaves a Python expression for an input function.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from eflows2smk.codegen.expressions import arithmetic, formatted, return_lines, string
from eflows2smk.codegen.family import Family
from eflows2smk.codegen.fitting import Axes, fit_hole, fit_refs
from eflows2smk.codegen.forms import Const, Form, Hole, Linear, Pattern, Sum, Wild, Written
from eflows2smk.codegen.places import separator
from eflows2smk.codegen.references import Place, Ref, ref
from eflows2smk.codegen.storage import Storage
from eflows2smk.diagnostics import NOWHERE, Diagnostic, ProgramError
from eflows2smk.workflow.model import Artefact, CallSite, Domain, Each, Invocation, Joined
from eflows2smk.workflow.text import SYMBOL, Index, has_symbol, shape_of, substituted, symbol

_COMPREHENSION = re.compile(r"\[([^\[\]]*?) (for .*)\]")
# What stands in a line of a list in a function.
_ROOM = 79

# Expressions for the variables of an expression, by their names.
Names = Mapping[str, str]


def is_symbolic(form: Form) -> bool:
    """Whether the variable of a computed loop stands in it as text, in a table or as a literal."""
    return "\\ue000" in repr(form)


class Unlike(Exception):
    """The invocations of a call site depend on computed values in ways of their own: each needs a rule."""

    def __init__(self, site: CallSite) -> None:
        super().__init__()
        self.site = site


class Computed:
    """Writes the expressions of one project. families: all of them, with their wildcards."""

    def __init__(self, storage: Storage, families: Sequence[Family], ended: Mapping[str, Domain]) -> None:
        self.storage = storage
        self.ended = ended
        self.makers: dict[int, tuple[Family, int]] = {
            number: (family, row) for family in families for row, number in enumerate(family.numbers)
        }
        self.asked: dict[int, Family] = {}

    def form(self, family: Family, column: list[Any]) -> Form:
        """What a slot of a rule reads in each job."""
        reader = _Reader(self, family, Axes(family.wildcards, family.values))
        names = {name: f"wildcards.{name}" for name in family.wildcards}
        if isinstance(column[0], list | tuple):
            if not all(len(entry) == 1 and isinstance(entry[0], Joined) for entry in column):
                pieces = reader.pieces(column, names)
                return Written(listed(pieces), tuple(returned(pieces)))
            column = [entry[0] for entry in column]
        plain = reader.plain(column)
        if plain is not None:
            return plain
        then, condition, otherwise = reader.joined(column, names)
        if not condition:
            return Written(then, (f"return {then}",))
        lines = (f"if {condition}:", *(f"    {line}" for line in return_lines(then, 8)), *return_lines(otherwise))
        return Written(f"{then} if {condition} else {otherwise}", lines)

    def counted(self, family: Family, column: list[Any]) -> tuple[Written, dict[str, Written]] | None:
        """Text with the number of iterations of a loop in it; None for all other.

        And by the variable of each such loop the file that the rule has to wait for.
        """
        texts = [entry if isinstance(entry, str) else str(entry) for entry in column if isinstance(entry, str | Index)]
        used = {found[1] for text in texts for found in SYMBOL.finditer(text)} & self.ended.keys()
        if not used or len(texts) != len(column):
            return None
        names = {name: f"wildcards.{name}" for name in family.wildcards}
        reader = _Reader(self, family, Axes(family.wildcards, family.values))
        waits: dict[str, Written] = {}
        for name in sorted(used):
            domain = self.ended[name].limit
            assert isinstance(domain, Domain)
            asked = reader.call([domain] * len(column), names)
            called = asked.replace('"', "'")
            names[name] = f"len({called})"
            last = {**names, domain.name: f"{called}[-1]" if domain.kind == "until" else f"len({called})"}
            decision = [self.storage.of(domain.decides)] * len(column)
            path = reader.with_variable(domain.name)._path(decision, last)
            if domain.kind == "until":
                path = f"{path} if {asked} else []"
            waits[domain.name] = Written(path, tuple(return_lines(path)))
            reader = reader.with_variable(name)
        text = reader._path([ref(text) for text in texts], names)
        return Written(text, (f"return {text}",)), waits

    def may_be_long(self, column: list[Any]) -> bool:
        """Whether a list holds what each iteration of a loop makes: of these there may be more than a command line
        takes."""
        return all(
            isinstance(entry, list | tuple)
            and any(isinstance(item, Each) and item.domain.kind == "for" for item in entry)
            for entry in column
        )

    def targets(self, family: Family, column: list[Any], shown: Callable[[str, tuple[str, ...]], str]) -> str:
        """An expression for what all jobs of a family make, whatever the loops around them decide.

        shown: how the values of a wildcard that is known when compiling are written.
        """
        symbolic = {
            name
            for name in family.wildcards
            if any(has_symbol(row[family.wildcards.index(name)]) for row in family.values)
        }
        known = [name for name in family.wildcards if name not in symbolic]
        places = [family.wildcards.index(name) for name in known]
        rows = [tuple([row[place] for place in places]) for row in family.values]
        reader = _Reader(self, family, Axes(tuple(known), rows))
        names = {name: name for name in known}
        clauses: list[str] = []
        columns = list(zip(*rows, strict=True))
        if len(known) == 1:
            clauses = [f"for {known[0]} in {shown(known[0], columns[0])}"]
        elif known:
            values = ", ".join(shown(name, values) for name, values in zip(known, columns, strict=True))
            clauses = [f"for {', '.join(known)} in zip({values})"]
        text = reader.each(column, names, clauses)
        return text[1:-1] if text.startswith("(") else text

    def if_any(self, family: Family) -> str:
        """An expression for what a rule makes that publishes one of several versions, where there may be none."""
        reader = _Reader(self, family, Axes((), [()]))
        exists = reader.exists(family.inputs[0].column[0])
        made = string(self.storage.of(family.outputs[0].column[0]).text)
        return f"[{made}] if {exists} else []" if exists else ""

    def function(self, checkpoint: Family) -> list[str]:
        """The function that asks a checkpoint, to be printed below it."""
        family = checkpoint.gathers or checkpoint
        site, domain = family.site, family.decides
        assert site is not None
        assert domain is not None
        own = domain.name if domain.kind in ("while", "until") else ""
        given = [name for name in family.wildcards if name != own]
        place = f"{site.span.file}:{site.span.line}"
        lines = ["", "", f"def {family.name}({', '.join(given)}):"]
        if domain.kind == "if":
            lines.append(f'    """Whether the condition holds: {_doc(domain.text)} ({place})."""')
        else:
            lines.append(f'    """The iterations of: {_doc(domain.text)} ({place})."""')
        if checkpoint.gathers is not None:
            key = separator(family).join(f"{{{name}}}" for name in family.wildcards)
            asked = f'decided(checkpoints.{checkpoint.name}.get().output[0])[f"{key}"]'
        else:
            keywords = ", ".join(f"{name}={name}" for name in family.wildcards)
            asked = f"checkpoints.{checkpoint.name}.get({keywords}).output[0]"
            if domain.kind == "for":
                lines.append(f"    folder = {asked}")
                asked = 'f"{folder}/iterations.json"'
            asked = f"decided({asked})"
        match domain.kind:
            case "if":
                return [*lines, f"    return {asked}"]
            case "for":
                return [*lines, f"    return range({asked})"]
            case "while":
                return [
                    *lines,
                    f"    {own} = 0",
                    f"    while {asked}:",
                    f"        {own} += 1",
                    f"    return range({own})",
                ]
        limit = domain.limit
        rows = [
            tuple([value for name, value in zip(family.wildcards, row, strict=True) if name != own])
            for row in family.values
        ]
        every = _Reader(self, family, Axes(tuple(given), rows)).iterations(family.limits)
        return [
            *lines,
            f"    for {own} in {every}:",
            f"        if {asked}:",
            f"            return range({own} + 1)",
            *([f"    return {every}"] if limit is not None else []),
        ]


def listed(pieces: Sequence[str]) -> str:
    """A list of these members; starred ones are lists themselves."""
    if len(pieces) == 1 and pieces[0].startswith("*"):
        text = pieces[0][1:]
        return text[1:-1] if text.startswith("(") else text
    return f"[{', '.join(pieces)}]"


def returned(pieces: Sequence[str]) -> list[str]:
    """The list as the body of a function, broken as black would."""
    text = listed(pieces)
    if not text.startswith("[") or len(text) <= _ROOM - 2:
        return [f"return {text}"]
    if len(text) <= _ROOM + 3:
        return ["return [", f"    {text[1:-1]}", "]"]
    found = _COMPREHENSION.fullmatch(text)
    if found is not None:
        return ["return [", *_clauses(found, 4), "]"]
    lines = ["return ["]
    for piece in pieces:
        found = _COMPREHENSION.fullmatch(piece.removeprefix("*"))
        if len(piece) <= _ROOM:
            lines.append(f"    {piece},")
        elif found is not None:
            lines += ["    *[", *_clauses(found, 8), "    ],"]
        else:
            star, piece = ("*", piece[2:-1]) if piece.startswith("*(") else ("", piece)
            parts = re.split(r" (?=if |else )", piece)
            lines += [f"    {star}(", *(f"        {part}" for part in parts), "    ),"]
    return [*lines, "]"]


def _clauses(found: re.Match[str], indent: int) -> list[str]:
    """What stands between the brackets of a comprehension, each clause on a line of its own."""
    before, walks, display = found[2].rpartition("for path in [")
    if walks and display.endswith("]"):
        # The last clause walks through a display, each of whose items has a line.
        items = (f"    {item}," for item in _items(display[:-1]))
        parts = [found[1], *_split_clauses(before.strip()), walks, *items, "]"]
        return [f"{' ' * indent}{part}" for part in parts if part]
    parts = [found[1], *_split_clauses(found[2])]
    return [f"{' ' * indent}{part}" for part in parts]


def _split_clauses(text: str) -> list[str]:
    return re.split(r" (?=for [\w, ]+ in |if )", text)


def _items(text: str) -> list[str]:
    """The items of a display, apart at the commas that stand in no brackets."""
    found, depth, begin = [], 0, 0
    for position, letter in enumerate(text):
        depth += (letter in "([{") - (letter in ")]}")
        if letter == "," and depth == 0:
            found.append(text[begin:position].strip())
            begin = position + 1
    return [*found, text[begin:].strip()]


def _doc(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', "'")


class _Reader:
    """Expressions for one rule."""

    def __init__(self, computed: Computed, family: Family, axes: Axes) -> None:
        self.computed = computed
        self.family = family
        self.axes = axes

    def with_variable(self, name: str) -> _Reader:
        """The same inside of a loop over a domain's iterations."""
        axes = self.axes
        if name in axes.names:
            return self
        text = symbol(name)
        return _Reader(self.computed, self.family, Axes((*axes.names, name), [(*row, text) for row in axes.rows]))

    def single(self, column: list[Any], names: Names) -> str:
        """One path."""
        if isinstance(column[0], Joined):
            then, condition, otherwise = self.joined(column, names)
            return f"{then} if {condition} else {otherwise}" if condition else then
        refs = [self.computed.storage.of(entry) for entry in column]
        return self._path(refs, names)

    def pieces(self, column: list[Any], names: Names) -> list[str]:
        """The members of a list of paths, some of them starred."""
        length = len(column[0])
        if any(len(entry) != length for entry in column):
            raise self._refusal("its jobs read lists of different lengths")
        return [self._piece([entry[position] for entry in column], names) for position in range(length)]

    def _piece(self, column: list[Any], names: Names) -> str:
        if not isinstance(column[0], Each):
            return self.single(column, names)
        return f"*{self.each(column, names)}"

    def each(self, column: list[Any], names: Names, clauses: Sequence[str] = ()) -> str:
        """A comprehension over the iterations of a domain, and of those directly inside of it.

        clauses: those of loops around it.
        """
        clauses = list(clauses)
        condition = ""
        reader = self
        while True:
            domains = [entry.domain for entry in column]
            asked = reader.call(domains, names)
            if domains[0].kind == "if":
                asked = f"not {asked}" if domains[0].negated else asked
                if clauses:
                    clauses.append(f"if {asked}")
                else:
                    condition = f"{condition} and {asked}" if condition else asked
            else:
                name = domains[0].name
                clauses.append(f"for {name} in {asked}")
                names = {**names, name: name}
                reader = reader.with_variable(name)
            inner = [entry.items for entry in column]
            if len(inner[0]) == 1 and isinstance(inner[0][0], Each):
                column = [items[0] for items in inner]
                continue
            break
        width = len(inner[0])
        items = [reader._piece([entry[position] for entry in inner], names) for position in range(width)]
        if width == 1 and not items[0].startswith("*"):
            text = f"[{items[0]}{''.join(f' {clause}' for clause in clauses)}]"
        elif not clauses:
            text = f"[{', '.join(items)}]"
        else:
            text = f"[path {' '.join(clauses)} for path in [{', '.join(items)}]]"
        return f"({text} if {condition} else [])" if condition else text

    def call(self, domains: list[Domain], names: Names) -> str:
        """The call of the function that asks a domain's checkpoint."""
        makers = [self.computed.makers[domain.decides.producer] for domain in domains]
        checkpoint = makers[0][0]
        if any(family is not checkpoint for family, _ in makers):
            raise self._refusal("its jobs depend on different loops")
        self.computed.asked[id(checkpoint)] = checkpoint
        own = domains[0].name if domains[0].kind in ("while", "until") else ""
        given = []
        for position, wildcard in enumerate(checkpoint.wildcards):
            if wildcard == own:
                continue
            hole = fit_hole([family.values[row][position] for family, row in makers], self.axes, wildcard)
            if hole is None:
                raise self._refusal(f"'{wildcard}' of '{checkpoint.name}' does not follow from its wildcards")
            given.append(_expression(hole, names))
        return f"{checkpoint.name}({', '.join(given)})"

    def iterations(self, limits: Sequence[int | Domain | None]) -> str:
        """Those among which a loop ends. limits: how many there are at most, in each job."""
        domains = [limit for limit in limits if isinstance(limit, Domain)]
        if len(domains) == len(limits):
            return self.call(domains, {name: name for name in self.axes.names})
        if len(set(limits)) == 1:
            return "itertools.count()" if limits[0] is None else f"range({limits[0]})"
        numbers = [str(limit) for limit in limits if isinstance(limit, int)]
        hole = fit_hole(numbers, self.axes) if len(numbers) == len(limits) else None
        if not isinstance(hole, Wild | Linear | Sum):
            raise self._refusal("its loops have different numbers of iterations")
        return f"range({_expression(hole, {name: f'int({name})' for name in self.axes.names})})"

    def joined(self, column: list[Joined], names: Names) -> tuple[str, str, str]:
        """The path where a condition holds, the condition, the path where it does not; ("", "") if there is none."""
        how = column[0].how
        domains = [entry.domain for entry in column if entry.domain is not None]
        if any(entry.how != how for entry in column) or len(domains) != len(column):
            raise self._refusal("its jobs read from different places")
        name = domains[0].name
        if how == "branch":
            return (
                self._other(column, "then", names),
                self.call(domains, names),
                self._other(column, "otherwise", names),
            )
        then_of = [entry.then for entry in column]
        if any(entry is None for entry in then_of):
            return self._other(column, "otherwise", names), "", ""
        if how == "last":
            asked = self.call(domains, names)
            refs = [self.computed.storage.of(entry) for entry in then_of]
            # It stands in the quotes of an f-string.
            called = asked.replace('"', "'")
            last = self.with_variable(name)._path(refs, {**names, name: f"{called}[-1]"})
            if column[0].otherwise is None:
                return last, "", ""
            counted = self._by_count(column, refs, {**names, name: f"len({called})"})
            if counted:
                return counted, "", ""
            return last, asked, self._other(column, "otherwise", names)
        # What the iteration before made.
        place = fit_hole([symbol(name)] * len(column), self.axes)
        if place is None:
            raise self._refusal("it reads what an iteration left, but is no part of its loop")
        refs = [_shifted(self.computed.storage.of(entry), name) for entry in then_of]
        first = self._other(column, "otherwise", names)
        if isinstance(place, Wild):
            return first, f'{names[place.name]} == "0"', self._path(refs, names)
        return first, f"{_expression(place, names)} == 0", self._path(refs, names)

    def _by_count(self, column: list[Joined], refs: list[Ref], names: Names) -> str:
        """What the last iteration made, by their number, where what was there before the loop has the path of number 0;
        else ""."""
        reader, shifted = self, []
        for entry, made in zip(column, refs, strict=True):
            if (
                entry.domain is None
                or entry.domain.kind not in ("for", "while")
                or type(entry.otherwise) is not Artefact
            ):
                return ""
            reader = reader.with_variable(entry.domain.name)
            shifted.append(_shifted(made, entry.domain.name))
        found = fit_refs(shifted, reader.axes)
        if not isinstance(found, Pattern):
            return ""
        for entry, row in zip(column, reader.axes.rows, strict=True):
            assert entry.domain is not None
            values = {**dict(zip(reader.axes.names, row, strict=True)), entry.domain.name: "0"}
            if found.expand(values) != self.computed.storage.of(entry.otherwise).text:
                return ""
        return formatted(found, names)

    def plain(self, column: list[Joined]) -> Pattern | None:
        """The pattern of what the iteration before made, where that of the first iteration follows from it as well."""
        if any(entry.how != "carried" or entry.then is None or entry.domain is None for entry in column):
            return None
        names = [entry.domain.name for entry in column if entry.domain is not None]
        storage = self.computed.storage
        found = fit_refs([_shifted(storage.of(e.then), n) for e, n in zip(column, names, strict=True)], self.axes)
        if not isinstance(found, Pattern):
            return None
        for entry, name, row in zip(column, names, self.axes.rows, strict=True):
            first = [substituted(value, name, lambda factor, offset: str(offset)) for value in row]
            values = dict(zip(self.axes.names, first, strict=True))
            if found.expand(values) != storage.of(entry.otherwise).text:
                return None
        return found

    def exists(self, entry: Any) -> str:
        """The condition under which there is such a version; "" if there always is one."""
        if not isinstance(entry, Joined) or entry.how == "carried":
            return "False" if entry is None else ""
        assert entry.domain is not None
        if entry.how == "last":
            return self.call([entry.domain], {}) if entry.otherwise is None else self.exists(entry.otherwise)
        asked = self.call([entry.domain], {})
        then, otherwise = self.exists(entry.then), self.exists(entry.otherwise)
        match then, otherwise:
            case "", "":
                return ""
            case "", "False":
                return asked
            case "False", "":
                return f"not {asked}"
            case "", _:
                return f"({asked} or {otherwise})"
            case _, "":
                return f"(not {asked} or {then})"
            case "False", _:
                return f"(not {asked} and {otherwise})"
            case _, "False":
                return f"({asked} and {then})"
            case _:
                return f"({then} if {asked} else {otherwise})"

    def _other(self, column: list[Joined], which: str, names: Names) -> str:
        entries = [getattr(entry, which) for entry in column]
        if any(entry is None for entry in entries):
            domain = column[0].domain
            assert domain is not None
            checkpoint, _ = self.computed.makers[domain.decides.producer]
            # Snakemake says that this file is missing.
            return string(f"what '{checkpoint.name}' left out")
        return self.single(entries, names)

    def _path(self, refs: list[Ref], names: Names) -> str:
        found = fit_refs(refs, self.axes)
        if not isinstance(found, Pattern):
            raise self._refusal("the paths that it reads follow from nothing")
        return formatted(found, names)

    def _refusal(self, why: str) -> Exception:
        site = self.family.site
        if self.family.size > 1 and site is not None:
            return Unlike(site)
        return ProgramError(
            Diagnostic(
                "E004",
                f"the inputs of '{self.family.name}' can't be written: {why}",
                site.span if site is not None else NOWHERE,
                "this is a mistake of eflows2smk, not of the program: please report it",
            )
        )


def _expression(hole: Hole, names: Names) -> str:
    match hole:
        case Wild():
            return names[hole.name]
        case Linear() | Sum():
            return arithmetic(hole, names)
        case _:
            return string(hole.text) if isinstance(hole, Const) else ""


def _shifted(ref: Ref, name: str) -> Ref:
    """The path as the iteration before has it."""

    def shift(text: str) -> str:
        def earlier(found: Any) -> str:
            if found[1] != name:
                return str(found[0])
            factor, offset = int(found[2] or 1), int(found[3] or 0)
            return symbol(name, offset - factor, factor)

        return SYMBOL.sub(earlier, text)

    literals = tuple(shift(literal) for literal in ref.shape.literals)
    return Ref(shape_of(literals, ref.shape.labels), tuple(shift(hole) for hole in ref.holes))


def around(invocation: Invocation, *made: Artefact | Place) -> Any:
    """What all iterations of the loops around an invocation make."""
    found: Any = made
    for domain in reversed(invocation.domains):
        found = (Each(domain, found),)
    return found[0] if len(found) == 1 else list(found)
