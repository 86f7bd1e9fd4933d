"""Control flow that the run decides: what the graph says of it, and how often a body is evaluated for that."""

from __future__ import annotations

import contextlib
import re
from pathlib import Path

import pytest

from eflows2smk.diagnostics import Diagnostic
from eflows2smk.frontend.compiling import evaluate
from eflows2smk.frontend.control.loops import Loops
from eflows2smk.workflow.model import Workflow
from eflows2smk.workflow.printer import print_workflow

TASKS = """\
from eflows2smk import FILE_OUT, INOUT, task, wait_on


@task(returns=1)
def add(a, b):
    return a + b


@task(values=INOUT)
def push(values, value):
    values.append(value)


@task(out=FILE_OUT)
def write(value, out):
    with open(out, "w") as file:
        file.write(str(value))


"""
BODIES = {
    "names": ["x = add(x, 1)"],
    "cells": ["data['x'] = add(data['x'], 1)", "found.append(add(x, 1))"],
    "objects": ["push(state, x)", "data['x'] = add(data['x'], 1)"],
}


def compiled(folder: Path, body: str) -> tuple[Workflow | None, list[Diagnostic]]:
    (folder / "main.py").write_text(TASKS + body)
    with contextlib.chdir(folder):
        return evaluate(Path("main.py"), (), folder)


def graph(folder: Path, body: str) -> str:
    workflow, diagnostics = compiled(folder, body)
    assert workflow is not None, diagnostics
    return print_workflow(workflow)


def nest(depth: int, body: list[str]) -> str:
    lines = ["x = add(0, 0)", "found, state, data = [], [0], {'x': x}"]
    lines += ["    " * level + f"for i{level} in range(wait_on(x)):" for level in range(depth)]
    lines += ["    " * depth + line for line in body]
    return "\n".join([*lines, "write([x, found, state, data], 'all.txt')"]) + "\n"


