"""External programs on several MPI processes."""

from __future__ import annotations

from collections.abc import Sequence

from eflows2smk.rules.external import recipe_of
from eflows2smk.rules.launching import launch
from eflows2smk.rules.recipe import Context, Recipe
from eflows2smk.workflow.model import Invocation, Software


def recipe(software: Software, invocations: Sequence[Invocation], context: Context) -> Recipe:
    """The rule of one family of calls of an MPI program; with one process it is an ordinary one."""
    start = launch(software, invocations)
    return recipe_of(software, invocations, start.text, start.resources, start.slurm)
