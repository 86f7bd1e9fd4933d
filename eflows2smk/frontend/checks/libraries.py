"""Libraries that tasks import in their bodies, and that are not installed here."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from eflows2smk.diagnostics import Diagnostic
from eflows2smk.frontend.core.blocks import inner_blocks
from eflows2smk.frontend.core.operations import Block, Branch, Import, Try
from eflows2smk.frontend.evaluation.imports import not_installed
from eflows2smk.frontend.record.api import PACKAGES
from eflows2smk.frontend.record.recording import Recording
from eflows2smk.frontend.record.tasks import TaskValue


def lacking(recording: Recording, tasks: Iterable[TaskValue]) -> Iterator[Diagnostic]:
    """Warnings, once for each library; those that the program was told of already are left out."""
    machine = recording.machine
    program = machine.program
    told = {each.message for each in machine.diagnostics.values()}
    for code in (task.function.code for task in tasks):
        for operation in _imports(code.body):
            top = operation.module.partition(".")[0]
            is_own = operation.level or top in PACKAGES or program.find(top, 0, code.module) is not None
            if is_own or program.search.is_installed(top):
                continue
            found = not_installed(code.module, top, code.module.span(operation.origin))
            if found.message not in told:
                told.add(found.message)
                yield found


def _imports(body: Block) -> Iterator[Import]:
    """Those that every call comes to: not where a condition or an exception decides."""
    for operation in body.operations():
        if isinstance(operation, Import):
            yield operation
        elif not isinstance(operation, Branch) and not (isinstance(operation, Try) and operation.handlers):
            for inner in inner_blocks(operation):
                yield from _imports(inner)
