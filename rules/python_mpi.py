"""Python functions on several MPI processes: each rank calls the function, and stores what it returns."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, cast

from eflows2smk.diagnostics import Diagnostic, ProgramError
from eflows2smk.rules.launching import launch
from eflows2smk.rules.python_task import finish, passed
from eflows2smk.rules.quoting import word
from eflows2smk.rules.recipe import Context, Recipe
from eflows2smk.workflow.model import ABSENT, Invocation, Software


def recipe(software: Software, invocations: Sequence[Invocation], context: Context) -> Recipe:
    """The rule of one family of calls."""
    sample = invocations[0]
    _check(software, sample)
    start = launch(software, invocations)
    parts = passed(software, sample)
    layouts = cast("Mapping[str, Any]", software.execution.get("layouts", {}))
    parts.lines += [f"--layout {name} {','.join(map(str, layout))}" for name, layout in layouts.items()]
    function = word(f"{software.module}:{software.qualname}")
    call = f" python -m eflows2smk.runtime.mpi {start.count} {word(context.program)} {function}"
    made = finish(parts, software, sample, invocations, context, call=call)
    place = next(i for i, piece in enumerate(made.shell) if piece.endswith(call))
    before = made.shell[place].removesuffix(call) + start.text.rstrip()
    return replace(
        made,
        shell=(*made.shell[:place], before, call, *made.shell[place + 1 :]),
        resources=(*start.resources, *made.resources),
        slurm_resources={**made.slurm_resources, **start.slurm},
    )


def _check(software: Software, sample: Invocation) -> None:
    for argument in sample.arguments:
        if argument.writes is not ABSENT and not argument.direction.is_path:
            raise ProgramError(
                Diagnostic(
                    "E521",
                    f"'{argument.parameter}' of '{software.name}' is changed by several processes, each its own copy",
                    sample.site.span,
                    "return what is new; a method that leaves its object as it is has target_direction=IN",
                )
            )
    if software.on_failure == "IGNORE":
        raise ProgramError(
            Diagnostic(
                "E522",
                f"a failure of '{software.name}' can't be ignored: a process that fails takes the others with it",
                software.span,
                "catch in the function what may fail, in all processes alike",
            )
        )
