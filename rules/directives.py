"""What a rule says beside its files, parameters and resources: the same for all of its jobs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields

from eflows2smk.workflow.model import Environment, Invocation, Software


@dataclass(frozen=True, slots=True)
class Directives:
    """By the names of Snakemake's directives and in the order in which they are written, each with what holds where
    nothing is said.

    A directive is a field here, and a line where something sets it: rules carry these values as they are, from the
    recipe to the Snakefile, where a number or truth value stands beside the name and a text below it.
    """

    priority: int = 0
    retries: int | None = None
    group: str = ""
    localrule: bool = False
    conda: Environment | None = None
    envmodules: tuple[str, ...] = ()

    def said(self) -> Iterator[tuple[str, object]]:
        """The directives that a rule needs, with their values."""
        for each in fields(self):
            value = getattr(self, each.name)
            if value != each.default:
                yield each.name, value


# Of rules that Snakemake runs itself and never submits.
LOCAL = Directives(localrule=True)


def directives(software: Software, sample: Invocation) -> Directives:
    """Those of a family of calls of the program's own software. sample: one of its calls."""
    return Directives(priority=software.priority, conda=software.environment, envmodules=sample.resources.modules)
