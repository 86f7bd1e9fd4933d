"""Programs that another program starts: julia, runcompss, and programs with OmpSs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from eflows2smk.rules.external import recipe_of
from eflows2smk.rules.nodes import COUNTS, SPREAD, are_several
from eflows2smk.rules.recipe import Context, Recipe
from eflows2smk.software import as_program
from eflows2smk.workflow.model import Invocation, Software


def recipe(software: Software, invocations: Sequence[Invocation], context: Context) -> Recipe:
    """The rule of one family of calls; that of the program with its launcher before it."""
    program = as_binary(software, invocations)
    if are_several(invocations):
        return recipe_of(program, invocations, f"python -m eflows2smk.runtime.nodes {COUNTS} ", SPREAD)
    return recipe_of(program, invocations)


def as_binary(software: Software, invocations: Sequence[Invocation]) -> Software:
    """The software as a binary of one command line."""
    arguments = invocations[0].arguments
    directions = {argument.parameter: argument.direction for argument in arguments}
    order = [argument.parameter for argument in arguments]
    return replace(software, execution=as_program(software.kind, software.execution, order, directions))
