"""``@multinode``: a function that uses several nodes."""

from __future__ import annotations

from eflows2smk.decorators.wrapper import described_by

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any, ParamSpec, TypeVar, Unpack

    from eflows2smk.decorators.keywords import Multinode
    from eflows2smk.workflow.model import Resources

    P = ParamSpec("P")
    R = TypeVar("R")


def multinode(**keywords: Unpack[Multinode]) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Keywords: computing_nodes. The body runs once, and finds the nodes in COMPSS_NUM_NODES and COMPSS_HOSTNAMES,
    their cores in COMPSS_NUM_THREADS. Without Slurm there is one machine, which stands for all of them. Together with
    another decorator it says how many nodes that one has.
    """
    return described_by("multinode", keywords)


def run_on_nodes(resources: Resources, body: Callable[[], Any]) -> Any:
    """Call the function while the environment names its nodes."""
    import os

    from eflows2smk.runtime.nodes import environment

    before = dict(os.environ)
    os.environ.update(environment(resources.nodes or 1, resources.cpus or 1))
    try:
        return body()
    finally:
        os.environ.clear()
        os.environ.update(before)
