"""``eflows2smk init project``: the beginning of a workflow, with a description, data, and a test that verifies it."""

from __future__ import annotations

import json
import re
from importlib.resources import files
from pathlib import Path

from eflows2smk.commands.reporting import say, show
from eflows2smk.diagnostics import NOWHERE, Diagnostic

_FILES = {
    "main.py": "main.py",
    "software/sort.json": "sort.json",
    "tests/test_workflow.py": "test_workflow.py",
    "README.md": "README.md",
    ".gitignore": "gitignore",
}
_DATA = {"data/fruit.txt": "pear\napple\ncherry\npear\n", "data/trees.txt": "oak\nbirch\nmaple\n"}
_SCHEMA = "software.schema.json"


def project_command(folder: Path) -> int:
    from eflows2smk.software.json_schema import json_schema

    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        return _refuse(f"'{folder}' is there already, and not empty", "name a new folder")
    name = folder.resolve().name
    texts = {path: _template(source, name) for path, source in _FILES.items()}
    texts |= {**_DATA, _SCHEMA: json.dumps(json_schema(), indent=2) + "\n"}
    try:
        for path, text in texts.items():
            target = folder / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(text, encoding="utf-8")
    except OSError as error:
        return _refuse(f"'{error.filename}' can't be written: {error.strerror}", "name another folder")
    say(f"wrote {folder}: {', '.join(_FILES)} and data")
    say(f"run it with: {'' if folder == Path() else f'cd {folder} && '}eflows2smk run main.py")
    return 0


def _template(source: str, name: str) -> str:
    text = files("eflows2smk.commands").joinpath("template", f"{source}.source").read_text(encoding="utf-8")
    return re.sub(r"\bNAME\b", lambda _: name, text)


def _refuse(message: str, help: str) -> int:
    show([Diagnostic("E002", message, NOWHERE, help)])
    return 1
