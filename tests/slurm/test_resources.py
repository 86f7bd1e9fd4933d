"""Jobs get what their descriptions ask for: what Slurm says of each, and what the processes see."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.programs import Project
from tests.slurm.cluster import DIRECT, HERE, Cluster

PROGRAM = Path(__file__).resolve().parent / "resources"


class Done:
    """What is left of the run: the processes' own words, and Slurm's."""

    def __init__(self, cluster: Cluster, folder: Path) -> None:
        self.folder = folder
        jobs = sorted(cluster.jobs().values(), key=lambda job: int(job["JobId"]))
        self.jobs = {job["Comment"].removeprefix("rule_"): job for job in jobs}

    def processes(self, name: str) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = json.loads((self.folder / f"{name}.json").read_text())
        return found

    def seen(self, name: str, variable: str) -> list[Any]:
        return sorted(process[variable] for process in self.processes(name))


@pytest.fixture(scope="module")
def done(cluster: Cluster, tmp_path_factory: pytest.TempPathFactory) -> Done:
    project = Project.copy_of(PROGRAM, tmp_path_factory.mktemp("resources") / "program")
    project.compile()
    cluster.snakemake(project, DIRECT)
    return Done(cluster, project.folder)


def test_threads_memory_time_and_partition_of_a_binary(done: Done) -> None:
    job = done.jobs["threaded"]
    assert (job["NumTasks"], job["CPUs/Task"], job["MinMemoryNode"]) == ("1", "2", "512M")
    assert (job["TimeLimit"], job["Partition"]) == ("00:05:00", "short")
    assert done.seen("threaded", "OMP_NUM_THREADS") == ["2"]


def test_processes_are_spread_evenly(done: Done) -> None:
    job = done.jobs["spread"]
    assert (job["NumNodes"], job["NumCPUs"], job["CPUs/Task"]) == ("2", "8", "2")
    nodes = done.seen("spread", "node")
    assert len(set(nodes)) == 2 and nodes[0] == nodes[1] and nodes[2] == nodes[3]


def test_memory_of_a_process_is_asked_by_its_cores(done: Done) -> None:
    assert done.jobs["spread"]["MinMemoryCPU"] == "256M"


def test_each_process_of_a_program_has_its_threads_and_cores(done: Done) -> None:
    assert done.seen("spread", "OMP_NUM_THREADS") == ["2"] * 4
    assert done.seen("spread", "SLURM_CPUS_PER_TASK") == ["2"] * 4


def test_few_processes_for_each_node_do_not_fill_the_first_one(done: Done) -> None:
    assert done.jobs["thin"]["NumNodes"] == "2"
    nodes = done.seen("thin", "node")
    assert [nodes.count(node) for node in sorted(set(nodes))] == [2, 2]


def test_a_single_process_for_each_node_has_it_for_itself(done: Done) -> None:
    assert (done.jobs["apart"]["NumNodes"], done.jobs["apart"]["NumTasks"]) == ("2", "2")
    assert len(set(done.seen("apart", "node"))) == 2


@pytest.mark.parametrize("cores", ["1", "2"])
def test_cores_that_differ_from_call_to_call(done: Done, cores: str) -> None:
    assert done.jobs[f"various_wildcards_{cores}"]["CPUs/Task"] == cores
    assert done.seen(f"various_{cores}", "SLURM_CPUS_PER_TASK") == [cores] * 2


def test_a_single_process_is_started_too(done: Done) -> None:
    assert len(done.processes("alone")) == 1


def test_a_program_with_mpi_that_is_no_mpi_program_runs(done: Done) -> None:
    assert done.processes("singleton")[0]["size"] == 1
    assert done.processes("chosen")[0]["size"] == 1


def test_gpus_are_seen_by_the_program(done: Done) -> None:
    job = done.jobs["accelerated"]
    assert (job["TresPerJob"], job["CPUs/Task"]) == ("gres:gpu:1", "2")
    assert done.seen("accelerated", "CUDA_VISIBLE_DEVICES") in (["0"], ["1"])


def test_gpus_and_several_processes(done: Done) -> None:
    job = done.jobs["both"]
    assert (job["TresPerJob"], job["NumTasks"]) == ("gres:gpu:2", "2")
    assert done.seen("both", "CUDA_VISIBLE_DEVICES") == ["0,1"] * 2


def test_gpus_of_processes_on_several_nodes(done: Done) -> None:
    job = done.jobs["accelerated_apart"]
    assert (job["TresPerNode"], job["NumNodes"], job["NumTasks"]) == ("gres:gpu:1", "2", "2")
    assert done.seen("accelerated_apart", "node") == ["node3", "node4"]
    assert all(each in ("0", "1") for each in done.seen("accelerated_apart", "CUDA_VISIBLE_DEVICES"))


def test_gpus_of_a_task_on_several_nodes(done: Done) -> None:
    job = done.jobs["accelerated_nodes"]
    assert (job["TresPerNode"], job["NumNodes"]) == ("gres:gpu:1", "2")
    assert done.seen("accelerated_nodes", "CUDA_VISIBLE_DEVICES") in (["0"], ["1"])


def test_a_task_gets_its_node_memory_and_time(done: Done) -> None:
    job = done.jobs["chosen"]
    assert (job["Features"], job["MinMemoryNode"], job["TimeLimit"]) == ("n3", "768M", "00:02:00")
    assert done.seen("chosen", "node") == ["node3"]


def test_what_only_a_site_knows_the_meaning_of(cluster: Cluster, tmp_path: Path) -> None:
    project = Project.copy_of(HERE / "asked", tmp_path / "program")
    for setting in ("add qos high", "modify user root set qos+=high"):
        cluster.run(project.folder, "sacctmgr", "-i", *setting.split())
    reserved = ("reservationname=course", "starttime=now", "duration=60", "users=root", "nodes=node3")
    cluster.run(project.folder, "scontrol", "create", *reserved)
    project.compile()
    cluster.snakemake(project, DIRECT)
    job = cluster.jobs_of("solve")[-1]
    cluster.run(project.folder, "scontrol", "delete", "reservationname=course")
    keys = ("QOS", "Account", "Reservation", "Licenses", "OverSubscribe", "Requeue", "TresPerNode", "NodeList")
    found = ["high", "default", "course", "solver:2", "NO", "0", "gres:gpu:dummy:2", "node3"]
    assert [job[key] for key in keys] == found
    assert (job["Nice"], job["MailUser"], job["MailType"]) == ("7", "someone@localhost", "END,FAIL")
    assert (project.folder / "solved.txt").read_text() == "0,1\n"
