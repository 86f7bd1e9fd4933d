"""Data transformations: a function of the program between producer and consumer."""

from __future__ import annotations

from collections.abc import Sequence

from eflows2smk.parameters import CONVERSIONS
from eflows2smk.rules.arguments import mode
from eflows2smk.rules.python_task import Parts, finish, pass_argument
from eflows2smk.rules.recipe import Context, Recipe
from eflows2smk.workflow.model import Invocation, Software

_POSITION = {"target": "0", "destination": "1"}


def recipe(software: Software, invocations: Sequence[Invocation], context: Context) -> Recipe:
    """The rule of one family of transformations. What they make between two rules is temporary."""
    parts = Parts()
    sample = invocations[0]
    for argument in sample.arguments:
        shown = _POSITION.get(argument.parameter, argument.parameter)
        is_directory = "directory" in argument.direction.content
        pass_argument(parts, argument.parameter, mode(argument), shown, is_directory)
    transformation = software.transformation
    if transformation is not None and transformation.conversion == CONVERSIONS["FILE_TO_COLLECTION"]:
        parts.lines.append("--collection")
    return finish(parts, software, sample, invocations, context, ("temp",))
