"""The source of statements and expressions with parts of them replaced: what a script runs of the program.

Beside the lowering, this is the only place that knows how syntax looks.
"""

from __future__ import annotations

import keyword
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

import libcst as cst


def text_of(node: cst.CSTNode, replaced: Mapping[cst.CSTNode, str], unwrapped: Collection[cst.CSTNode] = ()) -> str:
    """The source of the node at the left margin, with these parts replaced by other source. unwrapped: calls in whose
    place their only argument stands."""
    made: Any = node.visit(_Replacing(replaced, unwrapped)) if replaced or unwrapped else node
    if not isinstance(made, cst.CSTNode):
        return ""
    return cst.Module([]).code_for_node(made).strip("\n").rstrip()


def descendants(node: cst.CSTNode) -> Iterator[cst.CSTNode]:
    """The node and all below it."""
    waiting = [node]
    while waiting:
        each = waiting.pop()
        yield each
        waiting.extend(each.children)


def function_of(call: cst.CSTNode) -> cst.CSTNode:
    assert isinstance(call, cst.Call)
    return call.func


def has_one_argument(call: cst.CSTNode) -> bool:
    return isinstance(call, cst.Call) and len(call.args) == 1 and not call.args[0].star


def is_statement(node: cst.CSTNode) -> bool:
    return isinstance(node, cst.BaseSmallStatement | cst.BaseCompoundStatement)


def has_return(node: cst.CSTNode) -> bool:
    """Whether a statement may leave the function that it stands in."""
    waiting = [node]
    while waiting:
        each = waiting.pop()
        if isinstance(each, cst.Return):
            return True
        waiting += [child for child in each.children if not isinstance(child, cst.FunctionDef | cst.Lambda)]
    return False


def is_alone(statement: cst.CSTNode, node: cst.CSTNode) -> bool:
    """Whether the node is the statement, or all of it, so that nobody gets its value."""
    return is_statement(node) or (isinstance(statement, cst.Expr) and statement.value is node)


def is_pattern(node: cst.CSTNode) -> bool:
    """Whether it is a case of a ``match`` or a part of one, which is no text by itself."""
    return isinstance(
        node, cst.MatchCase | cst.MatchPattern | cst.MatchSequenceElement | cst.MatchMappingElement | cst.MatchStar
    )


def is_expression(node: cst.CSTNode) -> bool:
    return isinstance(node, cst.BaseExpression)


def whole_text(statement: cst.CSTNode, node: cst.CSTNode) -> cst.CSTNode:
    """For a hole of an f-string the f-string that it stands in, any other node as it is."""
    if not isinstance(node, cst.FormattedStringExpression):
        return node
    found: cst.CSTNode = node
    for each in descendants(statement):
        if isinstance(each, cst.FormattedString) and any(part is node for part in each.parts):
            found = each
    for each in descendants(statement):
        if isinstance(each, cst.ConcatenatedString) and found in (each.left, each.right):
            found = each
    return found


def line_behind(nodes: Sequence[cst.CSTNode], statement: Any, position: int) -> int:
    """The first of the statements in the body of a ``try`` that stands on a line below that of the one at the position;
    their number if there is none."""
    lines = list(map(_statements_on, statement.body.body))
    own = next((line for line in lines if position >= 0 and id(nodes[position]) in line), set())
    return next((at for at in range(position + 1, len(nodes)) if id(nodes[at]) not in own), len(nodes))


def _statements_on(line: cst.CSTNode) -> set[int]:
    return set(map(id, line.body)) if isinstance(line, cst.SimpleStatementLine) else {id(line)}


def rest_of_try(statement: Any, first: cst.CSTNode) -> Any:
    """The ``try`` with the part of its body that begins with a statement, and without its ``finally``."""
    lines = statement.body.body
    begin = next(at for at, line in enumerate(lines) if id(first) in _statements_on(line))
    body = statement.body.with_changes(body=lines[begin:])
    return statement.with_changes(body=body, finalbody=None, leading_lines=())


