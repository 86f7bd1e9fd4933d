"""``eflows2smk verify``: programs that are the same both ways, that look how they are run, that are never the same."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import tempfile
import textwrap
import time
from pathlib import Path
from typing import Any

import pytest

from tests import forking
from tests.programs import SECONDS, environment

# A task that looks for the command of a job writes something else in one.
PROGRAM = """
    import os
    import pickle
    import random
    import sys
    import time
    from pathlib import Path

    from eflows2smk import FILE_IN, FILE_INOUT, FILE_OUT, task, wait_on

    class Point:
        def __init__(self, x, y):
            self.x, self.y = x, y

    @task(out=FILE_OUT)
    def store(point, out):
        with open(out, "wb") as file:
            pickle.dump([point, point.x, point.y], file)

    @task(out=FILE_OUT, returns=1)
    def measure(number, out):
        where = Path("/proc/self/cmdline").read_bytes()
        is_job = {looks} and b"eflows2smk.runtime" in where and b"sequential" not in where
        Path(out).write_text(f"first\\n{{number / 4 + 1e-9 * is_job}}\\n")
        print("measured", number)
        return number + is_job

    @task(out=FILE_OUT)
    def clock(out):
        Path(out).write_text(f"kept\\n{{time.time_ns()}} {{random.random()}}\\n")

    @task(path=FILE_INOUT)
    def note(path):
        with open(path, "a") as file:
            file.write("noted\\n")

    if __name__ == "__main__":
        store(Point(1, [2.5, "x"]), "out/point.pickle")
        for number in range(int(sys.argv[1])):
            found = wait_on(measure(number, f"out/{{number}}.txt"))
            print("found", found, Path("data/given.txt").read_text().strip())
        clock("out/clock.txt")
        note("data/given.txt")
"""


@pytest.fixture
def scratch(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where copies are made."""
    folder = tmp_path / "scratch"
    folder.mkdir()
    monkeypatch.setenv("TMPDIR", str(folder))
    monkeypatch.setattr(tempfile, "tempdir", None)
    return folder


def program(folder: Path, *, looks: bool = False) -> Path:
    folder.mkdir(exist_ok=True)
    (folder / "main.py").write_text(textwrap.dedent(PROGRAM).format(looks=looks))
    (folder / "data").mkdir()
    (folder / "data" / "given.txt").write_text("given\n")
    return folder


def verify(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    return forking.run([sys.executable, "-m", "eflows2smk", "verify", *words], folder, environment(), SECONDS)


def state(folder: Path) -> dict[str, tuple[int, bytes]]:
    return {str(path): (path.stat().st_mtime_ns, path.read_bytes()) for path in folder.rglob("*") if path.is_file()}


def test_program_that_is_the_same_both_ways(tmp_path: Path, scratch: Path) -> None:
    folder = program(tmp_path / "program")
    # A result of an earlier run, and a folder that holds what nobody needs.
    (folder / "out").mkdir()
    (folder / "out" / "0.txt").write_text("old\n")
    (folder / ".git").mkdir()
    (folder / ".git" / "HEAD").write_text("x")
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "large.txt").write_text("large\n")
    (folder / "linked").symlink_to(elsewhere)
    (folder / "same").symlink_to("data/given.txt")
    before = state(tmp_path / "program")
    done = verify(folder, "-c", "2", "--json", "--keep", "main.py", "--", "2")
    assert done.returncode == 0, done.stdout + done.stderr
    said: dict[str, Any] = json.loads(done.stdout)
    assert (said["verdict"], said["changing"], said["differences"]) == ("same", ["out/clock.txt"], [])
    assert (said["files"], said["printed"], said["touched"]) == (8, 4, [])
    assert state(tmp_path / "program") == before
    kept = Path(said["kept"])
    assert kept.parent == scratch and not (kept / "sequential" / ".git").exists()
    assert not (kept / "sequential" / "linked").is_symlink() and os.readlink(kept / "compiled" / "same")
    assert (kept / "sequential" / "data" / "given.txt").read_text() == "given\nnoted\n"
    assert (kept / "compiled" / "data" / "given.txt").read_text() == "given\n"


