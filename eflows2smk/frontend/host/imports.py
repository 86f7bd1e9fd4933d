"""How a script gets the modules, functions and classes that its lines name."""

from __future__ import annotations

import enum
from typing import TYPE_CHECKING, Any

from eflows2smk.frontend.api import ApiFunction
from eflows2smk.frontend.job_names import job_name
from eflows2smk.frontend.values import (
    ApiModule,
    Function,
    Future,
    LibraryModule,
    Opaque,
    Record,
    UserClass,
    UserModule,
)

if TYPE_CHECKING:
    from eflows2smk.frontend.evaluator import Evaluator
    from eflows2smk.frontend.scopes import Frame


# What a script gets as arguments, wherever it was imported from: it may have changed since.
_DATA = (int, float, str, bytes, bool, type(None), complex, tuple, list, dict, set, frozenset, Record, Future)


def import_lines(evaluator: Evaluator, name: str, value: Any, frame: Frame) -> list[str] | None:
    """Lines that bind the name to the value in a script; None for what is no matter of imports."""
    recorded = evaluator.import_lines.get((id(frame.globals), name))
    if isinstance(value, _DATA):
        return None
    if recorded is not None and recorded[1] is value:
        return list(recorded[0])
    match value:
        case Function() | UserClass() if "<" not in value.qualname and "." not in value.qualname:
            return [_from(evaluator.job_module(value.module), value.qualname, name)]
        case type() if hasattr(value, "_fields") or isinstance(value, enum.EnumType):
            module, _, qualname = job_name(evaluator, value).partition(":")
            return [_from(module, qualname, name)]
        case UserModule():
            module = evaluator.job_module(value.source)
            return [f"import {module}" if module == name else f"import {module} as {name}"]
        case LibraryModule() | ApiModule():
            return [f"import {value.name}" if value.name == name else f"import {value.name} as {name}"]
        case Opaque():
            module, _, last = value.name.rpartition(".")
            if not module:
                return [f"import {value.name}" if value.name == name else f"import {value.name} as {name}"]
            return [_from(module, last, name)]
        case ApiFunction():
            return [_from("eflows2smk", value.name, name)]
        case _:
            return None


def _from(module: str, wanted: str, name: str) -> str:
    return f"from {module} import {wanted}" if wanted == name else f"from {module} import {wanted} as {name}"
