"""The names of ``eflows2smk`` and ``pycompss.api`` as the evaluator sees them."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from eflows2smk import parameters
from eflows2smk.frontend.errors import Refusal
from eflows2smk.frontend.tasks import DECORATORS, TRANSFORMATIONS, Decoration

if TYPE_CHECKING:
    from eflows2smk.frontend.calls import Call
    from eflows2smk.frontend.evaluator import Evaluator

PACKAGES = ("eflows2smk", "pycompss")


class ApiDecorator:
    """A decorator of the API; calling it gives a `Decoration`."""

    __slots__ = ("name",)

    def __init__(self, name: str) -> None:
        self.name = name


class ApiFunction:
    """A function of the API, with what it does when it is evaluated."""

    __slots__ = ("name", "run")

    def __init__(self, name: str, run: Callable[..., Any]) -> None:
        self.name = name
        self.run = run


def _same(evaluator: Evaluator, *values: Any, **_: Any) -> Any:
    """``wait_on``: the value itself; only plain Python would have to wait for it."""
    return values[0] if len(values) == 1 else list(values)


def _nothing(evaluator: Evaluator, *_: Any, **__: Any) -> None:
    """Files are waited for by what reads them."""


def _barrier(evaluator: Evaluator, *_: Any, **__: Any) -> None:
    evaluator.recorder.barrier()


def _open(evaluator: Evaluator, *_: Any, **__: Any) -> Any:
    raise Refusal(
        "E300",
        "this file is opened while compiling, but the workflow computes it",
        help="read it in a @task with a FILE_IN parameter; plain Python on computed files is not supported yet",
    )


def _unsupported(name: str) -> Callable[..., Any]:
    def run(evaluator: Evaluator, *_: Any, **__: Any) -> Any:
        raise Refusal("E301", f"'{name}' can't be compiled yet", help="leave the call out, or pass the work to a task")

    return run


FUNCTIONS: dict[str, Callable[..., Any]] = {
    "wait_on": _same,
    "wait_on_file": _nothing,
    "wait_on_directory": _nothing,
    "barrier": _barrier,
    "open_file": _open,
    "compss_wait_on": _same,
    "compss_wait_on_file": _nothing,
    "compss_wait_on_directory": _nothing,
    "compss_barrier": _barrier,
    "compss_open": _open,
    **{
        name: _unsupported(name)
        for name in (
            "compss_barrier_group compss_delete_file compss_delete_object compss_file_exists compss_cancel_group"
            " compss_start compss_stop compss_get_number_of_resources compss_request_resources compss_free_resources"
            " compss_set_wall_clock compss_snapshot TaskGroup"
        ).split()
    },
}


def find(name: str) -> Any:
    """The value of a name of the API, or None. Spellings in upper case are the same decorators, as in PyCOMPSs."""
    if name in parameters.DIRECTIONS:
        return parameters.DIRECTIONS[name]
    if name in parameters.CONVERSIONS:
        return parameters.CONVERSIONS[name]
    if name in FUNCTIONS:
        return ApiFunction(name, FUNCTIONS[name])
    if name in DECORATORS or name.lower() in DECORATORS or name in ("dto", "DTObject"):
        return ApiDecorator(name if name in DECORATORS else "dt" if name in ("dto", "DTObject") else name.lower())
    if name == "Direction":
        return parameters.Direction_
    plain = getattr(parameters, name, None)
    return plain if isinstance(plain, str) and name[0].isupper() else None


def call_decorator(decorator: ApiDecorator, args: list[Any], kwargs: dict[str, Any], site: Call) -> Decoration:
    return Decoration(decorator.name, tuple(args), kwargs, site.unit, site.node)


def is_transformation(decoration: Decoration) -> bool:
    return decoration.name in TRANSFORMATIONS
