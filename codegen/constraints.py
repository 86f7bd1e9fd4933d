"""Which values a wildcard can take, so that each path has one rule, and a file that existed before has none.

Enter the rules with the values of their wildcards, leave the regular expressions of these. Whole numbers get ``\\d+``,
names without a slash ``[^/]+``. Where that lets a rule take a path that is not its own, the values are written down
exactly, and what is still taken is excepted.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import partial

from eflows2smk.codegen.family import Family
from eflows2smk.codegen.forms import Expand, Pattern, Several, Wild
from eflows2smk.codegen.printed import Rule
from eflows2smk.codegen.values import exact, natural
from eflows2smk.workflow.text import SYMBOL, has_symbol

Constraints = dict[str, str]


class Ambiguous(Exception):
    """The outputs of `family` can't be told from those of `other`, or from a file that existed before (None).

    path: one that both would make, "" if that is not known.
    """

    def __init__(self, family: Family, other: Family | None, path: str) -> None:
        super().__init__(f"{family.name}, {other.name if other is not None else ''}: {path}")
        self.family = family
        self.other = other
        self.path = path


def constrain(rules: list[Rule], families: list[Family], sources: Iterable[str] = ()) -> Constraints:
    """Set the constraints of all rules; returns those that hold for the whole file. Raises Ambiguous.

    sources: files that existed before the run.
    """
    makers = [_Maker(rule, family) for rule, family in zip(rules, families, strict=True)]
    for maker in makers:
        if not maker.gives_back():
            maker.tighten((), maker.family)
    existing = sorted(set(sources))
    for maker in makers:
        taken = maker.taken_of(_beginning(existing, maker.patterns))
        if taken:
            # Otherwise `--forceall`, or a newer input, would make a rule overwrite a file that existed before.
            maker.tighten(taken, None)
    for first, second in _overlapping([maker.patterns for maker in makers]):
        for one, other in ((makers[first], makers[second]), (makers[second], makers[first])):
            taken = one.taken_of(other.paths())
            if taken:
                one.tighten(taken, other.family)
    found = [maker.constraints for maker in makers]
    shared: Constraints = {}
    for name in sorted({name for constraints in found for name in constraints}):
        expressions = [constraints[name] for constraints in found if name in constraints]
        plain = [text for text in expressions if "(?!" not in text]
        if plain:
            shared[name] = max(dict.fromkeys(plain), key=plain.count)
    for rule, constraints in zip(rules, found, strict=True):
        rule.constraints = {name: text for name, text in constraints.items() if shared.get(name) != text}
    return {name: text for name, text in shared.items() if text != ".+"}


class _Maker:
    """A rule as the maker of files: its patterns, and the constraints as they grow tighter."""

    def __init__(self, rule: Rule, family: Family) -> None:
        self.family = family
        self.patterns = _outputs(rule)
        self.constraints = self._natural()
        self.is_exact = False
        # Paths of others that the natural constraints take; for a wildcard, what may not follow where it begins.
        self.foreign: dict[str, None] = {}
        self.excepted: dict[str, dict[str, None]] = {}

    def _columns(self) -> Iterator[tuple[str, list[str]]]:
        for index, name in enumerate(self.family.wildcards):
            yield name, [row[index] for row in self.family.values]

    def paths(self) -> Iterator[str]:
        """All that the rule makes; of computed loops some iterations."""
        for row in _sampled(self.family.values):
            values = dict(zip(self.family.wildcards, row, strict=True))
            for pattern in self.patterns:
                yield pattern.expand(values)

    def gives_back(self) -> bool:
        """Whether each path of the family leads back to the wildcard values that it was made from."""
        for pattern in self.patterns:
            if len(pattern.holes) < 2 and not any(
                self.constraints[name] == "[^/]+" or "(?!" in self.constraints[name] for name in pattern.names
            ):
                continue
            expression = regex(pattern, self.constraints)
            for row in _sampled(self.family.values):
                values = dict(zip(self.family.wildcards, row, strict=True))
                found = expression.match(pattern.expand(values))
                if found is None or found.groupdict() != values:
                    return False
        return True

    def taken_of(self, paths: Iterable[str]) -> list[str]:
        """Those of the paths that Snakemake would take for the rule's own."""
        found = []
        expressions: list[re.Pattern[str]] = []
        for path in paths:
            expressions = expressions or [regex(pattern, self.constraints) for pattern in self.patterns]
            if any(expression.match(path) for expression in expressions):
                found.append(path)
        return found

    def tighten(self, foreign: Sequence[str], other: Family | None) -> None:
        """Give back all values and take nothing foreign. Raises Ambiguous where no constraint can do that."""
        self.foreign.update(dict.fromkeys(foreign))
        if self._becomes(self._exact()):
            self.is_exact = True
            return
        for path in self.taken_of(self.foreign):
            self._except(path)
        # Once the values are written down nobody asks what wider constraints would take.
        if not self.is_exact and self._becomes(self._natural()):
            return
        if not self._becomes(self._exact()):
            raise Ambiguous(self.family, other, next(iter(self.taken_of(foreign)), ""))
        self.is_exact = True

    def _becomes(self, constraints: Constraints) -> bool:
        self.constraints = self._with_exceptions(constraints)
        return self.gives_back() and not self.taken_of(self.foreign)

    def _natural(self) -> Constraints:
        return {name: natural(column) for name, column in self._columns()}

    def _exact(self) -> Constraints:
        """The values written down; natural constraints where they are too varied for that."""
        return {name: (exact(column) or [natural(column)])[0] for name, column in self._columns()}

    def _except(self, path: str) -> None:
        for pattern in self.patterns:
            expression = regex(pattern, self.constraints)
            if pattern.holes and expression.match(path):
                self.excepted.setdefault(pattern.names[0], {})[path[len(pattern.literals[0]) :]] = None

    def _with_exceptions(self, constraints: Constraints) -> Constraints:
        found = dict(constraints)
        for name, endings in self.excepted.items():
            texts = exact(endings)
            if not texts:
                raise Ambiguous(self.family, None, next(iter(self.foreign), ""))
            base = constraints[name]
            found[name] = f"(?!{_one(texts[0])}$){_one(base)}"
        return found


