"""Values as text: ``str``, ``repr``, ``format`` and the holes of f-strings, with provenance."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from eflows2smk.frontend.evaluation.conversion import SCALARS, NotPlain, Plain, really
from eflows2smk.frontend.evaluation.datamodel import special
from eflows2smk.frontend.evaluation.exceptions import is_exception_class
from eflows2smk.frontend.evaluation.machine import Machine, Site
from eflows2smk.frontend.evaluation.operators import on_texts
from eflows2smk.frontend.evaluation.signals import Raised
from eflows2smk.frontend.evaluation.symbols import Symbol
from eflows2smk.frontend.evaluation.values import MISSING, ClassCell, InstanceCell, Library
from eflows2smk.frontend.heap.cells import Cell
from eflows2smk.frontend.heap.values import Computed
from eflows2smk.frontend.trusted import interface as trusted
from eflows2smk.workflow.text import has_symbol


def formatted(machine: Machine, site: Site, value: Any, label: str | None, conversion: str, spec: Any) -> Any:
    """One hole of an f-string."""
    if isinstance(spec, Computed):
        return machine.residual.operation(site, (value, spec))
    if type(value) in SCALARS:
        if isinstance(value, str) and (has_symbol(value) or has_symbol(spec)) and (spec or conversion in ("r", "a")):
            return machine.residual.operation(site, (value,))
        return really(trusted.formatted, value, label, conversion, spec)
    if isinstance(value, Symbol) and (spec in ("", "d") if not conversion else spec == ""):
        return really(trusted.formatted, str(value), label, "", "")
    if conversion in ("r", "a"):
        value = repr_of(machine, site, value)
    elif conversion == "s":
        value = str_of(machine, site, value)
    elif isinstance(value, InstanceCell):
        method = special(machine, value, "__format__")
        if method is not MISSING:
            value = machine.call[type(method)](machine, site, method, [spec], {})
            spec = ""
        elif spec == "":
            value = str_of(machine, site, value)
        elif value.base is not MISSING:
            return formatted(machine, site, value.base, label, "", spec)
        else:
            raise Raised(TypeError(f"unsupported format string passed to {value.cls.name}.__format__"))
    elif isinstance(value, Cell) and value.kind in ("list", "dict", "set", "deque", "class") and spec == "":
        value = str_of(machine, site, value)
    if isinstance(value, Computed):
        return machine.residual.operation(site, (value,))
    try:
        real = Plain().of(value)
    except NotPlain:
        return machine.residual.operation(site, (value,))
    return really(trusted.formatted, real, label, "", spec)


def str_of(machine: Machine, site: Site, value: Any, label: str | None = None) -> Any:
    """``str(value)``."""
    if type(value) in SCALARS:
        return really(trusted.text_of, value, label)
    if isinstance(value, Symbol):
        return really(trusted.text_of, str(value), label)
    if isinstance(value, InstanceCell):
        method = special(machine, value, "__str__")
        if method is not MISSING:
            return machine.call[type(method)](machine, site, method, [], {})
        if isinstance(value.content, Computed):
            return machine.residual.operation(site, (value,))
        if is_exception_class(value.cls):
            args = value.content.get("args", ())
            if len(args) == 1:
                return str_of(machine, site, args[0])
            return repr_of(machine, site, args) if args else ""
        if "__enum_name__" in value.content:
            return _enumeration(machine, site, value)
        if value.base is not MISSING and special(machine, value, "__repr__") is MISSING:
            return str_of(machine, site, value.base)
        return repr_of(machine, site, value)
    if isinstance(value, Cell) and value.kind in ("array", "object") and not value.is_computed:
        # An array or a matrix is shown in another way than its `repr`.
        shown = _shown(value, str)
        return machine.residual.operation(site, (value,)) if shown is None else shown
    if isinstance(value, Computed | Cell | tuple | frozenset | Library):
        return repr_of(machine, site, value)
    return on_texts(machine, site, trusted.text_of, value)


def _enumeration(machine: Machine, site: Site, value: InstanceCell) -> Any:
    names = {base.name for base in value.cls.mro if isinstance(base, Library)}
    if names & {"enum.StrEnum", "enum.IntEnum", "enum.IntFlag"}:
        return str_of(machine, site, value.base if value.base is not MISSING else value.content["value"])
    return f"{value.cls.name}.{value.content['__enum_name__']}"


def repr_of(machine: Machine, site: Site, value: Any) -> Any:
    """``repr(value)``; a computed value where a part is computed, or where it would show an address."""
    found = _repr(machine, site, value, ())
    return machine.residual.operation(site, (value,)) if found is None else found


def _repr(machine: Machine, site: Site, value: Any, around: tuple[Any, ...]) -> str | None:
    if type(value) in SCALARS:
        return None if isinstance(value, str) and has_symbol(value) else repr(value)
    if any(value is each for each in around):
        return "[...]" if isinstance(value, Cell) and value.kind == "list" else "{...}"
    inside = (*around, value)
    if type(value) is tuple:
        parts = [_repr(machine, site, item, inside) for item in value]
        if None in parts:
            return None
        return f"({parts[0]},)" if len(parts) == 1 else f"({', '.join(parts)})"  # type: ignore[arg-type]
    if isinstance(value, tuple) and hasattr(value, "_fields"):
        parts = [_repr(machine, site, item, inside) for item in value]
        named = [f"{name}={part}" for name, part in zip(value._fields, parts, strict=True)]
        return None if None in parts else f"{type(value).__name__}({', '.join(named)})"
    if isinstance(value, InstanceCell):
        return _repr_of_instance(machine, site, value, inside)
    if isinstance(value, ClassCell):
        return f"<class '{value.module.content['__name__']}.{value.qualname}'>"
    if isinstance(value, Library):
        return repr(value.real) if isinstance(value.real, type) else None
    if isinstance(value, Computed) or (isinstance(value, Cell) and isinstance(value.content, Computed)):
        return None
    if isinstance(value, Cell) and value.kind in ("list", "dict") and type(value.content) in (list, dict):
        return _repr_of_container(machine, site, value, inside)
    return _shown(value, repr)


def _shown(value: Any, how: Callable[[Any], str]) -> str | None:
    """``str(value)`` or ``repr(value)`` of a real object; None where it would show an address."""
    try:
        real = Plain().of(value)
        trusted.renderable(real)
        return trusted.rendered(how(real))
    except (NotPlain, trusted.TrustError):
        return None


def _repr_of_container(machine: Machine, site: Site, value: Cell, inside: tuple[Any, ...]) -> str | None:
    parts: list[str] = []
    items = value.content.items() if value.kind == "dict" else ((None, item) for item in value.content)
    for key, item in items:
        shown = _repr(machine, site, item, inside)
        name = _repr(machine, site, key, inside) if value.kind == "dict" else ""
        if shown is None or name is None:
            return None
        parts.append(f"{name}: {shown}" if value.kind == "dict" else shown)
    joined = ", ".join(parts)
    return f"{{{joined}}}" if value.kind == "dict" else f"[{joined}]"


def _repr_of_instance(machine: Machine, site: Site, value: InstanceCell, inside: tuple[Any, ...]) -> str | None:
    method = special(machine, value, "__repr__")
    if method is not MISSING:
        found = machine.call[type(method)](machine, site, method, [], {})
        return found if isinstance(found, str) else None
    if isinstance(value.content, Computed):
        return None
    fields = value.cls.lookup("__dataclass_fields__")
    if fields is not MISSING:
        parts = []
        for name, field in fields.items():
            if field.repr:
                shown = _repr(machine, site, value.content.get(name), inside)
                if shown is None:
                    return None
                parts.append(f"{name}={shown}")
        return f"{value.cls.qualname}({', '.join(parts)})"
    if "__enum_name__" in value.content:
        shown = _repr(machine, site, value.content["value"], inside)
        return None if shown is None else f"<{value.cls.name}.{value.content['__enum_name__']}: {shown}>"
    if is_exception_class(value.cls):
        args = _repr(machine, site, value.content.get("args", ()), inside)
        return None if args is None else value.cls.name + (args if not args.endswith(",)") else args[:-2] + ")")
    if value.base is not MISSING:
        return _repr(machine, site, value.base, inside)
    return None


# A conversion of ``template % values`` that shows a whole value as text; all others take numbers, or names in a
# dictionary.
_SHOWN = re.compile(r"%(?:%|([-#0 +]*\d*(?:\.\d+)?)([sra]))")


def inserted(machine: Machine, site: Site, template: str, values: Any) -> Any:
    """``template % values``; what has methods of its own to be shown by becomes text before."""
    given = values if isinstance(values, tuple) else (values,)
    by_name = isinstance(values, Cell) and values.kind == "dict" and "%(" in template
    if not by_name and any(isinstance(value, Cell) and value.kind != "object" for value in given):
        found = [each for each in _SHOWN.finditer(template) if each[2]]
        if len(found) != len(given) or "%" in _SHOWN.sub("", template):
            return machine.residual.operation(site, (template, values))
        given = tuple(
            (str_of if each[2] == "s" else repr_of)(machine, site, value)
            for each, value in zip(found, given, strict=True)
        )
        if any(isinstance(value, Computed) for value in given):
            return machine.residual.operation(site, (template, values))
        template = _SHOWN.sub(lambda each: f"%{each[1]}s" if each[2] else "%%", template)
        return really(trusted.percent, template, given)
    return on_texts(machine, site, trusted.percent, template, values)
