"""``pycompss.functions.map``: a function is called for each member, as the pools of ``multiprocessing`` do it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from eflows2smk.decorators.synchronisation import wait_on


def map(func: Callable[[Any], Any], iterable: Any, chunksize: int | None = None) -> Any:
    """A list of what the function gives for each member, or for each so many of them. It is waited for."""
    if not chunksize:
        return wait_on([func(member) for member in iterable])
    return wait_on([func(iterable[start : start + chunksize]) for start in range(0, len(iterable), chunksize)])
