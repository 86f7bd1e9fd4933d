"""Waiting for results. A sequential run has them already, so most of this returns what it gets."""

from __future__ import annotations

import os

from eflows2smk.decorators.mode import ModuleLevelCall, mode

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import IO, Any, Self


def wait_on(*values: Any, **_: object) -> Any:
    """The value itself; a list of them if there are several."""
    return values[0] if len(values) == 1 else list(values)


def wait_on_file(*paths: str) -> None:
    """Go on when the files are written."""


def wait_on_directory(*paths: str) -> None:
    """Go on when the directories are written."""


def barrier(no_more_tasks: bool = False) -> None:
    """Go on when everything before is done."""


def open_file(path: str, mode_: str = "r") -> IO[Any]:
    """Open a file once it is written."""
    if mode.importing:
        # Module-level code that reads results belongs to the workflow, not to the definitions that a job needs.
        raise ModuleLevelCall
    return open(path, mode_)


def delete_file(*paths: str) -> bool | list[bool]:
    """Delete files once nobody needs them; whether each existed."""
    deleted = []
    for path in paths:
        existed = os.path.exists(path)
        if existed:
            os.unlink(path)
        deleted.append(existed)
    return deleted[0] if len(deleted) == 1 else deleted


def delete_object(*values: object) -> bool | list[bool]:
    """Allow an object to be forgotten; Python does that by itself."""
    return True if len(values) == 1 else [True] * len(values)


def file_exists(*paths: str) -> bool | list[bool]:
    """Whether each file is there."""
    found = [os.path.exists(path) for path in paths]
    return found[0] if len(found) == 1 else found


def barrier_group(group_name: str) -> None:
    """Go on when everything of the group is done."""


class TaskGroup:
    """``with TaskGroup("name"):`` what is called inside is done when the block ends."""

    def __init__(self, group_name: str, implicit_barrier: bool = True) -> None:
        self.group_name = group_name

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        return None


compss_wait_on = wait_on
compss_wait_on_file = wait_on_file
compss_wait_on_directory = wait_on_directory
compss_barrier = barrier
compss_open = open_file
compss_delete_file = delete_file
compss_delete_object = delete_object
compss_file_exists = file_exists
compss_barrier_group = barrier_group
