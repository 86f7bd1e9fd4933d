"""NumPy, where it is installed: constructors and pure functions, bounded in size."""

from __future__ import annotations

import functools
import math
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from eflows2smk.frontend.trusted import limits
from eflows2smk.frontend.trusted.errors import TooLarge, Untrusted
from eflows2smk.frontend.trusted.files import StaticFile, open_file
from eflows2smk.frontend.trusted.world import World


def _shape(args: Sequence[Any], kwargs: Mapping[str, Any]) -> float:
    shape = args[0] if args else kwargs.get("shape", 0)
    return math.prod(shape) if isinstance(shape, list | tuple) else shape


def _square(args: Sequence[Any], kwargs: Mapping[str, Any]) -> float:
    rows = args[0] if args else kwargs.get("N", kwargs.get("n", 0))
    columns = args[1] if len(args) > 1 else kwargs.get("M")
    return float(rows * (rows if columns is None else columns))


def _steps(args: Sequence[Any], kwargs: Mapping[str, Any]) -> float:
    return float(args[2] if len(args) > 2 else kwargs.get("num", 50))


def _distance(args: Sequence[Any], kwargs: Mapping[str, Any]) -> float:
    numbers = [value for value in args if isinstance(value, int | float)]
    if len(numbers) < 2:
        return float(numbers[0]) if numbers else 0.0
    step = numbers[2] if len(numbers) > 2 else kwargs.get("step", 1)
    return float((numbers[1] - numbers[0]) / step) if step else 0.0


def _grid(args: Sequence[Any], kwargs: Mapping[str, Any]) -> float:
    return float(math.prod(len(axis) for axis in args if hasattr(axis, "__len__")) * len(args))


def _times(args: Sequence[Any], kwargs: Mapping[str, Any]) -> float:
    times = args[1] if len(args) > 1 else kwargs.get("reps", kwargs.get("repeats", 1))
    count = math.prod(times) if isinstance(times, list | tuple) else times
    return float(count * len(args[0])) if isinstance(count, int) and hasattr(args[0], "__len__") else 0.0


def _product(args: Sequence[Any], kwargs: Mapping[str, Any]) -> float:
    return float(math.prod(getattr(value, "size", 1) for value in args[:2]))


# How many elements the result of a call has.
SIZES: dict[str, Callable[[Sequence[Any], Mapping[str, Any]], float]] = {
    **dict.fromkeys(("zeros", "ones", "empty", "full", "indices"), _shape),
    **dict.fromkeys(("eye", "identity", "tri"), _square),
    **dict.fromkeys(("linspace", "logspace", "geomspace"), _steps),
    **dict.fromkeys(("outer", "kron"), _product),
    **dict.fromkeys(("tile", "repeat"), _times),
    "arange": _distance,
    "meshgrid": _grid,
}


def checked(name: str, function: Callable[..., Any]) -> Callable[..., Any]:
    """The function; refuses huge results, and arrays of objects."""
    size = SIZES.get(name)

    @functools.wraps(function, updated=())
    def run(*args: Any, **kwargs: Any) -> Any:
        if size is not None and size(args, kwargs) > limits.LENGTH:
            raise TooLarge(f"the array of this numpy.{name}()")
        made = function(*args, **kwargs)
        if getattr(getattr(made, "dtype", None), "hasobject", False):
            raise Untrusted("a NumPy array of Python objects", "what is in it can't be followed", "use nested lists")
        return made

    return run


def load_text(world: World, fname: Any, *args: Any, **kwargs: Any) -> Any:
    """``numpy.loadtxt``."""
    return _from_text("loadtxt", world, fname, args, kwargs)


def generate_from_text(world: World, fname: Any, *args: Any, **kwargs: Any) -> Any:
    """``numpy.genfromtxt``."""
    return _from_text("genfromtxt", world, fname, args, kwargs)


def _from_text(name: str, world: World, fname: Any, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
    import numpy

    if isinstance(fname, list):
        lines = fname
    else:
        file = fname if isinstance(fname, StaticFile) else open_file(world, fname, encoding="utf-8")
        lines = file.readlines()
    return getattr(numpy, name)(lines, *args, **kwargs)


def seeded(name: str) -> Callable[..., Any]:
    """``random.Random``, ``numpy.random.default_rng``, …: with a seed, all runs get the same numbers."""

    def make(*args: Any, **kwargs: Any) -> Any:
        import random

        if not args and not kwargs or args and args[0] is None:
            raise Untrusted(f"{name}() without a seed", "its numbers differ from run to run", "give it a seed")
        if name == "random.Random":
            return random.Random(*args, **kwargs)
        import numpy

        return getattr(numpy.random, name.rpartition(".")[2])(*args, **kwargs)

    return make
