"""Jobs that fail: what their user is told, and what is left of them."""

from __future__ import annotations

import re
import threading
from pathlib import Path

import pytest

from tests.programs import Project
from tests.slurm.cluster import DIRECT, FAST, HERE, SECONDS, Cluster, Ended

RUN = ("eflows2smk", "run", "main.py", "--", "--", "--profile", "slurm")


class Failures:
    """How ``eflows2smk run`` ended, what it said of each rule, and what it left."""

    def __init__(self, ended: Ended, folder: Path) -> None:
        self.ended = ended
        self.folder = folder
        parts = re.split(r"^failed: (\w+)\n", ended.output, flags=re.MULTILINE)
        self.told = dict(zip(parts[1::2], parts[2::2], strict=True))


@pytest.fixture(scope="module")
def failures(cluster: Cluster, tmp_path_factory: pytest.TempPathFactory) -> Failures:
    project = Project.copy_of(HERE / "failures", tmp_path_factory.mktemp("failures") / "program")
    process = cluster.start_command(project.folder, *RUN, *FAST)
    lines: list[str] = []
    assert process.stdout is not None
    reader = threading.Thread(target=lines.extend, args=(process.stdout,))
    reader.start()
    try:
        # What has failed is told while others still run.
        cluster.wait_until(lambda: "failed: fail\n" in lines and "failed: unlicensed\n" in lines)
        cluster.wait_until((project.folder / "out" / "waited.txt").exists)
        # A limit of time is a whole minute at least; Slurm takes an earlier end for the same.
        cluster.run(project.folder, "scontrol", "update", f"jobid={cluster.wait_for_job('wait')}", "EndTime=now+1")
        cluster.run(project.folder, "scancel", cluster.wait_for_job("idle"))
        code = process.wait(timeout=SECONDS)
    finally:
        process.terminate()
        reader.join()
    return Failures(Ended(code, "".join(lines)), project.folder)


def test_the_run_fails(failures: Failures) -> None:
    assert failures.ended.code == 1
    assert set(failures.told) == {"eat", "wait", "idle", "fail", "unlicensed"}


def test_at_the_end_a_line_says_what_failed(failures: Failures) -> None:
    last = failures.ended.output.splitlines()[-1]
    said = re.fullmatch(r"1 of 8 steps are done; 5 jobs have failed: (.*)", last)
    assert said is not None, last
    assert set(said[1].split(", ")) == set(failures.told)
    assert failures.ended.output.count("failed: ") == len(failures.told) + 1


@pytest.mark.parametrize(
    ("rule", "call"),
    [
        ("eat", 'eat("out/eaten.txt")'),
        ("wait", 'wait("out/waited.txt")'),
        ("idle", 'idle("out/idled.txt")'),
        ("fail", 'fail("out/failed.txt")'),
        ("unlicensed", 'unlicensed("out/unlicensed.txt")'),
    ],
)
def test_each_failure_names_its_call_and_its_log(failures: Failures, rule: str, call: str) -> None:
    lines = (failures.folder / "main.py").read_text().splitlines()
    assert f"called at main.py:{lines.index(call) + 1} {call}\n" in failures.told[rule]
    assert f"its log, logs/{rule}.log, ends with" in failures.told[rule]


@pytest.mark.parametrize(
    ("rule", "reason"),
    [
        ("eat", r"exceeded memory limit"),
        ("wait", r"Slurm job \d+: TIMEOUT\n.*DUE TO TIME LIMIT"),
        ("idle", r"Slurm job \d+: CANCELLED"),
        ("fail", r"\| the mesh is broken"),
        ("unlicensed", r"\| no licence"),
    ],
)
def test_each_failure_has_its_reason(failures: Failures, rule: str, reason: str) -> None:
    assert re.search(reason, failures.told[rule]), failures.told[rule]


def test_nothing_half_written_is_left_and_the_rest_is_done(failures: Failures) -> None:
    left = {path.name for path in (failures.folder / "out").iterdir()}
    assert left == {"fine.txt"}


def test_a_cancelled_job_has_failed_for_the_executor_without_snakemake_in_its_jobs(
    cluster: Cluster, tmp_path: Path
) -> None:
    project = Project.copy_of(HERE / "ended", tmp_path / "program")
    (project.folder / "first").touch()
    process = cluster.start_command(project.folder, *RUN, *DIRECT)
    try:
        cluster.wait_until((project.folder / "out" / "first.txt").exists)
        cluster.run(project.folder, "scancel", cluster.wait_for_job("hold_wildcards_first"))
        output, _ = process.communicate(timeout=SECONDS)
    finally:
        process.terminate()
    assert process.returncode == 1
    assert re.search(r"failed: hold name=first\n  called at main.py:\d+ .*\n  Slurm job \d+: CANCELLED\n", output)


def test_more_memory_and_time_for_the_next_attempt(cluster: Cluster, tmp_path: Path) -> None:
    project = Project.copy_of(HERE / "retried", tmp_path / "program")
    project.compile()
    cluster.snakemake(project)
    assert (project.folder / "out" / "held.txt").read_text() == "600000000\n"
    attempts = cluster.jobs_of("underestimated")
    assert [job["JobState"] for job in attempts] == ["FAILED", "COMPLETED"]
    assert [job["MinMemoryNode"] for job in attempts] == ["512M", "1G"]
    assert [job["TimeLimit"] for job in attempts] == ["01:00:00", "02:00:00"]
