"""The text form of a graph."""

from __future__ import annotations

from eflows2smk.workflow.model import Artefact, Constant, Inside, Kind, Resources, Workflow
from eflows2smk.workflow.printer import print_workflow
from tests.workflow.graphs import SITE, chain, invocation, workflow, written


def test_chain_is_printed_in_program_order() -> None:
    assert print_workflow(chain(2)) == """\
program main.py

site convert at main.py:7:5
    call convert(source, target)
    loop i
    binary main:convert
        source: FILE_IN
        target: FILE_OUT
        args = '{{source}} {{target}}'
        binary = 'cp'

#0 convert[0] i=0
    source: FILE_IN = 'start.txt'@0
    target: FILE_OUT -> 'step_0.txt' as 'step_{i}.txt'@1 (#0.target)

#1 convert[1] i=1
    source: FILE_IN = 'step_0.txt' as 'step_{i}.txt'@1 (#0.target)
    target: FILE_OUT -> 'step_1.txt' as 'step_{i}.txt'@1 (#1.target)
"""


def last_lines(graph: Workflow) -> list[str]:
    return print_workflow(graph).split("\n\n")[-1].splitlines()


def test_nested_values_objects_and_resources() -> None:
    value = {"k": [Artefact(Kind.OBJECT, "", 1, 3, "result", (0, "x")), 1.5, Constant("main:Rod", {"n": (2,)})]}
    folder = Artefact(Kind.DIRECTORY, "runs", 2, 4, "out")
    held = [value, Inside(folder, "a/b.txt"), {3, 1, 2}, "plain"]
    assert last_lines(workflow([invocation(0, held, written("a", 0), resources=Resources(cpus=4, queue="gpu"))])) == [
        "#0 convert[0] i=0",
        "    source: FILE_IN = [{'k': [#3.result[0]['x'], 1.5, main:Rod(n=(2,))]}, 'runs'@2/ (#4.out) / 'a/b.txt'"
        " (file), set([1, 2, 3]), 'plain']",
        "    target: FILE_OUT -> 'a'@1 (#0.target)",
        "    resources cpus=4, queue='gpu'",
    ]


def test_barriers_environment_and_arguments() -> None:
    one, two = invocation(0, 1, written("a", 0)), invocation(1, 2, written("b", 1), barrier=1)
    text = print_workflow(Workflow("main.py", ("a b",), (one, two), (1,), {"N": "3"}, ("cases.csv",)))
    assert text.startswith("program main.py\nargument 'a b'\nenvironment N='3'\nreads cases.csv\n\nsite")
    assert "\n\nbarrier\n\n#1 convert[1] i=1\n" in text
    assert SITE.name in text
