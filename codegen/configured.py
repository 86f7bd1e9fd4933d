"""The configuration of this workflow: which of its values may be others, and which of its lists longer or shorter.

What may not change was looked at when the workflow was compiled: then it has to be compiled again.
"""

from __future__ import annotations

import json
import math
import os
import re

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import Any

# What can stand in a path, a command line and a regular expression, and means nothing else there.
NAME = r"[A-Za-z0-9_+=@][A-Za-z0-9_.+=@-]{0,59}"
KINDS = {"int": "a whole number", "float": "a number with a point", "str": "a name"}


def refuse_values(workflow: Any, config: Any) -> None:
    """Raise WorkflowError for values that this workflow can't follow."""
    from snakemake.exceptions import WorkflowError  # type: ignore[import-untyped, unused-ignore]

    with open(os.path.join(workflow.basedir, "configured.json")) as file:  # noqa: PTH118, PTH123
        known = json.load(file)
    found = problems(config, known["shape"], known["apart"])
    if found:
        head = f"This workflow does not fit {known['path']} any more."
        advice = f"Compile again:  {known['command']}"
        raise WorkflowError("\n".join([head, *(f"- {line}" for line in found), advice]))


def problems(config: Any, shape: Any, apart: Sequence[str] = ()) -> list[str]:
    """What of a configuration is not as the workflow can follow it.

    apart: what can't stand in values of paths, since it keeps them apart there.
    """
    names: dict[tuple[str, str], str] = {}
    found = list(_problems(config, shape, "", names))
    for (_, value), place in names.items():
        found += [f"{place} has {each!r} in it, which keeps values apart in paths." for each in apart if each in value]
    return found


def _problems(value: Any, shape: Any, place: str, names: dict[tuple[str, str], str]) -> Iterator[str]:
    kind = shape["kind"]
    if kind == "mapping":
        yield from _of_mapping(value, shape["members"], place, names)
    elif kind == "each":
        if not isinstance(value, list) or not value:
            yield f"{place} has to be a list with at least one member."
            return
        for number, member in enumerate(value):
            yield from _problems(member, shape["member"], f"{place}[{number}]", names)
    elif kind == "list":
        if not isinstance(value, list) or len(value) != len(shape["members"]):
            yield f"{place} has another number of members{_because(shape)}."
            return
        for number, (member, each) in enumerate(zip(value, shape["members"])):  # noqa: B905
            yield from _problems(member, each, f"{place}[{number}]", names)
    elif kind == "same":
        if type(value) is not type(shape["value"]) or value != shape["value"]:
            yield f"{place} was {shape['value']!r}, and is {value!r} now{_because(shape)}."
    else:
        yield from _of_value(value, shape, place, names)


def _of_mapping(value: Any, members: Any, place: str, names: dict[tuple[str, str], str]) -> Iterator[str]:
    if not isinstance(value, dict):
        yield f"{place} is no mapping."
        return
    for key in value:
        if key not in members:
            yield f"{_joined(place, key)} is new: nothing in the workflow asks for it."
    for key, shape in members.items():
        if key not in value:
            yield f"{_joined(place, key)} is missing."
        else:
            yield from _problems(value[key], shape, _joined(place, key), names)


def _of_value(value: Any, shape: Any, place: str, names: dict[tuple[str, str], str]) -> Iterator[str]:
    kind, among = shape["kind"], shape.get("among")
    if type(value).__name__ != kind:
        yield f"{place} has to be {KINDS[kind]}, and is {value!r}."
    elif isinstance(value, float) and not math.isfinite(value):
        yield f"{place} has to be a finite number."
    elif isinstance(value, str) and not re.fullmatch(NAME, value):
        yield f"{place} is {value!r}: only letters, digits and _ . + = @ - can stand there."
    elif among is not None:
        if kind == "int" and value < 0:
            yield f"{place} has to be at least 0, and is {value!r}."
        known = names.setdefault((among, str(value)), place)
        if known != place:
            yield f"{place} is {value!r}, as {known} is: these have to be told apart."


def _because(shape: Any) -> str:
    return f", which is looked at in {shape['where']}" if shape.get("where") else ", which the workflow can't follow"


def _joined(place: str, key: str) -> str:
    return f"{place}.{key}" if place else key
