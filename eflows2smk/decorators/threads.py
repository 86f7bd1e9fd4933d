"""The number of threads that a function may use, in the environment variable that libraries look at."""

from __future__ import annotations

import os
from contextlib import contextmanager

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

_NAME = "OMP_NUM_THREADS"


@contextmanager
def threads(count: int) -> Iterator[None]:
    """What is called inside finds the number there, as a job of the compiled workflow does."""
    before = os.environ.get(_NAME)
    os.environ[_NAME] = str(count)
    try:
        yield
    finally:
        if before is None:
            os.environ.pop(_NAME, None)
        else:
            os.environ[_NAME] = before
