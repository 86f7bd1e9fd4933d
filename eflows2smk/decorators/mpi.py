"""``@mpi``: an external program on several ranks."""

from __future__ import annotations

from eflows2smk.decorators.wrapper import described_by

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from typing import ParamSpec, TypeVar

    from eflows2smk.decorators.keywords import Number, Truth

    P = ParamSpec("P")
    R = TypeVar("R")

    def mpi(
        *,
        runner: str,
        binary: str = ...,
        args: str = ...,
        flags: str = ...,
        processes: Number = ...,
        processes_per_node: Number = ...,
        scale_by_cu: Truth = ...,
        computing_nodes: Number = ...,
        working_dir: str = ...,
        fail_by_exit_value: Truth = ...,
        batch: Number = ...,
        conda: str | Sequence[str] = ...,
        envmodules: str | Sequence[str] = ...,
        **layouts: Mapping[str, int],
    ) -> Callable[[Callable[P, R]], Callable[P, R]]:
        """An external program, or the function itself, on several processes.

        runner: what starts them. binary, args: the program and its command line; without them every process calls the
        function. processes_per_node: has to divide processes. scale_by_cu: whether each process counts for as many as
        it has computing units. All other keywords end in ``_layout``, and say which part of a list each process gets.
        """

else:

    def mpi(**keywords):
        """Keywords: runner, binary, processes, processes_per_node, scale_by_cu, args, flags, working_dir,
        fail_by_exit_value. Like `binary`, under ``runner -n processes``.
        """
        return described_by("mpi", keywords, ("runner",))
