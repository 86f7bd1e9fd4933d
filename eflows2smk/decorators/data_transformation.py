"""``@data_transformation``, short ``@dt``, and ``dto`` objects: reshaping an argument between software."""

from __future__ import annotations

from eflows2smk.decorators.transformations import Spec
from eflows2smk.decorators.wrapper import decorate

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any, Literal, ParamSpec, TypeVar, overload

    from eflows2smk.decorators.keywords import Number, Truth

    P = ParamSpec("P")
    R = TypeVar("R")
    Placement = Literal["job", "group", "local"]


class DTObject(Spec):
    """A transformation as a value, for the call: ``f(x, dt=dto("x", function))``, or a list of such."""

    __slots__ = ()


class _TransformationDecorator(DTObject):
    __slots__ = ()

    def __call__(self, function: Callable[P, R]) -> Callable[P, R]:
        decorated = decorate(function)
        # Decorators are applied from the bottom up, transformations from top to bottom.
        decorated.transformations.insert(0, self)
        return decorated


if TYPE_CHECKING:

    @overload
    def data_transformation(
        parameter: str, function: Callable[..., object], /, *, placement: Placement = ..., **keywords: object
    ) -> Callable[[Callable[P, R]], Callable[P, R]]: ...
    @overload
    def data_transformation(
        *,
        target: str = ...,
        function: Callable[..., object] = ...,
        type: int = ...,
        destination: str = ...,
        size: Number = ...,
        is_workflow: Truth = ...,
        placement: Placement = ...,
        **keywords: object,
    ) -> Callable[[Callable[P, R]], Callable[P, R]]:
        """Reshape an argument before the call: ``("parameter", function, **keywords)`` or by keywords.

        Keywords: target, function, type (one of the ``…_TO_…`` constants), destination, size, is_workflow, and
        placement (where it runs on a cluster: "job", "group" or "local"); others go to the function. Without anything
        it only announces that calls bring their own, with ``dt=``.
        """

    def data_transformation(*args: Any, **keywords: Any) -> Any: ...

else:

    def data_transformation(*args, **keywords):
        """Reshape an argument before the call: ``("parameter", function, **keywords)`` or by keywords.

        Keywords: target, function, type (one of the ``…_TO_…`` constants), destination, size, is_workflow, and
        placement (where it runs on a cluster: "job", "group" or "local"); others go to the function. Without anything
        it only announces that calls bring their own, with ``dt=``.
        """
        if not args and not keywords:
            return decorate
        return _TransformationDecorator(*args, **keywords)


dt = data_transformation
dto = DTObject
