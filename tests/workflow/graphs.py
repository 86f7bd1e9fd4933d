"""Small workflow graphs, made by hand."""

from __future__ import annotations

from collections.abc import Sequence

from eflows2smk.diagnostics import Span
from eflows2smk.parameters import FILE_IN, FILE_OUT
from eflows2smk.workflow.model import (
    ABSENT,
    Argument,
    Artefact,
    CallSite,
    Invocation,
    Kind,
    Resources,
    Software,
    Workflow,
)
from eflows2smk.workflow.text import hole, join

PLACE = Span("main.py", 7, 4, 7, 20)
SOFTWARE = Software(
    "binary",
    "convert",
    "main",
    "convert",
    "main.py",
    PLACE,
    (("source", FILE_IN), ("target", FILE_OUT)),
    execution={"binary": "cp", "args": "{{source}} {{target}}"},
)
SITE = CallSite("convert", SOFTWARE, PLACE, "convert(source, target)", (("i",),))


def written(path: str, producer: int, version: int = 1) -> Artefact:
    return Artefact(Kind.FILE, path, version, producer, "target")


def invocation(
    number: int,
    source: object,
    target: object,
    *,
    variables: tuple[object, ...] | None = None,
    results: tuple[Artefact, ...] = (),
    resources: Resources | None = None,
    barrier: int = 0,
) -> Invocation:
    arguments = (Argument("source", FILE_IN, source), Argument("target", FILE_OUT, ABSENT, target))
    values = (number,) if variables is None else variables
    return Invocation(number, SITE, (number,), values, arguments, results, resources or Resources(), barrier)


def workflow(invocations: Sequence[Invocation], barriers: tuple[int, ...] = ()) -> Workflow:
    return Workflow("main.py", (), tuple(invocations), barriers)


def chain(length: int) -> Workflow:
    """Each invocation reads the file that the one before it wrote."""
    before = Artefact(Kind.FILE, "start.txt", 0, -1)
    invocations = []
    for number in range(length):
        after = written(join(["step_", hole("i", str(number)), ".txt"]), number)
        invocations.append(invocation(number, before, after))
        before = after
    return workflow(invocations)