def has_one_target(statement: cst.CSTNode) -> bool:
    """Whether a statement assigns to one target, or to none, so that one text can hold all that it does."""
    match statement:
        case cst.Assign(targets=targets):
            return len(targets) == 1 and not isinstance(targets[0].target, cst.Tuple | cst.List)
        case cst.Del(target=target):
            return not isinstance(target, cst.Tuple)
        case cst.For() | cst.With():
            return False
        case _:
            return True


def assignment(statement: cst.CSTNode, target: cst.CSTNode) -> cst.CSTNode:
    """The statement itself where this is its only target, else the target."""
    match statement:
        case cst.Assign(targets=[cst.AssignTarget(target=only)]):
            return statement if only is target else target
        case cst.AugAssign(target=only) | cst.AnnAssign(target=only) | cst.Del(target=only):
            return statement if only is target else target
        case _:
            return target


def augmented_target(statement: cst.CSTNode) -> cst.CSTNode | None:
    return statement.target if isinstance(statement, cst.AugAssign) else None


def elements_of(target: cst.CSTNode) -> list[cst.CSTNode]:
    """The targets in a tuple or list of them."""
    assert isinstance(target, cst.Tuple | cst.List)
    return [element.value for element in target.elements]


def name_of(node: cst.CSTNode | None) -> str:
    """The name that a target is, "" if it is none."""
    return node.value if isinstance(node, cst.Name) else ""


def definition_of(node: cst.CSTNode, defaults: Mapping[str, str]) -> str:
    """The source of a function or class itself, without what decorates a function, for another function to hold.
    defaults: names for those defaults that are no literals, by parameter."""
    if isinstance(node, cst.FunctionDef | cst.Lambda) and defaults:
        node = node.with_changes(params=node.params.visit(_Defaults(defaults)))
    if isinstance(node, cst.FunctionDef):
        node = node.with_changes(decorators=[], lines_after_decorators=[], leading_lines=[])
    elif isinstance(node, cst.ClassDef):
        node = node.with_changes(leading_lines=[])
    return text_of(node.visit(_Enclosing()), {})  # type: ignore[arg-type]


def computed_defaults(node: cst.CSTNode) -> list[str]:
    """The parameters whose defaults are worked out where the function is defined."""
    if not isinstance(node, cst.FunctionDef | cst.Lambda):
        return []
    parameters = (*node.params.posonly_params, *node.params.params, *node.params.kwonly_params)
    literals = (cst.SimpleString, cst.Integer, cst.Float)
    return [
        each.name.value
        for each in parameters
        if each.default is not None
        and not isinstance(each.default, literals)
        and not (isinstance(each.default, cst.Name) and each.default.value in ("None", "True", "False"))
    ]


class _Defaults(cst.CSTTransformer):
    """Names in the place of defaults."""

    def __init__(self, names: Mapping[str, str]) -> None:
        self.names = names

    def leave_Param(self, original_node: cst.Param, updated_node: cst.Param) -> Any:
        name = self.names.get(updated_node.name.value)
        return updated_node if name is None else updated_node.with_changes(default=cst.Name(name))


class _Enclosing(cst.CSTTransformer):
    """Global names are those of the function around."""

    def leave_Global(self, original_node: cst.Global, updated_node: cst.Global) -> Any:
        return cst.Nonlocal(updated_node.names)


def names_around(node: cst.CSTNode) -> list[str]:
    """The names that the decorators and bases of a class mention."""
    if not isinstance(node, cst.ClassDef):
        return []
    parts = [each for part in (*node.decorators, *node.bases, *node.keywords) for each in descendants(part)]
    return list(dict.fromkeys(each.value for each in parts if isinstance(each, cst.Name)))


def is_lambda(node: cst.CSTNode) -> bool:
    return isinstance(node, cst.Lambda)


def called_name(node: cst.CSTNode) -> str:
    """The last name of what is called or asked for: ``mean`` of ``np.mean(x)``, ``shape`` of ``x.shape``, else ""."""
    match node:
        case cst.Call():
            return called_name(node.func)
        case cst.Attribute():
            return node.attr.value
        case cst.Name():
            return node.value
        case cst.Subscript():
            return called_name(node.value)
        case _:
            return ""


