"""Programs leave the same behind, run as plain Python and on a cluster."""

from __future__ import annotations

import json
from pathlib import Path

from tests.differential.compare import differences, left_behind
from tests.programs import MODEL, Project, small
from tests.slurm.cluster import DIRECT, FAST, HERE, Cluster


def small_model(folder: Path) -> Project:
    """The example with two simulations instead of six, each on two nodes."""
    description = small(MODEL, folder) / "software" / "heat_rod.json"
    rod = json.loads(description.read_text())
    rod["execution"].update(processes=4, processes_per_node=2)
    description.write_text(json.dumps(rod))
    return Project(folder)


def test_reduced_order_model_with_its_processes_on_several_nodes(cluster: Cluster, tmp_path: Path) -> None:
    sequential, compiled = small_model(tmp_path / "sequential"), small_model(tmp_path / "compiled")
    sequential.sequential()
    compiled.compile("--batch", "8")
    cluster.snakemake(compiled, DIRECT)
    assert differences(sequential.folder, compiled.folder) == []
    assert "results/metrics.json" in left_behind(compiled.folder).files
    jobs = [job for job in cluster.jobs().values() if job["WorkDir"] == str(compiled.folder)]
    # Both simulations of the training share one. Of what follows, only what becomes ready at the same time does.
    assert [job["NumNodes"] for job in jobs if job["NumTasks"] == "4"] == ["2", "2"]
    assert len(jobs) <= 11


def test_transformations_share_the_jobs_of_snakemakes_own_executor(cluster: Cluster, tmp_path: Path) -> None:
    sequential = Project.copy_of(HERE / "kinds", tmp_path / "sequential")
    sequential.sequential()
    compiled = Project.copy_of(HERE / "kinds", tmp_path / "compiled")
    compiled.compile()
    cluster.snakemake(compiled, FAST)
    assert differences(sequential.folder, compiled.folder) == []
    assert len([job for job in cluster.jobs().values() if job["WorkDir"] == str(compiled.folder)]) == 4


def test_as_a_user_does_it_and_with_the_executor_as_it_comes(cluster: Cluster, tmp_path: Path) -> None:
    sequential = Project.copy_of(HERE / "kinds", tmp_path / "sequential")
    sequential.sequential()
    compiled = Project.copy_of(HERE / "kinds", tmp_path / "compiled")
    home = f"XDG_CONFIG_HOME={tmp_path / 'home'}"
    user = ("env", "-u", "EFLOWS2SMK_SITE", home)
    cluster.run(compiled.folder, *user, "eflows2smk", "init", "slurm", "--partition", "short", "--memory", "321")
    cluster.run(compiled.folder, *user, "eflows2smk", "compile", "main.py")
    cluster.run(compiled.folder, *user, "snakemake", "--profile", "slurm")
    assert differences(sequential.folder, compiled.folder) == []
    assert (compiled.folder / "out" / "sum_5.txt").read_text() == "15\n"
    # Each transformation shares the job of the task that it feeds.
    here = [job for job in cluster.jobs().values() if job["WorkDir"] == str(compiled.folder)]
    asked = [(job["Partition"], job["TimeLimit"], job["MinMemoryNode"]) for job in here]
    assert asked == [("short", "00:10:00", "321M")] * 4
