"""What a program costs when it is compiled, counted in calls of functions, not in seconds."""

from __future__ import annotations

import threading
from types import FrameType
from typing import Any

from tests.frontend.conftest import Run

LOOP = """
seen = []
def name(i):
    seen.append(i)
    return f"out/{i}.txt"
for i in range(COUNT):
    make(name(i), str(2 * i))
"""


def calls(run: Run, count: int) -> int:
    """How many functions are called to compile that many invocations, in the thread of the evaluation."""
    number = 0

    def profile(_frame: FrameType, event: str, _argument: Any) -> None:
        nonlocal number
        number += event in ("call", "c_call")

    threading.setprofile(profile)
    try:
        evaluated = run(LOOP.replace("COUNT", str(count)))
    finally:
        threading.setprofile(None)
    assert len(evaluated.invocations) == count
    return number


def test_an_invocation_costs_the_same_however_many_there_are(run: Run) -> None:
    # The first program of a process finds the facts of libraries.
    _, first, second, third = (calls(run, count) for count in (1, 20, 120, 220))
    assert third - second < (second - first) * 1.1
