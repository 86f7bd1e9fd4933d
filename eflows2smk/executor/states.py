"""What Slurm says of a job, as the executor for Slurm understands it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

import snakemake_executor_plugin_slurm as original  # type: ignore[import-untyped]

Query = Callable[..., Awaitable[tuple[dict[str, str] | None, float | None]]]


def understand_states() -> None:
    """Let the executor for Slurm, and the one made of it, know states by their first word.

    ``sacct`` says *CANCELLED by 1000*, which version 2.8.0 of the executor takes for a job that still runs. It asks
    through this function of its module, for which it has no other place to put one's own.
    """
    ask: Query | None = getattr(original, "query_job_status", None)
    if ask is not None and not hasattr(ask, "asks"):
        original.query_job_status = _first_words(ask)


def _first_words(ask: Query) -> Query:
    async def query(*args: Any, **kwargs: Any) -> tuple[dict[str, str] | None, float | None]:
        states, seconds = await ask(*args, **kwargs)
        if states is not None:
            states = {job: state.split(maxsplit=1)[0] if state.strip() else state for job, state in states.items()}
        return states, seconds

    query.asks = ask  # type: ignore[attr-defined]
    return query
