"""Kinds of software that other packages add, each through an entry point of the group ``eflows2smk.rules``.

The entry point's name is the type of software, and that of its decorator; what it points to is an `Added`, usually a
module:

    [project.entry-points."eflows2smk.rules"]
    rscript = "eflows2smk_rscript.kind"

A program then writes ``"type": "rscript"`` in a description, or ``from eflows2smk_rscript import rscript``, where the
package makes that decorator with `eflows2smk.decorators.wrapper.described_by`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from importlib.metadata import EntryPoint, entry_points
from typing import Any, Protocol, cast

from eflows2smk.parameters import Direction
from eflows2smk.software.schema import EXECUTION

GROUP = "eflows2smk.rules"


class Added(Protocol):
    """What a package has to give.

    KEYS: the keys of the section ``execution`` and their types, as in `schema.EXECUTION`: ``"script:s* engine:s"``.
    It may also have a function ``recipe`` (see `eflows2smk.rules.recipe.RuleKind`), where the rule is to be more than
    that of a program.
    """

    KEYS: str

    def as_program(
        self, execution: Mapping[str, Any], order: Sequence[str], directions: Mapping[str, Direction]
    ) -> Mapping[str, Any]:
        """The keys of a binary that does the same: ``binary``, and ``args`` unless the parameters are passed in order.

        execution: the keys as the program wrote them. order: the parameters of the call. Plain Python runs this
        program, and it is the rule's command line.
        """


@cache
def entries() -> dict[str, EntryPoint]:
    """The entry points of all installed packages, by the type of software that they add."""
    return {entry.name: entry for entry in entry_points(group=GROUP) if entry.name not in EXECUTION}


@cache
def packages() -> frozenset[str]:
    """The names under which programs import them."""
    return frozenset(entry.module.partition(".")[0] for entry in entries().values())


@cache
def added(kind: str) -> Added | None:
    """Raises TypeError for one that does not give what it has to."""
    entry = entries().get(kind) if kind not in EXECUTION else None
    if entry is None:
        return None
    found = entry.load()
    for name in ("KEYS", "as_program"):
        if not hasattr(found, name):
            raise TypeError(f"'{entry.value}', which adds the software '{kind}', has no '{name}'")
    return cast("Added", found)


def keys_for(kind: str) -> str:
    """The keys of ``execution`` for a type of software that is known. Raises TypeError, as `added`."""
    found = added(kind)
    return EXECUTION[kind] if found is None else f"{found.KEYS} fail_by_exit_value:b working_dir:s"


def program_of(
    kind: str, execution: Mapping[str, Any], order: Sequence[str], directions: Mapping[str, Direction]
) -> dict[str, Any]:
    """The keys of the binary that an added kind stands for. Raises KeyError for any other kind."""
    found = added(kind)
    if found is None:
        raise KeyError(kind)
    kept = {key: execution[key] for key in ("working_dir", "fail_by_exit_value") if key in execution}
    return {**found.as_program(execution, order, directions), **kept}
