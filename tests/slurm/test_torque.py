"""Another queue than Slurm's: the commands of Torque, which Slurm has, too."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
import yaml

from tests.programs import Project
from tests.slurm.cluster import HERE, Cluster


@pytest.fixture
def torque(cluster: Cluster) -> Cluster:
    if shutil.which("qsub") is None:
        pytest.skip("no commands of Torque here: apt-get install --no-install-recommends slurm-wlm-torque")
    return cluster


def test_a_workflow_runs_in_another_queue(torque: Cluster, tmp_path: Path) -> None:
    folder = Project.copy_of(HERE / "kinds", tmp_path / "program").folder
    site = tmp_path / "site.yaml"
    options = ("--queue", "short", "--account", "default", "--runtime", "3", "--memory", "200")
    said = torque.run(folder, "eflows2smk", "init", "pbs", "-o", str(site), *options)
    assert "queues: main, short; jobs that name none go to short" in said
    assert yaml.safe_load(site.read_text())["queue-system"] == "torque"
    environment = ("env", f"EFLOWS2SMK_SITE={site}")
    torque.run(folder, *environment, "eflows2smk", "compile", "main.py")
    assert not (folder / "slurm").exists()
    torque.run(folder, *environment, "snakemake", "--profile", "torque", "--seconds-between-status-checks", "1")
    assert (folder / "out" / "sum_5.txt").read_text() == "15\n"
    jobs = [job for job in torque.jobs().values() if job["WorkDir"] == str(folder)]
    assert {(job["Partition"], job["Account"], job["TimeLimit"]) for job in jobs} == {("short", "default", "00:03:00")}
