"""How each argument of an invocation is passed: as text, as a path, as an object, and which files that needs.

The *mode* of an argument is all that shapes its rule: invocations whose arguments have the same modes can share one.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from enum import StrEnum
from keyword import kwlist
from typing import Any

from eflows2smk.rules.recipe import Slot
from eflows2smk.workflow.model import (
    ABSENT,
    WHOLE,
    Argument,
    Artefact,
    Constant,
    Each,
    Inside,
    Invocation,
    Somewhere,
    leaves,
    required,
)


class Mode(StrEnum):
    TEXT = "text"
    VALUE = "value"
    PATH_IN = "path-in"
    PATH_AT = "path-at"
    PATH_OUT = "path-out"
    PATH_INOUT = "path-inout"
    PATHS_IN = "paths-in"
    PATHS_AT = "paths-at"
    PATHS_OUT = "paths-out"
    PATHS_INOUT = "paths-inout"
    SOMEWHERE_IN = "somewhere-in"
    SOMEWHERE_OUT = "somewhere-out"
    PATH_AT_INOUT = "path-at-inout"
    PATHS_AT_INOUT = "paths-at-inout"
    NESTED_PATHS_OUT = "nested-paths-out"
    NESTED_PATHS_INOUT = "nested-paths-inout"
    OBJECT = "object"
    OBJECTS = "objects"
    NESTED = "nested"
    UPDATE = "update"
    UPDATE_VALUE = "update-value"
    UPDATES = "updates"
    NESTED_UPDATES = "nested-updates"
    KEPT_UPDATES = "kept-updates"
    KEPT_NESTED_UPDATES = "kept-nested-updates"
    OUTS = "outs"
    NESTED_OUTS = "nested-outs"
    PART = "part"
    UPDATE_PART = "update-part"
    TOGETHER = "together"


def mode(argument: Argument) -> Mode:
    """How the argument is passed."""
    reads, writes = argument.reads, argument.writes
    if argument.part is not None:
        if argument.part.position == WHOLE:
            return Mode.TOGETHER
        return Mode.PART if writes is ABSENT else Mode.UPDATE_PART
    if argument.direction.is_path:
        return _path_mode(reads, writes)
    if writes is ABSENT:
        return _read_mode(reads)
    if isinstance(writes, Artefact):
        if isinstance(reads, Artefact):
            return Mode.UPDATE
        return Mode.UPDATE_VALUE
    if reads is ABSENT:
        return Mode.OUTS if _is_flat(writes) else Mode.NESTED_OUTS
    if _is_flat(writes) and _is_flat(reads):
        return Mode.KEPT_UPDATES if argument.kept else Mode.UPDATES
    return Mode.KEPT_NESTED_UPDATES if argument.kept else Mode.NESTED_UPDATES


def _path_mode(reads: object, writes: object) -> Mode:
    if isinstance(reads, Somewhere):
        return Mode.SOMEWHERE_IN if writes is ABSENT else Mode.SOMEWHERE_OUT
    is_list = isinstance(reads, list | tuple) or isinstance(writes, list | tuple)
    if writes is not ABSENT:
        is_nested = is_list and not _is_flat(writes)
        if any(isinstance(leaf, Inside) for leaf in leaves(reads)):
            return Mode.PATHS_AT_INOUT if is_list else Mode.PATH_AT_INOUT
        if reads is not ABSENT:
            return Mode.NESTED_PATHS_INOUT if is_nested else Mode.PATHS_INOUT if is_list else Mode.PATH_INOUT
        return Mode.NESTED_PATHS_OUT if is_nested else Mode.PATHS_OUT if is_list else Mode.PATH_OUT
    plain = all(isinstance(leaf, Artefact) for leaf in leaves(reads))
    if is_list:
        return Mode.PATHS_IN if plain and _is_flat(reads) else Mode.PATHS_AT
    return Mode.PATH_IN if plain else Mode.PATH_AT


def _read_mode(reads: object) -> Mode:
    if isinstance(reads, Artefact):
        return Mode.OBJECT
    if isinstance(reads, str):
        return Mode.TEXT
    if not isinstance(reads, list | tuple | dict | Constant) or not _has_leaves(reads):
        return Mode.VALUE
    return Mode.OBJECTS if isinstance(reads, list) and _is_flat(reads) else Mode.NESTED


def _is_flat(held: object) -> bool:
    return isinstance(held, list | tuple) and all(
        isinstance(item, Artefact) or (isinstance(item, Each) and _is_flat(item.items)) for item in held
    )


def _has_leaves(held: object) -> bool:
    return next(leaves(held), None) is not None


def _outputs(argument: Argument) -> int:
    """How many files a list of outputs has: all jobs of a rule have equally many."""
    writes = argument.writes
    return 1 if writes is ABSENT or isinstance(writes, Artefact) else len(flat(writes))


def form(invocation: Invocation) -> Hashable:
    """What the rule of an invocation has to look like, but for names and values."""
    resources = invocation.resources
    return (
        tuple([(each.parameter, mode(each), _outputs(each), each.part) for each in invocation.arguments]),
        len(invocation.results),
        invocation.barrier > 0,
        resources.processes is not None and resources.processes > 1,
        # None, one, or several: each has other resources.
        min(resources.processes_per_node or 0, 2),
        resources.nodes is not None and resources.nodes > 1,
        bool(resources.gpus),
        resources.gpus_of_a_node,
        resources.gpu_model,
        resources.modules,
        resources.queue,
        resources.site,
    )


# A rule's inputs, outputs and parameters are lists with names (Snakemake's Namedlist), so names of its methods and the
# receiver are taken.
_METHODS = (*(name for name in dir(list) if not name.startswith("__")), "get", "items", "keys", "update")
_TAKEN = {"self": "instance"} | {name: f"{name}_" for name in (*_METHODS, "size")}
_KEYWORDS = {"output", "input", "params", "log", *kwlist}


def slot_name(parameter: str) -> str:
    """The parameter's name as a name in a rule."""
    if parameter in _TAKEN:
        return _TAKEN[parameter]
    return f"{parameter}_" if parameter in _KEYWORDS else parameter


