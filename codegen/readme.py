"""The README of a project, for who gets it without knowing the program: how to run it, and what comes out.

It lies in ``workflow``: the one beside the program is its author's.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Sequence

from eflows2smk.codegen.expressions import template
from eflows2smk.codegen.family import Family
from eflows2smk.codegen.forms import Expand, Form, Pattern, Several
from eflows2smk.codegen.printed import Rule
from eflows2smk.codegen.prologue import LIBRARY, Prologue
from eflows2smk.codegen.references import Place
from eflows2smk.workflow.model import Artefact, Workflow, leaves

FILE = "workflow/README.md"
# Of more files nobody reads the list.
MANY = 40


def readme(
    workflow: Workflow, rules: Sequence[Rule], families: Sequence[Family], prologue: Prologue, configuration: str
) -> str:
    """The text. configuration: the file whose values may be changed, "" for none."""
    program = posixpath.basename(workflow.program)
    lines = [
        f"# The workflow of {program}",
        "",
        f"Compiled from `{workflow.program}` by eflows2smk. Change that and compile",
    ]
    lines += ["again: nothing in this folder is meant to be edited.", "", "## How to run it", ""]
    lines += ["In the folder around this one:", "", "    snakemake -c 4                       # on four cores"]
    lines += ["    snakemake --profile slurm            # on a cluster with Slurm, see slurm/config.yaml"]
    if prologue.has_environments:
        lines += ["    snakemake --sdm conda -c 4           # in the environments of workflow/envs"]
    lines += ["    snakemake -n                         # what would be done", "", *_needs(prologue, program)]
    if configuration:
        lines += ["", f"Values in `{configuration}` may be changed: what depends on them runs again."]
    lines += ["", "## What comes out", "", *_results(rules, families), ""]
    return "\n".join(
        [*lines, "Each job has its log below `logs`. `snakemake --report report.html` shows what was done.", ""]
    )


def _needs(prologue: Prologue, program: str) -> list[str]:
    needed = "It needs Snakemake 9, and the programs that its rules call."
    if not prologue.runs_python:
        return [needed]
    own = f"comes in `workflow/{LIBRARY}`" if prologue.standalone else "has to be installed where Snakemake is"
    return [
        needed,
        "",
        f"Jobs also call functions of {program}: what that imports has to be there, and eflows2smk",
        f"{own}.",
    ]


def _results(rules: Sequence[Rule], families: Sequence[Family]) -> Iterator[str]:
    found = [
        (path, rule.name)
        for rule, family in zip(rules, families, strict=True)
        for entry, slot in zip(rule.outputs, family.outputs, strict=True)
        if "temp" not in entry.marks and any(_is_result(leaf, family) for leaf in leaves(slot.column[0]))
        for path in _paths(entry.form)
    ]
    for path, name in found[:MANY]:
        yield f"- `{path}`, from rule `{name}`"
    if len(found) > MANY:
        yield f"- and {len(found) - MANY} more: rule `all` has them"
    if not found:
        yield "Nothing in files: what the program prints is in the logs."


def _is_result(held: object, family: Family) -> bool:
    """Whether it lies under a name that the program gives."""
    is_published = isinstance(held, Place) and family.publishes is not None
    return is_published or (isinstance(held, Artefact) and bool(held.path))


def _plain(pattern: Pattern) -> str:
    """The path with wildcards, and names of the Snakefile, in braces."""
    text = template(pattern)
    return text.removeprefix("f")[1:-1] if text.endswith('"') else text


def _paths(form: Form) -> Iterator[str]:
    match form:
        case Pattern() if form.is_plain:
            yield _plain(form)
        case Expand() if form.pattern.is_plain:
            yield _plain(form.pattern)
        case Several():
            for item in form.items:
                yield from _paths(item)
