"""The names that every program finds."""

from __future__ import annotations

import builtins
from typing import Any

from eflows2smk.frontend.evaluation.conversion import name_library
from eflows2smk.frontend.evaluation.values import MISSING, Library
from eflows2smk.frontend.trusted import interface as trusted


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
