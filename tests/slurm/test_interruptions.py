"""Snakemake is stopped while a job runs, and started again."""

from __future__ import annotations

import os
import signal
from pathlib import Path

from tests.programs import Project
from tests.slurm.cluster import FAST, HERE, Cluster

COMMAND = ("snakemake", "--profile", "slurm", *FAST)


def stopped(cluster: Cluster, folder: Path, number: signal.Signals) -> Project:
    """A compiled program whose last job had begun when Snakemake got the signal."""
    project = Project.copy_of(HERE / "interrupted", folder)
    project.compile()
    (project.folder / "slow").touch()
    process = cluster.start_command(project.folder, *COMMAND)
    cluster.wait_for_job("conclude")
    result = project.folder / "out" / "result.txt"
    cluster.wait_until(result.exists)
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


def test_after_kill_the_next_run_completes(cluster: Cluster, tmp_path: Path) -> None:
    project = stopped(cluster, tmp_path / "program", signal.SIGKILL)
    # As docs/on-your-cluster.md says: nobody is left who would do it.
    cluster.run(project.folder, "scancel", "--me")
    cluster.wait_until(lambda: not cluster.unfinished())
    cluster.run(project.folder, "snakemake", "--unlock")
    completes(cluster, project)


def test_a_job_whose_node_goes_down_is_done_again_on_another_one(cluster: Cluster, tmp_path: Path) -> None:
    project = Project.copy_of(HERE / "interrupted", tmp_path / "program")
    project.compile()
    (project.folder / "slow").touch()
    process = cluster.start_command(project.folder, *COMMAND)
    number = cluster.wait_for_job("conclude")
    result = project.folder / "out" / "result.txt"
    cluster.wait_until(result.exists)
    node = cluster.jobs()[number]["NodeList"]
    # Drained too, or it would come back at once, as its daemon lives.
    for state in ("drain", "down"):
        cluster.run(project.folder, "scontrol", "update", f"nodename={node}", f"state={state}", "reason=test")
    try:
        cluster.wait_until(lambda: cluster.jobs()[number]["JobState"] == "PENDING")
        (project.folder / "slow").unlink()
        # Slurm itself would wait for two minutes.
        cluster.run(project.folder, "scontrol", "update", f"jobid={number}", "StartTime=now")
        output, _ = process.communicate(timeout=60)
    finally:
        cluster.run(project.folder, "scontrol", "update", f"nodename={node}", "state=resume")
    assert process.returncode == 0, output
    assert result.read_text() == "prepared and concluded\n"
    assert cluster.jobs()[number]["NodeList"] != node
