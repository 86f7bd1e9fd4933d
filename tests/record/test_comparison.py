"""The graph of each case and example is the one that is expected of the compiler, where nothing is left to the run."""

from __future__ import annotations

import difflib
import re
from pathlib import Path

import pytest

from eflows2smk.diagnostics import Severity
from eflows2smk.frontend.compiling import evaluate
from eflows2smk.workflow.printer import print_workflow
from tests.programs import CASES, EXAMPLES, Project

# Differences that are better than what they replace, one file for each program.
REVIEWED = Path(__file__).parent / "reviewed"
LEFT_TO_THE_RUN = re.compile(r"^software \S+: (host|loop|condition) ", re.MULTILINE)


def expected(program: Path) -> str:
    return (program / "expected" / "workflow.txt").read_text()


PROGRAMS = [path for path in (*CASES, *EXAMPLES) if not LEFT_TO_THE_RUN.search(expected(path))]


@pytest.mark.parametrize("program", PROGRAMS, ids=lambda path: path.name)
def test_graph_is_the_expected_one(program: Path, tmp_path: Path, update_goldens: bool) -> None:
    project = Project.copy_of(program, tmp_path / "program")
    workflow, diagnostics = evaluate(Path("main.py"), project.arguments, project.folder)
    assert workflow is not None, [f"{each.code} {each.span} {each.message}" for each in diagnostics]
    assert not any(each.severity is Severity.ERROR for each in diagnostics)
    lines = difflib.unified_diff(
        expected(program).splitlines(), print_workflow(workflow).splitlines(), n=0, lineterm=""
    )
    difference = "".join(f"{line}\n" for line in [*lines][2:])
    reviewed = REVIEWED / f"{program.name}.diff"
    if update_goldens and difference:
        REVIEWED.mkdir(exist_ok=True)
        reviewed.write_text(difference)
    assert difference == (reviewed.read_text() if reviewed.exists() else "")


def test_most_programs_are_compared() -> None:
    assert len(PROGRAMS) >= 58
    assert {path.stem for path in REVIEWED.glob("*.diff")} <= {path.name for path in PROGRAMS}
