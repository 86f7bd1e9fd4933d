"""What is known of libraries: which of their functions the compiler may call itself, and what each does to its
arguments, to files, and to the state of libraries.

In goes a dotted name, or a class and the name of a method; out come `Facts`. They are read from files in a notation of
one line a function (docs/library-facts.md): those in ``known``, those of installed packages, and the user's own.
"""

from eflows2smk.frontend.library.facts import (
    OTHER,
    UNKNOWN,
    Action,
    Binding,
    Change,
    Condition,
    Evaluation,
    Facts,
    FileEffect,
    Holding,
    Kind,
    Parameter,
    Passing,
    Relation,
    Result,
    Sharing,
    Type,
    TypeFacts,
)
from eflows2smk.frontend.library.library import Library

__all__ = [
    "OTHER",
    "UNKNOWN",
    "Action",
    "Binding",
    "Change",
    "Condition",
    "Evaluation",
    "Facts",
    "FileEffect",
    "Holding",
    "Kind",
    "Library",
    "Parameter",
    "Passing",
    "Relation",
    "Result",
    "Sharing",
    "Type",
    "TypeFacts",
]
