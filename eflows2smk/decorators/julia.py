"""``@julia``: a script of Julia."""

from __future__ import annotations

from eflows2smk.decorators.wrapper import described_by

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import ParamSpec, TypeVar, Unpack

    from eflows2smk.decorators.keywords import Julia

    P = ParamSpec("P")
    R = TypeVar("R")


def julia(**keywords: Unpack[Julia]) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Keywords: script, executor, args, computing_nodes, working_dir, fail_by_exit_value. Like `binary`, as
    ``executor args script parameters``; args that name parameters replace these.
    """
    return described_by("julia", keywords, ("script",))
