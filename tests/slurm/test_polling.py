"""How soon the end of a job is seen, and how often Slurm is asked."""

from __future__ import annotations

import os
import stat
from datetime import datetime
from pathlib import Path
from statistics import median

from tests.programs import Project
from tests.slurm.cluster import HERE, Cluster

COUNTED = """\
#!/bin/sh
case "$*" in *--name*) date +%s >> {folder}/asked;; esac
exec {command} "$@"
"""


def counted(cluster: Cluster, folder: Path) -> str:
    """A folder for PATH whose commands note when they are asked for the jobs of a run."""
    path = cluster.environment()["PATH"]
    (folder / "bin").mkdir()
    for name in ("squeue", "sacct"):
        command = next(Path(each, name) for each in path.split(os.pathsep) if Path(each, name).exists())
        script = folder / "bin" / name
        script.write_text(COUNTED.format(folder=folder, command=command))
        script.chmod(script.stat().st_mode | stat.S_IXUSR)
    return f"{folder / 'bin'}{os.pathsep}{path}"


def test_the_end_of_a_job_is_seen_at_once_and_slurm_is_seldom_asked(cluster: Cluster, tmp_path: Path) -> None:
    project = Project.copy_of(HERE / "chain", tmp_path / "program")
    project.compile()
    path = counted(cluster, tmp_path)
    (tmp_path / "asked").touch()
    executor = ("--executor", "slurm-direct", "--slurm-direct-status-command", "sacct")
    cluster.run(project.folder, "env", f"PATH={path}", "snakemake", "--profile", "slurm", *executor)
    assert (project.folder / "refined.txt").read_text() == "5"
    jobs = cluster.jobs_of("refine.*")

    def at(job: dict[str, str], key: str) -> datetime:
        return datetime.fromisoformat(job[key])

    gaps = [
        (at(after, "SubmitTime") - at(before, "EndTime")).total_seconds()
        for before, after in zip(jobs[:-1], jobs[1:], strict=True)
    ]
    assert len(gaps) == 4 and median(gaps) <= 2, gaps
    questions = [int(line) for line in (tmp_path / "asked").read_text().split()]
    assert all(later - earlier >= 4 for earlier, later in zip(questions[:-1], questions[1:], strict=True)), questions
