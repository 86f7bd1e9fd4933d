"""What a job may have in its queue (a partition of Slurm's), which lets one that asks for more time wait for ever.

Enters what ``eflows2smk init slurm`` wrote down about the cluster, leave the minutes that jobs ask for.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any

from eflows2smk.codegen.family import Family
from eflows2smk.diagnostics import NOWHERE, Diagnostic


@dataclass(frozen=True, slots=True)
class Limits:
    """What a job may have at most: minutes, and on a node memory, cores and GPUs. None where no limit is known."""

    minutes: int | None = None
    memory_mb: int | None = None
    cores: int | None = None
    gpus: int | None = None
    nodes: int | None = None

    @staticmethod
    def stated(content: object) -> Limits:
        """What a site profile says of a partition: its minutes, or a mapping."""
        known: Mapping[str, Any] = content if isinstance(content, Mapping) else {"minutes": content}
        return Limits(**{key: known[key] for key in LIMITS if isinstance(known.get(key), int)})

    def broken(self, demand: Demand) -> list[str]:
        """What of the demand is more than these allow, in words."""
        found = []
        for key, words in _WORDS.items():
            limit, asked = getattr(self, key), getattr(demand, key)
            if limit is not None and asked > limit:
                found.append(words.format(asked, limit))
        return found


LIMITS = tuple(each.name for each in fields(Limits))
_WORDS = {
    "minutes": "{} minutes, where {} are allowed",
    "memory_mb": "{} MB of memory on a node, where the largest has {}",
    "cores": "{} cores on a node, where the largest has {}",
    "gpus": "{} GPUs on a node, where the largest has {}",
    "nodes": "{} nodes, where there are {}",
}


@dataclass(frozen=True, slots=True)
class Demand:
    """The most that a job of a rule asks for; 0 where nothing is said."""

    minutes: int = 0
    memory_mb: int = 0
    cores: int = 0
    gpus: int = 0
    nodes: int = 0


@dataclass(frozen=True, slots=True)
class Queues:
    """The limits of each queue."""

    limits: Mapping[str, Limits]

    @staticmethod
    def stated(partitions: Mapping[str, Any]) -> Queues:
        return Queues({name: Limits.stated(content) for name, content in partitions.items()})

    def limit(self, stated: object) -> int | None:
        """Minutes in the queue, or in the most patient of several with commas between; None for no known limit."""
        limits = [self.limits.get(name, Limits()).minutes for name in str(stated).split(",")]
        known = [each for each in limits if each is not None]
        return max(known) if known and len(known) == len(limits) else None

    def broken(self, stated: object, demand: Demand) -> list[str]:
        """What of the demand none of the stated queues allows, as the first of them says; empty if one allows all."""
        found = [self.limits.get(name, Limits()).broken(demand) for name in str(stated).split(",")]
        return found[0] if all(found) else []

    def that_allow(self, demand: Demand) -> list[str]:
        return [name for name, limits in self.limits.items() if not limits.broken(demand)]

    def chosen(self, usual: object, demand: Demand) -> dict[str, object]:
        """Another queue than the usual one, for jobs that this does not take; empty if it does, or if none does."""
        fit = self.that_allow(demand) if self.broken(usual, demand) else []
        return {"slurm_partition": fit[0]} if fit else {}


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


def demand(family: Family, timed: bool) -> Demand:
    """What the jobs of a rule ask for. timed: whether it is theirs how long they may take."""
    columns = {slot.name: [value for value in slot.column if value is not None] for slot in family.resources}
    gres = [int(str(value).rpartition(":")[2]) for value in columns.get("gres", ())]

    def most(name: str, usual: int = 0) -> int:
        return max((value for value in columns.get(name, ()) if isinstance(value, int)), default=usual)

    nodes, cores = most("nodes"), most("threads", 1)
    # Of those whose number on a node is not said one fits on each at least.
    on_a_node = most("tasks_per_node", 1)
    return Demand(
        minutes=most("runtime") if timed else 0,
        memory_mb=max(most("mem_mb"), most("mem_mb_per_cpu") * cores * on_a_node),
        cores=cores * on_a_node,
        gpus=max([*gres, 0 if most("tasks") > 1 else most("gpu")]),
        nodes=nodes,
    )


def unfit(
    families: Sequence[Family], demands: Mapping[str, Demand], queue_of: Mapping[str, object], queues: Queues
) -> list[Diagnostic]:
    """A diagnostic for each rule with a job that its queue does not take. By name of the rule: what its jobs ask for,
    and their queue."""
    found = []
    for family in families:
        queue, asked = queue_of.get(family.name), demands[family.name]
        broken = [] if family.local else queues.broken(queue, asked)
        if broken:
            others = ", ".join(queues.that_allow(asked))
            found.append(
                Diagnostic(
                    "E523",
                    f"'{family.name}' asks for more than the queue '{queue}' has: {'; '.join(broken)}",
                    NOWHERE if family.site is None else family.site.span,
                    f"its 'host_queues' can be: {others}" if others else "no queue of this cluster has as much",
                )
            )
    return found
