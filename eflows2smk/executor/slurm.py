"""``snakemake --executor slurm-direct``: the executor for Slurm, but its jobs start no Snakemake of their own.

The original's jobs start Snakemake twice, which takes some seconds of CPU for each job, and for each member of a group
once more. Jobs of this one run the commands that Snakemake would have run; rules with the resource ``batch`` share a
Slurm job with so many others of theirs, and each of these succeeds or fails by itself. What a plain command can't do
(conda, containers, scripts) is left to the original.

How each command ended its job writes into a file, which is looked at every second; Slurm is asked, seldom, for jobs
that can't write any more.
"""

from __future__ import annotations

import asyncio
import itertools
import signal
import threading
import time
from collections import deque
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

from snakemake.settings.types import DeploymentMethod  # type: ignore[import-untyped]
from snakemake_executor_plugin_slurm import Executor as Original  # type: ignore[import-untyped]
from snakemake_executor_plugin_slurm import common_settings
from snakemake_interface_common.exceptions import WorkflowError
from snakemake_interface_executor_plugins.executors.base import SubmittedJobInfo  # type: ignore[import-untyped]

from eflows2smk.executor.batches import Batch, batches, is_direct
from eflows2smk.executor.earlier import left
from eflows2smk.executor.limits import partition_limits, too_long
from eflows2smk.executor.settings import ExecutorSettings
from eflows2smk.executor.states import understand_states

__all__ = ["Executor", "ExecutorSettings", "common_settings"]


understand_states()

# Seconds between looks at the files that jobs write, and between questions to Slurm, for all jobs together.
LOOK = 1
ASK, ASK_AT_LAST = 5, 30
# Exit codes of commands that a signal ended: Slurm knows more about these.
_KILLED = 128


