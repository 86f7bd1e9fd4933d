"""How long a job may take in its queue (a partition of Slurm's), which lets one that asks for more wait for ever.

Enters what ``eflows2smk init slurm`` wrote down about the cluster, leave the minutes that jobs ask for.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from eflows2smk.codegen.family import Family
from eflows2smk.diagnostics import NOWHERE, Diagnostic


@dataclass(frozen=True, slots=True)
class Queues:
    """minutes: the longest that a job may take in each queue; something else than a number where there is no limit."""

    minutes: Mapping[str, Any]

    def limit(self, stated: object) -> int | None:
        """Minutes in the queue, or in the most patient of several with commas between; None for no known limit."""
        limits = [self.minutes.get(name) for name in str(stated).split(",")]
        known = [each for each in limits if isinstance(each, int)]
        return max(known) if known and len(known) == len(limits) else None

    def that_allow(self, minutes: int) -> list[str]:
        return [name for name, limit in self.minutes.items() if not isinstance(limit, int) or limit >= minutes]


def cut(minutes: int, limit: int | None, attempts: int) -> int | str:
    """What Snakemake shall ask for: minutes, as many times as it has attempted the job if there are several attempts.

    A text is a Python expression, as Snakemake evaluates it.
    """
    if limit is not None and minutes >= limit:
        return limit
    if attempts == 1:
        return minutes
    scaled = f"attempt * {minutes}"
    return scaled if limit is None or attempts * minutes <= limit else f"min({scaled}, {limit})"


def stated_minutes(family: Family) -> list[int]:
    """The minutes of the jobs whose description says how long they take."""
    columns = (slot.column for slot in family.resources if slot.name == "runtime")
    return [minutes for column in columns for minutes in column if isinstance(minutes, int)]


def too_long(families: Sequence[Family], queue_of: Mapping[str, object], queues: Queues) -> list[Diagnostic]:
    """A diagnostic for each rule with a job that asks for more than its queue allows. queue_of: by name of the rule."""
    found = []
    for family in families:
        queue = queue_of.get(family.name)
        limit, minutes = queues.limit(queue), max(stated_minutes(family), default=0)
        if family.local or limit is None or minutes <= limit:
            continue
        others = ", ".join(queues.that_allow(minutes))
        found.append(
            Diagnostic(
                "E523",
                f"'{family.name}' asks for {minutes} minutes, but a job in the queue '{queue}' may take {limit}",
                NOWHERE if family.site is None else family.site.span,
                f"its 'host_queues' can be: {others}" if others else "no queue of this cluster allows more time",
            )
        )
    return found
