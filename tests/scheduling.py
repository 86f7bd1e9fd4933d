"""Which tests one process runs together, and which are begun first.

Tests on Slurm wait more than they compute, tests of a module share what their fixtures made, and the longest tests
decide when all have ended. So a cluster's tests stay in one process, from the beginning; after them come the longest
ones, each for itself; then modules as a whole. With more processes than cores others compute while those on Slurm wait.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest

# Two clusters have about the same time to do. What is not named belongs to the last one.
ON_SLURM = "tests/slurm/"
CLUSTERS = (
    ("tests/slurm/test_resources.py", "tests/slurm/test_failures.py", "tests/slurm/test_ending.py"),
    (ON_SLURM,),
)
# The longest first.
LONG = (
    "tests/test_style.py::test_types_are_right",
    "tests/benchmarks/",
    "tests/differential/test_generated.py",
    "tests/differential/test_computed.py",
    "tests/cases/test_cases.py::test_expected_snakefiles_are_formatted",
    "tests/differential/test_examples.py",
    "tests/codegen/test_long_lists.py",
    "tests/differential/",
    "tests/core/test_programs.py",
    "tests/cases/",
    "tests/cli/",
)


def _place(name: str, starts: Sequence[str]) -> int | None:
    return next((number for number, start in enumerate(starts) if name.startswith(start)), None)


def together(name: str) -> str:
    """What all tests that one process has to run have in common."""
    for number, modules in enumerate(CLUSTERS):
        if name.startswith(modules):
            return f"cluster {number}"
    return name.partition("::")[0] if _place(name, LONG) is None else name


def first_to_last(items: Sequence[pytest.Item]) -> list[pytest.Item]:
    def place(item: pytest.Item) -> tuple[int, int]:
        cluster = next((number for number, modules in enumerate(CLUSTERS) if item.nodeid.startswith(modules)), None)
        if cluster is not None:
            return 0, cluster
        long = _place(item.nodeid, LONG)
        return (2, 0) if long is None else (1, long)

    return sorted(items, key=place)


def scheduling(config: pytest.Config, log: Any) -> Any:
    """What gives a process its next tests when it has nearly done those that it has."""
    from xdist.scheduler import LoadScopeScheduling

    class Scheduling(LoadScopeScheduling):  # type: ignore[misc]
        def _split_scope(self, nodeid: str) -> str:
            return together(nodeid)

    # Not those first that are most.
    config.option.loadscopereorder = False
    return Scheduling(config, log)
