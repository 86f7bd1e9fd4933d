"""Who reads a file: what removes it has to come behind all of them, which no file says."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from eflows2smk.workflow.model import Artefact, Each, Invocation, artefacts


@dataclass(slots=True, eq=False)
class Readers:
    """entries: invocations and scripts, known by their numbers; they grow."""

    entries: Sequence[Any]
    _found: dict[Artefact, list[int]] = field(default_factory=lambda: defaultdict(list))
    _known: int = 0

    def forget(self, since: int) -> None:
        """Entries from here on are taken back."""
        self._known = min(self._known, since)
        for numbers in self._found.values():
            numbers[:] = [number for number in numbers if number < since]

    def reads(self, number: int, made: Any) -> None:
        """A script reads this."""
        for each in artefacts(made):
            self._found[each].append(number)

    def of(self, gone: Sequence[Artefact]) -> list[int]:
        """Who reads one of these so far."""
        for number in range(self._known, len(self.entries)):
            entry = self.entries[number]
            if isinstance(entry, Invocation):
                for argument in entry.arguments:
                    for each in artefacts(argument.reads):
                        self._found[each].append(number)
        self._known = len(self.entries)
        return sorted({number for each in gone for number in self._found.get(each, ())})


def sign_of(entry: Invocation, domains: Sequence[Any]) -> Artefact | Each | None:
    """An output of an invocation, which is there when it is done, as somebody in these domains sees it; None if it has
    none."""
    found: Artefact | Each | None = next(_outputs(entry), None)
    if found is not None:
        for domain in reversed(entry.domains):
            if domain not in domains:
                found = Each(domain, (found,))
    return found


def _outputs(entry: Invocation) -> Iterator[Artefact]:
    for argument in entry.arguments:
        yield from (each for each in artefacts(argument.writes) if each.producer == entry.number)
    yield from (each for each in artefacts(list(entry.results)) if each.producer == entry.number)
