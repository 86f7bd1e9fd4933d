"""Callables that the evaluator holds in place of library functions that need more than their arguments."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any, NoReturn

from eflows2smk.frontend.trusted.errors import Untrusted
from eflows2smk.frontend.trusted.strings import Label

if TYPE_CHECKING:
    from eflows2smk.frontend.trusted.world import World


@dataclass(frozen=True, slots=True, eq=False)
class WorldFunction:
    """A function that looks at the outside: ``run(world, *before, *args, **kwargs)``. `call` supplies the world."""

    name: str
    run: Callable[..., Any]
    before: tuple[Any, ...] = ()

    def bound(self, world: World) -> Callable[..., Any]:
        """An ordinary function, for library functions that call what they get (``map``, ``sorted(key=…)``)."""
        return partial(self.run, world, *self.before)


@dataclass(frozen=True, slots=True, eq=False)
class TextMethod:
    """A method of a string that keeps provenance: ``run(owner, args, kwargs, labels, keyword_labels, world)``."""

    owner: str
    run: Callable[..., Any]

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        return self.run(self.owner, args, kwargs, (), {}, None)

    def labelled(
        self,
        args: Sequence[Any],
        kwargs: Mapping[str, Any],
        labels: Sequence[Label],
        keyword_labels: Mapping[str, Label],
        world: World,
    ) -> Any:
        return self.run(self.owner, args, kwargs, labels, keyword_labels, world)


@dataclass(frozen=True, slots=True, eq=False)
class Denied:
    """A function that every program may name and none may call while it is compiled."""

    name: str
    why: str
    help: str = ""

    def __call__(self, *_: object, **__: object) -> NoReturn:
        raise Untrusted(self.name, self.why, self.help)
