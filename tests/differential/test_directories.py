"""Directories that rules make: as their maker left them, for all who read them at once, and not newer afterwards."""

import os
import subprocess
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from eflows2smk.rules.directories import UNMARK
from tests.programs import CASES, Project


def test_nothing_is_done_again_because_a_directory_was_read(tmp_path: Path) -> None:
    case = next(case for case in CASES if case.name == "directories")
    project = Project.copy_of(case, tmp_path / "project")
    project.compile()
    # The one that reads a file inside goes first, so that others take the mark away after it.
    project.snakemake("-c", "1", "--quiet", "all", "--", "one.txt")
    project.snakemake()
    assert not (project.folder / "intermediate" / "versions" / "make" / "parts" / ".snakemake_timestamp").exists()
    assert "Nothing to be done" in project.run("bash", "-c", "snakemake -n 2>&1")


def test_many_take_the_mark_away_at_once(tmp_path: Path) -> None:
    script = tmp_path / "unmark.sh"
    script.write_text(UNMARK)
    command = f'source \'{script}\'; unmark "$1" && cp -a "$1"/. "$2"'

    def copied(number: int, source: Path) -> str:
        target = tmp_path / f"copy_{number}"
        target.mkdir(exist_ok=True)
        done = subprocess.run(["bash", "-c", command, "bash", source, target], capture_output=True, text=True)
        return done.stderr or ("" if done.returncode == 0 else "failed")

    for attempt in range(10):
        source = tmp_path / f"made {attempt}"
        source.mkdir()
        (source / "content").touch()
        mark = source / ".snakemake_timestamp"
        mark.touch()
        os.utime(mark, ns=(10**18, 10**18 + 7))
        with ThreadPoolExecutor(8) as pool:
            assert set(pool.map(copied, range(8), [source] * 8)) == {""}
        assert os.listdir(source) == ["content"]
        assert source.stat().st_mtime_ns == 10**18 + 7
