"""Python functions that use several nodes: one process, which finds their names in its environment."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from eflows2smk.rules.nodes import COUNTS, SPREAD, are_several
from eflows2smk.rules.python_task import finish, passed
from eflows2smk.rules.recipe import Context, Recipe
from eflows2smk.workflow.model import Invocation, Software


def recipe(software: Software, invocations: Sequence[Invocation], context: Context) -> Recipe:
    """The rule of one family of calls."""
    parts = passed(software, invocations[0])
    several = are_several(invocations)
    parts.lines.append(f"--nodes {COUNTS if several else '1 {threads}'}")
    made = finish(parts, software, invocations[0], invocations, context)
    return replace(made, resources=(*SPREAD, *made.resources)) if several else made
