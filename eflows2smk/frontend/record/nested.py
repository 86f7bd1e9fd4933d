"""Lists that loops and branches gather, inside of other objects that a script gets.

A rule can list such members only as an input of their own: the script puts them where they belong.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from eflows2smk.frontend.evaluation.errors import Refused
from eflows2smk.frontend.residual.scripts import Line, Script, fresh, identifier
from eflows2smk.workflow.model import Artefact, Constant, Each

_PLAIN = (str, int, float, bool, bytes)


def frozen_inputs(script: Script, freeze: Callable[[Any], Any]) -> dict[str, Any]:
    """What a script gets, as invocations hold it, with each such list as one more input. Raises Refused where the way
    to a list can't be told, and where the script changes what lies at two of them."""
    inputs = {name: value if isinstance(value, Artefact) else freeze(value) for name, value in script.inputs.items()}
    filling = _Filling(script, dict(inputs), {})
    for name, held in inputs.items():
        filling.inputs[name] = filling.parts(held, name)
    if script.changed and any(len(ways) > 1 for ways in filling.ways.values()):
        raise filling.refused()
    script.lines[:0] = [Line(f"{way}[:] = {name}") for name, ways in filling.ways.items() for way in ways]
    return filling.inputs


@dataclass(slots=True, eq=False)
class _Filling:
    """ways: for each new input the expressions of the empty lists that get its members."""

    script: Script
    inputs: dict[str, Any]
    ways: dict[str, list[str]]

    def apart(self, held: Any, way: str) -> Any:
        """A part of an input, without what is gathered. way: the expression that gives it, "" if there is none."""
        if not isinstance(held, list) or not any(isinstance(each, Each) for each in held):
            return self.parts(held, way)
        if not way:
            raise self.refused()
        name = next((name for name in self.ways if self.inputs[name] is held), "")
        if not name:
            name = fresh(identifier(way), {*self.script.denotes, *self.script.inputs, *self.inputs})
            self.inputs[name] = held
        self.ways.setdefault(name, []).append(way)
        return []

    def parts(self, held: Any, way: str) -> Any:
        kind = type(held)
        match held:
            case list() if kind is list:
                is_known = way and not any(isinstance(each, Each) for each in held)
                return [self.apart(each, f"{way}[{at}]" if is_known else "") for at, each in enumerate(held)]
            case tuple() if kind is tuple:
                return tuple(self.apart(each, way and f"{way}[{at}]") for at, each in enumerate(held))
            case dict() if kind is dict:
                return {
                    key: self.apart(each, f"{way}[{key!r}]" if way and isinstance(key, _PLAIN) else "")
                    for key, each in held.items()
                }
            case Constant():
                is_object = way and held.how != "reference" and not held.cls.startswith("collections:")
                state = {key: self.apart(each, f"{way}.{key}" if is_object else "") for key, each in held.state.items()}
                return replace(held, state=state)
        return held

    def refused(self) -> Refused:
        return Refused(
            "E302",
            "a list that a loop or branch fills lies here inside of other objects, so that it can't be handed on",
            "pass the list itself",
            span=self.script.span,
        )
