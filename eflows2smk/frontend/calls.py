"""Calls: the program's functions are evaluated in place, invocations recorded, library functions called."""

from __future__ import annotations

import random
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any, NoReturn

import libcst as cst

from eflows2smk.frontend import trusted
from eflows2smk.frontend.api import ApiFunction
from eflows2smk.frontend.errors import ComputedValue, Poisoned, Refusal
from eflows2smk.frontend.expressions import label_of
from eflows2smk.frontend.host.journal import Journal
from eflows2smk.frontend.lowering import EXPRESSIONS, Closure, Unit, expression, located
from eflows2smk.frontend.raised import own
from eflows2smk.frontend.scopes import Frame, Scope, root_names
from eflows2smk.frontend.values import Bound, Dropped, Function, Future, Opaque, Record, Signature, UserClass

if TYPE_CHECKING:
    from eflows2smk.frontend.evaluator import Evaluator


class Call:
    """A call in the source: where it stands and how its arguments are written."""

    __slots__ = ("unit", "node", "scope", "labels", "_keyword_labels", "_text", "_parts", "_owner")

    def __init__(self, unit: Unit, node: cst.Call, scope: Scope) -> None:
        self.unit = unit
        self.node = node
        self.scope = scope
        self._parts: list[tuple[str, str, Closure]] | None = None
        self._owner: Closure | None = None
        plain = [arg for arg in node.args if not arg.star and arg.keyword is None]
        self.labels = [label_of(unit, arg.value) for arg in plain]
        self._keyword_labels: dict[str, str | None] | None = None
        self._text = ""

    @property
    def parts(self) -> list[tuple[str, str, Closure]]:
        """Star, keyword and closure of each argument."""
        if self._parts is None:
            self._parts = [
                (arg.star, arg.keyword.value if arg.keyword is not None else "", self._plain(arg.value))
                for arg in self.node.args
            ]
        return self._parts

    @property
    def owner(self) -> Closure:
        """What a method is called on."""
        assert isinstance(self.node.func, cst.Attribute)
        if self._owner is None:
            self._owner = self._plain(self.node.func.value)
        return self._owner

    def _plain(self, node: cst.BaseExpression) -> Closure:
        before, self.unit.guarding = self.unit.guarding, False
        try:
            return self.unit.expression(node, self.scope)
        finally:
            self.unit.guarding = before

    @property
    def keyword_labels(self) -> dict[str, str | None]:
        if self._keyword_labels is None:
            self._keyword_labels = {
                arg.keyword.value: label_of(self.unit, arg.value) for arg in self.node.args if arg.keyword is not None
            }
        return self._keyword_labels

    @property
    def text(self) -> str:
        if not self._text:
            self._text = self.unit.text(self.node)
        return self._text


def bind(signature: Signature, args: Sequence[Any], kwargs: Mapping[str, Any], name: str) -> dict[str, Any]:
    """Arguments by parameter, defaults left out; raises TypeError as Python would."""
    positional = signature.positional
    bound = dict(zip(positional, args, strict=False))
    if len(args) > len(positional):
        if not signature.variadic:
            raise TypeError(f"{name}() takes {len(positional)} positional arguments but {len(args)} were given")
        bound[signature.variadic] = tuple(args[len(positional) :])
    extra: dict[str, Any] = {}
    for key, value in kwargs.items():
        if key in bound and key != signature.variadic:
            raise TypeError(f"{name}() got multiple values for argument '{key}'")
        if key in positional or key in signature.keyword_only:
            bound[key] = value
        elif signature.keywords:
            extra[key] = value
        else:
            raise TypeError(f"{name}() got an unexpected keyword argument '{key}'")
    if extra:
        bound[signature.keywords] = extra
    for parameter in (*positional, *signature.keyword_only):
        if parameter not in bound and parameter not in signature.defaults:
            raise TypeError(f"{name}() missing required argument: '{parameter}'")
    return bound


def complete(signature: Signature, bound: dict[str, Any]) -> dict[str, Any]:
    """`bound` with the defaults of what was not given."""
    for parameter, value in signature.defaults.items():
        bound.setdefault(parameter, value)
    if signature.variadic:
        bound.setdefault(signature.variadic, ())
    if signature.keywords:
        bound.setdefault(signature.keywords, {})
    return bound


def call_as_written(function: Function, args: Sequence[Any], kwargs: Mapping[str, Any]) -> Any:
    """`call_function` for a call that stands in the program: arguments that don't fit are the program's mistake."""
    try:
        bind(function.signature, args, kwargs, function.name)
    except TypeError as error:
        raise error if function.altered else own(error) from None
    return call_function(function, args, kwargs)


def call_function(function: Function, args: Sequence[Any], kwargs: Mapping[str, Any]) -> Any:
    """Evaluate the body of one of the program's functions."""
    names = complete(function.signature, bind(function.signature, args, kwargs, function.name))
    return function.run(Frame(names, function.closure, function.closure.globals))


