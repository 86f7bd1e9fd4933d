"""Sorting of the program's values by their keys."""

from __future__ import annotations

from typing import Any

from eflows2smk.frontend.evaluation.calls import call_value
from eflows2smk.frontend.evaluation.conversion import NotPlain, Plain, is_known, really
from eflows2smk.frontend.evaluation.errors import Refused
from eflows2smk.frontend.evaluation.machine import Machine, Site
from eflows2smk.frontend.evaluation.operators import compare, truth_of
from eflows2smk.frontend.heap.values import Computed


def ordered_items(machine: Machine, site: Site, items: list[Any], key: Any, reverse: Any) -> list[Any] | None:
    """The items sorted; None where only the run can compare them."""
    keys = items if key is None else [call_value(machine, site, key, [item], {}) for item in items]
    if isinstance(reverse, Computed) or not all(is_known(each) for each in keys):
        return None
    plain = Plain()
    try:
        compared: list[Any] = [plain.of(each) for each in keys]
    except NotPlain:
        compared = [_Compared(machine, site, each) for each in keys]
    try:
        order = really(sorted, range(len(items)), key=compared.__getitem__, reverse=bool(reverse))
    except _Undecided:
        return None
    return [items[position] for position in order]


class _Undecided(Refused):
    """Only the run knows which of two keys is the smaller one."""


class _Compared:
    """A key whose order the program's own methods decide."""

    __slots__ = ("machine", "site", "value")

    def __init__(self, machine: Machine, site: Site, value: Any) -> None:
        self.machine, self.site, self.value = machine, site, value

    def __lt__(self, other: _Compared) -> bool:
        found = compare(self.machine, self.site, "<", self.value, other.value)
        if isinstance(found, Computed):
            raise _Undecided("E302", "the order of these objects is only known when the workflow runs")
        return bool(truth_of(self.machine, self.site, found))
