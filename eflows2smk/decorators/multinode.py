"""``@multinode``: a function that uses several nodes."""

from __future__ import annotations

from eflows2smk.decorators.wrapper import described_by

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import ParamSpec, TypeVar

    P = ParamSpec("P")
    R = TypeVar("R")


def multinode(**keywords: object) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Keywords: computing_nodes. The body runs once, and finds the nodes in COMPSS_NUM_NODES and COMPSS_HOSTNAMES,
    their cores in COMPSS_NUM_THREADS. Without Slurm there is one machine, which stands for all of them. Together with
    another decorator it says how many nodes that one has.
    """
    return described_by("multinode", keywords)
