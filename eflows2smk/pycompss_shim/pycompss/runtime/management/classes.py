"""``pycompss.runtime.management.classes``: classes for annotations, and for questions whether a value is there yet. All
values are, wherever a line of the program is run."""

from __future__ import annotations


class _Empty(type):
    """The class of classes that have no instances."""

    def __instancecheck__(cls, instance: object) -> bool:
        return False


class Future(metaclass=_Empty):
    """A result that is not there yet."""


class EmptyReturn(metaclass=_Empty):
    """The result of a function that gives none."""


class SupportedFunctionTypes:
    FUNCTION = 1
    INSTANCE_METHOD = 2
    CLASS_METHOD = 3


FunctionType = SupportedFunctionTypes()
