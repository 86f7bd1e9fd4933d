"""Runs that were killed: the next one gets over their locks where nobody is left, and says who is where somebody is."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

from tests.programs import environment

PROGRAM = """\
import os
import time

from eflows2smk import FILE_OUT, task


@task(path=FILE_OUT)
def slow(path):
    with open(path, "w") as out:
        out.write("begun\\n")
    while not os.path.exists("go"):
        time.sleep(0.1)


slow("done.txt")
"""


def run(folder: Path) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "eflows2smk", "run", "main.py", "-c", "1"],
        cwd=folder,
        env=environment(),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def wait_for(path: Path) -> None:
    limit = time.monotonic() + 120
    while not path.exists():
        assert time.monotonic() < limit, f"there is no {path}"
        time.sleep(0.1)


def children(process: int) -> list[int]:
    found = Path(f"/proc/{process}/task/{process}/children").read_text().split()
    return [int(each) for each in found]


def test_a_killed_run_leaves_nothing_in_the_way(tmp_path: Path) -> None:
    (tmp_path / "main.py").write_text(PROGRAM)
    first = run(tmp_path)
    wait_for(tmp_path / "done.txt")
    second = run(tmp_path)
    said, _ = second.communicate(timeout=120)
    assert second.returncode == 1
    assert f"'eflows2smk run' is at work here (process {first.pid} on " in said
    # The run and its Snakemake are killed; the job goes on.
    (snakemake,) = children(first.pid)
    for process in (first.pid, snakemake):
        os.kill(process, signal.SIGKILL)
    first.wait()
    third = run(tmp_path)
    said, _ = third.communicate(timeout=120)
    assert third.returncode == 1
    assert "processes of an earlier run still work here" in said
    (tmp_path / "go").touch()
    limit = time.monotonic() + 60
    while True:
        last = run(tmp_path)
        said, _ = last.communicate(timeout=120)
        if last.returncode == 0 or time.monotonic() > limit:
            break
    assert last.returncode == 0, said
    assert (tmp_path / "done.txt").read_text() == "begun\n"


def test_a_lock_that_is_not_ours_is_left(tmp_path: Path) -> None:
    (tmp_path / "main.py").write_text(PROGRAM)
    (tmp_path / "go").touch()
    locks = tmp_path / ".snakemake" / "locks"
    locks.mkdir(parents=True)
    (locks / "0.input.lock").write_text("main.py\n")
    process = run(tmp_path)
    said, _ = process.communicate(timeout=120)
    assert process.returncode == 1
    assert "'snakemake --unlock' takes it away" in said
    assert (locks / "0.input.lock").exists()
