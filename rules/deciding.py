"""Computed control flow: the checkpoints that say how many iterations a loop has, and whether a condition holds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import cast

from eflows2smk.rules import host
from eflows2smk.rules.arguments import mode, writing
from eflows2smk.rules.directives import LOCAL
from eflows2smk.rules.python_task import Parts, pass_argument
from eflows2smk.rules.quoting import word
from eflows2smk.rules.recipe import Context, Recipe
from eflows2smk.workflow.model import Invocation, Software


def recipe(software: Software, invocations: Sequence[Invocation], context: Context) -> Recipe:
    """The checkpoint of one loop or condition; a script computes what it decides on, or it is there already."""
    if "script" in software.execution:
        return replace(host.recipe(software, invocations, context, _decision), checkpoint=True)
    parts = Parts()
    pass_argument(parts, "over", mode(invocations[0].arguments[0]), "over", False)
    _decision(parts, software)
    parts.lines.append(context.place)
    parts.lines += context.searching
    call = f"python -m eflows2smk.runtime {word(context.program)} eflows2smk.runtime.deciding:over"
    return Recipe(
        shell=(call, *(f" {line}" for line in parts.lines), " > {log:q} 2>&1"),
        inputs=tuple(parts.inputs),
        outputs=tuple(parts.outputs),
        params=tuple(parts.params),
        directives=LOCAL,
        checkpoint=True,
        name=software.name,
    )


def _decision(parts: Parts, software: Software) -> None:
    """The option for what is returned."""
    if software.kind == "condition":
        parts.lines.append(f"--condition {parts.write('condition', writing('condition'))}")
        return
    # The elements lie in the same folder.
    line = f"--iterations {parts.write('iterations', writing('iterations'), 'directory')}"
    names = cast("tuple[str, ...]", software.execution["parts"])
    if software.execution.get("count"):
        line += " count"
    elif software.execution.get("unpack"):
        line += f" parts {' '.join(names)}"
    elif names:
        line += " elements"
    parts.lines.append(line)
