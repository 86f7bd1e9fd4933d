"""What the stages of the frontend use of this folder.

`attribute` and `builtin` answer for modules and builtins, `method` for values; `bind` makes what they found a value of
one compilation, and `call` calls it.
"""

from eflows2smk.frontend.trusted.builtin import builtin
from eflows2smk.frontend.trusted.calls import call, standing
from eflows2smk.frontend.trusted.errors import Computed, ProgramExit, TooLarge, TrustError, Untrusted
from eflows2smk.frontend.trusted.files import StaticFile
from eflows2smk.frontend.trusted.formatting import format_method
from eflows2smk.frontend.trusted.functions import MISSING, Found, OwnMethod, bind, is_function
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
    "bind",
    "builtin",
    "call",
    "concat",
    "cut",
    "divide",
    "format_method",
    "is_function",
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
