"""A folder with what several jobs wrote in it, where that can't be one folder from the beginning."""

from __future__ import annotations

from collections.abc import Sequence

from eflows2smk.rules.arguments import reading, writing
from eflows2smk.rules.directives import LOCAL
from eflows2smk.rules.python_task import Parts
from eflows2smk.rules.recipe import Context, Recipe
from eflows2smk.workflow.model import Invocation, Software

PUT_IN = r"""# put_in FOLDER NAME... SOURCE...: copy files and folders into a folder, as many names as sources.
put_in() {
    local folder=$1 number count=$((($# - 1) / 2)) source target
    shift
    for ((number = 1; number <= count; number++)); do
        source=${@:number+count:1} target=$folder/${!number}
        mkdir -p -- "${target%/*}"
        if [[ -d $source ]]; then
            unmark "$source"
            mkdir -p -- "$target"
            cp -a --reflink=auto -- "$source/." "$target"
        else
            cp --reflink=auto -- "$source" "$target"
        fi
    done
}
"""


def recipe(software: Software, invocations: Sequence[Invocation], context: Context) -> Recipe:
    """The rule of one family of folders. Their arguments: ``base`` (a directory, perhaps), ``members``, ``names`` (the
    paths of these in the folder) and ``folder``."""
    parts = Parts()
    has_base = invocations[0].arguments[0].parameter == "base"
    base = parts.read("base", reading("base")) if has_base else ""
    members = parts.read("members", reading("members"))
    folder = parts.write("folder", writing("folder"), "directory")
    steps = [f"mkdir -p -- {folder}"]
    if has_base:
        steps += [parts.unmark(base), f"cp -a --reflink=auto -- {base}/. {folder}"]
    parts.unmark(base)
    parts.functions["put_in"] = PUT_IN
    steps.append(f"put_in {folder} {parts.param('names', reading('names'))} {members}")
    return Recipe(
        shell=(f"({steps[0]}", *(f" && {step}" for step in steps[1:]), ") > {log:q} 2>&1"),
        inputs=tuple(parts.inputs),
        outputs=tuple(parts.outputs),
        params=tuple(parts.params),
        directives=LOCAL,
        functions=tuple(parts.functions.items()),
        name=software.name,
    )
