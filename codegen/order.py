"""The program's own order of the jobs of a project, told by their logs: in it their user is shown what they print."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from eflows2smk.codegen.family import Family
from eflows2smk.codegen.places import own_shape
from eflows2smk.codegen.references import Ref
from eflows2smk.workflow.model import Domain, Workflow
from eflows2smk.workflow.text import SYMBOL

Place = tuple[int, ...]


@dataclass(slots=True)
class Order:
    """known: where the job with a log comes. computed: patterns for the logs of jobs in computed loops, with the place
    of the outermost of these, and that of the call."""

    known: dict[str, Place] = field(default_factory=dict)
    computed: list[tuple[re.Pattern[str], int, int]] = field(default_factory=list)

    def note(self, workflow: Workflow, families: Iterable[Family]) -> None:
        """Learn of the jobs of these families, whose wildcards are chosen."""
        begins: dict[Domain, int] = {}
        for invocation in workflow.invocations:
            for domain in invocation.domains[:1]:
                begins.setdefault(domain, invocation.number)
        for family in families:
            if family.site is None or not family.numbers:
                continue
            shape = own_shape("logs", family, "", ".log")
            for number, row in zip(family.numbers, family.values, strict=True):
                path, domains = Ref(shape, row).text, workflow.invocations[number].domains
                if domains:
                    self.computed.append((_pattern(path), begins[domains[0]], number))
                else:
                    self.known[path] = (number,)

    def place(self, log: str) -> Place | None:
        """Where the job with this log comes; None for one that is no call of the program's."""
        found = self.known.get(log)
        if found is not None:
            return found
        for pattern, begins, number in self.computed:
            match = pattern.fullmatch(log)
            if match is not None:
                return (begins, *map(int, match.groups()), number)
        return None


def _pattern(path: str) -> re.Pattern[str]:
    """Of the log in all iterations; its groups are their numbers."""
    pieces = SYMBOL.split(path)
    return re.compile(r"(-?\d+)".join(re.escape(piece) for piece in pieces[::4]))
