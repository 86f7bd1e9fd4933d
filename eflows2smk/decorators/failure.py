"""What a sequential run does when software fails: try again, go on without it, or leave out what stands on it."""

from __future__ import annotations

import atexit
import copy
import os
import shutil
import sys
import tempfile
from typing import TYPE_CHECKING, Any

from eflows2smk.decorators import paths
from eflows2smk.decorators.errors import SoftwareError
from eflows2smk.parameters import FILE_IN
from eflows2smk.software.failure import ATTEMPTS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from eflows2smk.decorators.paths import DeclaredPath
    from eflows2smk.parameters import Direction
    from eflows2smk.software import Failure

# What the body of a task can raise; in PyCOMPSs leaving the interpreter is a failure as well.
FAILURES = (Exception, SystemExit)


class Cancelled:
    """The result of a call that was left out, or that failed with CANCEL_SUCCESSORS."""

    __slots__ = ("of",)

    def __init__(self, of: str) -> None:
        self.of = of

    def __repr__(self) -> str:
        return f"<no result of '{self.of}', which was cancelled>"


class _Left:
    """What is not there since calls were cancelled. objects: by identity, kept alive."""

    def __init__(self) -> None:
        self.paths: set[str] = set()
        self.objects: dict[int, object] = {}
        self.calls: list[str] = []

    def holds(self, value: Any, direction: Direction | None) -> bool:
        if isinstance(value, Cancelled) or id(value) in self.objects:
            return True
        if direction is not None and direction.is_path and isinstance(value, str | os.PathLike):
            return direction.reads and _is_below(os.path.abspath(value), self.paths)
        if isinstance(value, list | tuple | set):
            return any(self.holds(item, direction) for item in value)
        return isinstance(value, dict) and any(self.holds(item, direction) for item in value.values())

    def add(self, name: str, values: Mapping[str, Any], directions: Mapping[str, Direction]) -> None:
        if not self.calls:
            atexit.register(_report)
        self.calls.append(name)
        for path in paths.declared(values, directions):
            if path.direction.writes:
                self.paths.add(os.path.abspath(path.path))
        for key, value in values.items():
            direction = directions.get(key)
            if direction is not None and direction.writes and not direction.is_path:
                for item in _members(value) if direction.is_collection else [value]:
                    self.objects[id(item)] = item


left_out = _Left()


def is_missing(value: object) -> bool:
    """Whether the value, or the path, should have come from a call that was cancelled."""
    return bool(left_out.calls) and left_out.holds(value, FILE_IN)


def is_cancelled(values: Mapping[str, Any], directions: Mapping[str, Direction]) -> bool:
    """Whether an argument of the call stands on a call that was cancelled."""
    return bool(left_out.calls) and any(left_out.holds(value, directions.get(name)) for name, value in values.items())


def cancel(name: str, values: Mapping[str, Any], directions: Mapping[str, Direction], returns: int) -> Any:
    """Leave the call out; what it gives."""
    left_out.add(name, values, directions)
    if not returns:
        return None
    return Cancelled(name) if returns == 1 else [Cancelled(name) for _ in range(returns)]


def managed(
    failure: Failure,
    name: str,
    values: Mapping[str, Any],
    directions: Mapping[str, Direction],
    returns: int,
    run: Callable[[], Any],
) -> Any:
    """Run the software as its ``on_failure`` says; what the call gives. IGNORE is the matter of `run` itself.

    Raises what the software raises where that ends the program.
    """
    if is_cancelled(values, directions):
        return cancel(name, values, directions, returns)
    written = [path for path in paths.declared(values, directions) if path.direction.writes]
    if failure.management == "RETRY":
        given = _repeated(name, values, directions, written, run)
    elif failure.management == "CANCEL_SUCCESSORS":
        with Previous(written) as previous:
            try:
                given = run()
            except FAILURES as error:
                previous.restore()
                _told(name, error, "what stands on it is cancelled")
                return cancel(name, values, directions, returns)
    else:
        given = run()
    if left_out.paths:
        left_out.paths.difference_update(os.path.abspath(path.path) for path in written)
    return given


def _repeated(
    name: str,
    values: Mapping[str, Any],
    directions: Mapping[str, Direction],
    written: Sequence[DeclaredPath],
    run: Callable[[], Any],
) -> Any:
    for attempt in range(1, ATTEMPTS):
        with Previous(written) as previous:
            changed = {key: value for key, value in values.items() if _is_changed_object(directions.get(key))}
            before = copy.deepcopy(changed)
            try:
                return run()
            except FAILURES as error:
                if any(not put_back(value, before[key]) for key, value in changed.items()):
                    raise
                previous.restore()
                _told(name, error, f"run again ({attempt + 1} of {ATTEMPTS})")
    return run()


