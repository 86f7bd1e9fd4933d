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
        for path in _outputs(option, words):
            if not os.path.lexists(path):
                raise JobError(f"there is no '{path}' after it")


def _outputs(option: str, words: tuple[str, ...]) -> tuple[str, ...]:
    """The outputs among the words of an option: ``--or-file OUTPUT SOURCE``, ``--or-each SOURCE OUTPUT...``."""
    return {"--or-file": words[:1], "--or-each": words[1:], "--or-value": ()}.get(option, words)


def stand_in(order: Order, values: dict[str, object], *, failed: bool) -> None:
    """Write what is missing, and after a failure the defaults. values: the arguments, of which some are changed.

    Raises JobError for an object that can't get its default."""
    for option, words in order.stand_ins:
        if option == "--or-value":
            if failed:
                _give(values[words[0]], words, order.function.rpartition(":")[2])
            continue
        for path in _outputs(option, words):
            if option == "--or-folder":
                os.makedirs(path, exist_ok=True)
            elif option != "--or-empty":
                if failed or not os.path.lexists(path):
                    _copy(words[1] if option == "--or-file" else words[0], path)
            elif not os.path.lexists(path):
                open(path, "wb").close()


def _give(value: object, words: tuple[str, ...], name: str) -> None:
    """The object gets its default in place, as others may share it."""
    from eflows2smk.decorators.errors import SoftwareError
    from eflows2smk.decorators.failure import give_default

    try:
        give_default(value, decode(words[1]), words[0], name)
    except SoftwareError as error:
        raise JobError(str(error)) from None


def _copy(source: str, place: str) -> None:
    from shutil import copyfile, copytree, rmtree

    if not os.path.isdir(source):
        copyfile(source, place)
        return
    if os.path.isdir(place):
        rmtree(place)
    copytree(source, place, symlinks=True)
