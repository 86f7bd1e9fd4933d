"""Scripts of host code inside a job."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

SCRIPT = '''"""Plain Python of main.py."""

from main import helper


def run(value):
    # main.py:10
    first = value + 1
    second = helper(first)
    return second
'''
MAIN = "def helper(value):\n    return 1 / value\n"


def job(folder: Path, value: str) -> subprocess.CompletedProcess[str]:
    scripts = folder / "workflow" / "scripts"
    scripts.mkdir(parents=True, exist_ok=True)
    (scripts / "second.py").write_text(SCRIPT)
    (folder / "main.py").write_text(MAIN)
    command = [sys.executable, "-m", "eflows2smk.runtime", "main.py", "workflow/scripts/second.py:run"]
    options = ["--value", "value", value, "--result", "second.obj"]
    return subprocess.run([*command, *options], cwd=folder, capture_output=True, text=True, check=False)


def test_a_script_computes_and_stores(tmp_path: Path) -> None:
    done = job(tmp_path, "1")
    assert (done.returncode, done.stderr) == (0, "")
    assert (tmp_path / "second.obj").exists()


def test_a_failure_shows_the_line_of_the_program(tmp_path: Path) -> None:
    done = job(tmp_path, "-1")
    assert done.returncode == 1
    assert 'File "main.py", line 11' in done.stderr
    assert "second = helper(first)" in done.stderr
    assert "ZeroDivisionError" in done.stderr
    assert not (tmp_path / "second.obj").exists()
