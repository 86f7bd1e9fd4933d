"""Real functions on texts that hold the number of an iteration, which only the run counts.

Such a text is no value of Python's own. A function may be done on it only if it does the same whatever the number is:
its result for the text, with a number put in, is what it gives for the text with that number. Numbers of several
lengths are tried, and no function is that looks at single digits.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import PurePath
from typing import Any

from eflows2smk.frontend.evaluation.conversion import NotPlain, Plain
from eflows2smk.frontend.evaluation.symbols import Symbols
from eflows2smk.frontend.trusted.limits import joined_length
from eflows2smk.workflow.text import SYMBOL, has_symbol

# Iterations, of which none has as many digits as another one.
_SAMPLES = (3, 48, 1234567)
# Methods of texts that do the same to all characters of a number, unless they are asked for such characters.
METHODS_OF_TEXTS = frozenset(
    "startswith endswith replace split rsplit partition rpartition removeprefix removesuffix strip lstrip rstrip find"
    " rfind index rindex count".split()
)
METHODS_OF_PATHS = frozenset(
    "joinpath with_name with_stem with_suffix relative_to as_posix is_absolute __fspath__ __str__".split()
)
_FUNCTIONS = frozenset(f"os.path.{name}" for name in "join basename dirname split splitext normpath".split())
_DIGITS = re.compile(r"[-\d\ue000\ue001]")


class Traced(Plain):
    """As `Plain`, with the texts that hold a number of an iteration; for functions that are called by `uniformly`."""

    def symbolic(self, value: Any) -> Any:
        return value


def uniformly(run: Callable[..., Any], *args: Any) -> Any:
    """What the function gives for texts of any number. Raises NotPlain where it depends on the number."""
    names = list(dict.fromkeys(found[1] for text in _texts(args) for found in SYMBOL.finditer(text)))
    if not names:
        return run(*args)
    try:
        found = run(*args)
        for shift in range(len(_SAMPLES)):
            numbers = {name: _SAMPLES[(shift + position) % len(_SAMPLES)] for position, name in enumerate(names)}
            if _of_number(found, numbers) != run(*_of_number(args, numbers)):
                raise NotPlain(args)
    except (ValueError, TypeError, LookupError, AttributeError):
        raise NotPlain(args) from None
    return found


def is_of_paths(name: str) -> bool:
    """Whether a library's function only puts paths together or takes them apart."""
    return name in _FUNCTIONS or name == "os.fspath" or name.startswith("pathlib.")


def asks_for_digits(args: tuple[Any, ...]) -> bool:
    """Whether a method of a text with these arguments may find something in a number."""
    wanted = args[0] if args else ""
    return any(
        isinstance(each, str) and _DIGITS.search(each) for each in (wanted if type(wanted) is tuple else (wanted,))
    )


def may_be_equal(left: str, right: str) -> bool | None:
    """Whether two texts are equal; None where that depends on the number of the iteration."""
    if left == right:
        return True
    if not has_symbol(left) and not has_symbol(right):
        return False
    if has_symbol(left) and has_symbol(right):
        return None if _may_begin_alike(left, right) and _may_begin_alike(left[::-1], right[::-1]) else False
    pattern, text = (left, right) if has_symbol(left) else (right, left)
    literals = [re.escape(piece) for piece in SYMBOL.sub("\0", pattern).split("\0")]
    return None if re.fullmatch(r"-?\d+".join(literals), text, re.DOTALL) else False


def is_distinct(symbols: Symbols, key: Any, keys: Any) -> bool:
    """Whether no other of the keys may be equal to this one in some iteration. Raises TooLarge for a tuple that has
    no hash in time."""
    if type(key) is tuple:
        _count(key)
    if not isinstance(key, str):
        return True
    if has_symbol(key):
        symbols.keys.add(key)
        others = [each for each in keys if isinstance(each, str)]
    else:
        others = [each for each in symbols.keys if each in keys] if symbols.keys else []
    return all(may_be_equal(key, each) is not None for each in others)


def _count(key: tuple[Any, ...]) -> None:
    """Python's own functions go through a tuple as often as it stands in another one. Raises TooLarge."""
    pending, count = [key], 0
    while pending:
        each = pending.pop()
        count += len(each)
        joined_length(count)
        pending.extend([item for item in each if type(item) is tuple])


def _may_begin_alike(left: str, right: str) -> bool:
    for one, other in zip(left, right, strict=False):
        if has_symbol(one) or has_symbol(other) or one in "\ue001" or other in "\ue001":
            return True
        if one != other:
            return False
    return True


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, PurePath):
        yield str(value)
    elif isinstance(value, dict):
        yield from _texts(list(value.values()))
    elif isinstance(value, list | tuple):
        for each in value:
            yield from _texts(each)


def _of_number(value: Any, numbers: dict[str, int]) -> Any:
    """The value in one iteration."""
    if isinstance(value, str):
        return SYMBOL.sub(lambda found: _number(found, numbers), str(value))
    if isinstance(value, PurePath):
        return type(value)(_of_number(str(value), numbers))
    if isinstance(value, dict):
        return {key: _of_number(each, numbers) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return type(value)([_of_number(each, numbers) for each in value])
    return value


def _number(found: re.Match[str], numbers: dict[str, int]) -> str:
    if found[1] not in numbers:
        return found[0]
    return str(int(found[2] or 1) * numbers[found[1]] + int(found[3] or 0))
