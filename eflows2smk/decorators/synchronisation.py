"""Waiting for results. A sequential run has them already, so most of this returns what it gets."""

from __future__ import annotations

import os

from eflows2smk.decorators.mode import ModuleLevelCall, mode

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import IO, Any, Self, TypeVar, overload

    T = TypeVar("T")

    @overload
    def wait_on(value: T, /, **_: object) -> T: ...
    @overload
    def wait_on(value: T, other: T, /, *values: T, **_: object) -> list[T]: ...
    def wait_on(*values: Any, **_: object) -> Any:
        """The value itself, when its job is done; a list of them if there are several."""

    @overload
    def wait_on_file(path: T, /) -> T: ...
    @overload
    def wait_on_file(path: T, other: T, /, *paths: T) -> tuple[T, ...]: ...
    def wait_on_file(*paths: Any) -> Any:
        """Go on when the files are written; the paths, or the only one."""

    @overload
    def wait_on_directory(path: T, /) -> T: ...
    @overload
    def wait_on_directory(path: T, other: T, /, *paths: T) -> tuple[T, ...]: ...
    def wait_on_directory(*paths: Any) -> Any:
        """Go on when the directories are written; the paths, or the only one."""

else:

    def wait_on(*values, **_):
        """The value itself; a list of them if there are several."""
        return values[0] if len(values) == 1 else list(values)

    def wait_on_file(*paths):
        """Go on when the files are written; the paths, or the only one."""
        return paths[0] if len(paths) == 1 else paths

    def wait_on_directory(*paths):
        """Go on when the directories are written; the paths, or the only one."""
        return paths[0] if len(paths) == 1 else paths


def barrier(no_more_tasks: bool = False) -> None:
    """Go on when everything before is done."""


def open_file(path: str, mode_: str = "r") -> IO[Any]:
    """Open a file once it is written."""
    if mode.importing:
        # Module-level code that reads results belongs to the workflow, not to the definitions that a job needs.
        raise ModuleLevelCall
    return open(path, mode_)


def delete_file(*paths: Any) -> Any:
    """Delete files once nobody needs them; whether each existed. Lists of paths give lists."""
    return _each(paths, _deleted)


def _deleted(path: str) -> bool:
    existed = os.path.exists(path)
    if existed:
        os.unlink(path)
    return existed


def delete_object(*values: Any) -> Any:
    """Allow an object to be forgotten; Python does that by itself."""
    return True if len(values) == 1 else [True] * len(values)


def file_exists(*paths: Any) -> Any:
    """Whether each file is there. Lists of paths give lists."""
    return _each(paths, os.path.exists)


def _each(values: Any, of: Callable[[Any], bool]) -> Any:
    found = [[_each([item], of) for item in each] if isinstance(each, list | tuple) else of(each) for each in values]
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


def compss_start(*_: object, **__: object) -> None:
    """Start COMPSs, which does not run here."""


def compss_stop(*_: object, **__: object) -> None:
    """Stop COMPSs, which does not run here."""


def compss_snapshot() -> None:
    """Keep the state of COMPSs, which does not run here."""


def compss_set_wall_clock(wall_clock_limit: object) -> None:
    """Limit the time of the whole application, which nobody does here."""


def compss_request_resources(num_resources: object, group_name: object = None) -> None:
    """Ask for more nodes; a sequential run has the machine that it has."""


def compss_free_resources(num_resources: object, group_name: object = None) -> None:
    """Give nodes back; a sequential run has the machine that it has."""


def compss_add_logger(logger_name: str) -> None:
    """Let COMPSs write what a logger says; Python's own handlers do."""


def compss_get_number_of_resources() -> int:
    """How many nodes there are: this machine."""
    return 1


def compss_cancel_group(group_name: str) -> None:
    """Call off what of the group is not done; all of it is."""


compss_wait_on = wait_on
compss_wait_on_file = wait_on_file
compss_wait_on_directory = wait_on_directory
compss_barrier = barrier
compss_open = open_file
compss_delete_file = delete_file
compss_delete_object = delete_object
compss_file_exists = file_exists
compss_barrier_group = barrier_group

__all__ = [
    "TaskGroup",
    "compss_add_logger",
    "compss_barrier",
    "compss_barrier_group",
    "compss_cancel_group",
    "compss_delete_file",
    "compss_delete_object",
    "compss_file_exists",
    "compss_free_resources",
    "compss_get_number_of_resources",
    "compss_open",
    "compss_request_resources",
    "compss_set_wall_clock",
    "compss_snapshot",
    "compss_start",
    "compss_stop",
    "compss_wait_on",
    "compss_wait_on_directory",
    "compss_wait_on_file",
]
