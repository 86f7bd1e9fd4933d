"""Static control flow is unrolled, with the loop variables of each invocation."""

from __future__ import annotations

import pytest

from eflows2smk.frontend.evaluation.bounds import Bounds
from tests.frontend.conftest import Run


def test_a_loop_unrolls_with_its_variable(run: Run) -> None:
    found = run("for i in range(3): make(f'out/{i}.txt')")
    assert found.paths() == ["out/0.txt", "out/1.txt", "out/2.txt"]
    assert [i.variables for i in found.invocations] == [(0,), (1,), (2,)]
    assert found.invocations[0].site is found.invocations[2].site
    assert found.invocations[0].site.levels == (("i",),)


def test_nested_loops_have_one_level_each(run: Run) -> None:
    found = run(
        """
        for name in ["a", "b"]:
            for i, factor in enumerate([0.5, 1.5]):
                make(f"{name}/{i}_{factor}")
        """
    )
    assert found.invocations[3].variables == ("b", 1, 1.5)
    assert found.invocations[3].indices == (1, 1)
    assert found.invocations[0].site.levels == (("name",), ("i", "factor"))


def test_branches_breaks_and_continues_follow_the_values(run: Run) -> None:
    found = run(
        """
        for i in range(10):
            if i % 2:
                continue
            if i > 6:
                break
            make(f"{i}")
        else:
            make("never")
        """
    )
    assert found.paths() == ["0", "2", "4", "6"]


def test_a_while_loop_counts_by_the_names_it_tests(run: Run) -> None:
    found = run(
        """
        size = 1
        while size < 8:
            make(f"out_{size}")
            size *= 2
        """
    )
    assert found.paths() == ["out_1", "out_2", "out_4"]
    assert [i.variables for i in found.invocations] == [(1,), (2,), (4,)]


def test_an_endless_loop_is_refused(run: Run) -> None:
    assert run("while True: pass", bounds=Bounds(iterations=1000)).codes == ["E303"]


def test_a_loop_is_endless_only_beyond_its_bound(run: Run) -> None:
    program = "n = 0\nwhile n < {}: n += 1\nmake(str(n))"
    assert run(program.format(1000), bounds=Bounds(iterations=1000)).paths() == ["1000"]
    assert run(program.format(1001), bounds=Bounds(iterations=1000)).codes == ["E303"]
    assert run(program.format(1001)).paths() == ["1001"]
    assert Bounds().iterations == 1_000_000


def test_comprehensions_are_loops(run: Run) -> None:
    found = run(
        """
        futures = [[f(i, j) for j in range(2)] for i in range(2)]
        table = {name: f(name) for name in "xy"}
        f(futures, table)
        """
    )
    assert found.argument(6, "args") == [[[0, 1], [2, 3]], {"x": 4, "y": 5}]
    assert found.invocations[3].variables == (1, 1)


def test_functions_are_inlined_with_defaults_keywords_and_early_returns(run: Run) -> None:
    found = run(
        """
        def helper(case, *, prefix="out", **extra):
            if case == "skip":
                return None
            path = f"{prefix}/{case}"
            make(path, *extra.values())
            return path

        assert helper("skip") is None
        assert helper("a") == "out/a"
        helper("b", prefix="other", word="w")
        """
    )
    assert found.paths() == ["out/a", "other/b"]
    assert found.argument(1, "words") == ["w"]


def test_recursion_on_static_values(run: Run) -> None:
    found = run(
        """
        def fib(n):
            return n if n < 2 else f(fib(n - 1), fib(n - 2))
        fib(4)
        """
    )
    assert found.producers(3) == [1, 2]
    assert len(found.invocations) == 4


def test_recursion_is_followed_to_some_depth(run: Run) -> None:
    found = run("def g(n): return g(n + 1)\ng(0)")
    assert found.codes == ["E306"]
    assert "RecursionError" in found.diagnostics[0].message


def test_exceptions_of_the_program_are_handled(run: Run) -> None:
    found = run(
        """
        class Mine(Exception):
            pass
        for value in ["1", "x"]:
            try:
                make(f"n{int(value)}")
            except ValueError:
                make("bad")
            finally:
                make(f"finally_{value}")
        try:
            raise Mine("no")
        except Mine as error:
            make(f"caught_{error.args[0]}")
        """
    )
    assert found.paths() == ["n1", "finally_1", "bad", "finally_x", "caught_no"]


def test_match_statements(run: Run) -> None:
    found = run(
        """
        for item in [1, ("pair", "b"), {"k": "v"}, "else"]:
            match item:
                case int(): make("int")
                case ("pair", name): make(name)
                case {"k": value}: make(value)
                case _: make("other")
        """
    )
    assert found.paths() == ["int", "b", "v", "other"]


def test_an_uncaught_exception_ends_the_program_where_python_would(run: Run) -> None:
    found = run("make('a')\nvalues = [1]\nmake(values[3])\nmake('b')")
    assert found.codes == ["E306"]
    assert "IndexError" in found.diagnostics[0].message


@pytest.mark.parametrize(
    "program",
    {
        "parameter": """
            def merged(function, data):
                waiting = list(range(len(data)))
                while waiting:
                    first = waiting.pop(0)
                    if not waiting:
                        return data[first]
                    data[first] = function(data[first], data[waiting.pop(0)])
                    waiting.append(first)

            merged(f, [g(1), g(2), g(3)])
        """,
        "table": """
            table = {}
            table["first"] = f
            data = [g(1), g(2)]
            i = 0
            while i < 2:
                chosen = table["first"]
                data[i] = chosen(data[i])
                i += 1
        """,
        "list": """
            steps = []
            steps.append(f)
            def through(stages, value):
                for _ in range(2):
                    while value is None:
                        value = 0
                    value = stages[0](value)
                return value
            through(steps, g(1))
        """,
        "attribute": """
            class Pipeline:
                def __init__(self, step):
                    self.step = step

                def run(self, data):
                    i = 0
                    while i < 2:
                        data[i] = self.step(data[i])
                        i += 1

            Pipeline(f).run([g(1), g(2)])
        """,
        "another name": """
            def chosen(name):
                return {"f": f, "g": g}[name]

            def run(values):
                step = chosen("f")
                for i in range(2):
                    values[i] = step(values[i])

            run([g(1), g(2)])
        """,
    }.items(),
    ids=lambda item: item[0],
)
def test_tasks_are_called_under_the_names_that_they_are_bound_to(run: Run, program: tuple[str, str]) -> None:
    found = run(program[1])
    assert found.codes == []
    assert found.names.count("f") == 2


@pytest.mark.parametrize("condition", ["max(values) > 2", "sorted(values)[0] > 2"])
def test_a_condition_over_results_that_its_branches_pass_on(run: Run, condition: str) -> None:
    found = run(f"values = [f(i) for i in range(3)]\nif {condition}:\n    g(values)\nelse:\n    g(1)")
    assert found.codes == ["N305"]
    assert found.names.count("g") == 2
