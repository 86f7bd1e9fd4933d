"""A version of a file or directory that the run has decided for, under a name that others can rely on."""

from __future__ import annotations

from collections.abc import Sequence

from eflows2smk.rules.arguments import reading, writing
from eflows2smk.rules.directives import LOCAL
from eflows2smk.rules.python_task import Parts
from eflows2smk.rules.recipe import Context, Recipe
from eflows2smk.workflow.model import Invocation, Software


def recipe(software: Software, invocations: Sequence[Invocation], context: Context) -> Recipe:
    """The rule of one family of copies."""
    parts = Parts()
    is_directory = invocations[0].arguments[1].direction.content == "directory"
    source = parts.read("decided", reading("decided"))
    target = parts.write("version", writing("version"), *(("directory",) if is_directory else ()))
    copied = (
        f"mkdir -p -- {target} && {parts.unmark(source)} && cp -a --reflink=auto -- {source}/. {target}"
        if is_directory
        else (f"cp --reflink=auto -- {source} {target}")
    )
    return Recipe(
        shell=(f"({copied})" if is_directory else copied, " > {log:q} 2>&1"),
        inputs=tuple(parts.inputs),
        outputs=tuple(parts.outputs),
        params=tuple(parts.params),
        directives=LOCAL,
        functions=tuple(parts.functions.items()),
        name=software.name,
    )