def test_first_value_that_differs_is_shown_with_its_call(tmp_path: Path, scratch: Path) -> None:
    folder = program(tmp_path / "program", looks=True)
    done = verify(folder, "-q", "main.py", "--", "2")
    assert done.returncode == 1
    lines = done.stdout.splitlines()
    assert lines[0].startswith("main.py: the runs differ (6 files, 4 printed lines)")
    assert lines[1:5] == [
        "  out/0.txt, line 2",
        '    made by measure(number, f"out/{number}.txt")  (main.py:40, rule measure)',
        "      plain Python  '0.0'",
        "      compiled      '1e-09'",
    ]
    assert any(line.startswith("  what is printed, line 2 and 1 further place") for line in lines)
    assert lines[-1].endswith("so not compared: out/clock.txt")
    assert list(scratch.iterdir()) == []


def test_program_below_its_folder_and_files_that_are_ignored(tmp_path: Path, scratch: Path) -> None:
    folder = program(tmp_path / "program", looks=True)
    (folder / "here").mkdir()
    (folder / "here" / "data").symlink_to("../data")
    done = verify(folder / "here", "--ignore", "out/*", "--json", "../main.py", "--", "0")
    said = json.loads(done.stdout)
    assert (done.returncode, said["verdict"]) == (0, "same"), done.stdout + done.stderr
    assert said["ignored"] == 2 and said["kept"] is None


def test_what_an_earlier_run_left_is_no_input(tmp_path: Path, scratch: Path) -> None:
    folder = tmp_path / "program"
    (folder / "logs").mkdir(parents=True)
    (folder / "logs" / "mine.txt").write_text("mine\n")
    (folder / "main.py").write_text(
        "from eflows2smk import FILE_OUT, task\n\n\n@task(out=FILE_OUT)\ndef write(out):\n"
        "    print('written')\n    with open(out, 'w') as file:\n        file.write('x')\n\n\nwrite('out/x.txt')\n"
    )
    run = [sys.executable, "-m", "eflows2smk", "run", "-q", "-c", "1", "main.py"]
    assert forking.run(run, folder, environment(), SECONDS).returncode == 0
    assert (folder / "logs" / "write.log").exists()
    (folder / "logs" / "write.log").write_text("of another run\n")
    before = state(folder)
    done = verify(folder, "--json", "--keep", "main.py")
    said = json.loads(done.stdout)
    assert (done.returncode, said["verdict"], said["files"]) == (0, "same", 3), done.stdout
    sequential = Path(said["kept"]) / "sequential"
    files = {str(path.relative_to(sequential)) for path in sequential.rglob("*") if path.is_file()}
    assert files == {"main.py", "logs/mine.txt", "out/x.txt"}
    assert state(folder) == before


def test_program_that_fails(tmp_path: Path, scratch: Path) -> None:
    (tmp_path / "main.py").write_text(
        "from eflows2smk import task\n\n\n@task()\ndef fail():\n    raise ValueError('it breaks')\n\n\nfail()\n"
    )
    done = verify(tmp_path, "-q", "main.py")
    assert done.returncode == 1
    assert "both runs fail, so there is nothing to compare" in done.stdout and "it breaks" in done.stdout
    done = verify(tmp_path, "--json", "lost.py")
    assert (done.returncode, json.loads(done.stdout)["diagnostics"][0]["code"]) == (1, "E001")


def test_interruption_leaves_nothing(tmp_path: Path, scratch: Path) -> None:
    (tmp_path / "main.py").write_text("import time\n\nprint('begun')\ntime.sleep(100)\n")
    words = [sys.executable, "-m", "eflows2smk", "verify", "-q", "main.py"]
    process = subprocess.Popen(words, cwd=tmp_path, stderr=subprocess.PIPE)
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and not any(scratch.glob("*/sequential.out")):
        time.sleep(0.1)
    process.send_signal(signal.SIGTERM)
    assert process.wait(30) == 128 + signal.SIGTERM
    assert list(scratch.iterdir()) == []
