"""What one invocation asks of the machine, worked out from constraints and the numbers of an MPI program."""

from __future__ import annotations

import ast
import operator
import re
from collections.abc import Callable, Mapping
from math import ceil, isfinite
from typing import Any

from eflows2smk.diagnostics import NOWHERE, Diagnostic, ProgramError
from eflows2smk.software.description import Description
from eflows2smk.software.slurm_options import KEYS, texts
from eflows2smk.workflow.model import Resources

Argument = Callable[[str], object]

_OPERATIONS: dict[type, Callable[..., Any]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.FloorDiv: operator.floordiv,
    ast.Mod: operator.mod,
    ast.USub: operator.neg,
    ast.UAdd: operator.pos,
}
_OF_PROCESSES = ("mpi", "python_mpi", "mpmd_mpi", "torch")
_VARIABLE = re.compile(r"\$(?:\{(\w+)(?::-([^}]*))?\}|(\w+))")
_REFERENCE = re.compile(r"\{\{\s*(\w+)\s*\}\}")


def resources_of(description: Description, argument: Argument, environment: Mapping[str, str]) -> Resources:
    """The resources of one call. `argument` gives the value of a parameter, or of a variable of the module.

    It is not called where nothing names one. Raises ProgramError for what gives no whole number, so also where
    `argument` raises KeyError.
    """
    reader = _Reader(argument, environment)
    constraints, execution = description.constraints, description.execution
    cpus = reader.number(constraints, "computing_units")
    gpus, of_a_node, model = None, False, None
    for processor in constraints.get("processors") or ():
        kind = str(processor.get("processor_type") or "CPU").upper()
        units = reader.value(processor.get("computing_units") or 1, "processors")
        if kind == "GPU":
            gpus, model = units, reader.text(processor, "model")
            of_a_node = str(processor.get("per") or "").lower() == "node"
        elif kind == "CPU":
            cpus = units
    if str(constraints.get("processor_type", "")).upper() == "GPU":
        gpus, cpus = cpus or 1, None
    memory = reader.exact(constraints, "memory_size")
    minutes = reader.number(constraints, "wall_clock_limit")
    seconds = reader.value(description.task.get("time_out") or 0, "time_out")
    if seconds:
        minutes = min(minutes, ceil(seconds / 60)) if minutes else ceil(seconds / 60)
    nodes, parts = reader.number(execution, "computing_nodes"), _parts(execution, reader)
    processes = sum(parts) if parts else reader.number(execution, "processes")
    if description.kind in _OF_PROCESSES:
        # Once the name of the number of processes.
        processes, nodes = processes or nodes, None
    if processes and str(execution.get("scale_by_cu", "")).lower() == "true":
        processes *= cpus or 1
    per_node = reader.number(execution, "processes_per_node")
    if description.kind == "decaf":
        processes, per_node = (nodes or 1) * (cpus or 1), cpus if (nodes or 1) > 1 else None
        cpus, nodes = None, None
    if processes and per_node and per_node > 1 and processes % per_node:
        raise _wrong("processes", f"{processes} processes can't be spread over nodes of {per_node} each")
    return Resources(
        cpus=cpus,
        memory_mb=None if memory is None else ceil(memory * 1024),
        gpus=gpus,
        gpus_of_a_node=of_a_node,
        gpu_model=model,
        minutes=minutes,
        processes=processes,
        processes_per_node=per_node,
        parts=parts,
        nodes=nodes,
        queue=",".join(_names(reader, constraints, "host_queues")) or None,
        features=reader.text(constraints, "processor_architecture"),
        modules=tuple(
            dict.fromkeys(_names(reader, constraints, "app_software") + _names(reader, execution, "envmodules"))
        ),
        site=tuple(texts({key: reader.value_of(constraints, key) for key in KEYS}).items()),
    )


def chunk_size(description: Description, argument: Argument, environment: Mapping[str, str]) -> int:
    """Members of each part of a reduction. `argument` and what is raised: as for `resources_of`."""
    size = _Reader(argument, environment).value(description.task["chunk_size"], "chunk_size")
    if size < 2:
        raise _wrong("chunk_size", f"parts of {size} would never become fewer")
    return size


def _names(reader: _Reader, section: Mapping[str, Any], key: str) -> list[str]:
    """Of a list, or of a text with commas."""
    stated = section.get(key)
    texts = [reader.expanded(each) for each in (stated if isinstance(stated, list | tuple) else [stated or ""])]
    return [name.strip() for text in texts for name in text.split(",") if name.strip()]


def _parts(execution: Mapping[str, Any], reader: _Reader) -> tuple[int, ...]:
    """The processes of each of several programs."""
    return tuple(
        reader.value(program.get("processes") or 1, "processes") for program in execution.get("programs") or ()
    )


def _wrong(key: str, message: str) -> ProgramError:
    return ProgramError(Diagnostic("E219", f"'{key}': {message}", NOWHERE, "give a number, a parameter, or $NAME"))


class _Reader:
    def __init__(self, argument: Argument, environment: Mapping[str, str]) -> None:
        self.argument = argument
        self.environment = environment

    def number(self, section: Mapping[str, Any], key: str) -> int | None:
        return None if section.get(key) is None else self.value(section[key], key)

    def exact(self, section: Mapping[str, Any], key: str) -> float | None:
        return None if section.get(key) is None else float(self._evaluated(section[key], key))

    def value(self, stated: Any, key: str) -> int:
        """A whole number of at least 0."""
        found = self._evaluated(stated, key)
        if not isfinite(found) or found != int(found) or found < 0:
            raise _wrong(key, f"{found} is no whole number")
        return int(found)

    def text(self, section: Mapping[str, Any], key: str) -> str | None:
        return self.expanded(section[key]) if section.get(key) else None

    def value_of(self, section: Mapping[str, Any], key: str) -> object:
        """With the variables of the environment in texts; None where nothing is said."""
        stated = section.get(key)
        if isinstance(stated, list | tuple):
            return [self.expanded(each) for each in stated]
        return self.expanded(stated) if isinstance(stated, str) else stated

    def expanded(self, stated: Any) -> str:
        def value(found: re.Match[str]) -> str:
            return self.environment.get(found[1] or found[3], "") or found[2] or ""

        return _VARIABLE.sub(value, str(stated))

    def _evaluated(self, stated: Any, key: str) -> float:
        if isinstance(stated, int | float):
            return stated
        text = self.expanded(stated)
        text = _REFERENCE.sub(r"\1", text).strip()
        try:
            return self._node(ast.parse(text, mode="eval").body)
        except (SyntaxError, TypeError, ValueError, ZeroDivisionError, KeyError) as error:
            raise _wrong(key, f"'{stated}' gives no number ({type(error).__name__}: {error})") from None

    def _node(self, node: ast.expr) -> float:
        match node:
            case ast.Constant(value=int() | float() as value):
                return value
            case ast.Name(id=name):
                found = self.argument(name)
                return found if isinstance(found, float) else int(found)  # type: ignore[call-overload]
            case ast.BinOp():
                return float(_OPERATIONS[type(node.op)](self._node(node.left), self._node(node.right)))
            case ast.UnaryOp():
                return float(_OPERATIONS[type(node.op)](self._node(node.operand)))
            case _:
                raise ValueError("only numbers, parameters and arithmetic")
