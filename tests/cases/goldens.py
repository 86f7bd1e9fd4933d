"""The files that the compiler is expected to write for a program, and those that it has written."""

from __future__ import annotations

import os
from pathlib import Path

from tests.programs import Project

# Written by `compile`; the profile is the same for all programs.
GENERATED = (
    "workflow/Snakefile",
    "workflow/configured.json",
    "workflow/tables.yaml",
    "workflow/tables",
    "workflow/values",
    "config",
    "slurm",
)
# Modules that are the same for all of them, too.
SAME = ("as_compiled.py", "configured.py", "decisions_in_turn.py", "needed.py")
# The graph as text, beside them.
GRAPH = "workflow.txt"
# Sets have other orders than in the process of the tests, which is random, unless somebody has chosen one.
ANOTHER = {"PYTHONHASHSEED": "1" if os.environ.get("PYTHONHASHSEED") != "1" else "2"}


def generated(folder: Path) -> dict[str, str]:
    """The files that the compiler wrote, by path."""
    roots = [folder / name for name in GENERATED]
    paths = [path for root in roots for path in ([root] if root.is_file() else sorted(root.rglob("*")))]
    paths += sorted(path for path in folder.glob("workflow/scripts/*.py") if path.name not in SAME)
    return {str(path.relative_to(folder)): path.read_text() for path in paths if path.is_file()}


def expected(program: Path) -> dict[str, str]:
    """What belongs to the program, with the graph."""
    folder = program / "expected"
    return {str(path.relative_to(folder)): path.read_text() for path in folder.rglob("*") if path.is_file()}


def assert_same(files: dict[str, str], known: dict[str, str]) -> None:
    assert files.keys() == known.keys()
    for path, text in files.items():
        assert text == known[path], f"{path} is not as expected"


def assert_expected(compiled: Project, program: Path) -> None:
    """The files that are there are those that belong to the program, but the graph is none of them."""
    known = expected(program)
    known.pop(GRAPH)
    assert_same(generated(compiled.folder), known)
