"""Callables that the evaluator holds in place of library functions that need more than their arguments."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any, NoReturn

from eflows2smk.frontend.trusted.errors import Untrusted
from eflows2smk.frontend.trusted.world import World


class _Missing:
    """There is no such thing."""

    __slots__ = ()

    def __repr__(self) -> str:
        return "MISSING"


MISSING = _Missing()


@dataclass(frozen=True, slots=True)
class LibraryModule:
    """A module of which the table of trusted functions knows something."""

    name: str


@dataclass(frozen=True, slots=True)
class Found:
    """What the table has for a name, which may be None itself."""

    value: Any


@dataclass(frozen=True, slots=True, eq=False)
class WorldValue:
    """A value that each compilation has its own of: the arguments, the environment."""

    get: Callable[[World], Any]


def bind(world: World, found: Any) -> Any:
    """What `attribute` or `method` found, as a value of the program."""
    if type(found) is Found:
        found = found.value
    return found.get(world) if type(found) is WorldValue else found


@dataclass(frozen=True, slots=True, eq=False)
class WorldFunction:
    """Looks at the outside: ``run(world, *before, *args, **kwargs)``. `call` supplies the world."""

    name: str
    run: Callable[..., Any]
    before: tuple[Any, ...] = ()

    def bound(self, world: World) -> Callable[..., Any]:
        """An ordinary function, for library functions that call what they get (``map``)."""
        return partial(self.run, world, *self.before)


@dataclass(frozen=True, slots=True, eq=False)
class OwnMethod:
    """A method that we supply: ``run(owner, *args, **kwargs)``."""

    owner: Any
    run: Callable[..., Any]

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        return self.run(self.owner, *args, **kwargs)


@dataclass(frozen=True, slots=True, eq=False)
class Denied:
    """A function that every program may name and none may call while it is compiled."""

    name: str
    why: str
    help: str = ""

    def __call__(self, *_: object, **__: object) -> NoReturn:
        raise Untrusted(self.name, self.why, self.help)


def is_function(value: Any) -> bool:
    """Whether it is something to be called, by `call`."""
    return callable(value) or isinstance(value, WorldFunction)
