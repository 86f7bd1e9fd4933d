"""Functions of the API that wait for tasks, order them, or ask for and delete files."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from eflows2smk.frontend.evaluation.builtin_values import BUILTINS
from eflows2smk.frontend.evaluation.errors import Refused
from eflows2smk.frontend.evaluation.libraries import call_library
from eflows2smk.frontend.evaluation.machine import Machine, Site
from eflows2smk.frontend.heap.cells import Cell
from eflows2smk.frontend.heap.values import Computed
from eflows2smk.frontend.record.arguments import path_of
from eflows2smk.frontend.record.notes import note
from eflows2smk.frontend.record.recording import Recording
from eflows2smk.frontend.record.refused import refusal
from eflows2smk.frontend.trusted import files as trusted_files
from eflows2smk.frontend.trusted import interface as trusted


def _wait(recording: Recording, site: Site, *values: Any, **_: Any) -> Any:
    """``wait_on``: the value itself, for which only plain Python would have to wait; a barrier, where a task that was
    called may have written files that nobody declares."""
    known = (recording.stores.known(value) for value in _computed(values))
    found = [artefact for artefact in known if artefact is not None]
    recording.waited += found
    if found:
        _wait_for_undeclared(recording)
    return values[0] if len(values) == 1 else recording.machine.heap.allocate("list", list(values))


def _wait_for_undeclared(recording: Recording) -> None:
    """What tasks leave without declaring it is there behind a wait, for the tasks that follow too."""
    if recording.is_undeclared() and not recording.machine.domains:
        recording.barrier()


def _computed(values: Any) -> Iterator[Cell | Computed]:
    for value in values:
        if isinstance(value, Computed) or (isinstance(value, Cell) and value.is_computed):
            yield value
        elif isinstance(value, tuple):
            yield from _computed(value)
        elif isinstance(value, Cell) and value.kind == "list":
            yield from _computed(value.content)


def _paths(recording: Recording, site: Site, *paths: Any) -> Any:
    """Files are waited for by what reads them, if anybody declares that."""
    _wait_for_undeclared(recording)
    return paths[0] if len(paths) == 1 else paths


def _barrier(recording: Recording, site: Site, *_: Any, **__: Any) -> None:
    recording.barrier()


def _open(recording: Recording, site: Site, path: Any, mode: Any = "r") -> Any:
    """Files are waited for by what reads them, so that this is ``open``."""
    return call_library(recording.machine, site, BUILTINS["open"], (path, mode), {})


@dataclass(frozen=True, slots=True, eq=False)
class Group:
    """``with TaskGroup("name"):`` a barrier at its end, unless the program asks for none."""

    recording: Recording
    has_barrier: bool

    def enter(self, machine: Machine, site: Site) -> Group:
        return self

    def leave(self, machine: Machine, site: Site, error: Any) -> bool:
        if self.has_barrier:
            self.recording.barrier()
        return False


def _group(recording: Recording, site: Site, group_name: Any, implicit_barrier: Any = True) -> Group:
    return Group(recording, bool(implicit_barrier))


def _delete_object(recording: Recording, site: Site, *values: Any) -> Any:
    """Objects between jobs are files of ours, which stay for the next run."""
    return True if len(values) == 1 else recording.machine.heap.allocate("list", [True] * len(values))


def _delete_file(recording: Recording, site: Site, *paths: Any) -> Any:
    """Files that the workflow writes are temporary then."""
    return _each(recording, paths, lambda path: _delete(recording, path))


def _file_exists(recording: Recording, site: Site, *paths: Any) -> Any:
    return _each(recording, paths, lambda path: _exists(recording, path))


def _each(recording: Recording, values: Any, of: Callable[[str], bool]) -> Any:
    """The answer for each path, in lists as the paths are."""

    def answer(value: Any) -> Any:
        if isinstance(value, Cell) and value.kind == "list" and not value.is_computed:
            value = tuple(value.content)
        if isinstance(value, tuple):
            return recording.machine.heap.allocate("list", [answer(item) for item in value])
        return of(path_of(value, "this call"))

    return answer(values[0]) if len(values) == 1 else answer(tuple(values))


def _delete(recording: Recording, path: str) -> bool:
    files = recording.files
    found = files.current.get(files.normal(path))
    if found is not None and found.version > 0:
        files.deleted.add((found.path, found.version))
        return True
    if files.is_written(path) or trusted_files.exists(recording.machine.world, path):
        raise Refused(
            "E341",
            f"'{path}' is deleted, which no invocation writes as a file",
            "leave the call out: a second run of the workflow could not read the file any more",
        )
    return False


def _exists(recording: Recording, path: str) -> bool:
    files = recording.files
    if files.is_written(path):
        found = files.current.get(files.normal(path))
        return found is None or (found.path, found.version) not in files.deleted
    try:
        return bool(trusted_files.exists(recording.machine.world, path))
    except trusted.Computed:
        # Asked for are files that somebody declared.
        recording.machine.world.seen(path, "absent")
        return False


def left_out(recording: Recording, site: Site, *_: Any, **__: Any) -> None:
    """What a call of `refused.LEFT_OUT` does."""
    note(recording.machine, "N301", site)


def in_task(recording: Recording, site: Site) -> bool:
    """What is evaluated is the main program."""
    return False


def refuse(name: str, recording: Recording, site: Site, *_: Any, **__: Any) -> Any:
    """Raises Refused."""
    raise refusal(name)


FUNCTIONS: dict[str, Callable[..., Any]] = {
    "wait_on": _wait,
    "wait_on_file": _paths,
    "wait_on_directory": _paths,
    "barrier": _barrier,
    "open_file": _open,
    "compss_wait_on": _wait,
    "compss_wait_on_file": _paths,
    "compss_wait_on_directory": _paths,
    "compss_barrier": _barrier,
    "compss_open": _open,
    "barrier_group": _barrier,
    "compss_barrier_group": _barrier,
    "delete_file": _delete_file,
    "compss_delete_file": _delete_file,
    "delete_object": _delete_object,
    "compss_delete_object": _delete_object,
    "file_exists": _file_exists,
    "compss_file_exists": _file_exists,
    "TaskGroup": _group,
}
