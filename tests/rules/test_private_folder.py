"""The private folder of an external program: what it shows of the working folder, and what it keeps to itself."""

from __future__ import annotations

import shlex
import subprocess
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from eflows2smk.rules.private import PRIVATE


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A working folder as it is when a job starts."""
    (tmp_path / "logs").mkdir()
    (tmp_path / "private.sh").write_text(PRIVATE)
    (tmp_path / "input.txt").write_text("input\n")
    return tmp_path


def job(folder: Path, command: str, output: str = "out.txt", log: str = "logs/job.log") -> str:
    """What the job prints; raises CalledProcessError."""
    text = f"set -euo pipefail; source private.sh; private {log} {output} && {command}"
    done = subprocess.run(["bash", "-c", text], cwd=folder, capture_output=True, text=True, check=True)
    return done.stdout


def folders(folder: Path) -> list[str]:
    return sorted(path.name for path in (folder / ".snakemake" / "private").iterdir() if path.is_dir())


def test_a_clean_folder_is_used_again(folder: Path) -> None:
    for number in range(5):
        assert job(folder, f"cat input.txt && touch out{number}.txt", f"out{number}.txt") == "input\n"
    assert len(folders(folder)) == 1
    assert [path.name for path in sorted(folder.glob("out*"))] == [f"out{number}.txt" for number in range(5)]


def test_entries_come_and_go(folder: Path) -> None:
    assert job(folder, "ls *.txt").split() == ["input.txt"]
    (folder / "more.txt").write_text("")
    assert job(folder, "ls *.txt").split() == ["input.txt", "more.txt"]
    (folder / "input.txt").unlink()
    assert job(folder, "ls *.txt").split() == ["more.txt"]


def test_only_what_is_named_is_there(folder: Path) -> None:
    (folder / "deep").mkdir()
    (folder / "deep" / "file.txt").write_text("deep\n")
    assert job(folder, "ls").split() == []
    assert job(folder, "cat ./deep/file.txt; ls").split() == ["deep", "deep"]
    assert job(folder, "sh -c 'cat input.txt --' && ls").split() == ["input", "input.txt"]


@pytest.mark.parametrize("name", ["-dash.txt", "with space.txt", "quo'te.txt", "a=b,c.txt"])
def test_names_may_hold_anything(name: str, folder: Path) -> None:
    (folder / name).write_text("found\n")
    assert job(folder, f"cat -- {shlex.quote(name)}") == "found\n"


def test_what_lies_above_is_found_from_the_private_folder(folder: Path) -> None:
    here = folder / "work" / "er"
    here.mkdir(parents=True)
    (here / "logs").mkdir()
    (here / "private.sh").write_text(PRIVATE)
    (folder / "top.txt").write_text("top\n")
    (folder / "work" / "middle.txt").write_text("middle\n")
    assert job(here, "cat ../middle.txt ../../top.txt ../../work/./middle.txt").split() == ["middle", "top", "middle"]
    assert job(here, "ls").split() == []
    with pytest.raises(subprocess.CalledProcessError):
        job(here, "cat " + "../" * 7 + "x")


def test_scripts_see_what_they_name(folder: Path) -> None:
    (folder / "run.sh").write_text("python read.py\n")
    (folder / "read.py").write_text("print(open('data.txt').read())\n")
    (folder / "data.txt").write_text("data")
    assert job(folder, "sh run.sh").strip() == "data"


def test_lists_in_variables_are_named_too(folder: Path) -> None:
    text = "set -euo pipefail; source private.sh; mapfile -t files < list; private logs/j out && cat "
    (folder / "list").write_text("input.txt\n")
    done = subprocess.run(["bash", "-c", text + '"${files[@]}" > out'], cwd=folder, check=True)
    assert (folder / "out").read_text() == "input\n"
    assert done.returncode == 0


def test_undeclared_files_are_named_and_dropped(folder: Path) -> None:
    job(folder, "touch scratch && ln -s nowhere mark && mkdir deep && touch deep/file out.txt")
    assert (folder / "out.txt").exists()
    assert "left undeclared, and not kept: scratch" in (folder / "logs" / "job.log").read_text()
    assert not (folder / "scratch").exists()
    assert job(folder, "ls .").split() == ["input.txt", "logs", "private.sh"]
    job(folder, "ln -s input.txt mark")
    assert "mark" not in job(folder, "ls .")


def test_a_changed_link_is_made_anew(folder: Path) -> None:
    job(folder, "echo other > other && mv -f other input.txt")
    assert job(folder, "cat input.txt") == "input\n"
    (folder / "b.txt").write_text("b\n")
    job(folder, "ln -sf $PWD/b.txt input.txt")
    assert job(folder, "cat input.txt") == "input\n"


def test_a_failed_job_leaves_no_output(folder: Path) -> None:
    with pytest.raises(subprocess.CalledProcessError) as failed:
        job(folder, "touch out.txt && exit 7")
    assert failed.value.returncode == 7
    assert not (folder / "out.txt").exists()
    assert "out.txt" not in job(folder, "ls .")


def test_jobs_side_by_side_share_nothing(folder: Path) -> None:
    def one(number: int) -> str:
        command = f"echo {number} > scratch && sleep 0.01 && cat scratch && rm scratch"
        return job(folder, command, f"out{number}.txt", f"logs/{number}.log").strip()

    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(one, range(100))) == [str(number) for number in range(100)]
    assert len(folders(folder)) <= 8


def test_a_folder_that_cannot_be_made_is_an_error(folder: Path) -> None:
    (folder / ".snakemake").mkdir()
    (folder / ".snakemake" / "private").write_text("")
    with pytest.raises(subprocess.CalledProcessError):
        job(folder, "true")
