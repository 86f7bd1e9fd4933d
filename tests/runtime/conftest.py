"""Programs of the tests: written into a folder of their own and run there, as users do."""

from __future__ import annotations

import json
import pickle
import subprocess
import textwrap
from collections.abc import Callable
from pathlib import Path

import pytest

from tests import installation


class Folder:
    """A working folder with a program in it."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def write(self, name: str, text: str) -> Path:
        path = self.path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(textwrap.dedent(text).lstrip("\n"))
        return path

    def read(self, name: str) -> str:
        return (self.path / name).read_text()

    def names(self) -> list[str]:
        """All files below the folder but those of Python itself."""
        found = (path.relative_to(self.path) for path in self.path.rglob("*") if not path.is_dir())
        return sorted(path.as_posix() for path in found if "__pycache__" not in path.parts)

    def store(self, name: str, value: object) -> str:
        path = self.path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(pickle.dumps(value, protocol=5))
        return name

    def load(self, name: str) -> object:
        return pickle.loads((self.path / name).read_bytes())

    def job(self, *words: str, program: str = "main.py") -> subprocess.CompletedProcess[str]:
        """``python -m eflows2smk.runtime`` as a rule of a generated Snakefile calls it."""
        return self.python("-m", "eflows2smk.runtime", program, *words)

    def site(self, place: str) -> tuple[str, ...]:
        """The option that says where the call of a job stands, with the file that it names."""
        (self.path / "places.json").write_text(json.dumps({"logs/a_rule": place}))
        return "--site", "places.json", "logs/a_rule/1.log"

    def python(self, *words: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [installation.python(), *words], cwd=self.path, capture_output=True, text=True, check=False
        )

    def run(self, *argv: str) -> subprocess.CompletedProcess[str]:
        """The program sequentially, which has to end well."""
        done = self.python("main.py", *argv)
        assert done.returncode == 0, done.stderr
        return done


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    return Folder(tmp_path)


@pytest.fixture
def program(folder: Folder) -> Callable[[str], Folder]:
    """Writes a main program and gives its folder."""

    def write(text: str) -> Folder:
        folder.write("main.py", text)
        return folder

    return write