class _Replacing(cst.CSTTransformer):
    def __init__(self, replaced: Mapping[cst.CSTNode, str], unwrapped: Collection[cst.CSTNode]) -> None:
        super().__init__()
        self.replaced = replaced
        self.unwrapped = unwrapped

    def on_visit(self, node: cst.CSTNode) -> bool:
        return node not in self.replaced

    def on_leave(self, original: cst.CSTNode, updated: Any) -> Any:
        text = self.replaced.get(original)
        if text is not None:
            return cst.parse_expression(text)
        if original in self.unwrapped:
            return updated.args[0].value
        if isinstance(original, cst.SimpleStatementLine):
            body = [part for part in updated.body if not _does_nothing(part)]
            if not body:
                return cst.RemoveFromParent()
            return updated if len(body) == len(updated.body) else updated.with_changes(body=body)
        if isinstance(original, cst.IndentedBlock) and not updated.body:
            return updated.with_changes(body=[cst.SimpleStatementLine([cst.Pass()])])
        return updated


def _does_nothing(node: cst.BaseSmallStatement) -> bool:
    """``x = x`` and a lone name or literal, which are left where a wait for a result stood."""
    match node:
        case cst.Expr(value=cst.Name() | cst.SimpleString()):
            return True
        case cst.Expr(value=cst.FormattedString() as text):
            # The path of a file that was waited for.
            return not any(isinstance(each, cst.Call | cst.NamedExpr | cst.Await) for each in descendants(text))
        case cst.Assign(targets=[cst.AssignTarget(target=cst.Name(value=left))], value=cst.Name(value=right)):
            return left == right
        case _:
            return False


def is_plain_statement(node: cst.CSTNode) -> bool:
    """Whether a script may hold the statement: it defines, imports and leaves nothing."""
    return not isinstance(
        node,
        cst.FunctionDef
        | cst.ClassDef
        | cst.Import
        | cst.ImportFrom
        | cst.Global
        | cst.Nonlocal
        | cst.Return
        | cst.Break
        | cst.Continue,
    )


def target_name(statement: cst.CSTNode, part: cst.CSTNode) -> str:
    """The variable or attribute that a part of a statement is assigned to, "" if it is none of its own."""
    match statement:
        case cst.Assign(
            targets=[cst.AssignTarget(target=cst.Name(value=name) | cst.Attribute(attr=cst.Name(value=name)))],
            value=value,
        ) if value is part:
            return name
        case cst.AnnAssign(target=cst.Name(value=name), value=value) if value is part:
            return name
        case cst.With(items=items):
            for item in items:
                if item.item is part and item.asname is not None and isinstance(item.asname.name, cst.Name):
                    return item.asname.name.value
    return ""


# Functions that give a result as it is, when it is there.
WAITS = ("wait_on", "compss_wait_on")


def label_of(node: cst.CSTNode) -> str:
    """A name for the value of an expression: what is called, or asked for; "" if nothing in it gives one."""
    match node:
        case cst.Call(func=cst.Name(value=name)) if name in WAITS and node.args:
            return label_of(node.args[0].value)
        case cst.Call(func=cst.Name(value=name)) if name[0].islower() and name not in ("int", "float", "str"):
            return name + "_result"
        case cst.Call(func=cst.Attribute(attr=cst.Name(value=name))) if name not in ("item", "get", "format"):
            return name + "_value"
        case cst.Call() if node.args and node.args[0].keyword is None:
            return label_of(node.args[0].value)
        case cst.Attribute():
            return node.attr.value
        case cst.Subscript() | cst.StarredElement():
            return label_of(node.value)
        case cst.Name():
            return f"{node.value}_value"
        case _:
            return ""


def subject_of(text: str, *, call: bool = False) -> str:
    """A name for a condition: the first variable in it, else the first function that it calls. call: the other way
    round, as for a statement. The line it stands in is no name: it changes with a comment above it."""
    words = re.findall(r"(?<![\w'\"])([^\W\d]\w*)\s*(\(|\.)?", re.sub(r"""(['"]).*?\1""", " ", text))
    named = [(word, end) for word, end in words if not keyword.iskeyword(word) and word not in (*WAITS, "self", "len")]
    found = [next((word for word, end in named if end == which), "") for which in ("", "(")]
    return (found[1] or found[0] if call else found[0] or found[1]) or "statement"
