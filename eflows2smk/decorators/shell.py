"""The shell texts of one call of an external program: prolog, program, epilog."""

from __future__ import annotations

import os
import re
import shlex
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from eflows2smk.decorators.errors import SoftwareError
from eflows2smk.software import (
    LAUNCHED,
    REFERENCE,
    Literal,
    Reference,
    added,
    as_program,
    before_launcher,
    command_line,
    fails,
    has_operators,
    inside,
    program_of,
    program_texts,
    redirects,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from eflows2smk.software import Description
    from eflows2smk.workflow.model import Resources

_OPERATORS = {"stdin": "<", "stdout": ">>", "stderr": "2>>"}
_VARIABLE = re.compile(r"\$(?:([A-Za-z_]\w*)|\{([A-Za-z_]\w*)\})", re.ASCII)
_MARKS = {"bare": "", "single": "'", "double": '"'}


@dataclass(frozen=True, slots=True)
class Step:
    """One shell text. what: how messages call it. must_succeed: whether a non-zero exit code is a failure."""

    what: str
    text: str
    must_succeed: bool
    is_program: bool = False


def steps(description: Description, name: str, values: Mapping[str, Any], resources: Resources) -> Iterator[Step]:
    """What runs one after the other. values: the arguments in order; resources: how many processes, on what nodes."""
    execution = description.execution
    if description.prolog is not None:
        text = _rendered(command_line(description.prolog, (), {}), values)
        yield Step(f"the prolog of {name}", text, fails(description.prolog, default=True))
    text = _launcher(description, resources) + _program(description, values, resources)
    yield Step(name, text, fails(execution, default=True), is_program=True)
    if description.epilog is not None:
        text = _rendered(command_line(description.epilog, (), {}), values)
        yield Step(f"the epilog of {name}", text, fails(description.epilog, default=False))


def surrounding(section: Mapping[str, Any], what: str, values: Mapping[str, Any], *, must_succeed: bool) -> Step:
    """The prolog or the epilog of a Python function. must_succeed: unless the section says otherwise."""
    return Step(what, _rendered(command_line(section, (), {}), values), fails(section, default=must_succeed))


def working_folder(description: Description, values: Mapping[str, Any]) -> str:
    """The ``working_dir`` of the description with the arguments in it, "" if it has none."""
    text = os.path.expanduser(str(description.execution.get("working_dir") or ""))
    position, folder = 0, ""
    for found in REFERENCE.finditer(text):
        folder += _expanded(text[position : found.start()]) + str(values[found[1]])
        position = found.end()
    return folder + _expanded(text[position:])


def _expanded(text: str) -> str:
    """The text with the values of its variables. Raises SoftwareError for one that is not set."""

    def value(found: re.Match[str]) -> str:
        name = found[1] or found[2]
        if name not in os.environ:
            raise SoftwareError(f"a working_dir names the variable '{name}', which is not set")
        return os.environ[name]

    return _VARIABLE.sub(value, text)


def _launcher(description: Description, resources: Resources) -> str:
    """What stands before the program."""
    execution, count = description.execution, resources.processes or 1
    match description.kind:
        case "mpi":
            flags = f"{execution['flags']} " if execution.get("flags") else ""
            return f"{execution.get('runner', 'mpiexec')} -n {count} {flags}"
        case "mpmd_mpi":
            return f"{execution['runner']} "
        case "torch":
            return f"{shlex.quote(sys.executable)} -m eflows2smk.runtime.training processes -n {count} rank "
        case "decaf":
            return f"{before_launcher(execution)}{execution.get('runner') or 'mpirun'} -n {count} "
        case _ if (resources.nodes or 1) > 1:
            counts = f"{resources.nodes} {resources.cpus or 1}"
            return f"{shlex.quote(sys.executable)} -m eflows2smk.runtime.nodes {counts} "
        case _:
            return ""


def _program(description: Description, values: Mapping[str, Any], resources: Resources) -> str:
    order, execution = list(values), description.execution
    if description.kind in LAUNCHED:
        execution = as_program(description.kind, execution, order, description.directions)
    elif added(description.kind) is not None:
        execution = program_of(description.kind, execution, order, description.directions)
    elif description.kind == "mpmd_mpi":
        programs = zip(resources.parts, program_texts(execution), strict=True)
        execution = {"binary": " : ".join(f"-n {count} {text}" for count, text in programs), "args": ""}
    text = _rendered(command_line(execution, order, description.directions), values)
    if description.container is not None:
        text = _rendered(inside(description.container), values) + text
    streams = redirects(order, description.directions)
    if streams and has_operators(str(execution.get("args", ""))):
        text = f"({text})"
    for stream, parameter in streams.items():
        text += f" {_OPERATORS[stream]} {shlex.quote(str(values[parameter]))}"
    return text


def _rendered(pieces: Sequence[Literal | Reference], values: Mapping[str, Any]) -> str:
    return "".join(piece.text if isinstance(piece, Literal) else _words(piece, values) for piece in pieces)


def _words(piece: Reference, values: Mapping[str, Any]) -> str:
    """The value quoted for the shell; one word for each member of a list."""
    value = values[piece.parameter]
    mark = _MARKS[piece.quoting]
    if isinstance(value, list | tuple):
        if mark:
            raise SoftwareError(f"the list '{{{{{piece.parameter}}}}}' stands inside of quotes, where it is one word")
        return " ".join(shlex.quote(str(item)) for item in _flat(value))
    # A quoted word is closed and opened again around the value, which brings quotes of its own.
    return f"{mark}{shlex.quote(str(value))}{mark}"


def _flat(value: Sequence[Any]) -> Iterator[Any]:
    for item in value:
        if isinstance(item, list | tuple):
            yield from _flat(item)
        else:
            yield item
