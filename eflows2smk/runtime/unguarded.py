"""Importing a module that calls its tasks at module level, without running the workflow again.

Statements run one by one. One that calls a task is left out, and so are, from then on, the statements that would
only go on with what it computed: those that use a name it binds or an object it may have changed, and those that
define nothing (prints, loops over results), which the sequential program has already run once.
"""

from __future__ import annotations

# What `ast` is made of: the module itself takes 3 ms to import, in each job.
import _ast as ast
import sys
from importlib.machinery import PathFinder
from importlib.util import find_spec, module_from_spec
from types import ModuleType

from eflows2smk.decorators.mode import ModuleLevelCall

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

_DEFINITIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
_BINDINGS = (ast.Import, ast.ImportFrom, ast.Assign, ast.AnnAssign, ast.AugAssign, ast.Pass, *_DEFINITIONS)
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
            tree = compile(file.read(), spec.origin, "exec", ast.PyCF_ONLY_AST, dont_inherit=True)
        assert isinstance(tree, ast.Module)
        _execute(tree, module, spec.origin)
    except BaseException:
        del sys.modules[name]
        raise
    if parent:
        setattr(sys.modules[parent], last, module)


def _execute(tree: ast.Module, module: ModuleType, path: str) -> None:
    names = module.__dict__
    tainted: set[str] = set()
    skipping = False
    for position, statement in enumerate(tree.body):
        if position and isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant):
            # Compiled alone, a text would become the docstring, as the first statement does.
            continue
        used = set(_used(statement))
        if skipping and (not _only_binds(statement) or used & tainted):
            tainted |= _changed(statement, used, names)
            continue
        code = compile(ast.Module([statement], []), path, "exec", dont_inherit=True, flags=_future(tree))
        try:
            exec(code, names)
        except ModuleLevelCall as call:
            if call.module != module.__name__:
                raise
            skipping = True
            tainted |= _changed(statement, used, names)
        else:
            tainted -= set(_bound(statement))


def _future(tree: ast.Module) -> int:
    import __future__

    flags = 0
    for statement in tree.body:
        if isinstance(statement, ast.ImportFrom) and statement.module == "__future__":
            for alias in statement.names:
                flags |= getattr(__future__, alias.name).compiler_flag
    return flags


def _changed(statement: ast.stmt, used: set[str], names: dict[str, object]) -> set[str]:
    """Names that can't be trusted once the statement was left out: bound by it, or of objects it may change."""
    mutable = {
        name for name in used if name in names and not callable(names[name]) and not isinstance(names[name], _CONSTANT)
    }
    return mutable | set(_bound(statement))


def _children(node: ast.AST) -> Iterator[ast.AST]:
    for field in node._fields:
        value = getattr(node, field, None)
        for item in value if isinstance(value, list) else (value,):
            if isinstance(item, ast.AST):
                yield item


def _bound(node: ast.AST) -> Iterator[str]:
    match node:
        case ast.Name(ctx=ast.Store() | ast.Del()):
            yield node.id
        case ast.Import() | ast.ImportFrom():
            for alias in node.names:
                yield (alias.asname or alias.name).partition(".")[0]
        case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.ClassDef():
            yield node.name
        case ast.Lambda():
            pass
        case _:
            for child in _children(node):
                yield from _bound(child)


def _used(node: ast.AST) -> Iterator[str]:
    """Names that are looked up when the statement runs, not later when a function that it defines is called."""
    match node:
        case ast.Name():
            yield node.id
        case ast.FunctionDef() | ast.AsyncFunctionDef():
            for part in (*node.decorator_list, *node.args.defaults, *node.args.kw_defaults):
                if part is not None:
                    yield from _used(part)
        case ast.Lambda():
            pass
        case _:
            for child in _children(node):
                yield from _used(child)


def _only_binds(statement: ast.stmt) -> bool:
    match statement:
        case ast.If() | ast.Try() | ast.With():
            parts = [part for part in _children(statement) if isinstance(part, ast.stmt)]
            handlers = [part for handler in getattr(statement, "handlers", ()) for part in handler.body]
            return all(_only_binds(part) for part in (*parts, *handlers))
        case _:
            return isinstance(statement, _BINDINGS)
