"""A compiled project as others get it: read, archived, reported on, started from anywhere and on any queue."""

from __future__ import annotations

import os
import subprocess
import tarfile
from pathlib import Path

import pytest

from tests.programs import Failed, Project, environment

QUEUE = Path(__file__).parent / "queue"
PROGRAM = '''"""Two files."""
from eflows2smk import FILE_OUT, task


@task(path=FILE_OUT)
def write(text, path):
    """What is said, as a file."""
    with open(path, "w") as file:
        file.write(text)


for name in ("pear", "fig"):
    write(name.upper(), f"fruits/{name}.txt")
'''
FRUITS = {"pear.txt": "PEAR", "fig.txt": "FIG"}


@pytest.fixture
def project(tmp_path: Path) -> Project:
    folder = tmp_path / "program"
    folder.mkdir()
    (folder / "main.py").write_text(PROGRAM)
    made = Project(folder)
    made.compile()
    return made


def fruits(project: Project) -> dict[str, str]:
    return {path.name: path.read_text() for path in (project.folder / "fruits").iterdir()}


def started(project: Project, folder: Path, *options: str, **variables: str) -> None:
    command = ("snakemake", *options)
    done = subprocess.run(
        command,
        cwd=folder,
        env={**environment(), **variables},
        capture_output=True,
        text=True,
        timeout=150,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_readme_says_how_to_run_it_and_what_comes_out(project: Project) -> None:
    text = (project.folder / "workflow" / "README.md").read_text()
    assert "    snakemake -c 4" in text and "has to be installed" in text and "--sdm" not in text
    assert "- `fruits/{name}.txt`, from rule `write`\n" in text


def test_a_readme_of_its_user_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "main.py").write_text(PROGRAM)
    (tmp_path / "README.md").write_text("mine\n")
    (tmp_path / "workflow").mkdir()
    (tmp_path / "workflow" / "README.md").write_text("mine, too\n")
    with pytest.raises(Failed, match="E012"):
        Project(tmp_path).compile()
    assert (tmp_path / "workflow" / "README.md").read_text() == "mine, too\n"
    (tmp_path / "workflow" / "README.md").unlink()
    Project(tmp_path).compile()
    assert (tmp_path / "README.md").read_text() == "mine\n"


def test_it_starts_from_any_folder_and_gives_a_report_and_an_archive(project: Project, tmp_path: Path) -> None:
    folder = project.folder
    snakefile = str(folder / "workflow" / "Snakefile")
    started(project, tmp_path, "-c", "2", "--snakefile", snakefile, "--directory", str(folder))
    assert fruits(project) == FRUITS
    started(project, folder, "--report", "report.html")
    assert "write" in (folder / "report.html").read_text()
    for command in (("init", "-q"), ("add", "main.py", "workflow"), ("commit", "-qm", "All of it")):
        git = ("git", "-c", "user.name=Somebody", "-c", "user.email=somebody@example.org", *command)
        subprocess.run(git, cwd=folder, check=True)
    started(project, folder, "--archive", "all.tar.gz")
    with tarfile.open(folder / "all.tar.gz") as archive:
        names = archive.getnames()
    assert any(name.endswith("workflow/Snakefile") for name in names) and any("main.py" in name for name in names)


def test_it_runs_on_any_queue(project: Project, tmp_path: Path) -> None:
    (tmp_path / "queue").mkdir()
    path = os.pathsep.join([str(QUEUE), environment()["PATH"]])
    options = ("--executor", "cluster-generic", "--cluster-generic-submit-cmd", "submit", "--jobs", "2")
    status = ("--cluster-generic-status-cmd", "status", "--seconds-between-status-checks", "1")
    started(project, project.folder, *options, *status, PATH=path, QUEUE=str(tmp_path / "queue"))
    assert fruits(project) == FRUITS
    assert len(list((tmp_path / "queue").glob("*.out"))) == 2
