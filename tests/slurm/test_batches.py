"""Jobs that run several invocations each."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.programs import Project
from tests.slurm.cluster import DIRECT, HERE, Cluster

OPTIONS = ("--batch", "8", "--batch", "draw=3")


class Batched:
    """The program: run with some invocations that fail, then repaired and run again.

    The shell looks for the broken file by a pattern: one that its command line names would be an input.
    """

    def __init__(self, cluster: Cluster, folder: Path) -> None:
        self.project = Project.copy_of(HERE / "batched", folder)
        self.folder = self.project.folder
        (self.folder / "broken").touch()
        command = ("eflows2smk", "run", "main.py", *OPTIONS, "--", "--", "--profile", "slurm", *DIRECT)
        self.first = cluster.try_command(self.folder, *command)
        self.left = self.results()
        self.jobs = {rule: len(cluster.jobs_of(rule)) for rule in ("draw", "shell", "chance")}
        (self.folder / "broken").unlink()
        self.second = cluster.try_command(self.folder, *command)

    def results(self) -> set[str]:
        return {path.name for path in (self.folder / "out").iterdir()}


@pytest.fixture(scope="module")
def batched(cluster: Cluster, tmp_path_factory: pytest.TempPathFactory) -> Batched:
    return Batched(cluster, tmp_path_factory.mktemp("batched") / "program")


def test_as_many_share_a_job_as_the_command_line_or_the_description_says(batched: Batched) -> None:
    assert batched.jobs == {"draw": 3, "shell": 2, "chance": 1}


def test_one_that_fails_takes_no_other_one_with_it(batched: Batched) -> None:
    assert batched.first.code == 1
    names = {f"{kind}_{number}.txt" for kind in ("shell", "it's", "chance") for number in range(8)}
    assert names - batched.left == {"it's_3.txt", "shell_5.txt", "it's_5.txt"}


def test_each_failure_is_told_with_its_own_log(batched: Batched) -> None:
    told = batched.first.output
    assert f"\n{told}".count("\nfailed: ") == 2
    assert "failed: draw number=3\n" in told and "| ValueError: the dice are broken" in told
    assert "failed: shell number=5\n" in told


def test_a_traceback_is_that_of_the_program(batched: Batched) -> None:
    program = (batched.folder / "main.py").read_text().splitlines()
    line = 1 + program.index('        raise ValueError("the dice are broken")')
    told = batched.first.output.partition("failed: draw number=3\n")[2].splitlines()
    assert [each.removeprefix("  | ") for each in told if each.startswith("  | ")][:4] == [
        "Traceback (most recent call last):",
        f'  File "{batched.folder / "main.py"}", line {line}, in draw',
        '    raise ValueError("the dice are broken")',
        "ValueError: the dice are broken",
    ]


def test_the_next_run_does_only_the_rest(batched: Batched) -> None:
    assert batched.second.code == 0, batched.second.output
    done = {line.partition("] ")[2] for line in batched.second.output.splitlines() if line.startswith("[")}
    rest = {"draw number=3", "shell number=5", *(f"write number={number}" for number in (3, 5))}
    assert {line for line in done if line.startswith(("draw", "shell", "chance", "write number"))} == rest


def test_results_and_logs_are_those_of_single_jobs(batched: Batched) -> None:
    for number in range(8):
        assert (batched.folder / "out" / f"it's_{number}.txt").read_text() == f"{2 * number} {number}\n"
        assert (batched.folder / "logs" / "draw" / f"{number}.log").read_text() == f"drawing {number}\n"


def test_programs_have_folders_of_their_own_also_in_a_batch(batched: Batched) -> None:
    said = [(batched.folder / "logs" / "shell" / f"{number}.log").read_text() for number in range(8)]
    assert all("/.snakemake/private/" in text for text in said)


def test_invocations_of_one_job_draw_different_numbers(batched: Batched) -> None:
    lines = [(batched.folder / "out" / f"chance_{number}.txt").read_text().split() for number in range(8)]
    assert len({word for words in lines for word in words}) == 16


def test_only_the_member_that_fails_is_tried_again_and_gets_more(cluster: Cluster, tmp_path: Path) -> None:
    project = Project.copy_of(HERE / "retried_batch", tmp_path / "program")
    project.compile("--batch", "3")
    cluster.run(project.folder, "snakemake", "--profile", "slurm", *DIRECT)
    assert {path.name for path in (project.folder / "out").iterdir()} == {"0.txt", "1.txt", "2.txt"}
    assert sorted((project.folder / "tried.txt").read_text().split()) == ["0", "1", "1", "2"]
    attempts = cluster.jobs_of("flaky")
    # The usual hour for all together, as their decorator says nothing.
    assert [job["TimeLimit"] for job in attempts] == ["01:00:00", "02:00:00"]