@expression(cst.Call)
def call(unit: Unit, node: cst.Call, scope: Scope) -> Closure:
    function = _called(unit, node.func, scope)
    site = Call(unit, node, scope)
    arguments = _arguments(unit, node, scope)
    evaluator = unit.evaluator
    dispatch = evaluator.call
    evaluator.calls[node] = site, function

    if isinstance(node.func, cst.Name) and node.func.value == "print":
        return _print(unit, node, scope, site, function)
    if isinstance(node.func, cst.Name) and node.func.value == "super":
        if not node.args:
            return lambda frame: _super(frame)
        if len(node.args) == 2 and scope.hops("super") < 0 and "super" not in unit.names:
            return lambda frame: _super_of(*arguments(frame)[0])

    record = _changes(unit, node.func, scope)
    forgiving = _forgiving(unit, node, scope)

    def run(frame: Frame) -> Any:
        if evaluator.scout is not None:
            return evaluator.scout.call(site, function, frame)
        if evaluator.replay and evaluator.replay.get(node):
            return evaluator.replay[node].popleft()
        callee = function(frame)
        if type(callee) in (Opaque, Dropped) and unit.evaluator.is_dropped(callee):
            forgiving(frame)
            unit.evaluator.note_once("N301", unit, node)
            return Dropped(callee.name + "()")
        args, kwargs = arguments(frame)
        if record is not None:
            record()
        count = evaluator.count
        since = evaluator.recorded()
        try:
            result = dispatch(callee, args, kwargs, site)
        except Exception as error:
            raise located(error, unit, node, trusted.standing(callee) if kwargs else callee, *args, *kwargs.values())
        if evaluator.count != count:
            evaluator.recent.add(node, result, since)
        return result

    return run


def _called(unit: Unit, node: cst.BaseExpression, scope: Scope) -> Closure:
    """What is called: no value of its own for host code, but the method's object may be one that tasks give."""
    if isinstance(node, cst.Attribute) and _calls(node.value):
        return EXPRESSIONS[cst.Attribute](unit, node, scope)
    before, unit.guarding = unit.guarding, False
    try:
        return unit.expression(node, scope)
    finally:
        unit.guarding = before


def _calls(node: cst.CSTNode) -> bool:
    return isinstance(node, cst.Call) or any(_calls(child) for child in node.children)


_CHANGING = frozenset(
    (
        "append appendleft extend extendleft insert remove pop popleft popitem clear update setdefault add discard"
        " sort reverse"
    ).split()
)


def _changes(unit: Unit, function: cst.BaseExpression, scope: Scope) -> Callable[[], None] | None:
    """What to remember when this is a method that changes an object which a name of the module holds."""
    if isinstance(function, cst.Attribute) and function.attr.value in _CHANGING:
        name = next(root_names(function), "")
        return unit.changes_global(name, function, scope)
    return None


# Functions of the library that change their first argument.
_CHANGING_FIRST = frozenset(
    "heappush heappop heapify heapreplace heappushpop insort insort_left insort_right shuffle setitem delitem iadd"
    " iconcat".split()
)


def _save(evaluator: Evaluator, callee: Any, args: list[Any]) -> None:
    """Remember an object that a call is about to change: its statement may turn out to be host code."""
    name = getattr(callee, "__name__", "")
    owner = getattr(callee, "__self__", getattr(callee, "owner", None))
    if (
        name in _CHANGING
        or (not name and isinstance(owner, list | set | deque))
        or isinstance(owner, random.Random)
        or hasattr(owner, "bit_generator")
    ):
        changed = [owner]
    else:
        changed = []
    if name in _CHANGING_FIRST:
        # A generator that shuffles goes on itself too.
        changed += args[:1]
    if not changed:
        return
    if evaluator.journal is None:
        evaluator.journal = Journal()
    if name == "append" and isinstance(changed[0], list):
        evaluator.host.growing(changed[0])
    else:
        for each in changed:
            evaluator.host.changing(each)


def _arguments(unit: Unit, node: cst.Call, scope: Scope) -> Callable[[Frame], tuple[list[Any], dict[str, Any]]]:
    if not any(arg.star for arg in node.args):
        plain = [unit.expression(arg.value, scope) for arg in node.args if arg.keyword is None]
        named = [(arg.keyword.value, unit.expression(arg.value, scope)) for arg in node.args if arg.keyword is not None]
        if not named:
            return lambda frame: ([run(frame) for run in plain], {})
        return lambda frame: ([run(frame) for run in plain], {key: run(frame) for key, run in named})

    runs = [(arg.star, arg.keyword, unit.expression(arg.value, scope)) for arg in node.args]

    def spread(frame: Frame) -> tuple[list[Any], dict[str, Any]]:
        args: list[Any] = []
        kwargs: dict[str, Any] = {}
        for star, keyword, run in runs:
            value = run(frame)
            if star == "*":
                args.extend(value)
            elif star == "**":
                kwargs.update(value)
            elif keyword is not None:
                kwargs[keyword.value] = value
            else:
                args.append(value)
        return args, kwargs

    return spread


