"""Outputs of a job whose function failed, where that is ignored: their defaults, and empty ones for what is missing."""

from __future__ import annotations

import os

from eflows2smk.runtime.errors import JobError
from eflows2smk.runtime.literals import decode

TYPE_CHECKING = False
if TYPE_CHECKING:
    from eflows2smk.runtime.arguments import Order


def default(order: Order) -> object:
    """What stands in for the returned value."""
    value = decode(order.ignore or "None")
    is_list = order.results is not None and not order.single
    return [None] * len(order.results or ()) if value is None and is_list else value


def check_written(order: Order) -> None:
    """Raises JobError for an output that is not there: that is a failure like any other."""
    for option, words in order.stand_ins:
        for path in words[:1] if option == "--or-file" else words:
            if not os.path.lexists(path):
                raise JobError(f"there is no '{path}' after it")


def stand_in(order: Order, *, failed: bool) -> None:
    """Write what is missing, and after a failure the defaults."""
    from shutil import copyfile

    for option, words in order.stand_ins:
        if option == "--or-file":
            if failed or not os.path.lexists(words[0]):
                copyfile(words[1], words[0])
            continue
        for path in words:
            if option == "--or-folder":
                os.makedirs(path, exist_ok=True)
            elif not os.path.lexists(path):
                open(path, "wb").close()