def _sampled(rows: list[tuple[str, ...]]) -> Iterator[tuple[str, ...]]:
    """The rows, with numbers for the variables of computed loops."""
    for row in rows:
        if any(has_symbol(value) for value in row):
            for number in (0, 7, 12):
                yield tuple([SYMBOL.sub(partial(_at, number), value) for value in row])
        else:
            yield row


def _at(number: int, found: re.Match[str]) -> str:
    """What a symbol stands for in one iteration."""
    return str(int(found[2] or 1) * number + int(found[3] or 0))


def _one(expression: str) -> str:
    return f"(?:{expression})" if "|" in expression else expression


def _outputs(rule: Rule) -> list[Pattern]:
    found: list[Pattern] = []
    for entry in rule.outputs:
        match entry.form:
            case Pattern():
                found.append(entry.form.today)
            case Several():
                found.extend(item.today for item in entry.form.items)
            case Expand():
                found.extend(_instances(entry.form))
            case _:
                continue
    return found


def separators(rule: Rule, family: Family) -> set[str]:
    """What stands between wildcards in the names of files, and so in none of their values, for these to be told apart.

    Between a number and something else anything can stand but nothing.
    """
    columns = dict(zip(family.wildcards, zip(*family.values, strict=True), strict=True))
    found: set[str] = set()
    for pattern in _outputs(rule):
        for first, between, second in zip(pattern.names, pattern.literals[1:], pattern.names[1:], strict=False):
            is_text = natural(columns[first]) != r"\d+" and natural(columns[second]) != r"\d+"
            if "/" not in between and (is_text or not between or between[0].isdigit()):
                found.add(between if is_text else "")
    return found


def _instances(form: Expand) -> Iterator[Pattern]:
    """The patterns of an ``expand`` over some of the holes, with the rule's wildcards left in."""
    running = [domain.name for domain in form.domains]
    form = replace(form, pattern=form.pattern.today)
    own = {hole.name: f"{{{hole.name}}}" for hole in form.pattern.holes if isinstance(hole, Wild)}
    kept = [name for name in own if name not in running]
    for text in form.expand({name: f"\0{name}\0" for name in kept}):
        pieces = text.split("\0")
        yield Pattern(tuple(pieces[::2]), tuple(Wild(name) for name in pieces[1::2]))


def regex(pattern: Pattern, constraints: Constraints) -> re.Pattern[str]:
    """The regular expression that Snakemake makes of an output."""
    text = re.escape(pattern.literals[0])
    seen: set[str] = set()
    for name, after in zip(pattern.names, pattern.literals[1:], strict=True):
        text += f"(?P={name})" if name in seen else f"(?P<{name}>{constraints.get(name, '.+')})"
        seen.add(name)
        text += re.escape(after)
    return re.compile(text + "$")


def _beginning(ordered: list[str], patterns: list[Pattern]) -> Iterator[str]:
    """Those of the ordered paths that begin as one of the patterns does."""
    for head in {pattern.literals[0] for pattern in patterns if pattern.holes}:
        for path in ordered[bisect_left(ordered, head) :]:
            if not path.startswith(head):
                break
            yield path


def _overlapping(outputs: list[list[Pattern]]) -> Iterator[tuple[int, int]]:
    """Pairs of rules with outputs that begin and end alike, as far as these are literal."""
    ends: list[tuple[str, str, int]] = []
    for number, patterns in enumerate(outputs):
        ends.extend((pattern.literals[0], pattern.literals[-1], number) for pattern in patterns)
    ends.sort()
    seen: set[tuple[int, int]] = set()
    # Sorted by what they begin with, those that can begin alike stand next to each other.
    open_heads: list[tuple[str, str, int]] = []
    for head, tail, number in ends:
        open_heads = [other for other in open_heads if head.startswith(other[0])]
        for _, other_tail, other in open_heads:
            pair = (min(other, number), max(other, number))
            alike = tail.endswith(other_tail) or other_tail.endswith(tail)
            if other != number and alike and pair not in seen:
                seen.add(pair)
                yield pair
        open_heads.append((head, tail, number))
