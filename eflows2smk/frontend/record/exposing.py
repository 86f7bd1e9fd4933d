"""Objects that lie inside of what a script gets, under names of their own: what they share with others is only kept if
all of them come out of one file."""

from __future__ import annotations

import copy
from collections import deque
from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any

from eflows2smk.frontend.evaluation.errors import Refused
from eflows2smk.frontend.evaluation.values import MISSING, InstanceCell
from eflows2smk.frontend.heap.cells import Cell
from eflows2smk.frontend.heap.values import with_members
from eflows2smk.frontend.residual.roots import roots_of
from eflows2smk.frontend.residual.scripts import Line, Script, fresh, identifier
from eflows2smk.frontend.residual.writing import is_computed
from eflows2smk.workflow.model import Artefact


def expose(script: Script, roots: Collection[Any]) -> None:
    """Let a script have each of these values as an input; what holds it gets it when the script begins.

    Raises Refused where one lies in what can't be changed so.
    """
    wanted = set(roots)
    lines: list[Line] = []
    for name, held in list(script.inputs.items()):
        if isinstance(held, Artefact) or is_computed(held) or wanted.isdisjoint(roots_of(held)):
            continue
        exposing = _Exposing(script, wanted)
        script.inputs[name] = exposing.emptied(held)
        whole = exposing.filled(held, name)
        lines += exposing.lines if whole is None else [*exposing.lines, Line(f"{name} = {whole}")]
    script.lines[:0] = lines


@dataclass(slots=True, eq=False)
class _Exposing:
    """lines: what fills one input."""

    script: Script
    wanted: set[Any]
    lines: list[Line] = field(default_factory=list)
    seen: set[int] = field(default_factory=set)
    made: dict[int, Any] = field(default_factory=dict)

    def emptied(self, value: Any) -> Any:
        """A copy with None in the place of each wanted value."""
        if is_computed(value):
            return None if value in self.wanted else value
        if id(value) in self.made:
            return self.made[id(value)]
        if isinstance(value, tuple):
            items = [self.emptied(item) for item in value]
            return with_members(value, items)
        if not isinstance(value, Cell) or value.kind not in ("list", "deque", "dict", "instance"):
            return value
        new = self.made[id(value)] = copy.copy(value)
        match value.content:
            case dict():
                new.content = value.content.copy()
                new.content.update({key: self.emptied(item) for key, item in value.content.items()})
            case deque():
                new.content = deque(map(self.emptied, value.content), value.content.maxlen)
            case _:
                new.content = [*map(self.emptied, value.content)]
        return new

    def filled(self, value: Any, way: str) -> str | None:
        """The expression that takes a part's place at the way to it; None where the part can stay."""
        if is_computed(value):
            return self._name(value, way) if value in self.wanted else None
        if isinstance(value, tuple):
            return self._tuple(value, way)
        if id(value) in self.seen or self.wanted.isdisjoint(roots_of(value)):
            return None
        self.seen.add(id(value))
        if isinstance(value, InstanceCell):
            if value.base is not MISSING and not self.wanted.isdisjoint(roots_of(value.base)):
                raise self._refused()
            for name, item in value.content.items():
                self._assign(self.filled(item, f"{way}.{name}"), f"{way}.{name}", value, name)
        elif isinstance(value, Cell) and value.kind in ("list", "deque"):
            for at, item in enumerate(value.content):
                self._assign(self.filled(item, f"{way}[{at}]"), f"{way}[{at}]")
        elif isinstance(value, Cell) and value.kind == "dict" and all(map(_is_plain, value.content)):
            for key, item in value.content.items():
                self._assign(self.filled(item, f"{way}[{key!r}]"), f"{way}[{key!r}]")
        else:
            raise self._refused()
        return None

    def _tuple(self, value: tuple[Any, ...], way: str) -> str | None:
        found = [self.filled(item, f"{way}[{at}]") for at, item in enumerate(value)]
        if all(each is None for each in found):
            return None
        items = ", ".join(each or f"{way}[{at}]" for at, each in enumerate(found))
        return f"{way}._make(({items},))" if hasattr(value, "_make") else f"({items},)"

    def _assign(self, expression: str | None, way: str, holder: InstanceCell | None = None, name: str = "") -> None:
        if expression is None:
            return
        if holder is not None and (
            "__frozen__" in holder.cls.content or holder.cls.lookup("__setattr__") is not MISSING
        ):
            self.lines.append(Line(f"object.__setattr__({way.rpartition('.')[0]}, {name!r}, {expression})"))
        else:
            self.lines.append(Line(f"{way} = {expression}"))

    def _name(self, root: Any, way: str) -> str:
        for name, held in self.script.inputs.items():
            if held is root:
                return name
        name = fresh(identifier(way), {*self.script.denotes, *self.script.inputs})
        self.script.inputs[name] = self.script.denotes[name] = root
        return name

    def _refused(self) -> Refused:
        return Refused(
            "E302",
            "objects that may share parts lie here in a set, as keys, or in an object of a library's class, so that"
            " what they share can't be handed on",
            "put them into a list",
            span=self.script.span,
        )


def _is_plain(key: Any) -> bool:
    return isinstance(key, str | int | float | bool | bytes)
