"""``import``: modules of the program are evaluated, library modules looked up, all others left opaque."""

from __future__ import annotations

import sys
from typing import Any

import libcst as cst
from libcst.helpers import get_full_name_for_node

from eflows2smk.frontend import api, refused, trusted
from eflows2smk.frontend.errors import Refusal
from eflows2smk.frontend.lowering import Closure, Unit, located, statement
from eflows2smk.frontend.scopes import Frame, Scope
from eflows2smk.frontend.values import ApiModule, LibraryModule, Opaque, UserModule
from eflows2smk.software import packages


def module_value(unit: Unit, name: str, level: int) -> Any:
    """The module of that name as a value; level counts the leading dots of a relative import."""
    evaluator = unit.evaluator
    root = name.split(".")[0]
    if level == 0 and root in api.PACKAGES:
        return ApiModule(name)
    source = evaluator.program.find(name, level, unit.source)
    if source is not None:
        return evaluator.user_module(source)
    if level == 0 and trusted.library(name):
        return LibraryModule(name)
    if level == 0 and root in packages():
        return ApiModule(name)
    if root in refused.STORES and not level:
        raise refused.refusal(root, name)
    if level:
        raise ImportError(f"there is no module '{'.' * level}{name}' in this program")
    return Opaque(name)


def _note_library(unit: Unit, module: str, value: Any, node: cst.CSTNode) -> None:
    root = module.partition(".")[0]
    if isinstance(value, Opaque) and root not in sys.stdlib_module_names:
        unit.evaluator.libraries.setdefault(root, (unit, node))


def _bind(unit: Unit, frame: Frame, scope: Scope, name: str, value: Any, line: str = "") -> None:
    if line:
        known = unit.evaluator.import_lines.get((id(frame.globals), name))
        same = known is not None and getattr(known[1], "name", None) == getattr(value, "name", "")
        before = known[0] if known is not None and same else {}
        unit.evaluator.import_lines[id(frame.globals), name] = ({**before, line: None}, value)
    (frame.globals if scope.hops(name) < 0 else frame.names)[name] = value


@statement(cst.Import)
def import_(unit: Unit, node: cst.Import, scope: Scope) -> Closure:
    def run(frame: Frame) -> None:
        for alias in node.names:
            name = get_full_name_for_node(alias.name) or ""
            try:
                value = module_value(unit, name, 0)
                _note_library(unit, name, value, node)
                if alias.asname is not None and isinstance(alias.asname.name, cst.Name):
                    _bind(
                        unit,
                        frame,
                        scope,
                        alias.asname.name.value,
                        value,
                        f"import {name} as {alias.asname.name.value}",
                    )
                    continue
                root = name.split(".")[0]
                top = value if root == name else module_value(unit, root, 0)
                if isinstance(top, UserModule) and isinstance(value, UserModule):
                    _attach(unit, top, name)
                _bind(unit, frame, scope, root, top, f"import {name}")
            except Exception as error:
                raise located(error, unit, alias) from None

    return run


def _attach(unit: Unit, top: UserModule, name: str) -> None:
    """``import a.b.c`` makes ``b`` an attribute of ``a``, and ``c`` one of ``a.b``."""
    parts = name.split(".")
    holder = top
    for end in range(2, len(parts) + 1):
        value = module_value(unit, ".".join(parts[:end]), 0)
        holder.names[parts[end - 1]] = value
        if not isinstance(value, UserModule):
            return
        holder = value


@statement(cst.ImportFrom)
def import_from(unit: Unit, node: cst.ImportFrom, scope: Scope) -> Closure:
    base = get_full_name_for_node(node.module) or "" if node.module is not None else ""
    level = len(node.relative)
    absolute = _absolute(unit, base, level)

    def run(frame: Frame) -> None:
        if base == "__future__":
            return
        try:
            if isinstance(node.names, cst.ImportStar):
                for name, value in _everything(unit, module_value(unit, base, level)).items():
                    _bind(unit, frame, scope, name, value, f"from {absolute} import {name}")
                return
        except Exception as error:
            found = located(error, unit, node)
            if isinstance(found, Refusal):
                found.span = found.span or unit.span(node)
                unit.more_names = found
            raise found from None
        for alias in node.names:
            wanted = get_full_name_for_node(alias.name) or ""
            try:
                value = _member(unit, base, level, wanted)
            except Exception as error:
                raise located(error, unit, alias) from None
            bound = (
                alias.asname.name.value
                if alias.asname is not None and isinstance(alias.asname.name, cst.Name)
                else wanted
            )
            _note_library(unit, absolute, value, node)
            line = f"from {absolute} import {wanted}"
            _bind(unit, frame, scope, bound, value, line if bound == wanted else f"{line} as {bound}")

    return run


def _absolute(unit: Unit, base: str, level: int) -> str:
    """The module's name without leading dots."""
    if not level:
        return base
    package = unit.source.name.split(".")
    if not unit.source.is_package:
        package = package[:-1]
    return ".".join([*package[: len(package) - level + 1], *([base] if base else [])])


def _everything(unit: Unit, module: Any) -> dict[str, Any]:
    match module:
        case UserModule():
            listed = module.names.get("__all__")
            names = listed if listed is not None else [name for name in module.names if not name.startswith("_")]
            return {name: module.names[name] for name in names}
        case ApiModule():
            return {name: api.find(name) for name in api.names_of(module.name)}
        case LibraryModule():
            return trusted.public(module.name)
        case _:
            raise Refusal(
                "E304",
                f"what 'from {module.name} import *' brings in is not known when compiling",
                help="import the names that you use one by one",
            )


def _member(unit: Unit, base: str, level: int, wanted: str) -> Any:
    if level and not base:
        source = unit.evaluator.program.find(wanted, level, unit.source)
        if source is not None:
            return unit.evaluator.user_module(source)
    module = module_value(unit, base, level)
    match module:
        case UserModule():
            if wanted in module.names:
                return module.names[wanted]
            source = unit.evaluator.program.find(f"{module.source.name}.{wanted}", 0, unit.source)
            if source is not None:
                return unit.evaluator.user_module(source)
            unit.evaluator.check_circular(module, wanted)
            raise ImportError(f"module '{module.source.name}' has no name '{wanted}'")
        case ApiModule():
            found = api.find(wanted)
            if found is not None:
                return found
            if base in ("pycompss", "pycompss.api") or level:
                return ApiModule(f"{base}.{wanted}")
            raise Refusal(
                "E305",
                f"'{base}' has no '{wanted}' that can be compiled",
                help="see the list of supported names in the README",
            )
        case LibraryModule():
            return unit.evaluator.library_attribute(module.name, wanted)
        case _:
            return Opaque(f"{module.name}.{wanted}")
