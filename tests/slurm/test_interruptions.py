"""Snakemake is stopped while a job runs, and started again."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.programs import Project
from tests.slurm.cluster import DIRECT, HERE, Cluster

COMMAND = ("snakemake", "--profile", "slurm", *DIRECT)


def started(cluster: Cluster, folder: Path) -> tuple[Project, subprocess.Popen[str], str]:
    """A compiled program, the Snakemake that runs it, and the number of its last job, which has begun to write."""
    project = Project.copy_of(HERE / "interrupted", folder)
    project.compile()
    (project.folder / "slow").touch()
    process = cluster.start_command(project.folder, *COMMAND)
    number = cluster.wait_for_job("conclude")
    cluster.wait_until((project.folder / "out" / "result.txt").exists)
    return project, process, number


def stopped(cluster: Cluster, folder: Path, number: signal.Signals) -> Project:
    """The program whose last job had begun when Snakemake got the signal, and ended by it."""
    project, process, _ = started(cluster, folder)
    os.killpg(process.pid, number)
    process.communicate(timeout=60)
    return project


def completes(cluster: Cluster, project: Project) -> None:
    (project.folder / "slow").unlink()
    cluster.run(project.folder, *COMMAND)
    assert (project.folder / "out" / "result.txt").read_text() == "prepared and concluded\n"
    # What was done before was not done again.
    assert cluster.jobs_of("prepare")[-1]["WorkDir"] == str(project.folder)
    assert len([job for job in cluster.jobs_of("prepare") if job["WorkDir"] == str(project.folder)]) == 1


def test_after_control_c_no_job_runs_and_the_next_run_completes(cluster: Cluster, tmp_path: Path) -> None:
    project = stopped(cluster, tmp_path / "program", signal.SIGINT)
    cluster.wait_until(lambda: not cluster.unfinished())
    completes(cluster, project)


def test_after_a_termination_jobs_run_to_their_end_and_snakemake_waits_for_them(
    cluster: Cluster, tmp_path: Path
) -> None:
    project, process, number = started(cluster, tmp_path / "program")
    process.send_signal(signal.SIGTERM)
    with pytest.raises(subprocess.TimeoutExpired):
        process.wait(timeout=3)
    assert cluster.jobs()[number]["JobState"] == "RUNNING"
    (project.folder / "slow").unlink()
    process.communicate(timeout=60)
    assert (project.folder / "out" / "result.txt").read_text() == "prepared and concluded\n"


def test_after_kill_nothing_runs_beside_the_jobs_that_go_on(cluster: Cluster, tmp_path: Path) -> None:
    project = stopped(cluster, tmp_path / "program", signal.SIGKILL)
    number = cluster.jobs_of("conclude")[-1]["JobId"]
    # A lock whose run is gone, and a job in the queue that still works in the folder.
    ended = cluster.try_command(project.folder, sys.executable, "-m", "eflows2smk", "run", "main.py")
    assert ended.code == 1 and "error[E019]" in ended.output and f"scancel {number}" in ended.output
    cluster.run(project.folder, "snakemake", "--unlock")
    ended = cluster.try_command(project.folder, *COMMAND)
    assert ended.code == 1 and f"still in Slurm's queue: {number}" in ended.output
    # As docs/on-your-cluster.md says: nobody is left who would do it.
    cluster.run(project.folder, "scancel", number)
    completes(cluster, project)


def down(cluster: Cluster, number: str) -> None:
    """Drained too, or it would come back at once, as its daemon lives."""
    for state in ("drain", "down"):
        node = f"nodename={cluster.jobs()[number]['NodeList']}"
        cluster.run(cluster.folder, "scontrol", "update", node, f"state={state}", "reason=test")


def requeued(cluster: Cluster, number: str) -> None:
    cluster.run(cluster.folder, "scontrol", "requeue", number)


@pytest.mark.parametrize("happens", [down, requeued])
def test_a_job_that_slurm_starts_again_writes_its_files_anew(
    cluster: Cluster, tmp_path: Path, happens: Callable[[Cluster, str], None]
) -> None:
    project, process, number = started(cluster, tmp_path / "program")
    before = cluster.jobs()[number]["NodeList"]
    happens(cluster, number)
    try:
        cluster.wait_until(lambda: cluster.jobs()[number]["JobState"] == "PENDING")
        (project.folder / "slow").unlink()
        # Slurm itself would wait for two minutes.
        cluster.run(project.folder, "scontrol", "update", f"jobid={number}", "StartTime=now")
        output, _ = process.communicate(timeout=60)
    finally:
        if happens is down:
            cluster.run(project.folder, "scontrol", "update", f"nodename={before}", "state=resume")
    assert process.returncode == 0, output
    assert (project.folder / "out" / "result.txt").read_text() == "prepared and concluded\n"
    assert cluster.jobs()[number]["Restarts"] == "1"
    assert (cluster.jobs()[number]["NodeList"] != before) or happens is requeued


def restarted(cluster: Cluster, daemon: str, *options: str) -> None:
    """A daemon of Slurm's that nobody reaches for some seconds."""
    place = cluster.folder / "run" / f"{daemon}.pid"
    number = int(place.read_text())
    os.kill(number, signal.SIGTERM)
    cluster.wait_until(lambda: not Path(f"/proc/{number}").exists())
    time.sleep(2)
    command = shutil.which(daemon, path=f"{os.environ['PATH']}:/usr/sbin:/sbin")
    assert command is not None
    cluster.run(cluster.folder, "env", f"SLURM_CONF={cluster.folder / 'etc' / 'slurm.conf'}", command, *options)


def test_daemons_that_restart_are_waited_for(cluster: Cluster, tmp_path: Path) -> None:
    project, process, number = started(cluster, tmp_path / "program")
    restarted(cluster, "slurmctld", "-f", str(cluster.folder / "etc" / "slurm.conf"))
    restarted(cluster, "slurmdbd")
    (project.folder / "slow").unlink()
    output, _ = process.communicate(timeout=60)
    assert process.returncode == 0, output
    assert (project.folder / "out" / "result.txt").read_text() == "prepared and concluded\n"
    assert cluster.jobs()[number]["JobState"] == "COMPLETED"