@pytest.mark.parametrize("kind", BODIES)
@pytest.mark.parametrize("depth", [1, 2, 4, 8])
def test_nests_are_evaluated_once_more_for_each_level(
    kind: str, depth: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    passes: list[dict[object, int]] = []
    run = Loops.run

    def counted(self: Loops, *arguments: object) -> object:
        if self.passes not in passes:
            passes.append(self.passes)
        return run(self, *arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(Loops, "run", counted)
    assert graph(tmp_path, nest(depth, BODIES[kind]))
    assert max(passes[-1].values()) <= depth + 2


def test_what_iterations_add_is_one_list(tmp_path: Path) -> None:
    text = graph(
        tmp_path, "found = []\nfor i in range(wait_on(add(1, 1))):\n    found.append(add(i, 1))\nwrite(found, 'f')\n"
    )
    assert "value IN = [*[#2.result for i of #1.iterations]]" in text


@pytest.mark.parametrize("inner", ["for j in range(3)", "for j in range(wait_on(x))", "while True"])
def test_what_iterations_add_behind_a_loop_that_is_left_is_not_lost(tmp_path: Path, inner: str) -> None:
    """That the inner loop can be left shows only in its body: it is evaluated anew."""
    loop = f"    {inner}:\n        x = add(x, 1)\n        if wait_on(x) > 5:\n            break\n"
    body = f"found, x = [], add(1, 1)\nfor i in range(wait_on(x)):\n{loop}    found.append(add(x, i))\n"
    text = graph(tmp_path, f"{body}write(found, 'all.txt')\n")
    assert re.search(r"value IN = \[\*\[#\d+\.result for i of #1\.iterations\]\]", text)


@pytest.mark.parametrize(
    "body",
    [
        ["if n > 1:", "    return"],
        ["try:", "    1 / n", "except ZeroDivisionError:", "    return"],
        ["try:", "    1 / n", "except ZeroDivisionError:", "    if n:", "        return", "    raise"],
        ["with suppress(ValueError):", "    int(n)", "    found.append(2)", "    return"],
        ["for k in range(2):", "    if n > k:", "        return"],
        ["while True:", "    if n > 1:", "        return", "    break"],
    ],
    ids=" ".join,
)
def test_what_may_not_be_reached_is_not_known_to_have_happened(tmp_path: Path, body: list[str]) -> None:
    lines = ["from contextlib import suppress", "def fill(n, found):", *(f"    {line}" for line in body)]
    program = [*lines, "    found.append(1)", "made = []", "fill(wait_on(add(1, 1)), made)", "write(made, 'f')", ""]
    text = graph(tmp_path, "\n".join(program))
    assert "value IN = #" in text, "the list is what the script leaves"


def test_a_task_in_a_statement_of_a_try_is_called_before_it(tmp_path: Path) -> None:
    lines = ["try:", "    x = 10 // (add(1, 1) % 2)", "except ZeroDivisionError:", "    x = 3", "write(x, 'f')", ""]
    text = graph(tmp_path, "\n".join(lines))
    assert "x = 10 // (add_result % 2)" in text


def test_a_with_that_may_suppress_what_a_job_raises_is_refused(tmp_path: Path) -> None:
    body = "with suppress(ValueError):\n    y = 3 // wait_on(add(1, 1))\n    write(y, 'f')\n"
    workflow, diagnostics = compiled(tmp_path, f"from contextlib import suppress\n{body}")
    assert workflow is None
    assert {each.code for each in diagnostics if each.severity == "error"} == {"E319"}


def test_a_match_around_tasks_on_a_value_of_the_run_is_refused_and_nothing_else(tmp_path: Path) -> None:
    lines = ["match wait_on(add(1, 1)):", "    case 1:", "        y = add(1, 2)", "    case _:", "        y = 4"]
    workflow, diagnostics = compiled(tmp_path, "\n".join([*lines, "write(y, 'f')", ""]))
    assert workflow is None
    assert [(each.code, each.span.line) for each in diagnostics if each.severity == "error"] == [("E302", 21)]


def test_members_of_an_enumeration_stay_what_they_are(tmp_path: Path) -> None:
    """Which of them a value of the run stands for changes nothing about the class that jobs import."""
    lines = ["from enum import Enum", "class Color(Enum):", "    RED = 1", "    BLUE = 2", ""]
    body = "x = Color(wait_on(add(1, 1))).name\nwrite([x, Color.RED], 'f')\n"
    assert "Color" in graph(tmp_path, "\n".join(lines) + body)


def test_what_a_list_in_an_object_of_a_script_gathers_is_an_input_of_its_own(tmp_path: Path) -> None:
    lines = ["class Box:", "    def __init__(self, xs):", "        self.xs = xs", "", "found = [1]"]
    lines += ["for i in range(wait_on(add(1, 1))):", "    found.append(add(i, 1))"]
    lines += ["box, pairs = Box(found), {'a': (found, 2)}", "print(vars(box), pairs)", ""]
    text = graph(tmp_path, "\n".join(lines))
    assert "box.xs[:] = box_xs" in text
    assert "pairs IN = {'a': ([], 2)}" in text


def test_a_loop_is_decided_by_a_value_that_operators_of_the_program_do_not_change(tmp_path: Path) -> None:
    lines = ["class Box:", "    def __setitem__(self, key, value):", "        self.n = value", "", "found = [1]"]
    lines += ["for i in range(wait_on(add(1, 1))):", "    found.append(add(i, 1))", "print(found)", ""]
    workflow, diagnostics = compiled(tmp_path, "\n".join(lines))
    assert workflow is not None, diagnostics


@pytest.mark.parametrize("push", ["push(state, i)", "for j in range(wait_on(x)):\n            push(state, j)"])
def test_an_object_that_only_some_iterations_change_is_handed_on(tmp_path: Path, push: str) -> None:
    loop = f"for i in range(wait_on(x)):\n    if wait_on(x) > i:\n        {push}\n"
    workflow, diagnostics = compiled(tmp_path, f"state, x = [0], add(1, 1)\n{loop}write(state, 'state.txt')\n")
    assert workflow is not None, diagnostics


def test_values_of_the_run_get_names_where_a_list_gathers_them(tmp_path: Path) -> None:
    lines = ["found = []", "for i in range(wait_on(add(1, 1))):", "    y = add(i, 1)"]
    lines += ["    found.append(f'{wait_on(y)}')", "write(found, 'f')", ""]
    text = graph(tmp_path, "\n".join(lines))
    assert "value = f'{y}'" in text


def test_objects_that_are_only_read_in_a_loop_are_not_taken_from_it(tmp_path: Path) -> None:
    body = """\
found = wait_on(add([1], [2]))
for scale in (2, 3):
    for k in range(len(found)):
        write(add(found[k], scale), f"{scale}_{k}.txt")
"""
    assert graph(tmp_path, body).count("found IN = #0.result") == 2


def test_a_loop_ends_where_a_computed_condition_holds(tmp_path: Path) -> None:
    body = "x = 1\nfor i in range(9):\n    x = add(x, i)\n    if wait_on(x) > 5:\n        break\nwrite(x, 'x.txt')\n"
    assert "last until i of #" in graph(tmp_path, body)


def test_a_function_returns_what_a_computed_condition_says(tmp_path: Path) -> None:
    body = """\
def chosen(x):
    if wait_on(x) > 5:
        return add(x, 1)
    y = add(x, 2)
    return y


write(chosen(add(1, 2)), "y.txt")
"""
    assert "(#2.result branch if #1.condition else #3.result)" in graph(tmp_path, body)


def test_a_return_out_of_a_loop_without_end_is_refused_where_it_stands(tmp_path: Path) -> None:
    body = """\
def found(x):
    while True:
        x = add(x, 1)
        if wait_on(x) > 5:
            return x


write(found(1), "y.txt")
"""
    workflow, diagnostics = compiled(tmp_path, body)
    assert workflow is None
    assert [(each.code, each.span.line) for each in diagnostics if each.severity == "error"] == [("E317", 23)]


def test_two_calls_in_each_branch_are_refused_once_it_is_too_deep(tmp_path: Path) -> None:
    """2^depth calls would not come to an end."""
    body = "def walk(x):\n    if wait_on(x):\n        walk(add(x, 0))\n        walk(add(x, 1))\n\n\nwalk(add(1, 1))\n"
    workflow, found = compiled(tmp_path, body)
    assert workflow is None
    assert "E318" in {each.code for each in found}


def test_what_library_functions_are_given_is_not_reached_from_their_other_calls(tmp_path: Path) -> None:
    """No task is reached from the loop: it is one script."""
    loop = "for x in range(wait_on(add(1, 1))):\n    found.append(list(map(lambda y: y + 1, [x])))\n"
    body = f"made = list(map(lambda x: add(x, 1), [1, 2]))\nfound = []\n{loop}write([made, found], 'all.txt')\n"
    workflow, diagnostics = compiled(tmp_path, body)
    assert workflow is not None, diagnostics
    assert not any(each.domains for each in workflow.invocations)
