"""What forks cost, counted in calls of functions and in bytes, not in seconds."""

from __future__ import annotations

import sys
import tracemalloc
from collections import deque
from collections.abc import Callable
from types import FrameType
from typing import Any

import pytest

from eflows2smk.frontend.heap.effects import Change, Operand, Result, apply
from eflows2smk.frontend.heap.heap import Heap
from eflows2smk.frontend.heap.joining import replay


def calls(work: Callable[[], object]) -> int:
    """How many functions, Python's own too, are called."""
    count = 0

    def profile(_frame: FrameType, event: str, _argument: Any) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    sys.setprofile(profile)
    try:
        work()
    finally:
        sys.setprofile(None)
    return count


def peak(work: Callable[[], object]) -> int:
    """The most bytes that it takes at a time."""
    tracemalloc.start()
    try:
        work()
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def forked(size: int) -> tuple[Heap, Callable[[], None]]:
    """A heap of that many objects, and a loop's body that writes to five of them."""
    heap = Heap()
    lists = [heap.allocate("list", [number]) for number in range(size)]
    whole = heap.allocate("list", list(lists))
    names = heap.allocate("namespace", {f"v{number}": cell for number, cell in enumerate(lists)})
    values = [heap.computed("list", None) for _ in range(size)]
    for value in values[1:]:
        apply(heap, [Operand(values[0], Change.SHALLOW, (1,)), Operand(value)], [], None)
    single = heap.computed("list", None)

    def body() -> None:
        heap.append(lists[3], 1)
        heap.append(whole, 1)
        heap.set_key(names, "v4", 1)
        heap.set_index(whole, 5, None)
        apply(heap, [Operand(lists[6], Change.SHALLOW, (1,)), Operand(single)], [Result("int")], None)

    return heap, body


def cost_of_fork(size: int) -> int:
    heap, body = forked(size)

    def work() -> None:
        fork = heap.fork()
        body()
        assert heap.differs(fork)
        replay(heap, heap.discard(fork))

    return calls(work)


def test_a_fork_costs_what_is_written_whatever_is_there() -> None:
    # Interpreters differ by some bytes from call to call.
    assert cost_of_fork(5000) < cost_of_fork(20) * 1.05


@pytest.mark.parametrize("content", [[0] * 200_000, deque([0] * 200_000), dict.fromkeys(range(200_000))])
def test_a_fork_copies_no_content_for_a_write_at_its_end(content: Any) -> None:
    heap = Heap()
    cell = heap.allocate("object", content)
    if not isinstance(content, dict):
        # So that Python has room for another one.
        heap.append(cell, 0)

    def work() -> None:
        fork = heap.fork()
        if isinstance(content, dict):
            heap.set_key(cell, "new", 1)
        else:
            heap.append(cell, 1)
        assert heap.differs(fork)
        replay(heap, heap.discard(fork))

    assert peak(work) < 20_000


def test_writes_are_plain_without_a_fork_and_on_what_a_fork_allocated() -> None:
    heap = Heap()
    old = heap.allocate("list", [])
    without = calls(lambda: heap.append(old, 1))
    fork = heap.fork()
    new = heap.allocate("list", [])
    assert calls(lambda: heap.append(new, 1)) == without
    heap.replace(old, [])
    assert calls(lambda: heap.append(old, 1)) == without
    heap.discard(fork)
    assert calls(lambda: heap.append(old, 1)) == without


def test_a_fork_logs_a_variable_once() -> None:
    heap = Heap()
    names = heap.allocate("namespace", {"i": -1})

    def loop(rounds: int) -> int:
        fork = heap.fork()
        for number in range(rounds):
            heap.set_key(names, "i", number)
        return calls(lambda: heap.discard(fork))

    assert loop(10) == loop(1000) and names.content == {"i": -1}


def cost_of_nest(depth: int) -> int:
    heap = Heap()
    cells = [heap.allocate("list", [0]) for _ in range(depth)]

    def loop(level: int) -> None:
        fork = heap.fork()
        heap.append(cells[level], level)
        if level + 1 < depth:
            loop(level + 1)
        if level % 2:
            heap.commit(fork)
        else:
            replay(heap, heap.discard(fork))

    return calls(lambda: loop(0))


def test_nested_forks_cost_a_write_once_at_each_level() -> None:
    """Each level looks at what is written below it: no more than the square, and nothing doubles."""
    one, two = cost_of_nest(20), cost_of_nest(40)
    assert two < 4.5 * one


def test_a_change_of_a_region_visits_its_known_cells_once() -> None:
    heap = Heap()
    cells = [heap.allocate("list", [number]) for number in range(1000)]
    result = apply(heap, [Operand(tuple(cells))], [Result("list", holds=(0,))], None).results[0]
    first = calls(lambda: apply(heap, [Operand(result, Change.SHALLOW)], [], None))
    again = calls(lambda: apply(heap, [Operand(result, Change.SHALLOW)], [], None))
    assert first > 1000 > 100 > again
