"""Regular expressions that can't run away.

A pattern with a repetition inside of a repetition may take time that doubles with each character of the text, and
nothing stops a search in the middle. Where that may be so, another process tries first whether it comes to an end.
"""

from __future__ import annotations

import pickle
import re
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from re import _constants, _parser  # type: ignore[attr-defined]
from typing import Any

from eflows2smk.frontend.trusted.errors import TooLarge

# Texts this short take no time, whatever the pattern is.
SHORT = 20
# Steps that a search surely has time for.
STEPS = 100_000_000
SECONDS = 1.5
_REPEATS = (_constants.MAX_REPEAT, _constants.MIN_REPEAT)
_FUNCTIONS = {getattr(re, name): name for name in "match fullmatch search split findall finditer sub subn".split()}
_METHODS = frozenset(_FUNCTIONS.values())
_TRY = """
import pickle, sys
pattern, name, text = pickle.load(sys.stdin.buffer)
found = getattr(pattern, name)(text)
"""


def check(function: Any, args: Sequence[Any], kwargs: Mapping[str, Any]) -> None:
    """Refuses a call of such a function that takes too long."""
    asked = _asked(function, list(args), kwargs)
    if asked is None:
        return
    pattern, name, text = asked
    if len(text) <= SHORT or not _may_take_long(pattern, len(text)):
        return
    # All of them walk through the text; a function that replaces something has nothing to do with that.
    tried = name if name in ("match", "fullmatch", "search") else "findall"
    try:
        subprocess.run(
            [sys.executable, "-I", "-S", "-c", _TRY],
            input=pickle.dumps((pattern, tried, text)),
            timeout=SECONDS,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            check=False,
        )
    except subprocess.TimeoutExpired:
        what = f"what the regular expression {pattern.pattern!r} finds in a text of {len(text):,} characters"
        raise TooLarge(what) from None


def _asked(function: Any, args: list[Any], kwargs: Mapping[str, Any]) -> tuple[re.Pattern[Any], str, Any] | None:
    """The pattern, the name of the method, and the text."""
    owner = getattr(function, "__self__", None)
    if isinstance(owner, re.Pattern):
        name = function.__name__
        pattern: Any = owner
    else:
        name = _FUNCTIONS.get(function, "") if callable(function) and hasattr(function, "__qualname__") else ""
        pattern = args.pop(0) if args else kwargs.get("pattern")
    if name not in _METHODS:
        return None
    if name in ("sub", "subn") and args:
        args.pop(0)
    text = args[0] if args else kwargs.get("string")
    try:
        compiled = pattern if isinstance(pattern, re.Pattern) else re.compile(pattern, kwargs.get("flags", 0))
    except (re.error, TypeError):
        return None
    return (compiled, name, str(text) if isinstance(text, str) else text) if isinstance(text, str | bytes) else None


def _may_take_long(pattern: re.Pattern[Any], length: int) -> bool:
    parsed = _parser.parse(pattern.pattern, pattern.flags)
    repeats = list(_repeats(parsed))
    nested = any(any(True for _ in _choices(inner)) for inner in repeats)
    return nested or length ** (len(repeats) + 1) > STEPS


def _repeats(parsed: Any) -> Iterator[Any]:
    """What is repeated without an end."""
    for operation, value in parsed:
        if operation in _REPEATS and value[1] > SHORT:
            yield value[2]
        for inner in _inside(value):
            yield from _repeats(inner)


def _choices(parsed: Any) -> Iterator[Any]:
    """Repetitions and alternatives in it."""
    for operation, value in parsed:
        if operation in (*_REPEATS, _constants.BRANCH):
            yield operation
        for inner in _inside(value):
            yield from _choices(inner)


def _inside(value: Any) -> Iterator[Any]:
    if isinstance(value, _parser.SubPattern):
        yield value
    elif isinstance(value, list | tuple):
        for each in value:
            yield from _inside(each)
