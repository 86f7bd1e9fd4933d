"""Where computed values are read from, after tasks that change them."""

from __future__ import annotations

from pathlib import Path

import pytest

from eflows2smk.diagnostics import Span
from eflows2smk.frontend.evaluation.errors import Refused
from eflows2smk.frontend.evaluation.program import new_machine
from eflows2smk.frontend.heap.heap import Heap
from eflows2smk.frontend.record import api
from eflows2smk.frontend.record.graph import numbered
from eflows2smk.frontend.record.recording import Recording, new_recording
from eflows2smk.frontend.record.results import object_artefact
from eflows2smk.frontend.record.stores import Stores
from eflows2smk.frontend.residual.scripts import Line, Place, Script
from eflows2smk.parameters import IN
from eflows2smk.workflow.model import (
    Argument,
    CallSite,
    Held,
    Invocation,
    Kind,
    Resources,
    Software,
)
from tests.record.conftest import Run
from tests.record.refusing import NoControl, NoResidual


def test_an_artefact_is_up_to_date_until_its_region_changes() -> None:
    heap = Heap()
    stores = Stores(heap)
    value = heap.computed(None, "a task")
    first, second = (object_artefact(number, number, "x", ()) for number in (1, 2))
    stores.put(value, first)
    assert stores.artefact(value) is first
    assert value.region is not None
    heap.change(value.region, "a change")
    assert stores.known(value) is None
    with pytest.raises(Refused):
        stores.artefact(value)
    stores.put(value, second)
    assert stores.artefact(value) is second


def test_what_was_put_since_a_mark_can_be_forgotten() -> None:
    heap = Heap()
    stores = Stores(heap)
    value, other = heap.computed(None, "a task"), heap.computed("int", "a task")
    first, second = (object_artefact(number, number, "x", ()) for number in (1, 2))
    stores.put(value, first)
    mark = stores.mark()
    stores.put(value, second)
    stores.put(other, second)
    stores.rewind(mark)
    assert stores.known(value) is first
    assert stores.known(other) is None


@pytest.mark.parametrize(
    "other",
    ["inner", "pair", "holder['inner']"],
)
def test_what_a_changed_object_holds_is_taken_out_of_it_behind_the_change(run: Run, other: str) -> None:
    found = run(f"inner = [1]\nxs = [inner]\npair = (inner, 2)\nholder = {{'inner': inner}}\nchange(xs)\ng({other})")
    assert [each.site.software.kind for each in found.invocations] == ["host", "task", "host", "task"]
    assert set(found.producers(3)) == {2}


def test_an_object_under_two_names_is_what_the_task_made_of_it(run: Run) -> None:
    found = run("xs = [1]\nys = xs\nzs = {'a': xs}\nchange(xs)\ng(ys)\ng(zs)")
    assert found.argument(1, "x") == 0
    assert found.argument(2, "x") == {"a": 0}


def test_what_a_task_returns_shares_nothing_with_its_arguments(run: Run) -> None:
    found = run("xs = f()\nys = g(xs)\nchange(xs)\ng(ys)\ng(xs)")
    assert found.argument(3, "x") == 1
    assert found.argument(4, "x") == 2


def test_members_of_a_collection_are_changed_where_they_are(run: Run) -> None:
    found = run(
        """
        @task(xs=COLLECTION_INOUT)
        def all_of(xs): pass
        a, b = f(), {"k": 1}
        all_of([a, b])
        g(a)
        g(b)
        """
    )
    assert found.argument(2, "x") == (1, 0)
    assert found.argument(3, "x") == (1, 1)


@pytest.mark.parametrize(
    ("calls", "names"),
    [
        ("list(map(g, [1, 2, 3]))", [(0,), (1,), (2,)]),
        ("import functools\nfunctools.partial(f, 1)(2)", [()]),
        ("import functools\nfunctools.reduce(f, [1, 2, 3])", [(0,), (1,)]),
        ("[call(1) for call in (f, g)]", [(0,), (1,)]),
    ],
)
def test_tasks_are_values(run: Run, calls: str, names: list[tuple[int, ...]]) -> None:
    assert [invocation.indices for invocation in run(calls).invocations] == names


def script(number: int) -> Script:
    """One that nobody reads."""
    made = Script(Place(()), number)
    made.lines.append(Line("count = 1", Span("main.py", 1, 0, 1, 1)))
    return made


def recorded(tmp_path: Path) -> Recording:
    (tmp_path / "main.py").write_text("")
    machine = new_machine(Path("main.py"), [], tmp_path, NoResidual(), NoControl())
    recording = new_recording(machine)
    api.install(machine, recording)
    return recording


def call(number: int, reads: Held = 0) -> Invocation:
    span = Span("main.py", 1, 0, 1, 1)
    site = CallSite("f", Software("task", "f", "main", "f", "main.py", span), span, "f()")
    results = (object_artefact(1, number, "result", ()),)
    return Invocation(number, site, (), (), (Argument("x", IN, reads),), results, Resources())


def test_scripts_that_nobody_reads_take_no_number(tmp_path: Path) -> None:
    recording = recorded(tmp_path)
    recording.add(script(0))
    first = call(1)
    recording.add(first)
    recording.add(script(2))
    recording.barrier()
    recording.add(call(3, [first.results[0]]))
    invocations, barriers, _, _ = numbered(recording)
    assert [each.number for each in invocations] == [0, 1]
    assert invocations[1].arguments[0].reads == [invocations[0].results[0]]
    assert [each.results[0].producer for each in invocations] == [0, 1]
    assert barriers == [1]
    assert [each.barrier for each in invocations] == [0, 1]


def test_files_are_read_by_prefix(tmp_path: Path) -> None:
    files = recorded(tmp_path).files
    made = [
        files.write(path, kind, number, "out", ())
        for number, (path, kind) in enumerate(
            [("out/a.txt", Kind.FILE), ("out/b.txt", Kind.FILE), ("all", Kind.DIRECTORY), ("/tmp/x/c", Kind.FILE)]
        )
    ]
    assert files.prefixed("out/", -1).members == tuple(made[:2])
    assert files.prefixed("./out/a", -1).members == (made[0],)
    assert files.prefixed("all/parts/", -1).members == (made[2],)
    assert files.prefixed("", 3).members == tuple(made[:3])
