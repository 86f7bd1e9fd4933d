"""``snakemake --executor slurmdirectfast``: as slurmfast, of the executor that runs commands by itself."""

from __future__ import annotations

from eflows2smk.executor.slurm import Executor as Direct
from eflows2smk.executor.slurm import ExecutorSettings, common_settings

__all__ = ["Executor", "ExecutorSettings", "common_settings"]


class Executor(Direct):
    """It, with a constant pause."""

    @property
    def next_seconds_between_status_checks(self) -> int:
        return 1

    @next_seconds_between_status_checks.setter
    def next_seconds_between_status_checks(self, value: int) -> None:
        pass
