"""Containers: the command that runs a program inside of an image."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from eflows2smk.diagnostics import Diagnostic, ProgramError
from eflows2smk.rules.quoting import braced
from eflows2smk.software import Literal, Reference, inside
from eflows2smk.workflow.model import Software


def entered(software: Software, render: Callable[[Sequence[Literal | Reference]], str]) -> str:
    """What stands before a program on its command line, "" where it needs no image.

    Snakemake's own directive would do for one engine only, and is skipped by runs that do not ask for it.
    """
    return "" if software.container is None else render(inside(software.container))


def entered_by_python(software: Software) -> str:
    """The same before the Python of a task, in the folder of the workflow itself."""
    if software.container is None:
        return ""
    pieces = inside(software.container, "$PWD")
    for piece in pieces:
        if isinstance(piece, Reference):
            raise ProgramError(
                Diagnostic(
                    "E518",
                    f"the container of the Python task '{software.name}' names the parameter '{piece.parameter}'",
                    software.span,
                    "write the options without parameters",
                )
            )
    return "".join(braced(piece.text) for piece in pieces if isinstance(piece, Literal))
