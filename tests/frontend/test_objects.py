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


@pytest.mark.parametrize(
    ("change", "codes"),
    [("same.append(1)", []), ("same += [1]", []), ("change(same)", ["E313"])],
    ids=["method", "sum", "task"],
)
def test_what_may_be_one_object_under_two_names(run: Run, change: str, codes: list[str]) -> None:
    """Scripts hand both on together; a task gets one of them only."""
    assert run(f"same = xs = f()\nxs += f()\nprint(wait_on(g(xs)))\n{change}\nprint(wait_on(g(xs)))").codes == codes


@pytest.mark.parametrize("change", ["x.append(1)", "change(x)"])
def test_what_holds_the_elements_of_a_computed_loop_changes_with_them(run: Run, change: str) -> None:
    found = run(f"xs = wait_on(f())\nfor x in xs:\n    {change}\n    print(g(x))\nprint(wait_on(g(xs)))")
    assert "E313" in found.codes
    found = run(
        f"xs = wait_on(f())\nfor n, x in zip([1, 2], xs):\n    {change}\n    print(g(x))\nprint(wait_on(g(xs)))"
    )
    assert "E313" in found.codes


@pytest.mark.parametrize("made", ["xs + ys", "ys * 2", "ys.copy()", "[1] + ys", "[xs + ys]"])
def test_copies_have_the_members_of_what_they_are_made_of(run: Run, made: str) -> None:
    program = f"xs = wait_on(f())\nys = wait_on(f())\nzs = {made}\nprint(wait_on(g(zs)))\n"
    assert run(program + "ys[0].append(1)\nprint(wait_on(g(zs)))").codes == ["E313"]
    assert run(program + "ys.append(1)\nys[0] = 2\nprint(wait_on(g(zs)))").codes == []


def test_what_was_put_into_an_object_changes_with_it(run: Run) -> None:
    program = "xs = wait_on(f())\nys = wait_on(f())\ng(xs)\nxs.append(ys)\ng(xs)\n"
    assert run(program + "ys.append(1)\ng(xs)").codes == ["E313"]
    assert run(program + "ys.append(1)\ng(ys)").codes == []


def test_checks_run_though_nobody_reads_what_they_find(run: Run) -> None:
    names = run("value = wait_on(f())\nassert value > 1\nprint(g(value))").names
    assert names[0] == "f" and names[1].startswith("line_")


def test_comprehensions_over_what_a_task_gives(run: Run) -> None:
    assert run("def rows(n):\n    return [[x] for x in wait_on(f(n))]\ng(rows(3))").names == ["f", "value", "g"]


def test_a_loop_over_what_a_task_gives_is_one_job_if_it_calls_no_tasks(run: Run) -> None:
    program = "seen = []\nfor x in wait_on(f()):\n    seen.append(x)\n    with open('log.txt', 'a') as log:\n"
    assert run(program + "        log.write(str(x))\ng(seen)").names == ["f", "write_log", "g"]


def test_loops_over_pairs_have_the_effects_of_their_body(run: Run) -> None:
    program = "xs = f()\ng(xs)\nfor i, (a, b) in enumerate(wait_on(xs)):\n    with open('log.txt', 'a') as log:\n"
    assert run(program + "        log.write(str(a))").names == ["f", "g", "write_log"]


@pytest.mark.parametrize(
    "decided",
    [
        "if len(wait_on(zs)):\n    xs = sorted(xs)",
        "if wait_on(f()):\n    xs = f()",
        "xs = f() if wait_on(f()) else xs",
        "for i in range(wait_on(f())):\n    g(i)\n    xs = f()",
    ],
    ids=["plain", "branch", "expression", "loop"],
)
def test_a_name_that_may_get_another_object_may_have_its_old_one(run: Run, decided: str) -> None:
    program = f"zs = f()\nsame = xs = f()\n{decided}\n"
    assert "E313" in run(program + "change(same)\nprint(g(xs))").codes
    assert "E313" not in run(program + "change(xs)\nprint(g(xs), g(zs))").codes


def test_a_known_object_that_a_job_may_have_chosen_changes_with_it(run: Run) -> None:
    program = "held = [2, 1]\ntable = {'l': held}\nxs = f()\nif f(wait_on(xs)):\n    g(1)\n"
    program += "for i in range(2):\n    for x in sorted(wait_on(xs)):\n        pass\n    xs = table['l']\n"
    assert "E313" in run(program + "change(held)\nprint(g(xs))").codes
    assert "E313" not in run(program + "change([1])\nprint(g(xs), g(held))").codes


@pytest.mark.parametrize(
    "choice",
    ["x = a if n > 1 else b", "x = max([a, b], key=len) if n else a", "x = b\nif n > 1: x = a", "x = [a, b][n - 1]"],
    ids=["expression", "call", "branch", "element"],
)
@pytest.mark.parametrize("change", ["a.append(3)", "a[0] = 3", "change(a)", "del a[0]"], ids=str)
def test_what_was_chosen_among_objects_is_refused_once_one_of_them_changes(run: Run, choice: str, change: str) -> None:
    assert "E313" in run(f"a, b = [1], [2]\nn = wait_on(f(1))\n{choice}\n{change}\nprint(wait_on(g(x)))").codes


@pytest.mark.parametrize(
    "choice", ["x = a[:] if n > 1 else b[:]", "x = len(a) if n > 1 else 3", "x = str(a) if n > 1 else ''"], ids=str
)
def test_a_copy_stays_what_it_is(run: Run, choice: str) -> None:
    assert "E313" not in run(f"a, b = [1], [2]\nn = wait_on(f(1))\n{choice}\na.append(3)\nprint(wait_on(g(x)))").codes


@pytest.mark.parametrize(
    ("program", "code"),
    [
        ("class Mode(Enum):\n    A = 1\n    def __str__(self): return 'a'", "E302"),
        ("class Mode(str, Enum):\n    A = 'a'", "E302"),
        ("class Case(NamedTuple):\n    x: int\n    def __str__(self): return 'a'", "E302"),
        ("P = namedtuple('Q', 'x')\nf(P(1))", "E331"),
        ("def made():\n    class Mode(Enum):\n        A = 1\n    return Mode\nf(made().A)", "E331"),
        ("f(ChainMap({'a': f(1)}))", "E331"),
        ("f({f(1), 2})", "E331"),
    ],
)
def test_classes_of_the_library_that_no_job_could_make_are_refused(run: Run, program: str, code: str) -> None:
    imports = "from collections import ChainMap, namedtuple\nfrom enum import Enum\nfrom typing import NamedTuple\n"
    assert run(imports + program).codes == [code]


def test_arrays_are_partitioned_in_place_and_texts_are_not(run: Run) -> None:
    assert run("xs = wait_on(f())\nxs.partition(2)\ng(xs)").names == ["f", "xs", "g"]
    assert run("xs = wait_on(f())\nxs.partition(':')\ng(xs)").names == ["f", "g"]
