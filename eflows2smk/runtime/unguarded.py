"""Importing a module that calls its tasks at module level, without running the workflow again."""

from __future__ import annotations

import _ast as ast
import sys
from importlib.machinery import PathFinder
from importlib.util import find_spec, module_from_spec
from types import ModuleType

from eflows2smk.decorators.mode import ModuleLevelCall, ModuleLevelEffect
from eflows2smk.toplevel import TopLevel

# Values that a statement can use but not change.
_CONSTANT = (str, int, float, complex, bool, bytes, type(None), tuple, frozenset, range, ModuleType)


def import_unguarded(name: str) -> None:
    """Put the module into `sys.modules` under its name. What its other statements raise comes through."""
    spec = find_spec(name) if "." in name else PathFinder.find_spec(name)
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError(f"No module named {name!r}", name=name)
    module = module_from_spec(spec)
    sys.modules[name] = module
    parent, _, last = name.rpartition(".")
    try:
        with open(spec.origin, "rb") as file:
            top = TopLevel(file.read(), spec.origin)
        _execute(top, module, spec.origin)
    except BaseException:
        del sys.modules[name]
        raise
    if parent:
        setattr(sys.modules[parent], last, module)


def _execute(top: TopLevel, module: ModuleType, path: str) -> None:
    names = module.__dict__

    def is_mutable(name: str) -> bool:
        if name not in names or callable(names[name]) or isinstance(names[name], _CONSTANT):
            return False
        return type(names[name]).__module__.partition(".")[0] != "pathlib"

    for position, statement in enumerate(top.statements):
        if position and isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant):
            # Compiled alone, a text would become the docstring, as the first statement does.
            continue
        if top.omits(position):
            top.omitted(position, is_mutable)
            continue
        code = compile(ast.Module([statement], []), path, "exec", dont_inherit=True, flags=_future(top.tree))
        try:
            exec(code, names)
        except ModuleLevelEffect as effect:
            if effect.module != module.__name__:
                raise
            top.touches_files(position, is_mutable)
            for name in top.bound(position):
                names.pop(name, None)
        except ModuleLevelCall as call:
            if call.module != module.__name__:
                raise
            top.calls(position, is_mutable)
        except Exception as error:
            is_late = top.skipping or (top.touching and isinstance(error, OSError))
            if not is_late or isinstance(statement, ast.Import | ast.ImportFrom):
                raise
            # It reads what the workflow has not made yet; whoever needs what it binds will say so.
            top.omitted(position, is_mutable)
            for name in top.bound(position):
                names.pop(name, None)
        else:
            top.ran(position)


def _future(tree: ast.Module) -> int:
    import __future__

    flags = 0
    for statement in tree.body:
        if isinstance(statement, ast.ImportFrom) and statement.module == "__future__":
            for alias in statement.names:
                flags |= getattr(__future__, alias.name).compiler_flag
    return flags
