"""What stands for the executor where the one that it is made of is not installed."""

from __future__ import annotations

from typing import Any

from snakemake_interface_common.exceptions import WorkflowError
from snakemake_interface_executor_plugins.executors.remote import RemoteExecutor  # type: ignore[import-untyped]
from snakemake_interface_executor_plugins.settings import CommonSettings, ExecutorSettingsBase  # type: ignore[import-untyped]

__all__ = ["Executor", "ExecutorSettings", "common_settings"]

common_settings = CommonSettings(non_local_exec=True, implies_no_shared_fs=False, job_deploy_sources=False)
ExecutorSettings = ExecutorSettingsBase


class Executor(RemoteExecutor):  # type: ignore[misc]
    """Says what is missing."""

    def __init__(self, workflow: Any, logger: Any) -> None:
        raise WorkflowError("The executor slurm-direct needs another one: pip install 'eflows2smk[slurm]'")

    def run_job(self, job: Any) -> None:
        raise NotImplementedError

    async def check_active_jobs(self, active_jobs: list[Any]) -> Any:
        raise NotImplementedError

    def cancel_jobs(self, active_jobs: list[Any]) -> None:
        raise NotImplementedError
