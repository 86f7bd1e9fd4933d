"""The builtins that a program may use while it is compiled, and why it may not use the others."""

from __future__ import annotations

import builtins
from typing import Any

from eflows2smk.frontend.trusted import files
from eflows2smk.frontend.trusted.functions import Denied, WorldFunction
from eflows2smk.frontend.trusted.table import program_exit

_NAMES = (
    "Ellipsis NotImplemented abs all any ascii bin bool bytearray bytes callable chr classmethod complex"
    " dict divmod enumerate filter float format frozenset hex int isinstance issubclass iter len list map"
    " max min next object oct ord pow property range repr reversed round set slice sorted staticmethod str"
    " sum tuple type zip"
)
_OWN: dict[str, Any] = {
    "open": WorldFunction("open", files.open_file),
    "getattr": getattr,
    "hasattr": hasattr,
    "setattr": setattr,
    "vars": vars,
    "exit": program_exit,
    "quit": program_exit,
}
_CODE = "it runs code that the compiler can't see"
_INSIDE = "it depends on how the program is run"
_DENIED = {
    **dict.fromkeys(("eval", "exec", "compile", "__import__"), _CODE),
    **dict.fromkeys(("globals", "locals", "dir", "id", "hash", "memoryview", "delattr"), _INSIDE),
    "input": "a workflow has nobody to ask; take the value from the command line",
    "breakpoint": "there is nothing to debug yet",
    "help": "there is nobody to read it",
}

BUILTINS: dict[str, Any] = {
    **{name: getattr(builtins, name) for name in _NAMES.split()},
    **{
        name: value
        for name, value in vars(builtins).items()
        if isinstance(value, type) and issubclass(value, BaseException) and not name.startswith("_")
    },
    **{name: Denied(f"{name}()", why) for name, why in _DENIED.items()},
    **_OWN,
}


def builtin(name: str) -> Any:
    """The builtin of this name; None if there is none. Those not to be called refuse when they are."""
    return BUILTINS.get(name)
