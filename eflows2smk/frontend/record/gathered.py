"""Lists of which only the run knows how long they get: what each iteration, or one side of a branch, adds to them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from eflows2smk.frontend.heap.cells import Cell
from eflows2smk.workflow.model import Domain, Each


@dataclass(frozen=True, slots=True, eq=False)
class Member:
    """One value that is added. held: what an argument holds for it, None for what is told when it is asked for."""

    value: Any
    held: Any = None


@dataclass(frozen=True, slots=True, eq=False)
class Group:
    """What is added in each iteration of a domain."""

    domain: Domain
    items: tuple[Member | Group, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Gathered:
    """The members of a list, and groups of such, in order."""

    parts: tuple[Member | Group, ...]

    def held(self, hold: Callable[[Member], Any]) -> list[Any]:
        """What an argument holds that gets the list."""
        return [_held(part, hold) for part in self.parts]

    def members(self) -> Iterator[Member]:
        waiting: list[Member | Group] = list(self.parts)
        for part in waiting:
            if isinstance(part, Group):
                waiting += part.items
            else:
                yield part

    @property
    def only(self) -> tuple[Domain, Any] | None:
        """The loop from which all members are, one for each iteration, and that one; None for other lists."""
        if len(self.parts) == 1 and isinstance(self.parts[0], Group) and len(self.parts[0].items) == 1:
            member = self.parts[0].items[0]
            if isinstance(member, Member) and self.parts[0].domain.kind != "if":
                return self.parts[0].domain, member.value
        return None


def _held(part: Member | Group, hold: Callable[[Member], Any]) -> Any:
    if isinstance(part, Group):
        return Each(part.domain, tuple([_held(item, hold) for item in part.items]))
    return hold(part)


@dataclass(slots=True, eq=False)
class Scope:
    """A loop's body or the side of a branch that is evaluated. added: to each list, so far. read: lists that were
    asked for. serial: of the fork in which it is evaluated; cells with a higher one are its own."""

    is_loop: bool
    serial: int
    added: dict[Cell, list[Member | Group]] = field(default_factory=dict)
    read: set[Cell] = field(default_factory=set)

    def copied(self) -> Scope:
        return Scope(
            self.is_loop, self.serial, {cell: list(added) for cell, added in self.added.items()}, set(self.read)
        )


@dataclass(slots=True, eq=False)
class Gatherings:
    """All such lists. scopes: what is evaluated, the innermost last."""

    scopes: list[Scope] = field(default_factory=list)

    def mark(self) -> list[tuple[Scope, Scope]]:
        """For `rewind`."""
        return [(scope, scope.copied()) for scope in self.scopes]

    def rewind(self, mark: Sequence[tuple[Scope, Scope]]) -> None:
        """What was added and read since is gone; whoever evaluates a scope still has the same one."""
        self.scopes[:] = [scope for scope, _ in mark]
        for scope, then in mark:
            then = then.copied()
            scope.added, scope.read = then.added, then.read

    def of(self, cell: Cell) -> list[Scope]:
        """What is evaluated that did not make the list."""
        return [scope for scope in self.scopes if scope.serial > cell.serial]

    def add(self, cell: Cell, parts: Sequence[Member | Group]) -> bool:
        """Add to what such a scope adds to the list; not done where there is none."""
        scopes = self.of(cell)
        if scopes:
            scopes[-1].added.setdefault(cell, []).extend(parts)
        return bool(scopes)

    def now(self, cell: Cell, before: Gathered) -> Gathered:
        """The list as it is here. In a loop that adds to it, that is not what it says: such loops see `Scope.read`."""
        added: list[Member | Group] = []
        for scope in self.of(cell):
            scope.read.add(cell)
            added += scope.added.get(cell, [])
        return Gathered((*before.parts, *added)) if added else before
