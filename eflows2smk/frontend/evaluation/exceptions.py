"""Exceptions of the program: real ones of Python's classes, or instances of the program's own."""

from __future__ import annotations

from typing import Any

from eflows2smk.frontend.core import operations as core
from eflows2smk.frontend.evaluation.calls import call_value
from eflows2smk.frontend.evaluation.datamodel import is_instance
from eflows2smk.frontend.evaluation.errors import Refused
from eflows2smk.frontend.evaluation.machine import Machine, Site
from eflows2smk.frontend.evaluation.signals import Raised
from eflows2smk.frontend.evaluation.values import ClassCell, InstanceCell, Library
from eflows2smk.frontend.heap.values import Computed


def exception_of(machine: Machine, site: Site, value: Any, cause: Any = None) -> Any:
    """What ``raise value from cause`` raises; a class is called."""
    if isinstance(value, ClassCell | Library):
        value = call_value(machine, site, value, [], {})
    if isinstance(value, BaseException):
        if isinstance(cause, BaseException):
            value.__cause__ = cause
        return value
    if isinstance(value, InstanceCell) and is_exception_class(value.cls):
        return value
    if isinstance(value, InstanceCell | int | str | float | tuple | type(None)):
        raise Raised(TypeError("exceptions must derive from BaseException"))
    cls = _class_of(value)
    if cls is not None:
        # Of what it says only the class is known.
        error = cls.__new__(cls)
        error.__dict__["computed"] = value
        return error
    raise Refused("E302", "the exception that is raised here is not known when compiling")


def _class_of(value: Any) -> type[BaseException] | None:
    """The class of an exception that is made of what only the run knows."""
    site = getattr(getattr(value, "origin", None), "site", None)
    if not isinstance(value, Computed) or site is None or not isinstance(site.operation, core.Call):
        return None
    called = site.frame.registers[site.operation.function]
    real = called.real if isinstance(called, Library) else None
    return real if isinstance(real, type) and issubclass(real, BaseException) else None


def is_exception_class(cls: ClassCell) -> bool:
    return any(
        isinstance(base, Library) and isinstance(base.real, type) and issubclass(base.real, BaseException)
        for base in cls.mro
    )


def handles(machine: Machine, site: Site, error: Any, caught: Any) -> bool:
    """Whether an ``except caught`` takes the exception."""
    found = is_instance(error, caught)
    if found is None:
        # An exception of a library that the compiler does not import: none of Python's own or of the program's is one.
        return False
    return found


def text_of(error: Any) -> str:
    """The exception as the last line of a traceback has it."""
    if isinstance(error, InstanceCell):
        args = error.content.get("args", ())
        shown = ", ".join(str(each) for each in args) if isinstance(args, tuple) else ""
        return f"{error.cls.qualname}: {shown}" if shown else error.cls.qualname
    shown = str(error)
    return f"{type(error).__name__}: {shown}" if shown else type(error).__name__
