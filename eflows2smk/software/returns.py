"""How many values a call gives, as the keyword ``returns`` of ``@task`` says it."""

from __future__ import annotations

import builtins
import re
from collections.abc import Callable
from typing import Any

_VALUE_OF = re.compile(r"value_of\(\s*([A-Za-z_][\w.]*)\s*\)")


def value_of(stated: Any) -> str:
    """The argument whose value is the number, as ``parameter`` or ``parameter.attribute``; "" for all other forms."""
    found = _VALUE_OF.fullmatch(stated.strip()) if isinstance(stated, str) else None
    return found[1] if found else ""


def count(stated: Any, variable: Callable[[str], Any]) -> int:
    """The number that is stated; a type, or the name of one, is a single value.

    variable: the value of a name: of the module, or of an argument for ``value_of(…)``. Raises KeyError for a name
    that is none, TypeError for one that is neither a number nor a type.
    """
    if isinstance(stated, int):
        return int(stated)
    if isinstance(stated, tuple | list):
        return len(stated)
    if not isinstance(stated, str):
        return 1
    text = stated.strip()
    if text.startswith("{{") and text.endswith("}}"):
        # In PyCOMPSs the parameter itself stands for the result until that is there.
        return 1
    if text.isdigit():
        return int(text)
    if isinstance(getattr(builtins, text, None), type):
        return 1
    value = variable(value_of(text) or text)
    if isinstance(value, int):
        return int(value)
    if value_of(text) or isinstance(value, str | float | tuple | list | dict | None):
        raise TypeError(f"'{text}' is no number of values")
    return 1