class Executor(Original):  # type: ignore[misc]
    """The original, with jobs that run commands by themselves."""

    def __init__(self, workflow: Any, logger: Any) -> None:
        self._numbers = itertools.count(1)
        self._waiting: deque[Batch] = deque()
        self._running: set[Batch] = set()
        self._guard = threading.Lock()
        self._limits: dict[str, int | None] | None = None
        self._next_question = 0.0
        jobs = left()
        if jobs:
            raise WorkflowError(
                f"Jobs of an earlier run in this folder are still in Slurm's queue: {', '.join(jobs)}. They would "
                f"write the same files. Wait for their end, or cancel them: scancel {' '.join(jobs)}"
            )
        # It starts the thread that asks for the state of jobs.
        super().__init__(workflow, logger)

    def run_jobs(self, jobs: list[Any]) -> None:
        deployment = self.workflow.deployment_settings.deployment_method
        direct = [job for job in jobs if is_direct(job, deployment)]
        chosen = set(map(id, direct))
        # Called even for none, since the original notes the event loop here.
        super().run_jobs([job for job in jobs if id(job) not in chosen])
        for job in direct:
            self.run_job_pre(job)
            self.workflow.async_run(_prepare(job))
        self._waiting.extend(batches(direct, Path(self.tmpdir), self._numbers))
        self._submit()

    def _submit(self) -> None:
        """As many of the waiting batches as may run."""
        with self._guard:
            while self._waiting and len(self._running) < self.workflow.executor_settings.at_once:
                batch = self._waiting.popleft()
                self._running.add(batch)
                self._job_submission_executor.submit(self.run_job, batch)

    def run_job(self, job: Any) -> None:
        if job.resources.get("clusters") or job.resources.get("cluster") or job.resources.get("slurm_cluster"):
            super().run_job(job)
            return
        with self._guard:
            if self._limits is None:
                self._limits = partition_limits()
        refusal = too_long(job.resources, self._limits)
        if refusal:
            self._report_job_error_threadsafe(SubmittedJobInfo(job), f"{refusal}. ")
        else:
            super().run_job(job)

    def format_job_exec(self, job: Any) -> str:
        if not isinstance(job, Batch):
            return str(super().format_job_exec(job))
        job.write(
            seconds=self.workflow.execution_settings.latency_wait,
            modules=DeploymentMethod.ENV_MODULES in self.workflow.deployment_settings.deployment_method,
        )
        return f"{self.get_python_executable()} -m eflows2smk.runtime.batch {job.path}"

    def report_job_submission(self, job_info: SubmittedJobInfo, register_job: bool = True) -> None:
        if not isinstance(job_info.job, Batch):
            super().report_job_submission(job_info, register_job)
            return
        for number, job in enumerate(job_info.job.jobs):
            aux = {**(job_info.aux or {}), "batch": job_info.job, "number": number}
            super().report_job_submission(SubmittedJobInfo(job, job_info.external_jobid, aux), register_job)

    def report_job_success(self, job_info: SubmittedJobInfo) -> None:
        self._count(job_info)
        super().report_job_success(job_info)

    def report_job_error(self, job_info: SubmittedJobInfo, msg: str | None = None, **kwargs: Any) -> None:
        """Slurm knows about the job; how each of its members ended is in a file."""
        if isinstance(job_info.job, Batch):
            for number, job in enumerate(job_info.job.jobs):
                aux = {"batch": job_info.job, "number": number}
                self.report_job_error(SubmittedJobInfo(job, aux=aux), msg, **kwargs)
            return
        batch = (job_info.aux or {}).get("batch")
        if batch is not None:
            code = batch.ended().get(job_info.aux["number"])
            if code == 0:
                self.report_job_success(job_info)
                return
            if code is not None:
                msg = _ended_with(code, job_info) + (msg or "" if _is_killed(code) else "")
            batch.kept = True
        self._count(job_info)
        super().report_job_error(job_info, msg, **kwargs)

    def _count(self, job_info: SubmittedJobInfo) -> None:
        batch = (job_info.aux or {}).get("batch")
        if batch is not None:
            batch.open -= 1
            if not batch.open:
                with self._guard:
                    self._running.discard(batch)
                if not batch.kept and not self.workflow.executor_settings.keep_successful_logs:
                    job_info.aux["slurm_logfile"].unlink(missing_ok=True)

    async def check_active_jobs(self, active_jobs: list[SubmittedJobInfo]) -> AsyncIterator[SubmittedJobInfo]:
        open_ = self._still_open(active_jobs)
        if open_ and time.monotonic() >= self._next_question:
            async for job_info in super().check_active_jobs(open_):
                yield job_info
            pause = min(ASK_AT_LAST, self.next_seconds_between_status_checks)
            self._next_question = time.monotonic() + max(ASK, pause)
        else:
            for job_info in open_:
                yield job_info
        self._submit()

    def _still_open(self, active_jobs: list[SubmittedJobInfo]) -> list[SubmittedJobInfo]:
        """Report the invocations of which a file says how they ended; the others."""
        codes: dict[Batch, dict[int, int]] = {}
        found = []
        for job_info in active_jobs:
            batch = (job_info.aux or {}).get("batch")
            if batch is not None and batch not in codes:
                codes[batch] = batch.ended()
            code = None if batch is None else codes[batch].get(job_info.aux["number"])
            if code == 0:
                self.report_job_success(job_info)
            elif code is None or _is_killed(code):
                found.append(job_info)
            else:
                logs = [str(job_info.aux["slurm_logfile"])]
                self.report_job_error(job_info, _ended_with(code, job_info), aux_logs=logs)
        return found

    async def sleep(self) -> None:
        """Until the next look; whoever ends this waits for it."""
        if self.wait:
            await asyncio.sleep(LOOK)

    def cancel_jobs(self, active_jobs: list[SubmittedJobInfo]) -> None:
        with self._guard:
            self._waiting.clear()
        super().cancel_jobs(list({job_info.external_jobid: job_info for job_info in active_jobs}.values()))


def _is_killed(code: int) -> bool:
    return code < 0 or 0 < code - _KILLED < signal.NSIG


def _ended_with(code: int, job_info: SubmittedJobInfo) -> str:
    return f"the command ended with exit code {code} in Slurm job '{job_info.external_jobid}'. "


async def _prepare(job: Any) -> None:
    """What Snakemake does inside of a job before its command."""
    await job.remove_existing_output()
    for part in job.jobs if job.is_group() else (job,):
        for file in (*part.output, *part.log):
            file.prepare()
