"""How many invocations of each rule share a job of a cluster."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from math import ceil

from eflows2smk.codegen.family import Family
from eflows2smk.codegen.queues import stated_minutes
from eflows2smk.diagnostics import NOWHERE, Diagnostic, ProgramError


@dataclass(frozen=True, slots=True)
class Batches:
    """What the user says: each, of rules whose description says nothing; rules, of single ones, whatever it says."""

    each: int | None = None
    rules: Mapping[str, int] = field(default_factory=dict)


# Minutes: calls that say that they take no more are short, and so many of them share a job that it takes no more.
SHORT, TOGETHER = 2, 10


def batch(families: Sequence[Family], choice: Batches, at_once: int | None = None) -> None:
    """Set `Family.batch`. Raises ProgramError for a rule that is not there, and for numbers that are none.

    at_once: how many jobs may wait or run, where jobs of short calls are to be shared by more of them than that.
    """
    problems = [_unknown(name, families) for name in choice.rules if all(each.name != name for each in families)]
    for family in families:
        stated = None if family.site is None else family.site.software.execution.get("batch")
        is_one = family.size == 1 and not family.domains
        number = _number(stated) if stated is not None else None if is_one else choice.each
        if stated is None and number is None and at_once is not None:
            number = _of_short(family, at_once)
            family.is_short = number is not None and family.name not in choice.rules
        if number is None and stated is not None:
            assert family.site is not None
            what = f"'batch' has to be a number of invocations, not {stated!r}"
            problems.append(Diagnostic("E219", what, family.site.software.span, "a whole number from 1 on"))
        if not family.local:
            family.batch = choice.rules.get(family.name, number)
    if problems:
        raise ProgramError(*problems)


def _of_short(family: Family, at_once: int) -> int | None:
    """How many short calls share a job; no more than what leaves as many jobs as may be there at once."""
    minutes = stated_minutes(family)
    if family.local or family.domains or len(minutes) < family.size or max(minutes) > SHORT:
        return None
    number = min(TOGETHER // max(*minutes, 1), ceil(family.size / at_once))
    return number if number > 1 else None


def _number(stated: object) -> int | None:
    text = str(stated)
    return int(text) if text.isdecimal() and int(text) > 0 else None


def _unknown(name: str, families: Sequence[Family]) -> Diagnostic:
    known = ", ".join(family.name for family in families)
    return Diagnostic("E016", f"--batch names '{name}', which is no rule", NOWHERE, f"one of {known}")
