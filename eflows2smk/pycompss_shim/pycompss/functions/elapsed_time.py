"""``pycompss.functions.elapsed_time``: how long a call takes."""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import wraps
from typing import Any


class TimeIt:
    """A decorator: a call gives a list of the result and of the seconds that it took."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self.args = args
        self.kwargs = kwargs

    def __call__(self, function: Callable[..., Any]) -> Callable[..., list[Any]]:
        @wraps(function)
        def timed(*args: Any, **kwargs: Any) -> list[Any]:
            start = time.time()
            result = function(*args, **kwargs)
            return [result, time.time() - start]

        return timed

    def __str__(self) -> str:
        return "Elapsed time decorator object"


timeit = TimeIt
TimeIT = TimeIt
TIMEIT = TimeIt
