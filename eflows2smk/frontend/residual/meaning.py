"""Calls that mean something else in a script than in the program, and what is said of them."""

from __future__ import annotations

from eflows2smk.diagnostics import Diagnostic, Severity
from eflows2smk.frontend.core.operations import Block, Step
from eflows2smk.frontend.evaluation.errors import Refused
from eflows2smk.frontend.evaluation.machine import Machine, Site
from eflows2smk.frontend.residual.described import Described

# What a script needs itself, if at all.
_OF_SCRIPTS = frozenset(("csv.field_size_limit",))


def check_meaning(machine: Machine, site: Site, step: Step, described: Described) -> None:
    """Tell of clocks, and raise Refused for what would be lost behind the script. step: the statement around."""
    facts = described.facts
    if facts is None:
        return
    if "clock" in facts.depends:
        # It says when the script runs, which other jobs need not wait for.
        machine.report(
            Diagnostic(
                "N306",
                "the clock is read when this plain Python runs, which waits for no call but those that it gets"
                " something from",
                site.span,
                "measure times in a @task function, or in 'snakemake --report'",
                (),
                Severity.NOTE,
            )
        )
    if not facts.process or facts.silent or facts.name in _OF_SCRIPTS:
        return
    if facts.name.startswith("contextlib.") and not machine.reach.reaches(Block((step,))):
        # What is over with its statement is right in a script.
        return
    name = facts.name.removeprefix("builtins.")
    raise Refused("E310", f"'{name}' can't be compiled: {facts.process}")