def _print(unit: Unit, node: cst.Call, scope: Scope, site: Call, function: Closure) -> Closure:
    """``print`` of what is known when compiling is left out; of computed values it is host code."""
    runs = [unit.expression(arg.value, scope) for arg in node.args]
    evaluator = unit.evaluator

    def run(frame: Frame) -> None:
        if evaluator.scout is not None:
            evaluator.scout.call(site, function, frame)
            return
        timed = False
        values = []
        for value in runs:
            try:
                values.append(value(frame))
            except Refusal as error:
                # A clock or the like: no value of the workflow is lost.
                if error.code != "E307":
                    raise
                timed = True
        if not timed:
            for value in values:
                _printable(value)
        evaluator.note_once("N300", unit, node)

    return run


def _printable(value: Any) -> None:
    """Raises ComputedValue for what can't be printed when compiling."""
    if isinstance(value, Future):
        value.refuse("printing this")
    if isinstance(value, list | tuple):
        for item in value:
            _printable(item)
    elif isinstance(value, dict):
        for item in value.values():
            _printable(item)
    elif isinstance(value, Record) and value.future is not None:
        value.future.refuse("printing this")


def _forgiving(unit: Unit, node: cst.Call, scope: Scope) -> Callable[[Frame], None]:
    """Evaluates the arguments of a call whose text nobody reads: what would need a computed value is left out."""
    runs = [unit.expression(arg.value, scope) for arg in node.args]

    def run(frame: Frame) -> None:
        for value in runs:
            try:
                value(frame)
            except ComputedValue:
                unit.evaluator.note_once("W310", unit, node)
            except (Refusal, Poisoned):
                # A clock or the like: no value of the workflow is lost.
                continue

    return run


def _super(frame: Frame) -> Any:
    from eflows2smk.frontend.classes import Super

    found: Frame | None = frame
    while found is not None and "__class__" not in found.names:
        found = found.parent
    if found is None:
        raise RuntimeError("super(): no class around")
    return Super(found.names["__class__"], next(iter(frame.names.values())))


def _super_of(cls: Any, instance: Any) -> Any:
    """``super(cls, instance)``; raises Refusal for other values than those that ``super()`` itself would have."""
    from eflows2smk.frontend.classes import Super

    own_class = instance.cls if isinstance(instance, Record) else instance
    if not (isinstance(cls, UserClass) and isinstance(own_class, UserClass) and cls in own_class.order):
        raise Refusal("E302", "what this 'super' gives is not known when compiling", help="write super()")
    return Super(cls, instance)


def _call_opaque(callee: Opaque) -> NoReturn:
    """A call into a library that the evaluator knows nothing of."""
    module, _, name = callee.name.rpartition(".")
    if trusted.library(module):
        raise trusted.Untrusted(f"{callee.name}()", trusted.reason(module, name))
    raise trusted.Untrusted(f"{callee.name}()", "its library is not one whose functions are known to be safe")


def call_any(evaluator: Evaluator, callee: Any, args: list[Any], kwargs: dict[str, Any], site: Call) -> Any:
    """Call a value from a call site of the program."""
    kind = type(callee)
    if kind in _OF_LIBRARY:
        _save(evaluator, callee, args)
    if kind is Function:
        return evaluator.inline(callee, args, kwargs, site.node)
    if kind is Bound:
        return call_any(evaluator, callee.function, [callee.instance, *args], kwargs, site)
    handler = evaluator.handlers.get(kind)
    if handler is not None:
        return handler(callee, args, kwargs, site)
    if kind is UserClass:
        return callee(*args, **kwargs)
    if kind is Opaque:
        _call_opaque(callee)
    labelled = _LABELLED.get(callee) if kind in _HASHED else None
    if labelled is not None and not kwargs and len(site.labels) == len(args):
        return labelled(args, site.labels)
    format_of = getattr(callee, "__self__", None) if kind is _METHOD else None
    if isinstance(format_of, str) and callee.__name__ == "format":
        if len(site.labels) == len(args):
            return trusted.format_method(format_of, args, kwargs, site.labels, site.keyword_labels)
        return trusted.format_method(format_of, args, kwargs)
    args = [partial(each.run, evaluator) if type(each) is ApiFunction else each for each in args]
    result = trusted.call(evaluator.world, callee, args, kwargs)
    if isinstance(result, type) and hasattr(result, "_fields"):
        # A named tuple belongs to the module that makes it.
        result.__module__ = evaluator.job_module(site.unit.source)
    return result


_METHOD = type("".format)
# Methods of built-in objects, functions of the library, methods of its classes, and what we supply in their place.
_OF_LIBRARY = {_METHOD, type(call_any), type(random.Random().random), trusted.OwnMethod, type(random.Random().shuffle)}
_HASHED = {type, type(call_any), _METHOD}


def _text(args: list[Any], labels: list[str | None]) -> Any:
    if len(args) != 1:
        return str(*args)
    return trusted.text_of(args[0], labels[0])


def _path_join(args: list[Any], labels: list[str | None]) -> Any:
    return trusted.path_join(args, labels)


_LABELLED: dict[Any, Callable[[list[Any], list[str | None]], Any]] = {
    str: _text,
    trusted.JOIN: _path_join,
}
