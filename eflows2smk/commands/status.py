"""``eflows2smk status``, ``explain``, ``prune``: what would run and why, which call makes a file, what is left over."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from eflows2smk.commands.compiling import Wishes, compile_to_files
from eflows2smk.commands.leftover import Left, left_over, remove
from eflows2smk.commands.planning import Plan, Planned, plan
from eflows2smk.commands.reasons import reasons
from eflows2smk.commands.reporting import activity, say, show
from eflows2smk.diagnostics import NOWHERE, Diagnostic, ProgramError

if TYPE_CHECKING:
    from eflows2smk.codegen.jobs import Call
    from eflows2smk.codegen.record import Record
    from eflows2smk.commands.phases import Compiled
    from eflows2smk.workflow.model import Argument

SHOWN = 3


@dataclass(frozen=True, slots=True)
class State:
    """Of a compiled project in this folder."""

    compiled: Compiled
    record: Record
    plan: Plan
    left: list[Left]

    @property
    def makers(self) -> dict[str, str]:
        """The rules that make files, by path."""
        return {**self.plan.made, **{path: job.rule for job in self.plan.jobs for path in job.outputs}}

    def reasons(self, job: Planned) -> tuple[str, ...]:
        return reasons(job, self.record, self.makers)


def _state(main: Path, argv: Sequence[str], wishes: Wishes, *, force: bool) -> State | None:
    """Compile the program, and ask Snakemake; None, after it was said why, where that can't be done."""
    from eflows2smk.codegen import record

    done = compile_to_files(main, argv, Path(), wishes, force=force, quiet=True)
    if done is None:
        return None
    compiled = done[0]
    assert compiled.jobs is not None
    try:
        with activity("asking Snakemake"):
            planned = plan()
    except ProgramError as error:
        show(error.diagnostics)
        return None
    known = record.read(Path())
    made = {*planned.made, *(path for job in planned.jobs for path in job.outputs)}
    left = left_over(made, compiled.jobs, known.rules, pending=bool(planned.jobs))
    return State(compiled, known, planned, left)


# status ---------------------------------------------------------------------------------------------------------------


def status_command(main: Path, argv: Sequence[str], wishes: Wishes, *, force: bool, as_json: bool) -> int:
    state = _state(main, argv, wishes, force=force)
    if state is None:
        return 1
    groups: dict[str, dict[tuple[str, ...], list[Planned]]] = {}
    for job in state.plan.jobs:
        groups.setdefault(job.rule, {}).setdefault(_kinds(state.reasons(job)), []).append(job)
    if as_json:
        say(json.dumps(_plain(state), indent=1))
        return 0
    count = len(state.plan.jobs)
    if not count:
        say(f"{main}: everything is up to date")
    else:
        say(f"{main}: {count} job{'s' * (count != 1)} would run")
    for rule, kinds in groups.items():
        for jobs in kinds.values():
            say(f"  {rule}{f' ({len(jobs)} jobs)' if len(jobs) > 1 else ''}")
            for line in _lines(state, jobs):
                say(f"      {line}")
    if state.left:
        say("left over from earlier compilations ('eflows2smk prune' takes it away):")
        for left in state.left:
            say(f"  {left.path} (made by {left.rule})")
    return 0


def _kinds(told: tuple[str, ...]) -> tuple[str, ...]:
    """Reasons without the names of files: jobs of one rule with the same are told together."""
    return tuple(each if each.startswith(("changed: ", "follows: ")) else each.partition(":")[0] for each in told)


def _lines(state: State, jobs: list[Planned]) -> list[str]:
    found: dict[str, None] = {}
    for job in jobs:
        found.update(dict.fromkeys(state.reasons(job)))
    lines = list(found)
    return lines if len(lines) <= SHOWN + 1 else [*lines[:SHOWN], f"and {len(lines) - SHOWN} more"]


def _plain(state: State) -> dict[str, Any]:
    return {
        "jobs": [
            {
                "rule": job.rule,
                "wildcards": job.wildcards,
                "outputs": list(job.outputs),
                "reasons": list(state.reasons(job)),
            }
            for job in state.plan.jobs
        ],
        "left over": [{"path": left.path, "rule": left.rule} for left in state.left],
    }


