"""Web services of ``http`` software: their addresses, and the texts of their requests as jobs take them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from eflows2smk.software.references import REFERENCE, form, variable


def address(execution: Mapping[str, Any]) -> str:
    """The address as text with ``$NAME`` in it."""
    stated = str(execution["service_name"])
    return stated if "://" in stated or stated.startswith("$") else f"${variable(stated)}"


def text(execution: Mapping[str, Any], key: str) -> str:
    """A text of the request with ``{name}`` for ``{{name}}``; "" if it is not stated ("#" in COMPSs)."""
    stated = str(execution.get(key) or "")
    if stated == "#":
        return ""
    if key == "produces" and stated:
        stated = json.dumps(form(stated), ensure_ascii=False)
    return REFERENCE.sub(r"{\1}", stated)
