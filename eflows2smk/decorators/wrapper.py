"""The one wrapper around a decorated function, whatever the number and order of its decorators.

Decorators only add to it; what they say together is folded into a description at the first call.
"""

from __future__ import annotations

from eflows2smk.decorators.mode import ModuleLevelCall, mode

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from types import CodeType
    from typing import Any, ParamSpec, TypeVar

    from eflows2smk.decorators.invocation import Invoker
    from eflows2smk.decorators.transformations import Spec

    P = ParamSpec("P")
    R = TypeVar("R")


class Decoration:
    """One decorator with its keywords: ``@binary(binary="x")`` is ``Decoration("binary", {"binary": "x"})``."""

    __slots__ = ("name", "keywords")

    def __init__(self, name: str, keywords: dict[str, Any]) -> None:
        self.name = name
        self.keywords = keywords

    def __call__(self, function: Callable[P, R]) -> Callable[P, R]:
        decorated = decorate(function)
        decorated.decorations.append(self)
        return decorated


class Decorated:
    """A function with its decorators; calling it runs the software.

    decorations: the innermost first. transformations: in the order in which they are applied, top to bottom.
    """

    def __init__(self, function: Callable[..., Any]) -> None:
        self.__wrapped__ = function
        self.__name__: str = getattr(function, "__name__", type(function).__name__)
        self.__qualname__: str = getattr(function, "__qualname__", self.__name__)
        self.__module__ = getattr(function, "__module__", "")
        self.__doc__ = getattr(function, "__doc__", None)
        self.decorations: list[Decoration] = []
        self.transformations: list[Spec] = []
        self._invoker: Invoker | None = None
        if mode.importing:
            mode.defined.setdefault((self.__module__, self.__qualname__), []).append(self)

    @property
    def __code__(self) -> CodeType | None:
        """The code of the body, for those who ask where a function is defined."""
        body: Any = self.__wrapped__
        while hasattr(body, "__wrapped__"):
            body = body.__wrapped__
        return getattr(body, "__code__", None)

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        if mode.importing:
            raise ModuleLevelCall
        if self._invoker is None:
            from eflows2smk.decorators.invocation import Invoker

            self._invoker = Invoker(self)
        return self._invoker(args, kwargs)

    def __get__(self, instance: object, owner: type | None = None) -> Any:
        wrapped = self.__wrapped__
        if isinstance(wrapped, staticmethod):
            return self
        if isinstance(wrapped, classmethod):
            instance = owner if owner is not None else type(instance)
        if instance is None:
            return self
        from types import MethodType

        return MethodType(self, instance)

    def __reduce__(self) -> str:
        return self.__qualname__

    def __repr__(self) -> str:
        return f"<software {self.__module__}.{self.__qualname__}>"


def decorate(function: Any) -> Decorated:
    """The wrapper around the function; the one that is there if it is decorated already."""
    if isinstance(function, Decorated):
        return function
    if not callable(function) and not isinstance(function, classmethod):
        raise TypeError(f"software decorators go on functions, not on a value of type '{type(function).__name__}'")
    return Decorated(function)


def described_by(name: str, keywords: Mapping[str, object], required: tuple[str, ...] = ()) -> Decoration:
    """The decoration of ``@name(**keywords)``. Raises TypeError where a required keyword is missing."""
    for keyword in required:
        if keyword not in keywords:
            raise TypeError(f"@{name} needs {keyword}=…")
    return Decoration(name, dict(keywords))
