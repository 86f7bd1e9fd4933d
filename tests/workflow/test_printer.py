"""The text form of a workflow: readable, and the same for the same workflow."""

from __future__ import annotations

from eflows2smk.diagnostics import Span
from eflows2smk.parameters import COLLECTION_IN, FILE_IN, FILE_OUT, IN
from eflows2smk.workflow.model import (
    ABSENT,
    Argument,
    Artefact,
    CallSite,
    Constant,
    Holding,
    Inside,
    Invocation,
    Kind,
    Resources,
    Software,
    Workflow,
)
from eflows2smk.workflow.printer import print_workflow
from eflows2smk.workflow.text import hole, join

DEFINED = Span("main.py", 3, 0, 3, 8)
CALLED = Span("main.py", 9, 4, 9, 20)


def test_workflow_is_told_by_call_sites() -> None:
    tool = Software(
        "binary",
        "tool",
        "main",
        "tool",
        "main.py",
        DEFINED,
        (("mesh", FILE_IN), ("out", FILE_OUT), ("rate", IN)),
        returns=1,
        execution={"binary": "tool", "args": "{{mesh}}"},
        priority=2,
    )
    site = CallSite("tool", tool, CALLED, 'tool("mesh.json", f"out/{name}.npy", 1.5)', (("i", "name"),), (DEFINED,))
    path = join(["out/", hole("name", "low"), ".npy"])
    invocation = Invocation(
        0,
        site,
        (0,),
        (0, "low"),
        (
            Argument("mesh", FILE_IN, Artefact(Kind.FILE, "mesh.json", 0, -1)),
            Argument("out", FILE_OUT, ABSENT, Artefact(Kind.FILE, path, 2, 0, "out")),
            Argument("rate", IN, 1.5),
        ),
        (Artefact(Kind.OBJECT, "", 1, 0, "result", (), False),),
        Resources(cpus=2, queue="short"),
    )
    text = print_workflow(Workflow("main.py", ("a b",), (invocation,), (), {"N": "4"}, ("sweep.yaml",)))
    assert text == (
        """\
program main.py
arguments 'a b'
environment N='4'
reads sweep.yaml

software tool: binary main:tool (main.py:3:1)
  parameters: mesh FILE_IN, out FILE_OUT, rate IN
  returns: 1
  execution: binary='tool', args='{{mesh}}'
  priority: 2

site tool (main.py:9:5): tool("mesh.json", f"out/{name}.npy", 1.5)
  called from: main.py:3:1
  loops: i, name
  #0 [0] i=0 name='low'
    mesh FILE_IN = file 'mesh.json'
    out FILE_OUT -> file 'out/{name='low'}.npy'@2 #0
    rate IN = 1.5
    returns #0.result
    asks for cpus=2, queue=short
"""
    )


def test_every_kind_of_value_has_its_form() -> None:
    folder = Artefact(Kind.DIRECTORY, "out", 1, 0, "out")
    member = Artefact(Kind.FILE, "parts/a", 1, 1, "out")
    held = [
        Artefact(Kind.OBJECT, "", 1, 2, "result", (1,), False),
        Inside(folder, "a.txt"),
        Holding("parts", (member,)),
        Constant("main:Case", {"name": "low"}),
        (1,),
        {"k": {"b", "a"}},
        "it's",
        None,
    ]
    software = Software("task", "f", "main", "f", "main.py", DEFINED, (("x", COLLECTION_IN),))
    site = CallSite("f", software, CALLED, "f(x)")
    argument = Argument("x", COLLECTION_IN, held)
    text = print_workflow(Workflow("main.py", (), (Invocation(0, site, (), (), (argument,), (), Resources()),)))
    assert text.splitlines()[-1].strip() == (
        "x COLLECTION_IN = [#2.result[1], directory 'out' #0 / 'a.txt', folder 'parts' of [file 'parts/a' #1],"
        " main:Case(name='low'), (1,), {'k': {'a', 'b'}}, \"it's\", None]"
    )
