"""Futures, versions of objects, records, and what jobs would not see."""

from __future__ import annotations

import pytest

from tests.frontend.conftest import Run


def test_futures_in_nested_collections(run: Run) -> None:
    found = run("a = f(1)\nf([a, [a, 2]], {'k': a}, key=(a,))")
    assert found.argument(1, "args") == [[0, [0, 2]], {"k": 0}]


def test_several_results_unpack(run: Run) -> None:
    found = run("a, b = two(1)\nf(b, a)")
    assert found.argument(1, "args") == [(0, 1), (0, 0)]


def test_returns_are_inferred(run: Run) -> None:
    found = run(
        """
        @task()
        def pair(x): return x, x
        @task()
        def single(x) -> int: return x
        @task()
        def none(x): print(x)
        a, b = pair(1)
        c = single(a)
        assert none(c) is None
        """
    )
    assert [len(i.results) for i in found.invocations] == [2, 1, 0]


def test_an_inout_object_is_a_new_version_for_all_its_names(run: Run) -> None:
    found = run("a = f(1)\nb = [a]\nchange(a)\nf(b)\nchange(b[0])\nf(a)")
    assert found.argument(2, "args") == [[1]]
    assert found.argument(4, "args") == [3]


def test_a_static_list_changed_by_a_task_becomes_computed(run: Run) -> None:
    found = run("c = []\nd = c\nchange(c, 1)\nchange(d, 2)\nf(c)")
    assert found.argument(0, "x") == []
    assert found.argument(1, "x") == 0
    assert found.argument(2, "args") == [1]
    assert run("c = []\nchange(c, 1)\nfor x in c: f(x)").codes == ["N304"]


def test_pairwise_reduction(run: Run) -> None:
    found = run(
        """
        data = [f(i) for i in range(4)]
        step = 1
        while step < len(data):
            for x in range(0, len(data), 2 * step):
                data[x] = f(data[x], data[x + step])
            step *= 2
        """
    )
    assert found.argument(6, "args") == [4, 5]


def test_tasks_passed_as_values(run: Run) -> None:
    found = run("from functools import reduce\nreduce(f, [1, 2, 3])\nlist(map(f, 'ab'))\nfor g in (f, two): g(0)")
    assert found.names == ["f", "f", "f", "f", "f", "two"]
    assert found.argument(1, "args") == [0, 3]


def test_records_dataclasses_and_methods(run: Run) -> None:
    found = run(
        """
        from dataclasses import dataclass, field
        @dataclass
        class Case:
            name: str
            size: int = 3
            parts: list = field(default_factory=list)
            @property
            def path(self): return f"out/{self.name}_{self.size}"
        class Base:
            def __init__(self, x): self.x = x
            def go(self): return make(self.x)
        class Derived(Base):
            def __init__(self, x):
                super().__init__(x + "_derived")
        make(Case("a").path)
        make(Case("b", size=4).path)
        Derived("d").go()
        """
    )
    assert found.paths() == ["out/a_3", "out/b_4", "d_derived"]


def test_methods_as_tasks_change_their_object(run: Run) -> None:
    found = run(
        """
        class Model:
            def __init__(self): self.weight = 1
            @task()
            def fit(self, x): self.weight += x
            @task(returns=1, target_direction=IN)
            def predict(self): return self.weight
        model = Model()
        model.fit(1)
        model.fit(2)
        model.predict()
        """
    )
    assert found.producers(1) == [0]
    assert found.producers(2) == [1]
    assert len(found.invocations[2].results) == 1


def test_computed_values_decide_when_the_workflow_runs(run: Run) -> None:
    for program, code in (
        ("x = f(1)\nif x: make('a')", "N305"),
        ("y = f(2) if f(1) else 3", "N305"),
        ("for x in f(1): f(x)", "N304"),
        ("x = f(1)\nwhile x: x = f(x)", "N304"),
        ("f(1) and f(2)", "N305"),
        ("while f(1): f(2)", "N304"),
    ):
        assert run(program).codes == [code], program


def test_all_problems_come_at_once_and_only_once(run: Run) -> None:
    found = run("x = f(1)\nif x: make('a')\nfor y in x: make('b')\nmake(x)")
    assert found.codes == ["N305", "N304", "E330"]
    assert [d.span.line for d in found.diagnostics] == [
        d.span.line for d in sorted(found.diagnostics, key=lambda d: d.span)
    ]