# prune ----------------------------------------------------------------------------------------------------------------


def prune_command(main: Path, argv: Sequence[str], wishes: Wishes, *, force: bool, yes: bool, as_json: bool) -> int:
    state = _state(main, argv, wishes, force=force)
    if state is None:
        return 1
    if as_json:
        say(json.dumps({"left over": [left.path for left in state.left], "removed": yes}, indent=1))
    for left in state.left:
        if not as_json:
            say(f"{'removed' if yes else 'left over:'} {left.path}")
        if not yes:
            continue
        try:
            remove(left)
        except OSError as error:
            show([Diagnostic("E002", f"'{left.path}' can't be removed: {error.strerror}", NOWHERE)])
            return 1
    if not as_json and not state.left:
        say("nothing is left over")
    elif not as_json and not yes:
        say("nothing was removed: 'eflows2smk prune --yes' does it")
    return 0


# explain --------------------------------------------------------------------------------------------------------------


def explain_command(main: Path, argv: Sequence[str], wishes: Wishes, path: str, *, force: bool, as_json: bool) -> int:
    state = _state(main, argv, wishes, force=force)
    if state is None:
        return 1
    assert state.compiled.jobs is not None
    wanted = path.removeprefix("./")
    call = state.compiled.jobs.making(wanted)
    if call is None:
        left = next((each for each in state.left if each.path == wanted), None)
        why = f"it is left over: the rule '{left.rule}' of an earlier compilation made it" if left is not None else ""
        if not why:
            why = "it was there before" if Path(path).exists() else "there is none"
        show([Diagnostic("E018", f"no call of '{main}' makes '{path}': {why}", NOWHERE, "name a file of the workflow")])
        return 1
    found = _explained(state, call, wanted)
    if as_json:
        say(json.dumps(found, indent=1))
        return 0
    say(f"{path}")
    say(f"  is made by  {found['call']}")
    say(f"              {found['place']}")
    for name, value in found["variables"].items():
        say(f"  where       {name} = {value}")
    for name, value in found["arguments"].items():
        say(f"  with        {name} = {value}")
    say(f"  as          rule {found['rule']}{' ' + found['wildcards'] if found['wildcards'] else ''}")
    for number, reason in enumerate(found["reasons"] or ["up to date"]):
        say(f"  {'state' if not number else '     '}       {reason}")
    return 0


def _explained(state: State, call: Call, path: str) -> dict[str, Any]:
    from eflows2smk.workflow.text import readable

    invocation, site = call.invocation, call.invocation.site
    planned = next((job for job in state.plan.jobs if path in job.outputs), None)
    if planned is None:
        same = [job for job in state.plan.jobs if job.rule == call.rule]
        planned = next((job for job in same if _wildcards(job) == call.wildcards), None)
    variables = {name: repr(value) for name, value in zip(site.variables, invocation.variables, strict=True)}
    return {
        "path": path,
        "call": site.text,
        "place": f"{site.span.file}:{site.span.line}",
        "rule": call.rule,
        "wildcards": readable(", ".join(f"{name}={value}" for name, value in call.wildcards.items())),
        "variables": variables,
        "arguments": {each.parameter: _shown(state, each) for each in invocation.arguments},
        "reasons": list(state.reasons(planned)) if planned is not None else [],
    }


def _shown(state: State, argument: Argument) -> str:
    """What an argument gets, and what it writes."""
    from eflows2smk.workflow.model import ABSENT, Artefact, Kind
    from eflows2smk.workflow.printer import print_held

    workflow = state.compiled.workflow
    assert workflow is not None
    words = []
    for held in (argument.reads, argument.writes):
        if held is ABSENT:
            continue
        if not isinstance(held, Artefact):
            words.append(print_held(held))
        elif held.kind is not Kind.OBJECT:
            words.append(str(held.path))
        elif held is argument.reads and held.producer >= 0:
            site = workflow.invocations[held.producer].site
            words.append(f"what {site.software.name} makes ({site.span.file}:{site.span.line})")
    return " → ".join(dict.fromkeys(words)) or "an object that it makes"


def _wildcards(job: Planned) -> dict[str, str]:
    return dict(pair.split("=", 1) for pair in job.wildcards.split(", ") if "=" in pair)
