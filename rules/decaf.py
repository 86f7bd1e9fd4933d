"""Data flows of decaf: a script writes a program that starts them, and this is run."""

from __future__ import annotations

from collections.abc import Sequence

from eflows2smk.rules.external import recipe_of
from eflows2smk.rules.launched import as_binary
from eflows2smk.rules.launching import launch
from eflows2smk.rules.quoting import braced
from eflows2smk.rules.recipe import Context, Recipe
from eflows2smk.software import before_launcher
from eflows2smk.workflow.model import Invocation, Software


def recipe(software: Software, invocations: Sequence[Invocation], context: Context) -> Recipe:
    """The rule of one family of data flows. The launcher of their processes goes to the script."""
    start = launch(software, invocations, default="mpirun")
    text = braced(before_launcher(software.execution)) + start.text
    return recipe_of(as_binary(software, invocations), invocations, text, start.resources, start.slurm)
