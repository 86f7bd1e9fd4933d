"""Decisions that depend on other decisions: Snakemake has to look at those of an earlier run one after the other.

A job whose inputs a checkpoint decides has none but the checkpoint until Snakemake has looked at what that decided. Of
a later checkpoint that depends on such a job, Snakemake (9) then takes the output of an earlier run for up to date
without a look at the files behind it, asks it, and forgets it: nothing runs again. `decisions_in_turn` goes into the
project as it is.
"""

from __future__ import annotations

from pathlib import Path

from eflows2smk.workflow.model import DECIDING, Each, Holding, Joined, Somewhere, Workflow, artefacts

MODULE = "decisions_in_turn"
FILE = f"workflow/scripts/{MODULE}.py"
LINES = ["# Decisions of an earlier run hold where all that is behind them is up to date.", "decide_in_turn()"]

TEXT = Path(__file__).with_name(f"{MODULE}.py").read_text()


def is_needed(workflow: Workflow) -> bool:
    """Whether a decision depends on a job whose inputs another one decides."""
    behind = [False] * len(workflow.invocations)
    changed = any(invocation.site.software.kind in DECIDING for invocation in workflow.invocations)
    while changed:
        # Again, since what an iteration leaves for the next one is made further down.
        changed = False
        for invocation in workflow.invocations:
            if behind[invocation.number]:
                continue
            reads = [argument.reads for argument in invocation.arguments]
            is_behind = any(map(_is_decided, reads)) or any(
                made.producer >= 0 and behind[made.producer] for read in reads for made in artefacts(read)
            )
            # One checkpoint gathers the decisions of the iterations around.
            if is_behind or (invocation.site.software.kind in DECIDING and len(invocation.domains) > 1):
                behind[invocation.number] = changed = True
                if invocation.site.software.kind in DECIDING:
                    return True
    return False


def _is_decided(held: object) -> bool:
    """Whether a checkpoint is asked which files it is."""
    match held:
        case Each():
            return True
        case Joined():
            return (held.domain is not None and held.how != "carried") or any(
                map(_is_decided, (held.then, held.otherwise))
            )
        case Holding():
            return any(map(_is_decided, held.members))
        case Somewhere():
            return any(map(_is_decided, (held.text, *held.after)))
        case list() | tuple():
            return any(map(_is_decided, held))
        case _:
            return False
