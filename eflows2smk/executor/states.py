"""What Slurm says of a job, as the executor for Slurm understands it."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import snakemake_executor_plugin_slurm as original  # type: ignore[import-untyped]

# States in which no attempt of a job has failed. For all others ``sacct`` may tell of an attempt while the job waits
# again already: after ``scontrol requeue`` it says FAILED where the command ended by itself. Who took that for the end
# would leave the job running, and start a second writer of its files.
_WELL = frozenset(("PENDING", "CONFIGURING", "RUNNING", "SUSPENDED", "COMPLETING", "COMPLETED"))

Query = Callable[..., Awaitable[tuple[dict[str, str] | None, float | None]]]


def understand_states() -> None:
    """Let the executor for Slurm, and the one made of it, know states by their first word, and what Slurm repeats.

    ``sacct`` says *CANCELLED by 1000*, which version 2.8.0 of the executor takes for a job that still runs. It asks
    through this function of its module, for which it has no other place to put one's own.
    """
    ask: Query | None = getattr(original, "query_job_status", None)
    if ask is not None and not hasattr(ask, "asks"):
        original.query_job_status = _first_words(ask)


async def _waiting(jobs: list[str]) -> dict[str, str]:
    """Those of the jobs that wait or run again, with their states; none of them if the controller does not answer."""
    try:
        asked = await asyncio.create_subprocess_exec(
            *("squeue", "--noheader", "--format", "%i %T", "--jobs", ",".join(jobs)),
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.DEVNULL,
        )
    except OSError:
        return {}
    told, _ = await asked.communicate()
    lines = (line.split() for line in told.decode(errors="replace").splitlines())
    return {words[0]: words[1] for words in lines if len(words) == 2 and words[0] in jobs}


def _first_words(ask: Query) -> Query:
    async def query(*args: Any, **kwargs: Any) -> tuple[dict[str, str] | None, float | None]:
        states, seconds = await ask(*args, **kwargs)
        if states is None:
            # Slurm did not answer. Version 2.8.0 forgets its jobs then, and waits for ever.
            return {}, 0.0
        if states:
            states = {job: state.split(maxsplit=1)[0] if state.strip() else state for job, state in states.items()}
            doubtful = [job for job, state in states.items() if state.strip() and state not in _WELL]
            if doubtful:
                states |= await _waiting(doubtful)
        return states, seconds

    query.asks = ask  # type: ignore[attr-defined]
    return query
