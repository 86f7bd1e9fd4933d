"""Futures, versions of objects, records, and what jobs would not see."""

from __future__ import annotations

import pytest

from tests.record.conftest import Run


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


@pytest.mark.parametrize(
    "choice", ["x = a[:] if n > 1 else b[:]", "x = len(a) if n > 1 else 3", "x = str(a) if n > 1 else ''"], ids=str
)
def test_a_copy_stays_what_it_is(run: Run, choice: str) -> None:
    assert "E313" not in run(f"a, b = [1], [2]\nn = wait_on(f(1))\n{choice}\na.append(3)\nprint(wait_on(g(x)))").codes
