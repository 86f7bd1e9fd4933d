"""``@compss``: an application of COMPSs, with a runtime of its own."""

from __future__ import annotations

from eflows2smk.decorators.wrapper import described_by

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import ParamSpec, TypeVar, Unpack

    from eflows2smk.decorators.keywords import Compss

    P = ParamSpec("P")
    R = TypeVar("R")


def compss(**keywords: Unpack[Compss]) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Keywords: app_name, runcompss, flags, working_dir, fail_by_exit_value. Like `binary`, as
    ``runcompss flags app_name parameters``, on one node.
    """
    return described_by("compss", keywords, ("app_name",))
