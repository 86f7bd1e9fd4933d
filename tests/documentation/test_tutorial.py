"""The tutorial, as a newcomer goes through it."""

from __future__ import annotations

import re
from pathlib import Path

from eflows2smk.diagnostics.documents import changed
from tests import forking
from tests.programs import REPOSITORY, SECONDS, environment

TUTORIAL = REPOSITORY / "docs" / "tutorial.md"
_BLOCK = re.compile(r"^```(python|diff|console)(?: ([^\n]+))?\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def test_all_that_the_tutorial_says_happens(tmp_path: Path) -> None:
    blocks = list(_BLOCK.finditer(TUTORIAL.read_text()))
    assert [each[1] for each in blocks].count("console") > 4
    for language, name, text in (each.groups() for each in blocks):
        if language == "python":
            (tmp_path / name).write_text(text)
        elif language == "diff":
            path = tmp_path / name
            path.write_text(changed(path.read_text(), text))
        else:
            for step in re.split(r"^\$ ", text, flags=re.MULTILINE)[1:]:
                command, _, expected = step.partition("\n")
                _check(command, said(command, tmp_path), expected)


def said(command: str, folder: Path) -> str:
    """What a command prints in a shell; the error stream is not its answer."""
    done = forking.run(["bash", "-c", command], folder, environment(), SECONDS)
    assert done.returncode == 0, f"{command}\n{done.stdout}\n{done.stderr}"
    return done.stdout


def _check(command: str, said: str, expected: str) -> None:
    """Each line that is expected comes; … stands for anything."""
    for line in expected.splitlines():
        pattern = ".*".join(map(re.escape, line.split("…")))
        assert any(re.match(pattern, each) for each in said.splitlines()), f"$ {command}\n{said}\nhas no line: {line}"
