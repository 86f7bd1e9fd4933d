"""Computed control flow over several runs: after a failure, and after what decides has changed."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests import forking
from tests.differential.compare import differences
from tests.programs import SECONDS, Failed, Project, environment

PROGRAM = """\
import os

from eflows2smk import FILE_IN, FILE_OUT, task, wait_on


@task(source=FILE_IN, returns=1)
def read(source):
    with open(source) as file:
        return int(file.read())


@task(returns=1)
def step(x):
    if x == 3 and os.path.exists("stop"):
        raise RuntimeError("stopped")
    return x + 1


@task(out=FILE_OUT)
def write(value, out):
    with open(out, "w") as file:
        file.write(f"{value}\\n")


@task(returns=1)
def total(values):
    return sum(values)


if __name__ == "__main__":
    limit = read("limit.txt")
    x = step(0)
    k = 0
    while wait_on(x) < wait_on(limit):
        x = step(x)
        k += 1
        write(x, f"steps/{k}.txt")
    write(x, "last.txt")
    values = []
    for i in range(wait_on(limit)):
        value = step(i + 10)
        values.append(value)
        write(value, f"parts/{i}.txt")
    write(total(values), "total.txt")
    if wait_on(x) % 2 == 0:
        write(x, "parity.txt")
    else:
        write(-1, "parity.txt")
"""


@pytest.fixture
def projects(tmp_path: Path) -> tuple[Project, Project]:
    source = tmp_path / "program"
    source.mkdir()
    (source / "main.py").write_text(PROGRAM)
    (source / "limit.txt").write_text("5\n")
    return Project.copy_of(source, tmp_path / "sequential"), Project.copy_of(source, tmp_path / "compiled")


def plan(project: Project) -> str:
    """All that a dry run says."""
    done = forking.run(("snakemake", "-n"), project.folder, environment(), SECONDS)
    assert done.returncode == 0, done.stderr
    return done.stdout + done.stderr


def test_goes_on_after_a_failure_in_the_middle(projects: tuple[Project, Project]) -> None:
    sequential, compiled = projects
    sequential.sequential()
    compiled.compile()
    (compiled.folder / "stop").touch()
    with pytest.raises(Failed, match="stopped"):
        compiled.snakemake()
    assert not (compiled.folder / "last.txt").exists()
    (compiled.folder / "stop").unlink()
    compiled.snakemake()
    assert differences(sequential.folder, compiled.folder) == []


@pytest.mark.parametrize("limits", [("7", "2"), ("1", "4")], ids=lambda limits: "-".join(limits))
def test_a_changed_decision_makes_a_new_plan(projects: tuple[Project, Project], limits: tuple[str, ...]) -> None:
    sequential, compiled = projects
    compiled.compile()
    compiled.snakemake()
    sequential.sequential()
    for limit in limits:
        for project in projects:
            (project.folder / "limit.txt").write_text(f"{limit}\n")
        sequential.sequential()
        compiled.snakemake()
        # What only an earlier plan made stays, as it does in the sequential run.
        assert differences(sequential.folder, compiled.folder) == [], limit
        assert "Nothing to be done" in plan(compiled)


def test_a_dry_run_shows_what_decides(projects: tuple[Project, Project]) -> None:
    _, compiled = projects
    compiled.compile()
    said = plan(compiled)
    assert "checkpoint while_" in said
    assert "DAG of jobs will be updated after completion" in said
