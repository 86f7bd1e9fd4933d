"""What `status`, `explain`, `prune` and `run` say and do after edits."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests import forking
from tests.incremental.steps import edited
from tests.programs import Project, environment

PROGRAM = """\
from eflows2smk import FILE_IN, FILE_OUT, binary, task, wait_on

CASES = {"low": 1, "high": 2}


def scaled(x):
    return x * 10


@task(returns=1)
def measure(x):
    return scaled(x)


@task(path=FILE_OUT)
def write(path, value):
    with open(path, "w") as out:
        print(value, file=out)


@binary(binary="awk", args="-f add.awk {{one}} {{other}}")
@task(one=FILE_IN, other=FILE_IN, total={"type": "FILE_OUT_STDOUT"})
def add(one, other, total):
    pass


@task(returns=int)
def count(n):
    return n


if __name__ == "__main__":
    for name, number in CASES.items():
        write(f"out/{name}.txt", measure(number))
    add("out/low.txt", "out/high.txt", "total.txt")
    for n in range(wait_on(count(2))):
        write(f"each/{n}.txt", measure(n))
"""

# A loop over what lies in a folder, and nothing else.
PROGRAM_TO_LISTING = """\
-from eflows2smk import FILE_IN, FILE_OUT, binary, task, wait_on
+import glob
+import os
+
+from eflows2smk import FILE_IN, FILE_OUT, binary, task, wait_on
-    for name, number in CASES.items():
-        write(f"out/{name}.txt", measure(number))
-    add("out/low.txt", "out/high.txt", "total.txt")
-    for n in range(wait_on(count(2))):
-        write(f"each/{n}.txt", measure(n))
+    for number, path in enumerate(sorted(glob.glob("data/*.csv")), start=1):
+        write(f"out/{os.path.basename(path)[:-4]}.txt", measure(number))
"""


class Folder:
    """A compiled and run program, and the commands in its folder."""

    def __init__(self, folder: Path) -> None:
        self.project = Project(folder)
        self.folder = folder
        self.text = PROGRAM
        folder.mkdir()
        (folder / "main.py").write_text(PROGRAM)
        (folder / "add.awk").write_text("{ total += $1 } END { print total }\n")

    def edit(self, edit: str) -> None:
        self.text = edited(self.text, edit)
        (self.folder / "main.py").write_text(self.text)

    def call(self, command: str, *words: str, code: int = 0) -> str:
        done = forking.run(("python", "-m", "eflows2smk", command, *words), self.folder, environment(), 120)
        assert done.returncode == code, f"{done.stdout}\n{done.stderr}"
        return done.stdout + done.stderr

    def status(self) -> dict[str, tuple[str, ...]]:
        """The reasons of the jobs that would run, by their outputs."""
        plain = json.loads(
            forking.run(
                ("python", "-m", "eflows2smk", "status", "main.py", "--json"), self.folder, environment(), 120
            ).stdout
        )
        return {", ".join(job["outputs"]): tuple(job["reasons"]) for job in plain["jobs"]}


@pytest.fixture(scope="module")
def ran(tmp_path_factory: pytest.TempPathFactory) -> Folder:
    folder = Folder(tmp_path_factory.mktemp("status") / "program")
    folder.call("run", "main.py", "-q")
    return folder


def test_status_tells_what_changed(ran: Folder) -> None:
    assert "everything is up to date" in ran.call("status", "main.py")
    ran.edit(
        """\
