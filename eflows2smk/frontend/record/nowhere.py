"""Places from which objects can't be read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from eflows2smk.diagnostics import Label, Span
from eflows2smk.frontend.evaluation.errors import Refused
from eflows2smk.workflow.model import Artefact


@dataclass(frozen=True, slots=True)
class Undecided:
    """The place of a region that a loop or branch changed, or made of several: objects that it did not know of have no
    file. others: places where it may have been before."""

    span: Span | None
    others: Sequence[Any] = ()

    def artefact(self, root: Any) -> Artefact:
        """Raises Refused."""
        for other in self.others:
            try:
                found = other.artefact(root)
            except Refused:
                continue
            if found is not None:
                return found  # type: ignore[no-any-return]
        raise refused(self.span)

    def expression_of(self, root: Any) -> str:
        return ""


def refused(span: Span | None) -> Refused:
    """The message for an object that shares parts with others. span: of the loop or branch that changes it."""
    return Refused(
        "E302",
        "this object may share parts with one that a loop or branch changes, so what it is here can't be told",
        "copy it before the change (copy.deepcopy), or do both in one @task function",
        labels=() if span is None else (Label(span, "changed here"),),
    )
