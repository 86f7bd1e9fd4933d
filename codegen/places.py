"""Paths of our own: where objects, versions of files, logs and marks of done jobs are stored.

``objects/<rule>/<wildcards>.obj``, ``versions/<rule>/<wildcards>/<last part of the program's path>`` and
``done/<rule>/<wildcards>`` below the folder of ours, and ``logs/<rule>/<wildcards>.log``.
"""

from __future__ import annotations

import posixpath
from collections.abc import Sequence
from typing import Any

from eflows2smk.codegen.family import Family, Slot
from eflows2smk.codegen.fitting import Axes, fit_refs, is_number
from eflows2smk.codegen.forms import Pattern, Wild
from eflows2smk.codegen.references import ref
from eflows2smk.codegen.wildcards import unused
from eflows2smk.folders import LOGS, VERSIONS
from eflows2smk.workflow.model import Artefact, leaves
from eflows2smk.workflow.text import Shape, shape_of

# The hole for the place in a list of outputs; no wildcard, as each output has its own.
MEMBER = "member"


def own_shape(folder: str, family: Family, end: str, suffix: str, member: tuple[str, ...] = ()) -> Shape:
    """The shape of a path of our own: ``<folder>/<rule>/<wildcards>/<end>.obj``. What is stored is called without what
    the program calls the result, so that another name there changes no path.

    folder: one of `eflows2smk.folders`.
    member: a last hole, for the place in a list of outputs.
    """
    names = family.wildcards
    tail = f"/{end}" if end else ""
    head = f"{folder}/{family.name if folder == LOGS else family.stored or family.name}"
    literals = [f"{head}/", *[separator(family)] * (len(names) - 1), tail] if names else [head + tail]
    if member:
        literals = [*literals[:-1], f"{literals[-1]}/", ""]
    literals[-1] += suffix
    return shape_of(tuple(literals), (*names, *member))


def separator(family: Family) -> str:
    """What stands between wildcards in a path of our own, so that no two jobs share one."""
    if not family.separator:
        numbers = all(is_number(value) for row in family.values for value in row)
        choices = ["_", "/", "/-/", "/--/"] if numbers else ["/", "/-/", "/--/"]
        family.separator = next(
            (each for each in choices if len({each.join(row) for row in family.values}) == family.size), choices[0]
        )
    return family.separator


def bases(family: Family, slot: Slot) -> list[Pattern]:
    """The last part of the paths of a slot, for each place in its list; a wildcard more for what fits none."""
    found = []
    for column in columns(slot.column):
        if not column[0].path:
            return []
        names = [posixpath.basename(artefact.path) for artefact in column]
        fitted = fit_refs([ref(name) for name in names], Axes(family.wildcards, family.values))
        if not isinstance(fitted, Pattern) or not fitted.is_plain:
            wildcard = unused(slot.name, family.wildcards)
            family.wildcards = (*family.wildcards, wildcard)
            family.values = [(*row, name) for row, name in zip(family.values, names, strict=True)]
            fitted = Pattern(("", ""), (Wild(wildcard),))
        found.append(fitted)
    return found


def version_shape(family: Family, slot: str, base: Pattern, *, many: bool) -> Shape:
    """Where versions of the files of a slot are stored. many: with a hole for the place in a list of outputs."""
    head = f"{VERSIONS}/{family.name}/{slot}/" if slot else f"{VERSIONS}/{family.name}/"
    names = [name for name in family.wildcards if name not in base.names]
    labels = [*names, *([MEMBER] if many else []), *base.names]
    between = [separator(family)] * (len(names) - 1) + ["/"] * (bool(names) + many)
    first, *others = base.literals
    literals = [head, *between]
    literals[-1] += first
    return shape_of((*literals, *others), tuple(labels))


def written(column: Sequence[Any]) -> list[Artefact]:
    """All artefacts in a column."""
    return [leaf for entry in column for leaf in leaves(entry) if isinstance(leaf, Artefact)]


def columns(column: list[Any]) -> list[list[Artefact]]:
    """The members of a slot as columns, one for each place in its list."""
    return [list(members) for members in zip(*(written([entry]) for entry in column), strict=True)]
