"""Which values have a text at compile time: none that hides a computed value or shows an address."""

from __future__ import annotations

import datetime
from collections import OrderedDict, defaultdict, deque
from pathlib import PosixPath
from typing import Any

from eflows2smk.frontend.trusted.errors import Untrusted
from eflows2smk.frontend.trusted.functions import LibraryModule
from eflows2smk.workflow.text import Text

_PLAIN = frozenset(
    {str, Text, int, float, bool, complex, bytes, type(None), range, PosixPath}
    | {datetime.date, datetime.datetime, datetime.time, datetime.timedelta}
)
_SEQUENCES = (list, tuple, set, frozenset, deque)
_MAPPINGS = (dict, OrderedDict, defaultdict)


def renderable(value: Any) -> None:
    """Refuses a value that holds a computed one, or that has no stable text."""
    if type(value) in _PLAIN:
        return
    for item in members(value):
        if isinstance(item, LibraryModule):
            raise Untrusted("the text of a function or module", "it holds an address in memory")


def members(value: Any) -> list[Any]:
    """`value` itself and what it holds, however deep; lists that contain themselves are taken once."""
    found: list[Any] = [value]
    seen = {id(value)}
    for item in found:
        if isinstance(item, _MAPPINGS):
            inside = [*item.keys(), *item.values()]
        elif isinstance(item, _SEQUENCES):
            inside = list(item)
        else:
            continue
        for member in inside:
            if type(member) not in _PLAIN and id(member) not in seen:
                seen.add(id(member))
                found.append(member)
    return found


def rendered(text: str) -> str:
    """`text`, unless it shows an address, which differs from run to run."""
    if " at 0x" in text:
        raise Untrusted("the text of this value", "it holds an address in memory")
    return text
