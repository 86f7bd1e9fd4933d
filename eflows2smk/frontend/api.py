"""The names of ``eflows2smk`` and ``pycompss.api`` as the evaluator sees them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

import eflows2smk
from eflows2smk import parameters
from eflows2smk.diagnostics import Diagnostic, Severity
from eflows2smk.frontend import refused
from eflows2smk.frontend.errors import Refusal
from eflows2smk.frontend.tasks import DECORATORS, TRANSFORMATIONS, Decoration
from eflows2smk.frontend.trusted import files as trusted
from eflows2smk.frontend.values import Future
from eflows2smk.software import entries

if TYPE_CHECKING:
    from eflows2smk.frontend.calls import Call
    from eflows2smk.frontend.evaluator import Evaluator

# PyCOMPSs has each decorator in upper case and under the name of its class too: onFailure, MultiNode.
_SPELLINGS = {name.replace("_", ""): name for name in DECORATORS} | {name.lower(): name for name in DECORATORS}
PACKAGES = ("eflows2smk", "pycompss")


class ApiDecorator:
    """A decorator of the API; calling it gives a `Decoration`. stated: the name under which the program knows it."""

    __slots__ = ("name", "stated")

    def __init__(self, name: str, stated: str = "") -> None:
        self.name = name
        self.stated = stated or name


class ApiFunction:
    """A function of the API, with what it does when it is evaluated."""

    __slots__ = ("name", "run")

    def __init__(self, name: str, run: Callable[..., Any]) -> None:
        self.name = name
        self.run = run


def _same(evaluator: Evaluator, *values: Any, **_: Any) -> Any:
    """``wait_on``: the value itself; only plain Python would have to wait for it."""
    evaluator.recorder.waited += [value.artefact for value in _futures(values) if value.artefact is not None]
    return values[0] if len(values) == 1 else list(values)


def _futures(values: Any) -> Iterator[Future]:
    for value in values:
        if type(value) is Future:
            yield value
        elif type(value) in (list, tuple):
            yield from _futures(value)


def _paths(evaluator: Evaluator, *paths: Any) -> Any:
    """Files are waited for by what reads them."""
    return paths[0] if len(paths) == 1 else paths


def _barrier(evaluator: Evaluator, *_: Any, **__: Any) -> None:
    evaluator.recorder.barrier()


def _open(evaluator: Evaluator, *_: Any, **__: Any) -> Any:
    raise Refusal(
        "E300",
        "this file is opened while compiling, but the workflow computes it",
        help="read it in a statement without calls of tasks, or in a @task with a FILE_IN parameter",
    )


class Group:
    """``with TaskGroup("name"):`` a barrier at its end, unless the program asks for none."""

    __slots__ = ("barrier",)

    def __init__(self, barrier: bool) -> None:
        self.barrier = barrier

    def leave(self, evaluator: Evaluator) -> None:
        if self.barrier:
            evaluator.recorder.barrier()


def _group(evaluator: Evaluator, group_name: str, implicit_barrier: Any = True) -> Group:
    return Group(bool(implicit_barrier))


def _delete_object(evaluator: Evaluator, *values: Any) -> Any:
    """Objects between jobs are files of ours, which stay for the next run."""
    return True if len(values) == 1 else [True] * len(values)


def _delete_file(evaluator: Evaluator, *paths: Any) -> Any:
    """Files that the workflow writes are temporary then."""
    return _each(paths, lambda path: _delete(evaluator, _plain(path)))


def _each(values: Any, of: Callable[[Any], bool]) -> Any:
    found = [[_each([item], of) for item in each] if isinstance(each, list | tuple) else of(each) for each in values]
    return found[0] if len(found) == 1 else found


def _delete(evaluator: Evaluator, path: str) -> bool:
    files = evaluator.recorder.files
    found = files.current.get(files.normal(path))
    if found is not None and found.version > 0:
        files.deleted.add((found.path, found.version))
        return True
    if files.is_written(path) or trusted.exists(evaluator.world, path):
        raise Refusal(
            "E341",
            f"'{path}' is deleted, which no invocation writes as a file",
            help="leave the call out: a second run of the workflow could not read the file any more",
            final=True,
        )
    return False


def _file_exists(evaluator: Evaluator, *paths: Any) -> Any:
    return _each(paths, lambda path: _exists(evaluator, _plain(path)))


def _exists(evaluator: Evaluator, path: str) -> bool:
    files = evaluator.recorder.files
    if files.is_written(path):
        found = files.current.get(files.normal(path))
        return found is None or (found.path, found.version) not in files.deleted
    return trusted.exists(evaluator.world, path)


def _plain(path: Any) -> str:
    return path if isinstance(path, str) else str(getattr(path, "text", None) or path)


FUNCTIONS: dict[str, Callable[..., Any]] = {
    "wait_on": _same,
    "wait_on_file": _paths,
    "wait_on_directory": _paths,
    "barrier": _barrier,
    "open_file": _open,
    "compss_wait_on": _same,
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
    **dict.fromkeys(refused.LEFT_OUT, refused.left_out),
    **{name: refused.called(name) for name in refused.CALLED},
}


def find(name: str) -> Any:
    """The value of a name of the API, or None. Spellings in upper case are the same decorators, as in PyCOMPSs."""
    if name in parameters.DIRECTIONS:
        return parameters.DIRECTIONS[name]
    if name in parameters.CONVERSIONS:
        return parameters.CONVERSIONS[name]
    if name in FUNCTIONS:
        return ApiFunction(name, FUNCTIONS[name])
    if name in (*refused.STREAMS, "COMPSsException"):
        return refused.Refused(name)
    if name in ("dto", "DTObject"):
        return ApiDecorator("dt")
    if name in DECORATORS or name.lower() in _SPELLINGS:
        return ApiDecorator(name if name in DECORATORS else _SPELLINGS[name.lower()], name)
    if name == "Direction":
        return parameters.Direction_
    if name in entries():
        return ApiDecorator(name)
    return parameters.NAMES.get(name)


def names_of(module: str) -> list[str]:
    """What ``from module import *`` brings in."""
    if module == "eflows2smk":
        return [name for name in eflows2smk.__all__ if find(name) is not None]
    last = module.rpartition(".")[2]
    constants = [*parameters.DIRECTIONS, *parameters.CONVERSIONS, *parameters.NAMES, "Direction", *refused.STREAMS]
    match last:
        case "parameter":
            return constants
        case "api":
            return [name for name in FUNCTIONS if name.startswith("compss_") or name == "TaskGroup"]
        case "exceptions":
            return ["COMPSsException"]
        case "data_transformation":
            return [*TRANSFORMATIONS, "dto", "DTObject", *constants]
    return [last] if last in DECORATORS else []


def call_decorator(decorator: ApiDecorator, args: list[Any], kwargs: dict[str, Any], site: Call) -> Decoration:
    for name, value in kwargs.items():
        if isinstance(value, refused.Refused):
            raise refused.refusal(value.name, f"{name}={value.name}")
    if decorator.stated != decorator.name:
        message = f"'@{decorator.stated}' is an old spelling of '@{decorator.name}'"
        span = site.unit.span(site.node)
        site.unit.evaluator.report(Diagnostic("N210", message, span, "", (), Severity.NOTE))
    return Decoration(decorator.name, tuple(args), kwargs, site.unit, site.node)


def is_transformation(decoration: Decoration) -> bool:
    return decoration.name in TRANSFORMATIONS
