"""What scripts can get from each other: objects that may share parts, and those that no job could go on with."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from eflows2smk.frontend.evaluation.errors import Refused
from eflows2smk.frontend.heap.regions import Region
from eflows2smk.frontend.residual.scripts import Script

# What holds an open file, and can't be stored with it.
_HOLDERS = ("csv.writer", "csv.DictWriter", "csv.reader", "csv.DictReader")


def check_handed(script: Script, root: Any) -> None:
    """Raises Refused for what another job could not go on with."""
    if root.type == "generator":
        raise Refused(
            "E302",
            "a generator is made here, and another job would have to go on with it",
            "make a list of what it gives: list(…)",
            span=script.span if root.origin is None else root.origin.site.span,
        )
    if root.type in _HOLDERS:
        name = next((name for name, held in script.inputs.items() if held is root), root.type)
        raise Refused(
            "E406",
            f"'{name}' holds a file that stays open over calls of tasks, which are jobs of their own",
            f"make it anew for each part: {root.type}(…) of the open file",
            span=script.span if root.origin is None else root.origin.site.span,
        )


def needs_identity(script: Script, region: Region) -> bool:
    """Whether it matters to a script that its objects of a region share parts: it changes them, hands some of them on,
    or asks whether two are one."""
    if script.shares or script.asks_identity or any(each.find() is region for each in script.changed):
        return True
    given = (script.denotes.get(name) for name in script.outputs)
    return any(_is_of(root, region) for root in given)


def read_together(script: Script, roots: Sequence[Any]) -> None:
    """What is also in files of its own comes from where all that it may share parts with is."""
    for place in dict.fromkeys(script.places[root] for root in roots if root in script.places):
        found = [root for root in roots if script.places.get(root) is place]
        for root in found:
            if len(found) > 1 and not isinstance(script.loads[root], Script):
                script.loads[root] = place.script(root)


def check_shared(script: Script, roots: Sequence[Any]) -> None:
    """Raises Refused where a script is there for what these objects share, and they don't come together."""
    if script.shares:
        raise Refused(
            "E302",
            "objects that may share parts come here from several places, so what they share can't be told",
            "copy one of them before the call (copy.deepcopy)",
            span=script.span,
        )


def _is_of(root: Any, region: Region) -> bool:
    if isinstance(root, tuple):
        return any(_is_of(each, region) for each in root)
    own = getattr(root, "region", None)
    return own is not None and own.find() is region
