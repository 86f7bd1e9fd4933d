"""Arithmetic and iteration that can't run away: the same results as Python's, or `TooLarge`.

The bounds are far above what a workflow needs and far below what a compilation could not finish.
"""

from __future__ import annotations

import itertools
import math
import re
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from eflows2smk.frontend.trusted.errors import TooLarge

LENGTH = 10_000_000
BITS = 1_000_000
ARGUMENT = 100_000
# Folders that are listed.
FOLDERS = 10_000

_SEQUENCES = (str, bytes, bytearray, list, tuple)
_WIDE = re.compile(r"\d{8,}")


def multiply(left: Any, right: Any) -> Any:
    """``left * right``."""
    if type(left) is int and type(right) is int:
        if left.bit_length() + right.bit_length() > BITS:
            raise TooLarge("this product")
    elif isinstance(left, _SEQUENCES) and isinstance(right, int):
        repeated(len(left), right)
    elif isinstance(right, _SEQUENCES) and isinstance(left, int):
        repeated(len(right), left)
    return left * right


def multiply_in_place(left: Any, right: Any) -> Any:
    """``left *= right``, which changes a list that other names may hold too."""
    if isinstance(left, list) and isinstance(right, int):
        repeated(len(left), right)
        left *= right
        return left
    if isinstance(left, int | str | bytes | tuple) or isinstance(right, _SEQUENCES):
        return multiply(left, right)
    left *= right
    return left


def joined_length(length: int) -> None:
    """Refuses a text or list of this length, put together of shorter ones."""
    if length > LENGTH:
        raise TooLarge(f"a sequence of {length:,} elements")


def repeated(length: int, times: int) -> None:
    """Refuses a sequence of `length` repeated `times` times that would be too long."""
    if length * times > LENGTH:
        raise TooLarge(f"a sequence of {length * times:,} elements")


def power(base: Any, exp: Any, mod: Any = None) -> Any:
    """``pow(base, exp, mod)``."""
    if mod is not None:
        return pow(base, exp, mod)
    if isinstance(exp, int) and not isinstance(base, float | complex):
        size = base.bit_length() if isinstance(base, int) else 32
        if size > 1 and abs(exp) > 64 and size * abs(exp) > BITS:
            raise TooLarge("this power")
    return base**exp


def left_shift(value: Any, places: Any) -> Any:
    """``value << places``."""
    if isinstance(places, int) and places > BITS:
        raise TooLarge("this shift")
    return value << places


def factorial(number: Any) -> Any:
    """``math.factorial``."""
    _small(number)
    return math.factorial(number)


def comb(n: Any, k: Any) -> Any:
    """``math.comb``."""
    _small(n)
    return math.comb(n, k)


def perm(n: Any, k: Any = None) -> Any:
    """``math.perm``."""
    _small(n)
    return math.perm(n, k)


def _small(number: Any) -> None:
    if isinstance(number, int) and number > ARGUMENT:
        raise TooLarge(f"this function of {number:,}")


def bounded_range(*args: Any) -> range:
    """``range``: one that nobody can walk to its end is refused when it is made, since C code may walk it."""
    made = range(*args)
    # len() overflows beyond what a machine word holds, the arithmetic does not.
    if (made.stop - made.start) // made.step > LENGTH:
        raise TooLarge(f"a range of {(made.stop - made.start) // made.step:,} numbers")
    return made


def bounded_bytes(*args: Any, **kwargs: Any) -> bytes:
    """``bytes``."""
    if args and isinstance(args[0], int):
        repeated(1, args[0])
    return bytes(*args, **kwargs)


def width(number: Any) -> None:
    """Refuses a field width that would make a very long string."""
    if isinstance(number, int) and number > LENGTH:
        raise TooLarge(f"a string of {number:,} characters")


def spec(text: str) -> None:
    """Refuses a format specification with a width or precision that would make a very long string."""
    if _WIDE.search(text):
        raise TooLarge(f"a value formatted by '{text}'")


def counted(iterator: Iterable[Any], name: str) -> Iterator[Any]:
    """The same elements; more than `LENGTH` of them are refused."""
    for position, item in enumerate(iterator):
        if position >= LENGTH:
            raise TooLarge(f"{name}() with more than {LENGTH:,} elements")
        yield item


def _endless(function: Callable[..., Any]) -> Callable[..., Iterator[Any]]:
    def bounded(*args: Any, **kwargs: Any) -> Iterator[Any]:
        if kwargs.get("repeat", 0) > 1000:
            raise TooLarge(f"{function.__name__}(repeat={kwargs['repeat']})")
        return counted(function(*args, **kwargs), function.__name__)

    bounded.__name__ = function.__name__
    return bounded


count = _endless(itertools.count)
cycle = _endless(itertools.cycle)
repeat = _endless(itertools.repeat)
product = _endless(itertools.product)
permutations = _endless(itertools.permutations)
combinations = _endless(itertools.combinations)
combinations_with_replacement = _endless(itertools.combinations_with_replacement)
