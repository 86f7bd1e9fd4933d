"""External programs of one process."""

from __future__ import annotations

from collections.abc import Sequence

from eflows2smk.rules.external import recipe_of
from eflows2smk.rules.recipe import Context, Recipe
from eflows2smk.workflow.model import Invocation, Software


def recipe(software: Software, invocations: Sequence[Invocation], context: Context) -> Recipe:
    """The rule of one family of calls of a program; no Python of ours in its jobs."""
    return recipe_of(software, invocations)
