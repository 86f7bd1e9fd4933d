"""The folders that a program makes: those that jobs may use without an output in them have to be made for them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import PurePath
from posixpath import normpath
from typing import Any

from eflows2smk.frontend.core import operations as core
from eflows2smk.frontend.core.blocks import all_operations
from eflows2smk.frontend.evaluation.values import ClassCell, FunctionCell
from eflows2smk.frontend.record.notes import note
from eflows2smk.frontend.record.reading import bare, mentioned
from eflows2smk.frontend.record.recording import Recording
from eflows2smk.workflow.model import Invocation


def made_folders(recording: Recording, invocations: Sequence[Invocation]) -> tuple[str, ...]:
    """Those that nobody makes as the folder of an output, or that are named by jobs; all others are told of."""
    texts: set[str] | None = None
    found: dict[str, None] = {}
    for path, site in recording.folders.items():
        name = recording.files.normal(path)
        if recording.files.is_written(name):
            if texts is None:
                texts = {normpath(text) for text in (*_passed(invocations), *_named(recording)) if text}
            if not any(text == name or text.startswith(f"{name}/") for text in texts):
                if site is not None:
                    note(recording.machine, "N302", site)
                continue
        if name not in (".", "/"):
            found[str(name)] = None
    return tuple(found)


def _passed(invocations: Iterable[Invocation]) -> Iterator[str]:
    """The texts that jobs get."""
    for invocation in invocations:
        for argument in invocation.arguments:
            yield from _texts(argument.reads)


def _texts(held: Any) -> Iterator[str]:
    match held:
        case str():
            yield held
        case PurePath():
            yield str(held)
        case list() | tuple() | set() | frozenset():
            for item in held:
                yield from _texts(item)
        case dict():
            for key, item in held.items():
                yield from _texts(key)
                yield from _texts(item)


def _named(recording: Recording) -> Iterator[str]:
    """The texts that stand in the tasks, and in what these call and read."""
    seen: set[Any] = set()
    pending: list[Any] = [task.function for task in recording.softwares]
    while pending:
        current = bare(pending.pop())
        if isinstance(current, str | PurePath):
            yield str(current)
        if not isinstance(current, FunctionCell | ClassCell) or current in seen:
            continue
        seen.add(current)
        if isinstance(current, ClassCell):
            pending += [each for cls in current.mro if isinstance(cls, ClassCell) for each in cls.content.values()]
            continue
        pending += mentioned(recording.machine, current.code, current.module)
        pending += current.defaults.values()
        yield from _constants(current.code)


def _constants(code: core.Code) -> Iterator[str]:
    for operation in all_operations(code.body):
        if isinstance(operation, core.Constant) and isinstance(operation.value, str):
            yield operation.value
        elif isinstance(operation, core.Function | core.Class | core.Comprehension):
            yield from _constants(operation.code)
