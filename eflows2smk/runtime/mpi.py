"""``python -m eflows2smk.runtime.mpi PROCESSES PROGRAM MODULE:FUNCTION OPTION…`` on each rank of an MPI world.

The options are those of `eflows2smk.runtime`. Every rank reads its arguments from their files by itself, as those of
PyCOMPSs do, and stores its result in a file of its own: no message has to hold them.
"""

from __future__ import annotations

import os
import sys

from eflows2smk.decorators.mode import mode
from eflows2smk.pycompss_shim import install
from eflows2smk.runtime.arguments import Order, UsageError, parse
from eflows2smk.runtime.errors import JobError
from eflows2smk.runtime.importing import prepare
from eflows2smk.runtime.job import finish, function_of
from eflows2smk.runtime.reporting import report_line

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import Any

    Layout = tuple[int, int, int]

# Where launchers say which of their processes this is.
_RANKS = ("PMI_RANK", "PMIX_RANK", "OMPI_COMM_WORLD_RANK", "SLURM_PROCID")
_OF_LISTS = {"--objects": "--object", "--paths": "--path"}


def main() -> int:
    try:
        processes, order = int(sys.argv[1]), parse(sys.argv[2:])
    except (UsageError, ValueError, IndexError) as error:
        report_line(f"{error}")
        return 2
    try:
        from mpi4py import MPI
    except (ImportError, RuntimeError) as error:
        report_line(f"MPI can't be used by Python: {error}. Install mpi4py for the MPI library of this machine.")
        return 1
    world = MPI.COMM_WORLD
    if world.size != processes:
        if next((os.environ[name] for name in _RANKS if name in os.environ), "0") == "0":
            report_line(_wrong_world(processes, world.size, MPI.Get_library_version()))
        return 1
    code = _run(order, world.rank, processes)
    if code:
        sys.stdout.flush()
        sys.stderr.flush()
        # Others may wait for this one, and would for ever.
        world.Abort(code)
    return code


def _wrong_world(processes: int, size: int, library: str) -> str:
    name = library.strip("\0\n ").splitlines()[0]
    return (
        f"{processes} processes have to be one MPI world, but the launcher made worlds of {size}: it does not belong to"
        f" the MPI library of mpi4py, which is {name}. Set the launcher that does: 'runner' in the description, on a"
        " cluster 'mpi' in slurm/config.yaml (for srun often --mpi=pmi2 or --mpi=pmix)."
    )


def _run(order: Order, rank: int, processes: int) -> int:
    mode.job = True
    os.environ.setdefault("COMPSS_NUM_THREADS", os.environ.get("OMP_NUM_THREADS", "1"))
    os.environ.setdefault("COMPSS_NUM_PROCS", str(processes))
    install()
    prepare(order.program, order.argv, order.search_first, order.search_last)
    if order.results is not None:
        order.results, order.single = (order.results[rank],), True
    parts = {name: Share(layout, rank, processes) for name, layout in order.layouts.items()}
    order.parameters = [_own(entry, parts) for entry in order.parameters]

    def find() -> Callable[[dict[str, Any]], Any]:
        function = function_of(order)
        return lambda values: function({name: _part(name, value, parts) for name, value in values.items()})

    return finish(order, find)


def members(layout: Layout, rank: int, processes: int) -> list[int]:
    """The places of a list that belong to a rank. With more blocks than processes these take them in turns."""
    count, length, stride = layout
    count = processes if count == -1 else count
    length = 1 if length == -1 else length
    stride = 1 if stride == -1 else stride
    blocks = [rank] if count == processes else range(rank, count, processes)
    return [block * stride + place for block in blocks for place in range(length)]


class Share:
    """The places of a list that belong to one rank.

    alone: whether a rank has a single member, which comes without its list. Where there are fewer blocks than
    processes all get lists, and those of some are empty.
    """

    __slots__ = ("places", "alone")

    def __init__(self, layout: Layout, rank: int, processes: int) -> None:
        self.places = members(layout, rank, processes)
        self.alone = len(self.places) == 1 and not 0 <= layout[0] < processes


def _own(entry: tuple[str, str, tuple[str, ...]], parts: dict[str, Share]) -> tuple[str, str, tuple[str, ...]]:
    """An option that names a file for each member, without those of other ranks."""
    option, name, words = entry
    if name not in parts or option not in _OF_LISTS:
        return entry
    share = parts.pop(name)
    own = _taken(name, words, share.places)
    return (_OF_LISTS[option] if share.alone else option, name, tuple(own))


def _part(name: str, value: Any, parts: dict[str, Share]) -> Any:
    """What a rank gets of an argument."""
    if name not in parts:
        return value
    if not isinstance(value, list | tuple):
        raise JobError(f"'{name}' has a layout, but is of type '{type(value).__name__}', no list")
    own = _taken(name, value, parts[name].places)
    return own[0] if parts[name].alone else own


def _taken(name: str, value: Sequence[Any], places: list[int]) -> list[Any]:
    own = [value[place] for place in places if place < len(value)]
    if places and not own:
        raise JobError(f"this rank gets no member of '{name}', which has {len(value)}: its layout does not fit")
    return own


if __name__ == "__main__":
    sys.exit(main())
