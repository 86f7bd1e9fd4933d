"""Software of kinds that other packages add: the rule of the program that each of them stands for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from eflows2smk.rules.external import recipe_of
from eflows2smk.rules.recipe import Context, Recipe
from eflows2smk.software import program_of
from eflows2smk.workflow.model import Invocation, Software


def recipe(software: Software, invocations: Sequence[Invocation], context: Context) -> Recipe:
    """The rule of one family of calls."""
    arguments = invocations[0].arguments
    directions = {argument.parameter: argument.direction for argument in arguments}
    order = [argument.parameter for argument in arguments]
    execution = program_of(software.kind, software.execution, order, directions)
    return recipe_of(replace(software, execution=execution), invocations)
