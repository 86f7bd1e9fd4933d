"""Which part of a list each process of an MPI function gets."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

_KEYS = ("block_count", "block_length", "stride")


def layout_of(stated: Any, error: Callable[..., None]) -> tuple[int, int, int] | None:
    """Number of blocks, members of each, and members from the start of one to that of the next; -1 where not said.

    None where an error was reported. error: takes message and help.
    """
    help = "write {block_count: 4, block_length: 2, stride: 2}"
    if not isinstance(stated, Mapping) or not set(stated) <= set(_KEYS):
        error(message=f"a layout has the keys {', '.join(_KEYS)}", help=help)
        return None
    numbers = [stated.get(key, -1) for key in _KEYS]
    if not all(isinstance(number, int | str) and str(number).removeprefix("-").isdigit() for number in numbers):
        error(message="the keys of a layout are whole numbers", help=help)
        return None
    count, length, stride = map(int, numbers)
    return count, length, stride
