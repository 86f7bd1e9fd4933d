"""What the evaluation refuses, as an exception until the statement that it stands in is left."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Protocol

from eflows2smk.diagnostics import Diagnostic, Label, Span


class Lacking(Exception):
    """An exception of the program: something that it imports is not there when compiling. code, message,
    help: of the diagnostic, where no handler of the program takes it."""

    def __init__(self, code: str, message: str, help: str = "") -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.help = help

    def diagnostic(self, span: Span) -> Diagnostic:
        return Diagnostic(self.code, self.message, span, self.help)

    def refused(self) -> Refused:
        return Refused(self.code, self.message, self.help)

    def imported(self) -> LackingName:
        """The same as an import has it."""
        return LackingName(self.code, self.message, self.help)


class LackingModule(Lacking, ModuleNotFoundError):
    """A module that is not there."""


class LackingName(Lacking, ImportError):
    """A name that a module has not, in an import."""


class LackingAttribute(Lacking, AttributeError):
    """A name that a module has not, as an attribute."""


class Placed(Protocol):
    """What stands somewhere in the program."""

    @property
    def span(self) -> Span: ...


@contextmanager
def located(place: Placed) -> Iterator[None]:
    """What is refused inside is refused at this place, where it does not say a better one."""
    try:
        yield
    except Refused as refused:
        refused.span = refused.span or place.span
        raise


class Refused(Exception):
    """Something that can't be compiled. origin: the node, with its module, where that is known best.

    reported: the diagnostic that told of it already; then there is nothing more to say.
    """

    def __init__(
        self,
        code: str,
        message: str,
        help: str = "",
        *,
        span: Span | None = None,
        labels: tuple[Label, ...] = (),
        reported: Diagnostic | None = None,
    ) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.help = help
        self.span = span
        self.labels = labels
        self.reported = reported
        self.place: tuple[Any, Any] | None = None

    def diagnostic(self, span: Span) -> Diagnostic:
        return Diagnostic(self.code, self.message, self.span or span, self.help, self.labels)
