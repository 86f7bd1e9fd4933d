"""The source text of what registers hold: it says from what a text was put together."""

from __future__ import annotations

from eflows2smk.frontend.core import operations as core
from eflows2smk.frontend.core.blocks import inner_blocks
from eflows2smk.frontend.core.operations import Block, Code
from eflows2smk.frontend.evaluation.machine import Machine


def labels_of(machine: Machine, code: Code) -> dict[int, str | None]:
    """For each register the source text of the expression that it holds, None for literals."""
    known = machine.labels.get(code)
    if known is None:
        known = machine.labels[code] = {}
        _note_labels(code, code.body, known)
    return known


def _note_labels(code: Code, body: Block, labels: dict[int, str | None]) -> None:
    for operation in body.operations():
        target = getattr(operation, "target", None)
        if target is not None:
            is_literal = isinstance(operation, core.Constant)
            labels[target] = None if is_literal else code.module.text(operation.origin)
        for inner in inner_blocks(operation):
            _note_labels(code, inner, labels)
