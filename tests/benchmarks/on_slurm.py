"""What workflows cost on a cluster: Slurm jobs, processor time and wall clock, against Snakefiles by hand.

Processor time is that of the whole machine while Snakemake runs, daemons of the private cluster and all, so that
nothing else should run meanwhile. All ask Slurm every second for the state of their jobs (tests/slurm/fastpoll).
"""

from __future__ import annotations

import os
import shutil
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.programs import EXAMPLES, Project
from tests.slurm.cluster import DIRECT, FAST, Cluster, missing

BY_HAND = Path(__file__).resolve().parent / "rod_by_hand"
MODEL = next(path for path in EXAMPLES if path.name == "reduced_order_model")
SHORT = """\
from eflows2smk import FILE_OUT, binary, task

@binary(binary="touch", args="{{out}}")
@task(out=FILE_OUT)
def touch(out):
    pass

for number in range(40):
    touch(f"out/{number}.txt")
"""
SHORT_BY_HAND = """\
rule all:
    input:
        expand("out/{number}.txt", number=range(40)),


rule touch:
    output:
        "out/{number}.txt",
    log:
        "logs/touch/{number}.log",
    shell:
        "touch {output} > {log} 2>&1"
"""


@dataclass(frozen=True, slots=True)
class Bill:
    """What one run cost. cpu, wall: seconds."""

    what: str
    jobs: int
    cpu: float
    wall: float

    def __str__(self) -> str:
        return f"{self.what:64}{self.jobs:>6}{self.cpu:>10.1f}{self.wall:>10.1f}"


HEAD = f"{'':64}{'jobs':>6}{'CPU s':>10}{'wall s':>10}"


def bills() -> Iterator[Bill]:
    """Each once; raises Failed if a run fails, or if there is no Slurm."""
    if missing():
        raise SystemExit(f"packages that Slurm needs are not here: {', '.join(missing())}")
    with tempfile.TemporaryDirectory() as scratch:
        # The cluster's key daemon wants a folder that all may enter.
        os.chmod(scratch, 0o755)
        cluster = Cluster.start(Path(scratch) / "cluster", ACCOUNTING="1")
        try:
            for number, (what, program, options, executor) in enumerate(_runs()):
                project = _project(program, Path(scratch) / str(number), options)
                yield _bill(what, cluster, project, executor)
        finally:
            cluster.stop()


def _runs() -> Iterator[tuple[str, Path | str, Sequence[str] | None, Sequence[str]]]:
    """What to run; with options for the compiler, None for what is written by hand; and the executor."""
    yield "reduced_order_model, by hand", MODEL, None, FAST
    yield "  compiled", MODEL, (), FAST
    yield "  compiled --transformations job", MODEL, ("--transformations", "job"), FAST
    yield "  compiled --transformations local", MODEL, ("--transformations", "local"), FAST
    yield "  compiled, executor slurm-direct", MODEL, (), DIRECT
    yield "  compiled --batch 8", MODEL, ("--batch", "8"), DIRECT
    yield "40 short commands, by hand", SHORT_BY_HAND, None, FAST
    yield "  compiled", SHORT, (), FAST
    yield "  compiled, executor slurm-direct", SHORT, (), DIRECT
    yield "  compiled --batch 20", SHORT, ("--batch", "20"), DIRECT


def _project(program: Path | str, folder: Path, options: Sequence[str] | None) -> Project:
    """What is ready to be run by Snakemake."""
    if isinstance(program, Path):
        project = Project.copy_of(program, folder)
    else:
        folder.mkdir()
        project = Project(folder)
        (folder / ("Snakefile" if options is None else "main.py")).write_text(program)
    if options is not None:
        project.compile(*options)
    elif isinstance(program, Path):
        shutil.copytree(BY_HAND, folder, dirs_exist_ok=True)
    else:
        shutil.copytree(BY_HAND / "slurm", folder / "slurm")
    return project


def _bill(what: str, cluster: Cluster, project: Project, executor: Sequence[str]) -> Bill:
    begin, before = time.perf_counter(), _busy()
    cluster.run(project.folder, "snakemake", "--profile", "slurm", *executor)
    wall, cpu = time.perf_counter() - begin, _busy() - before
    jobs = sum(job["WorkDir"] == str(project.folder) for job in cluster.jobs().values())
    return Bill(what, jobs, cpu, wall)


def _busy() -> float:
    """Seconds for which the processors of this machine have worked (the first line of /proc/stat)."""
    with open("/proc/stat") as file:
        user, nice, system = map(int, file.readline().split()[1:4])
    return (user + nice + system) / os.sysconf("SC_CLK_TCK")
