"""``pycompss.functions.data_tasks``: the tasks that make random numbers."""

from __future__ import annotations

import random
from typing import Any

from eflows2smk.decorators.task import task


@task(returns=list)
def gen_random(size: int, frag_size: int, seed: int) -> Any:
    """Numbers from 0 to 1."""
    random.seed(seed)
    return [[random.random() for _ in range(size)] for _ in range(frag_size)]


@task(returns=list)
def gen_normal(size: int, frag_size: int, seed: int) -> Any:
    """Numbers around 0, of a normal distribution."""
    random.seed(seed)
    return [[random.gauss(0.0, 1.0) for _ in range(size)] for _ in range(frag_size)]


@task(returns=list)
def gen_uniform(size: int, frag_size: int, seed: int) -> Any:
    """Numbers from -1 to 1."""
    random.seed(seed)
    return [[random.uniform(-1.0, 1.0) for _ in range(size)] for _ in range(frag_size)]
