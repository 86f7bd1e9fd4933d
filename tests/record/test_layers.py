"""Who imports whom among the new folders of the frontend."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import eflows2smk.frontend

FRONTEND = Path(eflows2smk.frontend.__file__).parent
FOLDERS = ("checks", "control", "record", "residual")


def imported(path: Path) -> Iterator[str]:
    """Modules of the frontend, those that functions import too."""
    for node in ast.walk(ast.parse(path.read_text())):
        names: list[str] = []
        if isinstance(node, ast.ImportFrom):
            names = [node.module or "", *(f"{node.module}.{each.name}" for each in node.names)]
        elif isinstance(node, ast.Import):
            names = [each.name for each in node.names]
        for name in names:
            if name.startswith("eflows2smk.frontend."):
                yield name.removeprefix("eflows2smk.frontend.")


def test_modules_of_a_folder_make_no_circle() -> None:
    for folder in FOLDERS:
        names = {path.stem for path in (FRONTEND / folder).glob("*.py")}
        left = {
            name: {
                each.split(".")[1]
                for each in imported(FRONTEND / folder / f"{name}.py")
                if each.startswith(f"{folder}.") and each.split(".")[1] in names - {name}
            }
            for name in names
        }
        while free := [name for name, needs in left.items() if not needs & left.keys()]:
            for name in free:
                del left[name]
        assert left == {}, f"{folder}: {sorted(left)} import each other"
