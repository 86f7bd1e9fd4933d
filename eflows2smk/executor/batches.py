"""Which invocations share a Slurm job, and what that job has to do."""

from __future__ import annotations

import json
from collections.abc import Hashable, Iterable, Iterator
from pathlib import Path
from typing import Any

from snakemake.io import is_flagged  # type: ignore[import-untyped]
from snakemake.iocontainers import ResourceList  # type: ignore[import-untyped]
from snakemake.settings.types import DeploymentMethod  # type: ignore[import-untyped]
from snakemake.shell import shell  # type: ignore[import-untyped]

# Flags of files with which only Snakemake itself can deal inside of a job.
_SPECIAL = ("pipe", "service", "update", "nodelocal")
# How many invocations a Slurm job runs, and its minutes where these are not the sum of theirs.
BATCH = "batch"
BATCH_MINUTES = "batch_runtime"


class Batch:
    """Jobs of one rule, or groups of jobs, that become one Slurm job; to the executor it looks like its first one.

    open: how many of them have not ended, as far as is known. kept: whether the log of the Slurm job is of use.
    """

    def __init__(self, jobs: list[Any], path: Path) -> None:
        self.jobs = jobs
        self.path = path
        self.open = len(jobs)
        self.kept = False

    def __getattr__(self, name: str) -> Any:
        return getattr(self.jobs[0], name)

    @property
    def resources(self) -> ResourceList:
        resources = dict(self.jobs[0].resources.items())
        minutes = [job.resources.get("runtime") for job in self.jobs]
        if resources.get(BATCH_MINUTES):
            resources["runtime"] = resources[BATCH_MINUTES]
        elif all(isinstance(each, int) for each in minutes):
            resources["runtime"] = sum(minutes)
        return ResourceList(fromdict=resources)

    def ended(self) -> dict[int, int]:
        """The exit codes of the members that have ended, by number."""
        try:
            lines = self.path.with_name(f"{self.path.name}.ended").read_text().splitlines(keepends=True)
        except OSError:
            return {}
        # One that is being written may not be whole.
        found = (line.split() for line in lines if line.endswith("\n"))
        return {int(words[0]): int(words[1]) for words in found if len(words) == 2}

    def write(self, *, seconds: int, modules: bool) -> None:
        """For `eflows2smk.runtime.batch`. modules: whether to load environment modules."""
        members = [
            {
                "inputs": [str(path) for path in job.input],
                "outputs": [str(path) for part in _parts(job) for path in part.output],
                "steps": [_step(each, modules=modules) for each in _parts(job)],
            }
            for job in self.jobs
        ]
        self.path.write_text(json.dumps({"seconds": seconds, "members": members}))


def batches(jobs: Iterable[Any], folder: Path, count: Iterator[int]) -> Iterator[Batch]:
    """Jobs that share their rule and their resources, as many together as the resource `batch` allows."""
    alike: dict[Hashable, list[Any]] = {}
    for job in jobs:
        resources = [(key, value) for key, value in job.resources.items() if not key.startswith(("disk", "tmpdir"))]
        alike.setdefault((tuple(sorted(job.rules)), str(sorted(resources))), []).append(job)
    for same in alike.values():
        size = max(max(int(part.resources.get(BATCH) or 1) for part in _parts(job)) for job in same)
        for start in range(0, len(same), size):
            yield Batch(same[start : start + size], folder / f"batch_{next(count)}.json")


def is_direct(job: Any, deployment: Iterable[DeploymentMethod]) -> bool:
    """Whether a Slurm job can run the commands of this job by itself, without another Snakemake."""
    return all(_is_plain(part, deployment, alone=not job.is_group()) for part in _parts(job))


def _is_plain(job: Any, deployment: Iterable[DeploymentMethod], *, alone: bool) -> bool:
    return bool(
        job.rule.shellcmd
        and not job.is_shadow
        and not job.benchmark
        and not job.is_containerized
        and not (DeploymentMethod.CONDA in deployment and job.conda_env_spec)
        and not (DeploymentMethod.APPTAINER in deployment and job.container_img_url)
        and not any(file.is_storage or is_flagged(file, flag) for file in job.output for flag in _SPECIAL)
        and not any(file.is_storage for file in job.input)
        # How many processes a group of MPI programs has is nothing that Snakemake could say.
        and (alone or not job.resources.get("mpi"))
    )


def _parts(job: Any) -> list[Any]:
    """The jobs of a group in an order in which they can run; else the job."""
    return [each for level in job.toposorted for each in level] if job.is_group() else [job]


def _step(job: Any, *, modules: bool) -> dict[str, Any]:
    prefix = shell._get_process_prefix(shell.get_executable())
    if modules and job.env_modules:
        prefix = job.env_modules.shellcmd(prefix)
    return {"command": f"{job.shellcmd} {shell._process_suffix}", "prefix": prefix, "threads": job.threads}
