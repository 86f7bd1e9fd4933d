"""The program's own order of what it prints: of its jobs, told by their logs, and of texts that are known without one.

A place is a tuple that compares as the program goes on: for each computed loop or branch, from the outermost one on,
where it begins and the number of its iteration, and then where in it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import astuple, dataclass, field
from typing import Any

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

    def place(self, log: str) -> Place | None:
        """Where the job with this log comes; None for one that is no call of the program's."""
        found = self.known.get(log)
        if found is not None:
            return found
        places = (iterated.place(log) for iterated in self.computed)
        return next((place for place in places if place is not None), None)

    def plain(self) -> dict[str, Any]:
        """For a file of JSON."""
        return {
            "known": self.known,
            "computed": [
                [each.pattern.pattern, each.counts, [astuple(around) for around in each.around], each.number]
                for each in self.computed
            ],
            "texts": [[each.text, [astuple(around) for around in each.around], each.number] for each in self.texts],
        }

    @staticmethod
    def of(plain: Any) -> Order:
        """What `plain` gave. Raises KeyError, TypeError or ValueError for anything else."""
        known: dict[str, Place] = {str(log): tuple(map(int, place)) for log, place in plain["known"].items()}
        computed = [
            Iterated(
                re.compile(pattern),
                tuple((str(name), int(factor), int(offset)) for name, factor, offset in counts),
                _arounds(around),
                int(number),
            )
            for pattern, counts, around, number in plain["computed"]
        ]
        texts = [Text(str(text), _arounds(around), int(number)) for text, around, number in plain["texts"]]
        return Order(known, computed, texts)


def _arounds(plain: Any) -> tuple[Around, ...]:
    return tuple(Around(int(begins), str(name), str(path), bool(holds)) for begins, name, path, holds in plain)