def by_name(parameter: str) -> Callable[[Invocation], Argument]:
    """Finds the argument of a parameter in an invocation; its place is the same in nearly all."""
    place = 0

    def find(invocation: Invocation) -> Argument:
        nonlocal place
        arguments = invocation.arguments
        if place >= len(arguments) or arguments[place].parameter != parameter:
            place = next(i for i, argument in enumerate(arguments) if argument.parameter == parameter)
        return arguments[place]

    return find


def reading(parameter: str) -> Callable[[Invocation], Any]:
    """What the parameter reads, as the value of a slot."""
    find = by_name(parameter)
    return lambda invocation: find(invocation).reads


def writing(parameter: str) -> Callable[[Invocation], Any]:
    """What the parameter writes, as the value of a slot."""
    find = by_name(parameter)
    return lambda invocation: find(invocation).writes


def needed(parameter: str) -> Callable[[Invocation], Any]:
    """The artefacts behind what the parameter reads: a file inside of a directory needs the directory."""
    find = by_name(parameter)

    def of(invocation: Invocation) -> Any:
        reads = find(invocation).reads
        if isinstance(reads, Inside):
            return reads.directory
        return list(dict.fromkeys(required(reads)))

    return of


def flat(held: object) -> list[Any]:
    """All leaves in order, nested or not."""
    return list(leaves(held))


def all_read(parameter: str) -> Callable[[Invocation], Any]:
    """All leaves of what the parameter reads."""
    find = by_name(parameter)
    return lambda invocation: flat(find(invocation).reads)


def all_written(parameter: str) -> Callable[[Invocation], Any]:
    """All leaves of what the parameter writes."""
    find = by_name(parameter)
    return lambda invocation: flat(find(invocation).writes)


def nested_slot(name: str, parameter: str) -> Slot:
    """An input slot with all artefacts of a nested value, in order."""
    find = by_name(parameter)
    return Slot(name, lambda invocation: flat(find(invocation).reads))
