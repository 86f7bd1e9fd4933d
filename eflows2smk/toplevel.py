"""What jobs run of a module that calls its tasks at module level, without a ``__main__`` guard.

Statements run one by one. One that calls a task is left out, and so are, from then on, the statements that would
only go on with what it computed: those that use a name it binds or an object it may have changed, and those that
define nothing (prints, loops over results), which the program itself has already run once. Left out are also the
statements that change files.

Imported by jobs, so it imports nothing but the interpreter's own; the compiler follows the same decisions.
"""

from __future__ import annotations

# What `ast` is made of: the module itself takes 3 ms to import, in each job.
import _ast as ast

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_DEFINITIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
_BINDINGS = (ast.Import, ast.ImportFrom, ast.Assign, ast.AnnAssign, ast.AugAssign, ast.Pass, *_DEFINITIONS)


class TopLevel:
    """The statements of a module, and which of them jobs leave out.

    tainted: names that don't mean what they mean in the program. skipping: whether a task was called. touching: whether
    a statement changes files.
    """

    def __init__(self, text: str | bytes, path: str) -> None:
        """Raises SyntaxError."""
        tree = compile(text, path, "exec", ast.PyCF_ONLY_AST, dont_inherit=True)
        assert isinstance(tree, ast.Module)
        self.tree = tree
        self.statements: list[ast.stmt] = tree.body
        self.tainted: set[str] = set()
        self.skipping = False
        self.touching = False
        self._definitions: dict[str, set[str]] = {}
        for statement in self.statements:
            _define(statement, self._definitions)

    def used(self, position: int) -> set[str]:
        """Names that a statement looks up when it runs, itself or in the functions of the module that it names."""
        found: set[str] = set()
        pending = list(_used(self.statements[position]))
        while pending:
            name = pending.pop()
            if name not in found:
                found.add(name)
                pending.extend(self._definitions.get(name, ()))
        return found

    def bound(self, position: int) -> set[str]:
        return set(_bound(self.statements[position]))

    def is_guard(self, position: int) -> bool:
        """Whether it asks for the module's name, which tells a job's import from the program itself."""
        statement = self.statements[position]
        return isinstance(statement, ast.If) and "__name__" in _names(statement.test)

    def omits(self, position: int) -> bool:
        """Whether jobs leave the statement out."""
        if not self.skipping or self.is_guard(position):
            return False
        statement = self.statements[position]
        return not _only_binds(statement) or bool(self.used(position) & self.tainted)

    def calls(self, position: int, is_mutable: Callable[[str], bool]) -> None:
        """The statement calls a task."""
        self.skipping = True
        self.omitted(position, is_mutable)

    def touches_files(self, position: int, is_mutable: Callable[[str], bool]) -> None:
        """The statement changes files, or starts a program: jobs leave it out."""
        self.touching = True
        self.omitted(position, is_mutable)

    def omitted(self, position: int, is_mutable: Callable[[str], bool]) -> None:
        """The statement was left out: what it binds or may change can't be trusted."""
        self.tainted |= self.bound(position)
        if not _prints(self.statements[position]):
            self.tainted |= {name for name in self.used(position) if is_mutable(name)}

    def ran(self, position: int) -> None:
        self.tainted -= self.bound(position)


def _define(statement: ast.AST, definitions: dict[str, set[str]]) -> None:
    """Note which names the functions and classes that a statement defines look up when they are called."""
    match statement:
        case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
            definitions.setdefault(name, set()).update(_free(statement))
        case ast.Assign(targets=[ast.Name(id=name)], value=ast.Lambda() as function):
            definitions.setdefault(name, set()).update(_free(function))
        case _:
            for child in _children(statement):
                if isinstance(child, (ast.stmt, ast.excepthandler)):
                    _define(child, definitions)


def _free(node: ast.AST) -> set[str]:
    """Names that are not the function's own."""
    match node:
        case ast.Lambda():
            return _names(node.body) - _parameters(node.args)
        case ast.FunctionDef() | ast.AsyncFunctionDef():
            inside: set[str] = set()
            own, outer = _parameters(node.args), set()
            for part in node.body:
                inside |= _free(part)
                own |= set(_bound(part))
                outer |= _globals(part)
            return inside - (own - outer)
        case ast.Name():
            return {node.id}
        case _:
            found: set[str] = set()
            for child in _children(node):
                found |= _free(child)
            return found


def _parameters(arguments: ast.arguments) -> set[str]:
    every = [*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs, arguments.vararg, arguments.kwarg]
    return {each.arg for each in every if each is not None}


def _globals(node: ast.AST) -> set[str]:
    if isinstance(node, ast.Global):
        return set(node.names)
    found: set[str] = set()
    for child in _children(node):
        found |= _globals(child)
    return found


def _names(node: ast.AST) -> set[str]:
    found = {node.id} if isinstance(node, ast.Name) else set()
    for child in _children(node):
        found |= _names(child)
    return found


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
        case ast.ExceptHandler(name=str(name)):
            yield name
            for child in _children(node):
                yield from _bound(child)
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
        case ast.Assign(targets=[ast.Name()], value=ast.Lambda(args=arguments)):
            yield from _used(node.targets[0])
            yield from _used(arguments)
        case ast.Lambda():
            # Whoever gets it may call it.
            yield from _used(node.args)
            yield from _free(node)
        case _:
            for child in _children(node):
                yield from _used(child)


def _only_binds(statement: ast.stmt) -> bool:
    match statement:
        case ast.With():
            return all(_reads(item.context_expr) for item in statement.items) and _all_bind(statement)
        case ast.If() | ast.Try():
            return _all_bind(statement)
        case _:
            return isinstance(statement, _BINDINGS)


def _all_bind(statement: ast.stmt) -> bool:
    parts = [part for part in _children(statement) if isinstance(part, ast.stmt)]
    handlers = [part for handler in getattr(statement, "handlers", ()) for part in handler.body]
    return all(_only_binds(part) for part in (*parts, *handlers))


def _reads(opened: ast.expr) -> bool:
    """Whether a context is a file that is opened for reading."""
    match opened:
        case ast.Call(func=ast.Name(id="open"), args=[_], keywords=keywords):
            modes = [each.value for each in keywords if each.arg == "mode"]
        case ast.Call(func=ast.Name(id="open"), args=[_, mode, *_]):
            modes = [mode]
        case _:
            return False
    return all(isinstance(mode, ast.Constant) and not set(str(mode.value)) & set("wax+") for mode in modes)


def _prints(statement: ast.stmt) -> bool:
    match statement:
        case ast.Expr(value=ast.Call(func=ast.Name(id="print"))):
            return True
        case _:
            return False
