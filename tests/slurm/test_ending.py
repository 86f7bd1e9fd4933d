"""``eflows2smk run`` is ended while its jobs run: they end first, and the next run does what is missing."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from pathlib import Path

import pytest

from tests.programs import Project
from tests.slurm.cluster import DIRECT, FAST, HERE, Cluster

RUN = ("eflows2smk", "run", "main.py", "--", "--", "--profile", "slurm")
NAMES = ("first", "second")


def started(cluster: Cluster, folder: Path, executor: tuple[str, ...]) -> tuple[Project, subprocess.Popen[str]]:
    """The program once both of its jobs have begun."""
    project = Project.copy_of(HERE / "ended", folder)
    for name in NAMES:
        (project.folder / name).touch()
    process = cluster.start_command(project.folder, *RUN, *executor)
    results = [project.folder / "out" / f"{name}.txt" for name in NAMES]
    try:
        cluster.wait_until(lambda: all(result.exists() for result in results))
    except AssertionError:
        process.terminate()
        raise
    return project, process


def states(cluster: Cluster, project: Project) -> list[str]:
    """Of its Slurm jobs, in the order of their submission, once the nodes of those that ended are free."""

    def now() -> list[str]:
        here = [job for job in cluster.jobs().values() if job["WorkDir"] == str(project.folder)]
        return [job["JobState"] for job in sorted(here, key=lambda job: int(job["JobId"]))]

    cluster.wait_until(lambda: "COMPLETING" not in now())
    return now()


def completes(cluster: Cluster, project: Project, executor: tuple[str, ...]) -> None:
    for name in NAMES:
        (project.folder / name).unlink(missing_ok=True)
    cluster.run(project.folder, *RUN, *executor)
    assert {(project.folder / "out" / f"{name}.txt").read_text() for name in NAMES} == {"begun, ended\n"}


@pytest.mark.parametrize(
    ("executor", "signals"),
    [
        (FAST, [signal.SIGINT]),
        (DIRECT, [signal.SIGTERM]),
        (DIRECT, [signal.SIGHUP]),
        (DIRECT, [signal.SIGINT, signal.SIGINT]),
        (DIRECT, [signal.SIGINT, signal.SIGINT, signal.SIGINT]),
    ],
    ids=["control-c", "termination", "hang-up", "control-c-twice", "control-c-three-times"],
)
def test_no_job_is_left_when_it_has_ended(
    cluster: Cluster, tmp_path: Path, executor: tuple[str, ...], signals: list[signal.Signals]
) -> None:
    project, process = started(cluster, tmp_path / "program", executor)
    for number in signals:
        os.kill(process.pid, number)
        time.sleep(0.3)
    output, _ = process.communicate(timeout=100)
    assert process.returncode == 128 + signals[0], output
    assert states(cluster, project) == ["CANCELLED"] * 2
    assert "failed: " not in output
    if len(signals) > 2:
        # Snakemake had no time to unlock the folder.
        cluster.run(project.folder, "snakemake", "--unlock")
    completes(cluster, project, executor)


def test_no_job_is_left_when_nobody_reads_its_output(cluster: Cluster, tmp_path: Path) -> None:
    project, process = started(cluster, tmp_path / "program", DIRECT)
    assert process.stdout is not None
    process.stdout.close()
    (project.folder / "first").unlink()
    assert process.wait(timeout=100) == 128 + signal.SIGPIPE
    assert sorted(states(cluster, project)) == ["CANCELLED", "COMPLETED"]
    completes(cluster, project, DIRECT)


def test_no_job_is_left_when_snakemake_is_killed(cluster: Cluster, tmp_path: Path) -> None:
    project, process = started(cluster, tmp_path / "program", DIRECT)
    children = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()
    os.kill(int(children[0]), signal.SIGKILL)
    output, _ = process.communicate(timeout=100)
    assert process.returncode == 1, output
    assert states(cluster, project) == ["CANCELLED"] * 2
