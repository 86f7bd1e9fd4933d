"""What a data transformation does to one argument of a call."""

from __future__ import annotations

from eflows2smk import parameters
from eflows2smk.decorators.errors import SoftwareError
from eflows2smk.decorators.wrapper import Decorated

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import Any

UNTYPED = -1
_TO_FILE = (parameters.OBJECT_TO_FILE, parameters.COLLECTION_TO_FILE)
_TO_DIRECTORY = (parameters.OBJECT_TO_DIRECTORY, parameters.COLLECTION_TO_DIRECTORY)
_DEFAULT_DESTINATION = "dt_file_out"


class Spec:
    """``target`` is replaced by what ``function`` makes of it, before the software is called.

    conversion: a number of `parameters.CONVERSIONS`, or `UNTYPED`. destination: path that the conversions to files and
    directories write. size: ignored, the function says how many members there are. is_workflow: the function runs as a
    part of the main program, and may call software itself. placement: where it runs on a cluster, one of
    `parameters.PLACEMENTS`, unless the function has a parameter of that name. keywords: passed on to the function. A
    text that is ``"{{parameter}}"`` as a whole stands for the value of that parameter of the call.
    """

    __slots__ = ("target", "function", "conversion", "destination", "is_workflow", "keywords")

    def __init__(
        self,
        target: str | None = None,
        function: Callable[..., Any] | None = None,
        type: int | str = UNTYPED,
        destination: object = _DEFAULT_DESTINATION,
        size: object = 1,
        is_workflow: object = False,
        **keywords: object,
    ) -> None:
        if not isinstance(target, str) or not callable(function):
            raise TypeError('a data transformation needs a parameter\'s name and a function: dt("parameter", function)')
        if isinstance(type, str):
            type = parameters.CONVERSIONS.get(type, type)
        if type != UNTYPED and type not in parameters.CONVERSIONS.values():
            raise TypeError(f"{type!r} is no type of data transformation: {', '.join(parameters.CONVERSIONS)}")
        self.target = target
        self.function = function
        self.conversion = type
        self.destination = destination
        self.is_workflow = str(is_workflow).lower() in ("true", "1")
        if "placement" in keywords and not _takes_placement(function):
            placement = keywords.pop("placement")
            if placement not in parameters.PLACEMENTS:
                raise TypeError(f"{placement!r} is no place for a transformation: {', '.join(parameters.PLACEMENTS)}")
        self.keywords = keywords

    def apply(self, value: Any, arguments: Mapping[str, Any]) -> Any:
        """What the argument becomes. arguments: all of the call, for ``{{parameter}}``."""
        keywords = {name: _referenced(item, arguments) for name, item in self.keywords.items()}
        if self.is_workflow:
            return self.function(value, **keywords)
        function = self.function.__wrapped__ if isinstance(self.function, Decorated) else self.function
        if self.conversion in _TO_FILE or self.conversion in _TO_DIRECTORY:
            from eflows2smk.decorators import paths

            destination = _referenced(self.destination, arguments)
            paths.make_parent(destination)
            function(value, destination, **keywords)
            paths.check_written(destination, self.conversion in _TO_DIRECTORY, f"the transformation of '{self.target}'")
            return destination
        made = function(value, **keywords)
        # How many members there are, the function decides, not `size`.
        return list(made) if self.conversion == parameters.FILE_TO_COLLECTION else made


def _takes_placement(function: Callable[..., Any]) -> bool:
    code = getattr(getattr(function, "__wrapped__", function), "__code__", None)
    return code is not None and "placement" in code.co_varnames[: code.co_argcount + code.co_kwonlyargcount]


def _referenced(value: Any, arguments: Mapping[str, Any]) -> Any:
    if isinstance(value, str) and value.startswith("{{") and value.endswith("}}"):
        name = value[2:-2].strip()
        if name not in arguments:
            raise SoftwareError(f"'{value}' names no argument of the call")
        return arguments[name]
    return value
