"""What a call says about the software itself: ``task(x, returns=3)``."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from eflows2smk.software.schema import DEPRECATED, EXECUTION, keys_of


def overridden(sections: dict[str, Any], stated: Mapping[str, Any]) -> dict[str, Any]:
    """The sections of a description for such a call. stated: keywords among `eflows2smk.parameters.OF_CALLS`."""
    if not stated:
        return sections
    execution = dict(sections.get("execution", {}))
    parameters = dict(sections.get("parameters", {}))
    known = keys_of(EXECUTION.get(str(execution.get("type")), ""))
    for keyword, value in stated.items():
        key = DEPRECATED.get(keyword, keyword)
        holder = execution if key in known else parameters
        holder.pop(keyword, None)
        holder[key] = value
    made = {"execution": execution} if execution else {}
    return {**sections, **made, "parameters": parameters}
