"""``eflows2smk compile --emit core``, and how the modules of the core depend on each other."""

from __future__ import annotations

import ast
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

from eflows2smk.cli import main
from tests.programs import REPOSITORY

CORE = REPOSITORY / "eflows2smk" / "frontend" / "core"
ALLOWED = ("eflows2smk.frontend.core", "eflows2smk.source", "eflows2smk.diagnostics")


def emitted(folder: Path, monkeypatch: pytest.MonkeyPatch) -> int:
    monkeypatch.chdir(folder)
    with pytest.raises(SystemExit) as ended:
        main(["compile", "--emit", "core", "main.py"])
    assert isinstance(ended.value.code, int)
    return ended.value.code


def test_core_of_all_own_modules_is_printed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "main.py").write_text("import os\nfrom steps import f\nf(1)\n")
    (tmp_path / "steps.py").write_text("def f(x):\n    return x\n")
    assert emitted(tmp_path, monkeypatch) == 0
    shown = capsys.readouterr().out
    assert [line for line in shown.splitlines() if line.endswith(":") and line[0] != " "] == [
        "module main:",
        "module steps:",
        "function f(x):",
    ]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["main.py", "steps.py"]


@pytest.mark.parametrize("text", ["x = = 1\n", "return 1\n", "def f():\n    nonlocal x\n"])
def test_what_is_not_valid_is_told(
    text: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "main.py").write_text(text)
    assert emitted(tmp_path, monkeypatch) == 1
    shown = capsys.readouterr()
    assert "[E100]" in shown.err and not shown.out


def imports(path: Path) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.ImportFrom):
            module = node.module or ""
            found |= {module, *(f"{module}.{alias.name}" for alias in node.names)}
        elif isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
    return {name for name in found if name.startswith("eflows2smk")}


def test_modules_of_the_core_import_no_circle_and_nothing_else_of_the_frontend() -> None:
    names = {}
    for path in CORE.rglob("*.py"):
        parts = path.relative_to(REPOSITORY).with_suffix("").parts
        names[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = path
    graph = {name: imports(path) & names.keys() - {name} for name, path in names.items()}
    assert list(TopologicalSorter(graph).static_order())
    outside = {each for path in names.values() for each in imports(path) if not each.startswith(ALLOWED)}
    assert outside == set()
