"""``eflows2smk graph``: rules, what goes between them, and decisions, in each form."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

from tests import forking
from tests.programs import environment

PROGRAM = """
from eflows2smk import FILE_IN, FILE_OUT, task, wait_on


@task(source=FILE_IN, returns=1)
def measure(source):
    return len(source)


@task(out=FILE_OUT)
def write(value, out):
    with open(out, "w") as file:
        file.write(f"{value}")


found = [measure(f"in/{name}.txt") for name in ("a", "b", "c")]
write(found, 'say "x".txt')
for number in range(wait_on(found[0])):
    write(number, f"out/{number}.txt")
"""


def graph(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    return forking.run([sys.executable, "-m", "eflows2smk", "graph", *words], folder, environment(), 120)


def test_graph_in_each_form(tmp_path: Path) -> None:
    (tmp_path / "main.py").write_text(PROGRAM)
    (tmp_path / "in").mkdir()
    for name in "abc":
        (tmp_path / "in" / f"{name}.txt").touch()
    done = graph(tmp_path, "--format", "json", "main.py")
    assert done.returncode == 0, done.stderr
    drawn = json.loads(done.stdout)
    nodes = {node["name"]: node for node in drawn["nodes"]}
    assert (nodes["measure"]["jobs"], nodes["measure"]["place"]) == (3, "main.py:16")
    assert nodes["write_number"]["jobs"] is None
    assert nodes["input of measure"]["call"] == "in/a.txt, in/b.txt and 1 more"
    edges = {(edge["producer"], edge["consumer"]): edge for edge in drawn["edges"]}
    assert edges["measure", "write"]["objects"] == 3
    (decision,) = (edge for edge in drawn["edges"] if edge["decides"])
    assert decision["consumer"] == "write_number" and nodes[decision["producer"]]["kind"] == "loop"
    mermaid = graph(tmp_path, "--format", "mermaid", "main.py").stdout
    assert mermaid.startswith("flowchart TD\n") and mermaid.count("-.->") == 1
    text = graph(tmp_path, "--format", "dot", "main.py").stdout
    assert text.startswith("digraph workflow {\n") and text.count(" -> ") == len(drawn["edges"])
    done = graph(tmp_path, "-o", "workflow.svg", "main.py")
    if shutil.which("dot"):
        assert "</svg>" in (tmp_path / "workflow.svg").read_text()
    else:
        assert done.returncode == 1 and "error[E021]" in done.stderr
    assert not (tmp_path / "workflow").exists()
