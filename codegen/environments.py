"""Environments of conda: which rules have one, and their files below ``workflow/envs``."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace

from eflows2smk.codegen.family import Family
from eflows2smk.codegen.prologue import PACKAGE, RUNTIME
from eflows2smk.workflow.model import Environment

FOLDER = "envs"


def runs_python(family: Family) -> bool:
    return any(RUNTIME in piece for piece in family.shell)


def equip(families: Sequence[Family], usual: Environment | None) -> dict[str, str]:
    """Give rules that run Python the usual environment where their software says nothing, and all environments names
    of their own; returns the files, by path in the project."""
    names: dict[Environment, str] = {}
    for family in families:
        wanted = family.directives.conda or (usual if usual is not None and runs_python(family) else None)
        if wanted is None:
            continue
        name = names.setdefault(wanted, _free(wanted.name, names.values()))
        family.directives = replace(family.directives, conda=replace(wanted, name=name))
    found = [replace(each, name=name) for each, name in names.items()]
    return {f"workflow/{below_workflow(each)}": each.text for each in found}


def below_workflow(environment: Environment) -> str:
    """The path of its file, as seen from the Snakefile."""
    return f"{FOLDER}/{environment.name}.yaml"


def lacks_runtime(families: Sequence[Family]) -> bool:
    """Whether Python jobs run in an environment that does not have the runtime."""
    return any(
        family.directives.conda is not None and PACKAGE not in family.directives.conda.text and runs_python(family)
        for family in families
    )


def _free(wanted: str, taken: Collection[str]) -> str:
    name, number = wanted, 2
    while name in taken:
        name, number = f"{wanted}_{number}", number + 1
    return name
