"""A graph that contradicts itself is found, and a sound one is found sound quickly."""

from __future__ import annotations

import time
from dataclasses import replace

import pytest

from eflows2smk.diagnostics import Span
from eflows2smk.parameters import FILE_IN, FILE_OUT, IN
from eflows2smk.workflow.checker import BrokenWorkflow, check
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

HERE = Span("main.py", 3, 0, 3, 8)
TOOL = Software("binary", "tool", "main", "tool", "main.py", HERE, (("source", FILE_IN), ("out", FILE_OUT)))
VALUE = Software("task", "value", "main", "value", "main.py", HERE, (("x", IN),), returns=1)
CALL = CallSite("tool", TOOL, HERE, "tool(a, b)", (("i",),))
VALUES = CallSite("value", VALUE, HERE, "value(x)")


def file(path: str, version: int, producer: int, slot: str = "out") -> Artefact:
    return Artefact(Kind.FILE, path, version, producer, slot)


def call(number: int, source: Artefact, out: Artefact, barrier: int = 0) -> Invocation:
    arguments = (Argument("source", FILE_IN, source), Argument("out", FILE_OUT, ABSENT, out))
    return Invocation(number, CALL, (number,), (number,), arguments, (), Resources(), barrier)


def chain(length: int) -> Workflow:
    """Each call reads what the one before wrote."""
    files = [Artefact(Kind.FILE, "in", 0, -1), *(file(f"out/{i}", 1, i) for i in range(length))]
    return Workflow("main.py", (), tuple(call(i, files[i], files[i + 1]) for i in range(length)))


def message(*invocations: Invocation, barriers: tuple[int, ...] = ()) -> str:
    with pytest.raises(BrokenWorkflow) as caught:
        check(Workflow("main.py", (), invocations, barriers))
    return str(caught.value)


def test_sound_workflow_is_found_sound() -> None:
    check(chain(3))


def test_check_is_quick() -> None:
    workflow = chain(20_000)
    start = time.process_time()
    check(workflow)
    # 0.5 s for 100,000, with room for a slow and busy machine.
    assert time.process_time() - start < 0.5


def test_artefact_that_nobody_wrote_is_not_read() -> None:
    assert "which nothing before it writes" in message(call(0, file("lost", 1, 7), file("out", 1, 0)))


def test_invocation_does_not_read_what_it_writes() -> None:
    out = file("out", 1, 0)
    assert "which nothing before it writes" in message(call(0, out, out))


def test_artefact_is_written_once() -> None:
    source, out = Artefact(Kind.FILE, "in", 0, -1), file("out", 1, 0)
    second = call(1, source, out)
    assert "which says it is 'out' of 0" in message(call(0, source, out), second)


def test_versions_have_no_holes() -> None:
    source = Artefact(Kind.FILE, "in", 0, -1)
    said = message(call(0, source, file("out", 1, 0)), call(1, source, file("out", 3, 1)))
    assert said == "invocation 1 of 'tool' (main.py:3:1): version 3 of file 'out' follows version 1"


def test_numbers_are_places() -> None:
    assert "its number is 1" in message(call(1, Artefact(Kind.FILE, "in", 0, -1), file("out", 1, 1)))


def test_each_loop_has_an_index() -> None:
    sound = chain(1).invocations[0]
    assert "0 loop indices for 1 loops" in message(replace(sound, indices=()))
    assert "0 values for the loop variables" in message(replace(sound, variables=()))


def test_barriers_are_passed_in_order() -> None:
    first, second = chain(2).invocations
    assert "before barrier 0" in message(first, second, barriers=(1,))
    assert "after barrier 0" in message(replace(first, barrier=1), replace(second, barrier=1), barriers=(1,))
    assert "outside" in message(first, second, barriers=(2,))
    check(Workflow("main.py", (), (first, replace(second, barrier=1)), (1,)))


def test_results_are_as_many_as_the_software_returns() -> None:
    result = Artefact(Kind.OBJECT, "", 1, 0, "result", (), False)
    sound = Invocation(0, VALUES, (), (), (Argument("x", IN, 1),), (result,), Resources())
    check(Workflow("main.py", (), (sound,)))
    assert "0 results of a software that returns 1" in message(replace(sound, results=()))
    displaced = replace(result, index=(1,))
    assert "has the index (1,)" in message(replace(sound, results=(displaced,)))


def test_argument_comes_once_and_does_something() -> None:
    result = Artefact(Kind.OBJECT, "", 1, 0, "result", (), False)
    argument = Argument("x", IN, 1)
    sound = Invocation(0, VALUES, (), (), (argument,), (result,), Resources())
    assert "comes twice" in message(replace(sound, arguments=(argument, argument)))
    assert "neither read nor written" in message(replace(sound, arguments=(Argument("x", IN, ABSENT),)))
    assert "is IN, but written" in message(replace(sound, arguments=(Argument("x", IN, 1, result),)))
