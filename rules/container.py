"""Containers: the command that runs a program inside of an image."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from eflows2smk.software import Literal, Reference, inside
from eflows2smk.workflow.model import Software


def entered(software: Software, render: Callable[[Sequence[Literal | Reference]], str]) -> str:
    """What stands before a program on its command line, "" where it needs no image.

    Snakemake's own directive would do for one engine only, and is skipped by runs that do not ask for it.
    """
    return "" if software.container is None else render(inside(software.container))