def test_globals_changed_by_the_main_program_are_not_seen_by_jobs(run: Run) -> None:
    found = run(
        """
        N = 1
        @task(returns=1)
        def g(x): return x * N
        def main():
            global N
            N = 2
            g(1)
        if __name__ == "__main__":
            main()
        """
    )
    assert found.codes == ["E325"]


def test_constants_of_unknown_libraries_wait_until_they_are_needed(run: Run) -> None:
    assert run("import torch\nDEVICE = torch.device('cpu')\nmake('a')").codes == []
    found = run("import torch\nDEVICE = torch.device('cpu')\nmake(DEVICE)")
    assert found.codes == ["E330"]


def test_checks_run_though_nobody_reads_what_they_find(run: Run) -> None:
    names = run("value = wait_on(f())\nassert value > 1\nprint(g(value))").names
    assert names[0] == "f" and names[1] == "value"


def test_comprehensions_over_what_a_task_gives(run: Run) -> None:
    assert run("def rows(n):\n    return [[x] for x in wait_on(f(n))]\ng(rows(3))").names == ["f", "value", "g"]


def test_a_loop_over_what_a_task_gives_is_one_job_if_it_calls_no_tasks(run: Run) -> None:
    program = "seen = []\nfor x in wait_on(f()):\n    seen.append(x)\n    with open('log.txt', 'a') as log:\n"
    assert run(program + "        log.write(str(x))\ng(seen)").names == ["f", "write_log", "g"]


def test_loops_over_pairs_have_the_effects_of_their_body(run: Run) -> None:
    program = "xs = f()\ng(xs)\nfor i, (a, b) in enumerate(wait_on(xs)):\n    with open('log.txt', 'a') as log:\n"
    assert run(program + "        log.write(str(a))").names == ["f", "g", "write_log"]


@pytest.mark.parametrize(
    "program",
    [
        "xs = wait_on(f())\nfor x in xs:\n    change(x)\n    print(g(x))\nprint(g(xs))",
        "a, b = [1], [2]\nx = b\nif wait_on(f(1)) > 1: x = a\nchange(a)\nprint(g(x))",
    ],
)
def test_what_no_file_shows_together_with_what_a_task_changes_is_not_read(run: Run, program: str) -> None:
    """Elements of a loop, and known objects of which one was chosen, are stored alone."""
    assert "E302" in run(program).codes


@pytest.mark.parametrize(
    "program",
    [
        "zs = f()\nsame = xs = f()\nif len(wait_on(zs)):\n    xs = sorted(xs)\nchange(xs)\nprint(g(xs), g(zs))",
        "a, b = [1], [2]\nx = a[:] if wait_on(f(1)) > 1 else b[:]\na.append(3)\nprint(g(x))",
        "xs = wait_on(f())\nys = [xs, xs]\nxs.append(1)\nprint(g(ys))",
    ],
)
def test_what_scripts_change_is_read_as_it_is_then(run: Run, program: str) -> None:
    assert run(program).codes == []


COUNT = """
seen = []
def more(n):
    seen.append(n)
    return len(seen)
class Count:
    def __init__(self): self.n = 0
    def next(self, by):
        self.n += by
        return self.n
def main():
    c, v = Count(), wait_on(f(3))
    {}
main()
"""


@pytest.mark.parametrize(
    "statement",
    [
        "print(wait_on(f(more(1))), more(2))",
        "print(wait_on(f(more(1))) + v, seen)",
        "print(str(wait_on(f(c.next(2)))) + str(c.next(v)) + str(c.n))",
    ],
)
def test_what_a_statement_changes_before_a_task_is_not_read_behind_it(run: Run, statement: str) -> None:
    """Its text would be run with the objects as they were before the statement."""
    assert run(COUNT.format(statement)).codes == ["E302"]


@pytest.mark.parametrize("statement", ["print(wait_on(f(more(1))))", "c.next(2); print(wait_on(f(1)), c.next(v), c.n)"])
def test_what_nothing_reads_behind_it_may_change(run: Run, statement: str) -> None:
    assert run(COUNT.format(statement)).codes == []


@pytest.mark.parametrize("setting", ["lib.size = 3", "lib.settings['size'] = 3"])
def test_variables_of_a_library_are_set_in_the_script_that_uses_it(run: Run, setting: str) -> None:
    together = run(f"import lib\n{setting}\nlib.save('out.txt')")
    assert [code for code in together.codes if code.startswith("E")] == []
    assert together.names == ["write_out"]
    apart = run(f"import lib\n{setting}\nx = wait_on(f(1))\nlib.save('out.txt', x)")
    assert "E310" in apart.codes
