"""Host code: plain Python between the invocations, as a script that Snakemake runs itself."""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Sequence
from typing import Any, cast

from eflows2smk.parameters import IN
from eflows2smk.rules.arguments import Mode, by_name, mode, needed, reading, slot_name, writing
from eflows2smk.rules.directives import LOCAL
from eflows2smk.rules.python_task import Parts, before, pass_argument
from eflows2smk.rules.quoting import word
from eflows2smk.rules.recipe import SEEN, Context, Recipe
from eflows2smk.workflow.model import ABSENT, Invocation, Kind, Software, artefacts

# The parameter for what has to be done before, without being read.
AFTER = "after"


def recipe(
    software: Software,
    invocations: Sequence[Invocation],
    context: Context,
    decision: Callable[[Parts, Software], None] | None = None,
) -> Recipe:
    """The rule of one family of host segments. decision: adds what is written of what they return, if that decides."""
    parts = Parts()
    sample = invocations[0]
    execution = software.execution
    passes = cast("tuple[str, ...]", execution["passes"])
    results = cast("tuple[str, ...]", execution["results"])
    stored: list[str] = []
    elements = cast("tuple[str, ...]", execution.get("parts", ()))
    decided = ("iterations", "condition", *elements) if decision is not None else ()
    for position, argument in enumerate(sample.arguments):
        parameter = argument.parameter
        name = slot_name(parameter)
        if argument.writes is not ABSENT:
            if parameter in decided:
                continue
            if parameter in results:
                stored.append(parts.write(name, writing(parameter)))
            elif parameter == "done":
                parts.write("done", writing(parameter), "touch")
            else:
                artefact: Any = argument.writes
                place = parts.write(
                    name, writing(parameter), *(("directory",) if artefact.kind is Kind.DIRECTORY else ())
                )
                if argument.reads is ABSENT:
                    _seen(parts, "--write", parameter, place)
                else:
                    _seen(parts, "--edit", parameter, f"{before(parts, name, parameter, mode(argument))} {place}")
            continue
        if position >= len(passes) and argument.direction is IN and isinstance(argument.reads, str):
            parts.lines.append(f"--folder {parts.param(name, reading(parameter))}")
            continue
        shown = passes[position] if position < len(passes) else parameter
        if argument.direction.content == "object":
            pass_argument(parts, parameter, mode(argument), shown, False)
        else:
            is_path = mode(argument) in (Mode.PATH_IN, Mode.PATHS_IN)
            read = reading(parameter) if is_path else needed(parameter)
            place = parts.read(name, read)
            if any(each.kind is Kind.DIRECTORY for invocation in invocations for each in artefacts(read(invocation))):
                parts.before.append(parts.unmark(place))
            if parameter != AFTER:
                _seen(parts, "--read", parameter, place)
    if stored:
        option = "--result" if len(stored) == 1 else "--results"
        parts.lines.append(" ".join([option, *stored]))
    if decision is not None:
        decision(parts, software)
    if not parts.outputs:
        parts.write("done", lambda invocation: None, "touch")
    parts.read_sources(invocations)
    parts.lines += context.searching
    if context.argv:
        parts.lines.append(f"-- {parts.param('arguments', lambda invocation: list(context.argv))}")
    path = posixpath.normpath(f"{context.project}/workflow/scripts/{software.name}.py")
    call = f"python -m eflows2smk.runtime {word(context.program)} {word(path)}:run"
    shell = [*(f"{line} && " for line in parts.before), call, *(f" {line}" for line in parts.lines)]
    if parts.before:
        shell = ["(" + shell[0], *shell[1:], ")"]
    return Recipe(
        shell=(*shell, " > {log:q} 2>&1"),
        inputs=tuple(parts.inputs),
        outputs=tuple(parts.outputs),
        params=tuple(parts.params),
        directives=LOCAL,
        functions=tuple(parts.functions.items()),
        scripts=((f"{software.name}.py", cast("str", execution["script"])),),
        name=software.name,
    )


def _seen(parts: Parts, option: str, parameter: str, places: str) -> None:
    """The option that says where a path of the script is; left out where that is no news."""
    find = by_name(parameter)

    def paths(invocation: Invocation) -> str | list[str]:
        argument = find(invocation)
        held: Any = argument.reads if argument.writes is ABSENT else argument.writes
        # Versions of one path, of which only the run decides which is read, are one.
        found = list(dict.fromkeys(artefact.path for artefact in artefacts(held)))
        return found[0] if len(found) == 1 else found

    name = f"{slot_name(parameter)}_path"
    parts.lines.append(f"{option} {parts.param(name, paths, SEEN, slot_name(parameter))} {places}")
