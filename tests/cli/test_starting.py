"""How one begins: a new project, completion in shells, how to cite."""

from __future__ import annotations

import os
import pty
import re
import select
import shutil
import subprocess
import sys
import time
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from tests import forking
from tests.programs import REPOSITORY, SECONDS, environment

# Seconds, on a busy machine.
PATIENCE = 10
SHELLS = [shell for shell in ("bash", "zsh", "fish") if shutil.which(shell)]


def eflows2smk(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    return forking.run([sys.executable, "-m", "eflows2smk", *words], folder, environment(), 120)


def test_new_project_is_sound_and_its_test_passes(tmp_path: Path) -> None:
    done = eflows2smk(tmp_path, "init", "project", "studies/words")
    assert done.returncode == 0, done.stderr
    project = tmp_path / "studies" / "words"
    assert (project / "README.md").read_text().startswith("# words\n")
    assert "nothing to complain about" in eflows2smk(project, "check", "main.py").stderr
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider"]
    run = subprocess.run(
        command, cwd=project, env=environment(), capture_output=True, text=True, check=False, timeout=SECONDS
    )
    assert run.returncode == 0 and "1 passed" in run.stdout, run.stdout + run.stderr
    again = eflows2smk(tmp_path, "init", "project", "studies/words")
    assert again.returncode == 1 and "is there already, and not empty" in again.stderr


def test_citation_is_of_this_version() -> None:
    citation = yaml.safe_load((REPOSITORY / "CITATION.cff").read_text())
    project = tomllib.loads((REPOSITORY / "pyproject.toml").read_text())["project"]
    assert {"cff-version", "message", "title", "authors"} <= set(citation)
    assert (citation["version"], citation["license"]) == (project["version"], project["license"])


@pytest.fixture
def home(tmp_path: Path) -> dict[str, str]:
    """The environment of a user who has nothing set up."""
    kept = {name: value for name, value in environment().items() if not name.startswith(("XDG_", "ZDOTDIR"))}
    return {**kept, "HOME": str(tmp_path), "TERM": "dumb", "PS1": "ready> "}


def test_bash_is_there() -> None:
    assert "bash" in SHELLS


@pytest.mark.parametrize("shell", SHELLS)
def test_shell_completes_after_the_installation(shell: str, tmp_path: Path, home: dict[str, str]) -> None:
    done = subprocess.run(
        [shell, "-c", "eflows2smk --install-completion; true"],
        env=home,
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert f"{shell} completion installed" in done.stdout, done.stdout + done.stderr
    (tmp_path / "main.py").touch()
    complete = completed_by_fish if shell == "fish" else completed_on_a_terminal
    for typed, wanted, said in complete(shell, home, tmp_path):
        assert wanted in said, f"{shell}: {typed}"


# What is typed before the tabulator is pressed, and what has to be shown then.
TYPED = {
    "eflows2smk ver": "verify",
    "eflows2smk check --format sa": "sarif",
    "eflows2smk explain W11": "W110",
    "eflows2smk check ma": "main.py",
}


def completed_by_fish(shell: str, variables: dict[str, str], folder: Path) -> Iterator[tuple[str, str, str]]:
    for typed, wanted in TYPED.items():
        command = [shell, "-c", f'complete -C "{typed}"']
        done = subprocess.run(
            command, env=variables, cwd=folder, capture_output=True, text=True, check=False, timeout=60
        )
        yield typed, wanted, done.stdout


def completed_on_a_terminal(shell: str, variables: dict[str, str], folder: Path) -> Iterator[tuple[str, str, str]]:
    process, terminal = pty.fork()
    if process == 0:
        os.chdir(folder)
        os.execvpe(shell, [shell, "-i"], variables)
    try:
        _read(terminal, "ready> ")
        for typed, wanted in TYPED.items():
            os.write(terminal, f"{typed}\t".encode())
            said = _read(terminal, wanted)
            if wanted not in said:
                # The Z shell loads the function at the first, and calls it at the next.
                os.write(terminal, b"\t")
                said += _read(terminal, wanted)
            yield typed, wanted, said
            # The line is taken away.
            os.write(terminal, b"\x15")
    finally:
        os.write(terminal, b"\x15exit\n")
        time.sleep(0.2)
        os.close(terminal)
        os.waitpid(process, 0)


def _read(terminal: int, wanted: str) -> str:
    """What comes until this has come, or nothing for a while."""
    found = ""
    while wanted not in found and select.select([terminal], [], [], PATIENCE)[0]:
        try:
            text = os.read(terminal, 4096).decode(errors="replace")
        except OSError:
            break
        found += re.sub(r"\x1b\[[0-9;?]*[a-zA-Z]|[\x07\x08\r]", "", text)
    return found
