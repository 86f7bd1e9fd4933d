"""``@decaf``: a data flow of decaf."""

from __future__ import annotations

from eflows2smk.decorators.wrapper import described_by

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import ParamSpec, TypeVar, Unpack

    from eflows2smk.decorators.keywords import Decaf

    P = ParamSpec("P")
    R = TypeVar("R")


def decaf(**keywords: Unpack[Decaf]) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Keywords: df_script, df_executor, df_lib, runner, computing_nodes, working_dir, fail_by_exit_value. The script
    gets the launcher and the parameters, and writes the executor, which runs then.
    """
    return described_by("decaf", keywords, ("df_script",))
