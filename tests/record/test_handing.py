"""Values that are handed from one script to another, and to tasks."""

from __future__ import annotations

import pytest

from tests.record.conftest import Evaluated, Run


def scripts(evaluated: Evaluated) -> list[str]:
    software = [each.site.software for each in evaluated.invocations]
    return [str(each.execution["script"]) for each in software if each.kind == "host"]


@pytest.mark.parametrize(
    ("statement", "line"),
    [
        ("a[0] = len(b) + f(1)", "a[0] = len_result + f_result"),
        ("a[0] += f(1)", "a[0] = value"),
        ("a[0], b[1] = b[0], wait_on(a)[1]", "a[0], b[1] = b[0], a[1]"),
        ("i, a[len(b)] = b[0], f(1)", "a[len_result] = f_result"),
        ("x, (y, *z) = len(a), g(wait_on(f(1)))", "y, *z = g_result"),
        ("del a[wait_on(f(1))], b[0]", "del a[f_result], b[0]"),
    ],
)
def test_targets_with_tasks_in_between_are_written(run: Run, statement: str, line: str) -> None:
    found = run(f"a, b = f(0), f(0)\n{statement}\nprint(wait_on(a), wait_on(b))\n")
    assert any(line in text for text in scripts(found)), scripts(found)


def test_what_another_script_changed_is_read_from_that(run: Run) -> None:
    """The two lists may share parts from the second statement on; the third one changes only one of them."""
    changes = "a[0] = f(1)\na[1], b[0] = b[1], a[0]\nb += [f(2)]\n"
    found = run(f"a, b = f(0), f(0)\n{changes}print(wait_on(a), wait_on(b))\n")
    last = max(number for number, each in enumerate(found.invocations) if each.site.software.kind == "host")
    assert 0 not in found.producers(last)


def test_no_task_is_called_in_a_script(run: Run) -> None:
    program = """
def each(n):
    for i in range(n):
        made = f(i)
        made.append(i)
        yield made
found = [len(x) for x in each(2)]
total = 0
for k, x in enumerate(each(2)):
    total += x[0] + k
for x in map(f, [1, 2]):
    total += wait_on(x)
print(found, total)
"""
    found = run(program)
    assert found.names.count("f") == 6
    assert not any("each(" in text or "map(" in text for text in scripts(found))


def test_functions_that_no_job_imports_are_stored_anew_when_what_they_see_changes(run: Run) -> None:
    found = run("def main():\n    k = 1\n    g(lambda x: x * k)\n    k = 2\n    g(lambda x: x * k)\nmain()\n")
    assert [text.count("lambda x: x * k") for text in scripts(found)] == [1, 1]


def test_functions_that_change_globals_are_defined_in_the_script(run: Run) -> None:
    found = run(
        "TOTAL = 0\ndef add(n):\n    global TOTAL\n    TOTAL += n\n"
        "def main():\n    add(wait_on(f(1)))\n    f(2)\n    print(TOTAL)\nmain()\n"
    )
    first, second = scripts(found)
    assert "nonlocal TOTAL" in first and "return TOTAL" in first
    assert "TOTAL" in second


@pytest.mark.parametrize(("value", "kind"), [("x, x", tuple), ("[x, x]", list)])
def test_several_results_are_what_the_function_returns(run: Run, value: str, kind: type) -> None:
    found = run(f"@task(returns=2)\ndef pair(x): return {value}\nf(pair(1))\n")
    held = next(a for a in found.invocations[1].arguments if a.parameter.startswith("args")).reads
    assert isinstance(held[0], kind)
