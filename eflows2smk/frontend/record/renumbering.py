"""The same graph with other numbers: artefacts know the numbers of who writes them."""

from __future__ import annotations

from dataclasses import dataclass, field, fields, replace
from typing import Any

from eflows2smk.workflow.model import (
    Argument,
    Artefact,
    Constant,
    Domain,
    Each,
    Holding,
    Inside,
    Invocation,
    Joined,
    Somewhere,
)


@dataclass(slots=True, eq=False)
class Renumbering:
    """From the numbers of entries to those of invocations. settled: what joined artefacts are made of, where that was
    found out only afterwards. slots: new names of outputs. made: the new artefacts and domains, by the old ones.
    versions: their new numbers."""

    numbers: list[int]
    settled: dict[Joined, Artefact]
    slots: dict[Artefact, str]
    made: dict[Artefact | Domain, Any] = field(default_factory=dict)
    versions: dict[Artefact, int] = field(default_factory=dict)

    def invocation(self, old: Invocation, number: int) -> Invocation:
        return replace(
            old,
            number=number,
            arguments=tuple(self.argument(each) for each in old.arguments),
            results=tuple(self.held(each) for each in old.results),
            domains=tuple(self.held(each) for each in old.domains),
        )

    def argument(self, old: Argument) -> Argument:
        return replace(old, reads=self.held(old.reads), writes=self.held(old.writes))

    def held(self, old: Any) -> Any:
        """The same value with the new artefacts in it."""
        match old:
            case Artefact() | Domain():
                known = self.made.get(old)
                if known is None:
                    known = self.made[old] = self._domain(old) if isinstance(old, Domain) else self._artefact(old)
                return known
            case Inside():
                return Inside(self.held(old.directory), old.member, old.kind)
            case Somewhere():
                return Somewhere(self.held(old.text), old.begins, tuple(self.held(each) for each in old.after))
            case Holding():
                return Holding(old.path, tuple(self.held(each) for each in old.members))
            case Each():
                return Each(self.held(old.domain), tuple(self.held(each) for each in old.items))
            case list():
                return [self.held(each) for each in old]
            case tuple() if not hasattr(old, "_fields"):
                return tuple(self.held(each) for each in old)
            case dict() if type(old) is dict:
                return {key: self.held(each) for key, each in old.items()}
            case Constant():
                return replace(old, state={key: self.held(each) for key, each in old.state.items()})
        return old

    def _artefact(self, old: Artefact) -> Artefact:
        producer = self.numbers[old.producer] if old.producer >= 0 else old.producer
        if not isinstance(old, Joined):
            version = self.versions.get(old, old.version)
            return replace(old, producer=producer, slot=self.slots.get(old, old.slot), version=version)
        parts = {name: self.held(getattr(old, name)) for name in ("domain", "then", "otherwise")}
        if old in self.settled:
            parts["then"] = self.held(self.settled[old])
        return replace(old, producer=producer, **parts)

    def _domain(self, old: Domain) -> Domain:
        return replace(old, **{each.name: self.held(getattr(old, each.name)) for each in fields(old)})