-CASES = {"low": 1, "high": 2}
+CASES = {"low": 1, "more": 3}
-    return x * 10
+    return x * 100
-    add("out/low.txt", "out/high.txt", "total.txt")
+    add("out/low.txt", "out/more.txt", "total.txt")
"""
    )
    (ran.folder / "add.awk").write_text("{ total += $1 } END { print total * 2 }\n")
    (ran.folder / "each" / "1.txt").unlink()
    said = ran.status()
    assert said["intermediate/objects/measure/low.obj"] == ("changed: main:scaled",)
    assert said["out/more.txt"] == ("missing: out/more.txt", "follows: measure")
    assert said["out/low.txt"] == ("follows: measure",)
    assert said["total.txt"] == ("follows: write",)
    assert "missing: each/1.txt" in said["each/1.txt"]
    told = ran.call("status", "main.py")
    assert "changed: main:scaled" in told
    assert "  out/high.txt (made by write)" in told


def test_what_is_left_over_is_taken_away_on_request(ran: Folder) -> None:
    ran.call("run", "main.py", "-q")
    (ran.folder / "out" / "mine.txt").write_text("mine\n")
    assert (ran.folder / "out" / "high.txt").exists()
    listed = ran.call("prune", "main.py")
    assert "left over: out/high.txt" in listed
    assert "left over: intermediate/objects/measure/high.obj" in listed
    assert "mine" not in listed
    assert (ran.folder / "out" / "high.txt").exists()
    ran.call("prune", "main.py", "--yes")
    assert sorted(path.name for path in (ran.folder / "out").iterdir()) == ["low.txt", "mine.txt", "more.txt"]
    assert not (ran.folder / "logs" / "measure" / "high.log").exists()
    assert "nothing is left over" in ran.call("prune", "main.py")
    assert "everything is up to date" in ran.call("status", "main.py")


def test_explain_names_the_call(ran: Folder) -> None:
    said = ran.call("explain", "main.py", "out/more.txt")
    assert 'write(f"out/{name}.txt", measure(number))' in said
    assert "name = 'more'" in said
    assert "what measure makes" in said
    assert "up to date" in said
    assert "rule write name=more" in said
    assert 'write(f"each/{n}.txt", measure(n))' in ran.call("explain", "main.py", "each/1.txt")
    assert "E018" in ran.call("explain", "main.py", "out/mine.txt", code=1)
    assert "it was there before" in ran.call("explain", "main.py", "out/mine.txt", code=1)


def test_run_compiles_only_what_has_changed(ran: Folder) -> None:
    snakefile = ran.folder / "workflow" / "Snakefile"
    ran.call("run", "main.py", "-q")
    record = ran.folder / "workflow" / ".eflows2smk.json"
    before = record.stat().st_mtime_ns, snakefile.read_text()
    ran.call("run", "main.py", "-q")
    assert (record.stat().st_mtime_ns, snakefile.read_text()) == before
    ran.edit('-        write(f"each/{n}.txt", measure(n))\n+        write(f"every/{n}.txt", measure(n))\n')
    ran.call("run", "main.py", "-q")
    assert (ran.folder / "every" / "0.txt").exists()
    # What was generated is written again where somebody took it away.
    snakefile.unlink()
    ran.call("run", "main.py", "-q")
    assert snakefile.exists()


def test_a_new_file_that_the_program_would_find_is_noticed(tmp_path: Path) -> None:
    folder = Folder(tmp_path / "program")
    folder.edit(PROGRAM_TO_LISTING)
    (folder.folder / "data").mkdir()
    (folder.folder / "data" / "one.csv").write_text("1\n")
    folder.call("run", "main.py", "-q")
    (folder.folder / "data" / "two.csv").write_text("2\n")
    assert "W110" in folder.call("check", "main.py")
    folder.call("run", "main.py", "-q")
    assert (folder.folder / "out" / "two.txt").read_text() == "20\n"


# Something of each kind that lies in a folder of ours.
PROGRAM_WITH_ALL = """\
-from eflows2smk import FILE_IN, FILE_OUT, binary, task, wait_on
+import os
+
+from eflows2smk import DIRECTORY_OUT, FILE_IN, FILE_OUT, barrier, binary, task, wait_on
-    add("out/low.txt", "out/high.txt", "total.txt")
+        write("last.txt", measure(number))
+    fill("filled")
+    barrier()
"""
FILL = """

@task(folder=DIRECTORY_OUT)
def fill(folder):
    os.makedirs(folder)
    with open(f"{folder}/one.txt", "w") as out:
        print(1, file=out)


@binary("""


def test_what_an_earlier_release_kept_elsewhere_is_left_over(tmp_path: Path) -> None:
    folder = Folder(tmp_path / "program")
    folder.edit(PROGRAM_WITH_ALL)
    (folder.folder / "main.py").write_text(folder.text.replace("\n@binary(", FILL, 1))
    folder.call("compile", "main.py")
    # As earlier releases wrote it.
    for path in ("Snakefile", "scripts/sealed_folders.py"):
        generated = folder.folder / "workflow" / path
        text = generated.read_text()
        assert "intermediate/" in text
        for now, then in (("folders", "objects/folders"), ("decisions", "objects")):
            text = text.replace(f"intermediate/{now}", then)
        generated.write_text(text.replace("intermediate/", ""))
    folder.project.snakemake()
    former = [path for name in ("objects", "versions", "done") for path in (folder.folder / name).rglob("*")]
    assert len([path for path in former if path.is_file()]) > 10
    folder.call("run", "main.py", "-q", "--force")
    folder.call("prune", "main.py", "--yes")
    assert sorted(path.name for path in folder.folder.iterdir() if path.is_dir() and path.name[0] != ".") == [
        *("each", "filled", "intermediate", "logs", "out", "slurm", "workflow")
    ]
    assert "nothing is left over" in folder.call("prune", "main.py")
