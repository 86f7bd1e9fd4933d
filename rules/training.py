"""Distributed training: a script of Python in several processes, which find one another as torchrun's do."""

from __future__ import annotations

from collections.abc import Sequence

from eflows2smk.rules.external import recipe_of
from eflows2smk.rules.launched import as_binary
from eflows2smk.rules.launching import launch
from eflows2smk.rules.recipe import Context, Recipe
from eflows2smk.workflow.model import Invocation, Software

# Without a cluster all processes are on this machine, and nothing else has to be installed.
LOCAL = "processes"


def recipe(software: Software, invocations: Sequence[Invocation], context: Context) -> Recipe:
    """The rule of one family of trainings."""
    start = launch(software, invocations, default=LOCAL)
    text = f"python -m eflows2smk.runtime.training {start.text}rank "
    return recipe_of(as_binary(software, invocations), invocations, text, start.resources, start.slurm)
