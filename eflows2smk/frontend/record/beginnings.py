"""How texts begin of which only the run knows the rest."""

from __future__ import annotations

import os
import re
from typing import Any

from eflows2smk.frontend.core import operations as core
from eflows2smk.frontend.evaluation.values import Library
from eflows2smk.frontend.heap.values import Computed
from eflows2smk.frontend.residual.described import Origin

_JOINS = ("os.path.join", "posixpath.join")
_LISTINGS = ("glob.glob", "glob.iglob")
_HOLE = re.compile(r"[%{*?\[]")


def beginning_of(value: Any) -> str:
    """What a path begins with in any case; "" where nothing is known of that."""
    if isinstance(value, str):
        return str(value)
    origin = getattr(value, "origin", None)
    if not isinstance(value, Computed) or not isinstance(origin, Origin) or not origin.operands:
        return ""
    first = origin.operands[0]
    match origin.site.operation:
        case core.Build():
            return beginning_of(first)
        case core.Binary(operator="+"):
            return beginning_of(first)
        case core.Binary(operator="%") if isinstance(first, str):
            return _HOLE.split(first, maxsplit=1)[0]
        case core.Binary(operator="/"):
            return _as_folder(str(first)) if isinstance(first, str | os.PathLike) else ""
        case core.Call(function=function):
            return _of_call(origin.site.frame.registers[function], first)
    return ""


def _of_call(callee: Any, first: Any) -> str:
    name = callee.name if isinstance(callee, Library) else ""
    if name in _JOINS:
        return _as_folder(first) if isinstance(first, str) else beginning_of(first)
    if name in _LISTINGS and isinstance(first, str):
        return _HOLE.split(first, maxsplit=1)[0]
    return ""


def _as_folder(text: str) -> str:
    return text if text.endswith("/") or not text else f"{text}/"
