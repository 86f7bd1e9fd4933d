"""From what a description says of a parameter to its direction: a name, or a mapping with details."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from eflows2smk.parameters import DIRECTIONS, Direction
from eflows2smk.software.schema import DETAILS, STREAMS

# code, message, path, help, keywords: `_Checker.error`.
Error = Callable[..., None]


def direction(value: Any, path: Sequence[str | int], error: Error) -> Direction | None:
    """None where it is none; `error` has been told then."""
    if isinstance(value, Direction):
        return value
    if isinstance(value, str) and value in DIRECTIONS:
        return DIRECTIONS[value]
    if isinstance(value, Mapping):
        return _detailed(value, path, error)
    shown = value if isinstance(value, str) else kind_of(value)
    help = "for instance IN, INOUT, FILE_IN, FILE_OUT"
    error("E217", f"'{shown}' is no direction{near(str(value), DIRECTIONS)}", path, help)
    return None


def of_all(each: Direction) -> Direction:
    """How all further arguments of a call are passed, if each of them is passed in this way."""
    if each.is_collection or each.mode == "in" and not each.is_path:
        return each
    content = {"object": "collection"}.get(each.content, f"collection_{each.content}")
    return Direction(each.name, content, each.mode, each.stream, each.prefix)


def _detailed(value: Mapping[str, Any], path: Sequence[str | int], error: Error) -> Direction | None:
    """The form ``{Type: FILE_IN, StdIOStream: STDOUT, Prefix: "--out="}``."""
    found: dict[str, Any] = {}
    places: dict[str, tuple[str | int, ...]] = {}
    for stated, item in value.items():
        key = DETAILS.get(str(stated).lower())
        place = (*path, stated)
        if key is None:
            known = "Type, Direction, StdIOStream, Prefix, Depth, Weight, Keep_rename, Cache"
            message = f"'{stated}' is no key of a direction{near(str(stated), known.split(', '))}"
            error("E210", message, place, f"known are {known}", key=True)
            continue
        found[key], places[key] = item, place
    base = direction(found.get("type", "IN"), places.get("type", tuple(path)), error)
    if base is None:
        return None
    mode = base.mode
    if "direction" in found:
        other = direction(found["direction"], places["direction"], error)
        if other is None:
            return None
        mode = other.mode
    prefix, depth, stream = found.get("prefix", base.prefix), found.get("depth", base.depth), found.get("stream")
    if not isinstance(prefix, str | None):
        error("E211", f"'Prefix' has to be text, not {kind_of(prefix)}", places["prefix"])
        return None
    if not isinstance(depth, int) or isinstance(depth, bool) or depth < 1:
        error("E211", f"'Depth' has to be a number from 1 on, not {_shown(depth)}", places["depth"])
        return None
    if stream is not None and str(stream).lower() not in STREAMS:
        message = f"'StdIOStream' has to be one of STDIN, STDOUT, STDERR, not {_shown(stream)}"
        error("E211", message, places["stream"])
        return None
    stream = base.stream if stream is None else str(stream).lower()
    if base.name == "FILE" and "direction" not in found and stream in ("stdout", "stderr"):
        # As FILE_STDOUT, which does not say its direction either.
        mode = "out"
    if (stream in ("stdout", "stderr") and mode == "in") or (stream == "stdin" and mode == "out"):
        error("E217", f"'{stream.upper()}' can't be a file that is only {'read' if mode == 'in' else 'written'}", path)
        return None
    return Direction(
        base.name,
        base.content,
        mode,
        stream,
        "" if prefix in (None, "null") else str(prefix),
        depth,
    )


def _shown(value: Any) -> str:
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else kind_of(value, text=f"'{value}'")


def near(name: str, known: Any) -> str:
    """A hint at the known name that is most like this one, for the end of a message."""
    close = difflib.get_close_matches(name, list(known), 1)
    return f"; did you mean '{close[0]}'?" if close else ""


def kind_of(value: Any, text: str = "text") -> str:
    """What the value is, in words."""
    names = {dict: "a mapping", list: "a list", str: text, bool: "true or false", int: "a number", float: "a number"}
    return "nothing" if value is None else names.get(type(value), f"a value of type '{type(value).__name__}'")
