"""Jobs of several processes, programs or nodes, started by ``srun``."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.differential.compare import differences
from tests.programs import CASES, Project
from tests.slurm.cluster import DIRECT, FAST, Cluster

LAUNCHED = {"python_on_ranks": DIRECT, "coupled_programs": FAST}


@pytest.mark.parametrize("case", [case for case in CASES if case.name in LAUNCHED], ids=lambda case: case.name)
def test_case_leaves_the_same_on_a_cluster(case: Path, cluster: Cluster, tmp_path: Path) -> None:
    sequential, compiled = Project.copy_of(case, tmp_path / "sequential"), Project.copy_of(case, tmp_path / "compiled")
    sequential.sequential()
    compiled.compile()
    cluster.snakemake(compiled, LAUNCHED[case.name])
    assert differences(sequential.folder, compiled.folder) == []


def test_processes_of_a_training_on_two_nodes_find_one_another(cluster: Cluster, tmp_path: Path) -> None:
    case = next(case for case in CASES if case.name == "training")
    project = Project.copy_of(case, tmp_path / "program")
    project.compile()
    cluster.snakemake(project, DIRECT)
    assert (project.folder / "together.txt").read_text() == "18 of 4 processes\n"
    places = (project.folder / "logs" / "train.log").read_text().splitlines()
    words = sorted(line.split() for line in places if line.startswith("rank "))
    # Each process says its rank, its place on its node, that of the node, and the node.
    assert [line[1:4] for line in words] == [["0", "0/2", "0"], ["1", "1/2", "0"], ["2", "0/2", "1"], ["3", "1/2", "1"]]
    assert words[0][4] == words[1][4] != words[2][4] == words[3][4]


def test_function_finds_the_nodes_of_its_job(cluster: Cluster, tmp_path: Path) -> None:
    case = next(case for case in CASES if case.name == "several_nodes")
    project = Project.copy_of(case, tmp_path / "program")
    main = project.folder / "main.py"
    main.write_text(main.read_text().replace("{len(names)} names", "{len(set(names))} names"))
    project.compile()
    cluster.snakemake(project, DIRECT)
    text = (project.folder / "nodes" / "1.txt").read_text()
    assert text == "1: 2 nodes, 2 names, 2 threads each\n1 nodes, 1 names, 1 threads each\n"
    jobs = cluster.jobs_of("distributed")
    assert [(job["NumNodes"], job["NumTasks"], job["CPUs/Task"]) for job in jobs] == [("2", "2", "2")] * 3
