"""Known values that jobs read as stored objects: files of the project that say them, in the place of jobs that would.

What a computed loop begins with, or a computed branch leaves as it was, is such a value: the job that reads it gets
what the iteration before made, or this.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from eflows2smk.rules.python_task import encoded
from eflows2smk.workflow.model import ABSENT, Artefact, Invocation, Workflow
from eflows2smk.workflow.text import has_symbol

FOLDER = "workflow/values"
# A longer text would be unpleasant to read.
LONGEST = 2_000
_PLAIN = (bool, int, float, complex, str, bytes, type(None))


@dataclass(frozen=True, slots=True)
class Known:
    """numbers: of the invocations that only say a value. paths: of the files that do, by artefact, as jobs find them.
    files: their texts, by path."""

    numbers: frozenset[int]
    paths: dict[Artefact, str]
    files: dict[str, str]


def known(workflow: Workflow, project: str, is_kept: Callable[[str, object], bool]) -> Known:
    """project: its folder, as seen from where the program runs. is_kept: whether the job of this name says the value
    all the same, since the Snakefile takes it from the configuration."""
    head = "" if project == "." else f"{project}/"
    found = Known(frozenset(), {}, {})
    numbers = set()
    for invocation in workflow.invocations:
        value, name = _value(invocation), invocation.site.software.name
        if value is None or is_kept(name, value[0]):
            continue
        numbers.add(invocation.number)
        text = f"# The value of '{_parameter(invocation)}'.\n{value[1]}\n"
        path, number = f"{FOLDER}/{name}.txt", 2
        while found.files.setdefault(path, text) != text:
            path, number = f"{FOLDER}/{name}_{number}.txt", number + 1
        found.paths[value[2]] = head + path
    return Known(frozenset(numbers), found.paths, found.files)


def _parameter(invocation: Invocation) -> str:
    return invocation.site.software.parameters[0][0]


def _value(invocation: Invocation) -> tuple[object, str, Artefact] | None:
    """What an invocation says, its text, and what it writes; None where it does anything else."""
    if not invocation.site.software.execution.get("says"):
        return None
    reads = [argument for argument in invocation.arguments if argument.writes is ABSENT]
    writes = [argument.writes for argument in invocation.arguments if argument.writes is not ABSENT]
    if len(reads) != 1 or len(writes) != 1 or not isinstance(writes[0], Artefact):
        return None
    value = reads[0].reads
    if not _is_plain(value):
        return None
    text = encoded(reads[0].parameter)(invocation)
    return None if has_symbol(text) or len(text) > LONGEST else (value, text, writes[0])


def _is_plain(value: object) -> bool:
    if isinstance(value, list | tuple | set | frozenset):
        return all(map(_is_plain, value))
    if isinstance(value, dict):
        return all(_is_plain(key) and _is_plain(item) for key, item in value.items())
    return isinstance(value, _PLAIN)
