"""Each invariant of the graph, and a graph in which it does not hold."""

from __future__ import annotations

import time
from dataclasses import replace

import pytest

from eflows2smk.workflow.checker import BrokenGraph, check
from eflows2smk.workflow.model import Artefact, Kind, Workflow
from tests.workflow.graphs import chain, invocation, workflow, written

SOURCE = Artefact(Kind.FILE, "data.txt", 0, -1)


def test_sound_graphs_pass() -> None:
    check(workflow([]))
    check(chain(20))


def test_new_versions_of_a_path_pass() -> None:
    first, second = written("a.txt", 0), written("a.txt", 1, version=2)
    check(workflow([invocation(0, SOURCE, first), invocation(1, first, second), invocation(2, [second], ABSENT_FILE)]))


ABSENT_FILE = written("c.txt", 2)
A, B = written("a.txt", 0), written("b.txt", 1)
AGAIN = written("a.txt", 1, version=2)

BROKEN: dict[str, tuple[Workflow, str]] = {
    "an artefact is written twice": (
        workflow([replace(invocation(0, SOURCE, [A, A]))]),
        r"invocation 0 \(convert, main.py:7:5\) writes 'a.txt' twice",
    ),
    "an artefact is written by another than its producer": (
        workflow([invocation(0, SOURCE, B)]),
        "writes 'b.txt', whose producer is invocation 1",
    ),
    "a reader precedes its producer": (
        workflow([invocation(0, B, A), invocation(1, SOURCE, B)]),
        "reads 'b.txt' as 'source', which invocation 1 writes",
    ),
    "an invocation reads what it writes itself": (workflow([invocation(0, A, A)]), "reads 'a.txt' as 'source'"),
    "the producer does not write it": (
        workflow([invocation(0, SOURCE, written("x.txt", 0)), invocation(1, A, B)]),
        "which its producer does not write",
    ),
    "a version is missing": (
        workflow([invocation(0, SOURCE, written("a.txt", 0, version=2))]),
        "writes version 2 of 'a.txt', after which comes 1",
    ),
    "an old version is read": (
        workflow([invocation(0, SOURCE, A), invocation(1, SOURCE, AGAIN), invocation(2, A, ABSENT_FILE)]),
        "version 2 of it is the newest",
    ),
    "an object has no producer": (
        workflow([invocation(0, Artefact(Kind.OBJECT, "", 0, -1), A)]),
        "has no producer",
    ),
    "a value is missing for a loop": (workflow([invocation(0, SOURCE, A, variables=())]), "has 0 values"),
    "numbers leave one out": (workflow([invocation(1, SOURCE, B)]), "invocation number 1 stands at place 0"),
    "barriers go back": (
        workflow([invocation(0, SOURCE, A), invocation(1, SOURCE, B)], barriers=(1, 1)),
        "a barrier after 1 invocations follows one after 1",
    ),
    "an invocation forgets a barrier": (
        workflow([invocation(0, SOURCE, A), invocation(1, SOURCE, B)], barriers=(1,)),
        "says that 0 barriers precede it, not 1",
    ),
}


@pytest.mark.parametrize("name", BROKEN)
def test_broken_graph_is_found(name: str) -> None:
    graph, message = BROKEN[name]
    with pytest.raises(BrokenGraph, match=message):
        check(graph)


def test_time_is_linear() -> None:
    def seconds(length: int) -> float:
        graph = chain(length)
        start = time.process_time()
        check(graph)
        return time.process_time() - start

    small, large = min(seconds(2_000) for _ in range(3)), min(seconds(20_000) for _ in range(3))
    assert large < 25 * small
