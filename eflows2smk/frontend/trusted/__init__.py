"""Trusted functions: what of Python's library the evaluator may call for real while it compiles a program.

In goes a name, or a static value with a name; out comes a callable or a value, or a refusal. `attribute` and
`builtin` answer for modules and builtins, `method` for values, `World.bind` makes what they found a value of
one compilation, and `call` calls it. No code of the user is imported or executed.
"""

from eflows2smk.frontend.trusted.builtin import builtin
from eflows2smk.frontend.trusted.calls import call, standing
from eflows2smk.frontend.trusted.errors import Computed, ProgramExit, TooLarge, TrustError, Untrusted
from eflows2smk.frontend.trusted.files import StaticFile
from eflows2smk.frontend.trusted.formatting import format_method
from eflows2smk.frontend.trusted.functions import MISSING, Found, OwnMethod
from eflows2smk.frontend.trusted.library import JOIN, attribute, library, public, reason
from eflows2smk.frontend.trusted.limits import joined_length, left_shift, multiply, multiply_in_place, power
from eflows2smk.frontend.trusted.methods import method
from eflows2smk.frontend.trusted.order import ordered
from eflows2smk.frontend.trusted.paths import TracedPath, divide, make_path
from eflows2smk.frontend.trusted.rendering import renderable, rendered
from eflows2smk.frontend.trusted.strings import (
    concat,
    cut,
    formatted,
    fstring,
    join_method,
    path_join,
    percent,
    text_of,
)
from eflows2smk.frontend.trusted.world import World

__all__ = [
    "JOIN",
    "MISSING",
    "Computed",
    "Found",
    "OwnMethod",
    "ProgramExit",
    "StaticFile",
    "TooLarge",
    "TracedPath",
    "TrustError",
    "Untrusted",
    "World",
    "attribute",
    "builtin",
    "call",
    "concat",
    "cut",
    "divide",
    "format_method",
    "formatted",
    "fstring",
    "join_method",
    "joined_length",
    "left_shift",
    "library",
    "make_path",
    "method",
    "multiply",
    "multiply_in_place",
    "ordered",
    "path_join",
    "percent",
    "power",
    "public",
    "reason",
    "renderable",
    "rendered",
    "standing",
    "text_of",
]