def _is_changed_object(direction: Direction | None) -> bool:
    return direction is not None and direction.mode == "inout" and not direction.is_path


def put_back(value: Any, before: Any) -> bool:
    """Give an object the content of another one of its kind; whether that is possible."""
    if isinstance(value, list):
        value[:] = before
    elif isinstance(value, dict | set):
        value.clear()
        value.update(before)
    elif hasattr(value, "__dict__"):
        vars(value).clear()
        vars(value).update(vars(before))
    elif hasattr(value, "__array__") and getattr(value, "shape", None):
        value[...] = before
    else:
        return isinstance(value, int | float | complex | str | bytes | tuple | frozenset | None)
    return True


class Previous:
    """``with Previous(written) as previous:`` files that the software writes are as new inside of the block.

    What it only writes is out of its way, what it changes is copied; `restore` puts all of it back.
    """

    def __init__(self, written: Sequence[DeclaredPath]) -> None:
        self._written = written
        self._folder = ""
        self._kept: dict[str, str] = {}

    def __enter__(self) -> Previous:
        for number, path in enumerate(self._written):
            if not os.path.lexists(path.path):
                continue
            if not self._folder:
                self._folder = tempfile.mkdtemp(prefix=".eflows2smk", dir=".")
            kept = os.path.join(self._folder, str(number))
            if path.direction.reads:
                (shutil.copytree if os.path.isdir(path.path) else shutil.copy2)(path.path, kept)
            else:
                shutil.move(path.path, kept)
            self._kept[path.path] = kept
        return self

    def restore(self) -> None:
        """Put the previous files back, and remove what is new."""
        for path in self._written:
            paths.remove(path.path)
            if path.path in self._kept:
                shutil.move(self._kept[path.path], path.path)

    def __exit__(self, *_: object) -> None:
        if self._folder:
            shutil.rmtree(self._folder)


def ignored(failure: Failure, name: str, error: BaseException, returns: int) -> Any:
    """What a call gives that failed, where that is ignored: its default, None without one."""
    _told(name, error, "ignored")
    default = failure.defaults.get("returns")
    if not returns:
        return None
    return [None] * returns if returns > 1 and default is None else default


def reset(failure: Failure, name: str, values: Mapping[str, Any], paths_of: Sequence[str]) -> None:
    """Give the objects that a failed task was to change their defaults. paths_of: the parameters that are paths."""
    for parameter, default in failure.defaults.items():
        if parameter == "returns" or parameter in paths_of or parameter not in values:
            continue
        give_default(values[parameter], copy.deepcopy(default), parameter, name)


def give_default(value: Any, default: Any, parameter: str, name: str) -> None:
    """Let the object that was passed for the parameter of a function have the content of its default, under all names
    that it has. Raises SoftwareError where that is impossible."""
    if isinstance(value, list | dict | set) and not isinstance(default, type(value)):
        kind = type(value).__name__
        raise SoftwareError(f"the default of '{parameter}' of '{name}' is no {kind}, as its value is")
    if not put_back(value, default):
        raise SoftwareError(f"'{parameter}' of '{name}' can't get its default")


def stand_in(failure: Failure, path: DeclaredPath, place: str, *, failed: bool) -> None:
    """Give an output of software whose failure is ignored its default, or make it empty if it is missing.

    place: where the output is at the moment.
    """
    default = failure.defaults.get(path.parameter)
    if failed and default is not None:
        if path.is_directory:
            paths.remove(place)
            shutil.copytree(default, place, symlinks=True)
        else:
            shutil.copyfile(default, place)
    elif not os.path.lexists(place):
        if path.is_directory:
            os.makedirs(place)
        else:
            open(place, "wb").close()


def _told(name: str, error: BaseException, what: str) -> None:
    print(f"eflows2smk: '{name}' failed ({type(error).__name__}: {error}); {what}", file=sys.stderr)


def _report() -> None:
    names = ", ".join(dict.fromkeys(left_out.calls))
    print(f"eflows2smk: {len(left_out.calls)} calls failed or were cancelled: {names}", file=sys.stderr)


def _is_below(path: str, roots: set[str]) -> bool:
    return any(path == root or path.startswith(root + os.sep) or root.startswith(path + os.sep) for root in roots)


def _members(value: Any) -> Iterator[Any]:
    for item in value:
        if isinstance(item, list | tuple):
            yield from _members(item)
        else:
            yield item
