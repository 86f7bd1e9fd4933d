"""Whether plain Python raises what came up while a program was evaluated.

It does where a real function got real values, all the way down, and where the program raises by itself. Where the
evaluator's own objects stand for what the program has, the exception may come from that alone: then it is not known
what the program does there, which host code may find out.
"""

from __future__ import annotations

import gc
from collections.abc import Iterable, Iterator
from types import BuiltinFunctionType, CodeType, FrameType, FunctionType, GeneratorType, ModuleType
from typing import Any, TypeVar

from eflows2smk.frontend.errors import Refusal
from eflows2smk.workflow.text import Text, has_symbol

_EVALUATOR = ("eflows2smk.frontend", "eflows2smk.workflow")
# What stands for functions and objects of the standard library: it does the same, but takes less.
_LIBRARY = "eflows2smk.frontend.trusted"
_ATOMS = (int, float, complex, bool, bytes, range, type(None), type(...), type(NotImplemented), Text)
_CONTAINERS = (list, tuple, dict, set, frozenset)
_CLOSED = (ModuleType, FunctionType, CodeType, FrameType, type)
# What only says that an object is of another kind, or has less, than somebody thought.
_OF_KINDS = (TypeError, AttributeError, NotImplementedError, AssertionError)

Error = TypeVar("Error", bound=BaseException)


def own(error: Error) -> Error:
    """Marks an exception of which is known that plain Python raises it at this place too."""
    error.__dict__["own"] = True
    return error


def is_own(error: BaseException) -> bool:
    return "own" in error.__dict__


def judged(error: BaseException, involved: Iterable[Any], *, untouched: bool) -> BaseException:
    """The exception if it is the program's own, or none of Python's; else the refusal that takes its place.

    involved: the function and what it got, or the operands. untouched: whether the disk is as the program finds it.
    """
    if is_own(error) or not isinstance(error, Exception) or _module(type(error)).startswith("eflows2smk."):
        return error
    values = list(involved)
    found = list(stand_ins(values))
    inside = [value for value in found if not _belongs_to(value, _LIBRARY)]
    if values and not inside:
        about_files = isinstance(error, OSError)
        if not found or not (isinstance(error, _OF_KINDS) or (about_files and not untouched)):
            return own(error)
        if about_files:
            return Refusal(
                "E302",
                f"what this finds on the disk is not known when compiling: now it raises {_text(error)},"
                " but what stands above it may make folders or files",
                help="declare what is made as an output of a task (FILE_OUT, DIRECTORY_OUT), and read it in a @task",
                final=True,
            )
    return Refusal("E302", _unknown(error, inside or found), help="do it in a @task function, which gets plain values")


def elements_of(value: Any) -> Any:
    """What decides which elements a value gives, and whether it does: its kind, unless it works them out itself."""
    return type(value) if type(value) in _CONTAINERS else value


def stand_ins(values: Iterable[Any]) -> Iterator[Any]:
    """The objects of the evaluator among values and all that hangs below them; what hangs below those is left out."""
    pending, seen = list(values), set()
    while pending:
        value = pending.pop()
        kind = type(value)
        if kind is str or kind is Text:
            if has_symbol(value):
                yield value
            continue
        if kind in _ATOMS or id(value) in seen:
            continue
        seen.add(id(value))
        if any(_belongs_to(value, package) for package in _EVALUATOR) and value is not Text:
            yield value
            pending += _held(value)
        elif not isinstance(value, _CLOSED):
            pending += gc.get_referents(value)


def _belongs_to(value: Any, package: str) -> bool:
    """Whether the object, or the function or class that it is, is made by modules of this package."""
    if isinstance(value, GeneratorType):
        made_by = "" if value.gi_frame is None else value.gi_frame.f_globals["__name__"]
    elif isinstance(value, type | FunctionType | BuiltinFunctionType):
        made_by = _module(value)
    else:
        made_by = _module(type(value))
    return made_by == package or made_by.startswith(package + ".")


def _module(value: Any) -> str:
    found = getattr(value, "__module__", None)
    return found if isinstance(found, str) else ""


def _held(value: Any) -> Iterator[Any]:
    """What the program itself gave to a function or an object that stands for one of the library."""
    for name in ("before", "owner"):
        held = getattr(type(value), name, None)
        if held is not None and _belongs_to(value, _LIBRARY):
            yield getattr(value, name)


def _unknown(error: Exception, found: list[Any]) -> str:
    shown = next(filter(None, map(_shown, found)), "")
    what = f"what this does with {shown} is not known when compiling" if shown else "this is not known when compiling"
    kinds = {type(value).__name__ for value in found}
    # The names of the evaluator's own classes say nothing to anybody.
    told = str(error) and shown and not any(f"'{kind}'" in str(error) for kind in kinds)
    return f"{what}: there it raises {_text(error)}" if told else what


def _text(error: Exception) -> str:
    return f"{type(error).__name__}: {error}" if str(error) else type(error).__name__


def _shown(value: Any) -> str:
    """An object of the evaluator as the program knows it; "" for those without a name."""
    from eflows2smk.frontend.tasks import Decoration, TaskFunction
    from eflows2smk.frontend.values import Bound, Function, Future, Opaque, Record, UserClass

    match value:
        case Future():
            return f"the result of {value.label}"
        case TaskFunction():
            return f"the task '{value.name}'"
        case Function(name="<lambda>"):
            return "a lambda"
        case Function():
            return f"the function '{value.name}'"
        case Bound():
            return _shown(value.function)
        case Record():
            return f"an object of class '{value.cls.name}'"
        case UserClass():
            return f"the class '{value.name}'"
        case Opaque():
            return f"'{value.name}'"
        case Decoration():
            return f"what '@{value.name}' decorates"
        case _:
            return ""
