"""What known objects were when a script last had to do with them.

The compiler goes on changing a known object by itself, ``box.n = 3``, without a text in the script that has it under a
name. Who reads the name behind that has to get the object anew.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from eflows2smk.frontend.evaluation.conversion import is_known
from eflows2smk.frontend.heap.cells import Cell
from eflows2smk.frontend.heap.heap import Heap
from eflows2smk.frontend.residual.scripts import Script
from eflows2smk.frontend.residual.snapshots import Before, alike, snapshot
from eflows2smk.frontend.residual.writing import is_computed


def changed_apart(heap: Heap, script: Script, before: Before) -> set[str]:
    """The names of objects that have changed without the script, up to the statement with these changes."""
    return {
        name
        for name, seen in script.seen.items()
        if not is_computed(script.denotes[name]) and not alike(seen, snapshot(heap, script.denotes[name], before))
    }


def note_seen(heap: Heap, script: Script, bound: Mapping[str, Any], apart: Collection[str]) -> None:
    """Behind a text: the script's objects are what the compiler has, but for those that had changed apart from it.
    bound: the names that the text binds."""
    for name in bound:
        script.seen.pop(name, None)
    for name in [each for each in script.seen if each not in apart and _is_left_to(script, script.denotes[each])]:
        del script.seen[name]
    for name, value in script.denotes.items():
        is_new = name in bound and not is_known(value)
        if isinstance(value, Cell) and not value.is_computed and (is_new or name in script.seen) and name not in apart:
            script.seen[name] = snapshot(heap, value, {})


def _is_left_to(script: Script, value: Any) -> bool:
    """Whether an object was known, and is one that only the script has by now."""
    return is_computed(value) and value.region is not None and value.region.find().place is script


def note_left(heap: Heap, script: Script) -> None:
    """At the end of a script: what it has of known objects that hold values of the run."""
    for name, value in script.denotes.items():
        if isinstance(value, Cell | tuple) and not is_computed(value) and not is_known(value):
            script.left[name] = script.seen.get(name) or snapshot(heap, value, {})
