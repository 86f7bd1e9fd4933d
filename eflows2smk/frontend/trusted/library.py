"""Looking names up in the table of trusted library functions."""

from __future__ import annotations

import importlib
import importlib.util
from functools import cache
from types import ModuleType
from typing import Any

from eflows2smk.frontend.trusted import numerics
from eflows2smk.frontend.trusted.functions import Found, WorldValue
from eflows2smk.frontend.trusted.reasons import REASONS
from eflows2smk.frontend.trusted.table import NUMPY, OWN, PURE
from eflows2smk.frontend.trusted.table import join_paths as JOIN

__all__ = ["JOIN", "attribute", "library", "public", "reason"]


@cache
def library(module: str) -> bool:
    """Whether the table has this module, and it is installed (which may not be so for NumPy)."""
    return module in PURE and importlib.util.find_spec(module.partition(".")[0]) is not None


@cache
def attribute(module: str, name: str) -> Found | None:
    """A module's attribute, None if the table does not have it. `World.bind` makes it a value."""
    own = OWN.get(module, {})
    if name in own:
        return Found(own[name])
    if name in _names(PURE, module):
        real = _real(module)
        return Found(getattr(real, name)) if hasattr(real, name) else None
    if name in _names(NUMPY, module):
        real = _real(module)
        return Found(numerics.checked(name, getattr(real, name))) if hasattr(real, name) else None
    return None


def reason(module: str, name: str) -> str:
    """Why a name of a known module is not trusted."""
    return REASONS.get(module, {}).get(name, "it is not among the functions that are known to be safe")


def public(module: str) -> dict[str, Any]:
    """What ``from module import *`` brings in, as far as it is trusted and the same in all compilations."""
    names = {*_names(PURE, module), *_names(NUMPY, module), *OWN.get(module, {})}
    found = {name: attribute(module, name) for name in sorted(names)}
    return {name: item.value for name, item in found.items() if item is not None and type(item.value) is not WorldValue}


def _names(table: dict[str, str], module: str) -> frozenset[str]:
    return frozenset(table.get(module, "").split())


@cache
def _real(module: str) -> ModuleType:
    return importlib.import_module(module)
