"""The functions that the evaluation supplies, by dotted name, and the names that every program finds."""

from __future__ import annotations

import builtins
from collections.abc import Callable
from typing import Any

from eflows2smk.frontend import trusted
from eflows2smk.frontend.evaluation.conversion import name_library
from eflows2smk.frontend.evaluation.functions import importing, iterating, iterators, kinds, managers, objects
from eflows2smk.frontend.evaluation.values import MISSING, Library

FUNCTIONS: dict[str, Callable[..., Any]] = {
    **{f"builtins.{name}": run for name, run in (*kinds.FUNCTIONS.items(), *iterating.FUNCTIONS.items())},
    **{f"collections.{name}": run for name, run in iterating.COLLECTIONS.items()},
    **iterators.FUNCTIONS,
    **objects.FUNCTIONS,
    **managers.FUNCTIONS,
    **importing.FUNCTIONS,
}


def _builtin_values() -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, value in vars(builtins).items():
        if name.startswith("_") and name not in ("__build_class__", "__import__"):
            continue
        trusted_one = trusted.builtin(name)
        if name in ("True", "False", "None", "Ellipsis", "NotImplemented"):
            found[name] = value
        elif isinstance(value, type):
            found[name] = name_library(f"builtins.{name}", value)
        elif trusted_one is not None:
            found[name] = Library(f"builtins.{name}", trusted_one)
        else:
            found[name] = Library(f"builtins.{name}", MISSING)
    found["__debug__"] = True
    return found


BUILTINS = _builtin_values()
