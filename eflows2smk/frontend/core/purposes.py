"""What the program calls the results of its calls: the names that they are assigned to, or the list they are put in."""

from __future__ import annotations

from eflows2smk.frontend.core import operations as core
from eflows2smk.frontend.core.codes import Code, Register
from eflows2smk.frontend.core.liveness import every
from eflows2smk.frontend.core.texts import WAITS

_PUTS = ("append", "add", "appendleft")


def purposes(code: Code) -> dict[Register, str]:
    """The name for each register of the code whose value gets one: ``x = f()``, ``x = wait_on(f())``,
    ``xs.append(f())``, ``table[key] = f()`` and ``model.x = f()``."""
    loaded: dict[Register, str] = {}
    puts: dict[Register, str] = {}
    waited: dict[Register, Register] = {}
    found: dict[Register, str] = {}
    for operation in every(code.body):
        match operation:
            case core.Load():
                loaded[operation.target] = operation.name
            case core.GetAttribute(name=name) if name in _PUTS and operation.object in loaded:
                puts[operation.target] = loaded[operation.object]
            case core.Call(arguments=(passed,)) if not passed.keyword and not passed.star:
                if operation.function in puts:
                    found[passed.value] = puts[operation.function]
                elif loaded.get(operation.function) in WAITS:
                    waited[passed.value] = operation.target
            case core.Store() | core.SetAttribute():
                found[operation.source] = operation.name
            case core.SetItem() if operation.object in loaded:
                found[operation.source] = loaded[operation.object]
    for value, result in waited.items():
        if result in found:
            found.setdefault(value, found[result])
    return {register: name for register, name in found.items() if name.isidentifier() and not name.startswith("_")}
