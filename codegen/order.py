"""The program's own order of what it prints: of its jobs, told by their logs, and of texts that are known without one.

A place is a tuple that compares as the program goes on: for each computed loop or branch, from the outermost one on,
where it begins and the number of its iteration, and then where in it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from eflows2smk.codegen.family import Family
from eflows2smk.codegen.places import own_shape
from eflows2smk.codegen.references import Ref
from eflows2smk.workflow.model import Artefact, Domain, Workflow
from eflows2smk.workflow.text import SYMBOL

Place = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Around:
    """A computed loop or branch. begins: where. name: of the variable, "" for a branch. condition: the path of what the
    checkpoint of a branch writes, with symbols. holds: what it says where this side is run."""

    begins: int
    name: str
    condition: str = ""
    holds: bool = True


@dataclass(slots=True)
class Iterated:
    """Jobs of computed loops. pattern: of their logs; its groups are numbers, `counts` of the variables by name: factor
    and offset. number: where the call comes in the innermost of what is `around`."""

    pattern: re.Pattern[str]
    counts: tuple[tuple[str, int, int], ...]
    around: tuple[Around, ...]
    number: int

    def place(self, log: str) -> Place | None:
        match = self.pattern.fullmatch(log)
        if match is None:
            return None
        found = {
            name: (int(value) - offset) // factor
            for (name, factor, offset), value in zip(self.counts, match.groups(), strict=True)
        }
        return (*within(self.around, found), self.number)


@dataclass(slots=True)
class Text:
    """What the program prints itself. text: with the symbols of what is `around`."""

    text: str
    around: tuple[Around, ...]
    number: int


def within(around: Iterable[Around], iterations: Mapping[str, int]) -> Place:
    """The place of what is inside, as far as the iterations are given."""
    place: list[int] = []
    for each in around:
        place += (each.begins, iterations.get(each.name, 0)) if each.name else (each.begins,)
    return tuple(place)


def filled(text: str, iterations: Mapping[str, int]) -> str:
    """The text with numbers for its symbols."""
    return SYMBOL.sub(lambda found: str(iterations[found[1]] * int(found[2] or 1) + int(found[3] or 0)), text)


@dataclass(slots=True)
class Order:
    """known: where the job with a log comes. computed: the jobs of computed loops and branches. texts: what the program
    prints without a job."""

    known: dict[str, Place] = field(default_factory=dict)
    computed: list[Iterated] = field(default_factory=list)
    texts: list[Text] = field(default_factory=list)

    def note(self, workflow: Workflow, families: Iterable[Family]) -> None:
        """Learn of the jobs of these families, whose wildcards are chosen."""
        places, said = _places(workflow)
        begins: dict[Domain, int] = {}
        inside = [(places[each.number], each.domains) for each in workflow.invocations]
        inside += [(place, each.domains) for place, each in zip(said, workflow.said, strict=True)]
        for place, domains in inside:
            for domain in domains:
                begins[domain] = min(place, begins.get(domain, place))
        rows = [
            (family, number, row)
            for family in families
            if family.site is not None
            for number, row in zip(family.numbers, family.values, strict=True)
        ]
        conditions = {
            number: Ref(own_shape("objects", family, "", ".json"), row).text
            for family, number, row in rows
            if family.site is not None and family.site.software.kind == "condition"
        }

        def around(domains: Iterable[Domain]) -> tuple[Around, ...]:
            return tuple(_around(domain, begins[domain], conditions) for domain in domains)

        for family, number, row in rows:
            path = Ref(own_shape("logs", family, "", ".log"), row).text
            domains = workflow.invocations[number].domains
            if domains:
                self.computed.append(Iterated(*_pattern(path), around(domains), places[number]))
            else:
                self.known[path] = (places[number],)
        for place, each in zip(said, workflow.said, strict=True):
            self.texts.append(Text(each.text, around(each.domains), place))

    def place(self, log: str) -> Place | None:
        """Where the job with this log comes; None for one that is no call of the program's."""
        found = self.known.get(log)
        if found is not None:
            return found
        places = (iterated.place(log) for iterated in self.computed)
        return next((place for place in places if place is not None), None)


def _places(workflow: Workflow) -> tuple[list[int], list[int]]:
    """Where each invocation and each text comes, counted together."""
    befores = [each.before for each in workflow.said]
    counts = Counter(befores)
    behind, places = 0, []
    for number in range(len(workflow.invocations)):
        behind += counts[number]
        places.append(number + behind)
    # Texts before one invocation are in their own order; those that are noted later may stand before others.
    order = sorted(range(len(befores)), key=befores.__getitem__)
    said = [0] * len(befores)
    for position, each in enumerate(order):
        said[each] = befores[each] + position
    return places, said


def _around(domain: Domain, begins: int, conditions: Mapping[int, str]) -> Around:
    if domain.kind != "if":
        return Around(begins, domain.name)
    assert isinstance(domain.decides, Artefact)
    return Around(begins, "", conditions.get(domain.decides.producer, ""), not domain.negated)


def _pattern(path: str) -> tuple[re.Pattern[str], tuple[tuple[str, int, int], ...]]:
    """Of the log in all iterations, whose groups are numbers, and what these count."""
    pieces = SYMBOL.split(path)
    counts = zip(pieces[1::4], pieces[2::4], pieces[3::4], strict=True)
    pattern = re.compile(r"(-?\d+)".join(re.escape(piece) for piece in pieces[::4]))
    return pattern, tuple((name, int(factor or 1), int(offset or 0)) for name, factor, offset in counts)
