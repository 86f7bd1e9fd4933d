"""Calls that mean something else in a script than in the program, and what is said of them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from eflows2smk.diagnostics import Diagnostic, Severity
from eflows2smk.frontend.core import operations as core
from eflows2smk.frontend.core.operations import Block, Step
from eflows2smk.frontend.evaluation.errors import Refused
from eflows2smk.frontend.evaluation.machine import Machine, Site
from eflows2smk.frontend.evaluation.values import MISSING, Library
from eflows2smk.frontend.residual.described import Described
from eflows2smk.frontend.residual.scripts import Script

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


def check_settings(
    settings: dict[str, list[Script]], script: Script, site: Site, described: Described, operands: Sequence[Any]
) -> None:
    """Raises Refused where a script uses a library of which another one has set a variable: nobody could hand that on.

    settings: the scripts that have set any, by the library's name.
    """
    library = operands[0] if operands else None
    is_known = described.facts is not None and not described.facts.unknown_code
    if not isinstance(library, Library) or library.real is not MISSING or is_known:
        return
    name = library.name.partition(".")[0]
    before = settings.setdefault(name, [])
    if isinstance(site.operation, core.SetAttribute | core.SetItem):
        before.append(script)
    elif any(each is not script for each in before):
        raise Refused(
            "E310",
            f"'{site.text}' can't be compiled: a variable of '{name}' was set before, in another process",
            "set it in the function that needs it, or right before it, with no call of a task in between",
        )
