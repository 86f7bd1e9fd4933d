"""Walking LibCST trees: the parts of a node that have a meaning, without whitespace and punctuation."""

from __future__ import annotations

from dataclasses import fields

import libcst as cst

_PUNCTUATION = frozenset(
    {
        "lpar",
        "rpar",
        "lbracket",
        "rbracket",
        "lbrace",
        "rbrace",
        "comma",
        "semicolon",
        "colon",
        "dot",
        "equal",
        "star",
        "operator",
        "separator",
        "header",
        "footer",
        "leading_lines",
        "lines_after_decorators",
        "trailing_whitespace",
        "first_colon",
        "second_colon",
        "asynchronous",
    }
)
_FIELDS: dict[type[cst.CSTNode], tuple[str, ...]] = {}


def parts(node: cst.CSTNode) -> list[cst.CSTNode]:
    """The nodes right below this one, in the order of the source. `cst.CSTNode.children` is some ten times slower."""
    kind = type(node)
    names = _FIELDS.get(kind)
    if names is None:
        names = _FIELDS[kind] = tuple(
            field.name
            for field in fields(kind)
            if field.name not in _PUNCTUATION and not field.name.startswith("whitespace")
        )
    found: list[cst.CSTNode] = []
    for name in names:
        value = getattr(node, name)
        if isinstance(value, cst.CSTNode):
            found.append(value)
        elif isinstance(value, list | tuple):
            found += [each for each in value if isinstance(each, cst.CSTNode)]
    return found


def is_simple(node: cst.BaseExpression) -> bool:
    """Whether an annotated target is a name without parentheses: only that is noted in ``__annotations__``."""
    return isinstance(node, cst.Name) and not node.lpar


def dotted(node: cst.BaseExpression) -> str:
    """The text of ``a.b.c``."""
    names: list[str] = []
    while isinstance(node, cst.Attribute):
        names.append(node.attr.value)
        node = node.value
    assert isinstance(node, cst.Name)
    return ".".join([node.value, *reversed(names)])


def alias_name(alias: cst.ImportAlias) -> str:
    """The name that an import binds."""
    if alias.asname is not None:
        assert isinstance(alias.asname.name, cst.Name)
        return alias.asname.name.value
    return dotted(alias.name).split(".")[0]


def target_names(target: cst.BaseExpression) -> tuple[str, ...]:
    """The names that an assignment to this target binds, in order."""
    if isinstance(target, cst.Name):
        return (target.value,)
    if isinstance(target, cst.Tuple | cst.List):
        return tuple(name for element in target.elements for name in target_names(element.value))
    return ()


def all_parameters(node: cst.Parameters) -> list[cst.Param]:
    """In the order of the source."""
    found = [*node.posonly_params, *node.params]
    if isinstance(node.star_arg, cst.Param):
        found.append(node.star_arg)
    found += node.kwonly_params
    if node.star_kwarg is not None:
        found.append(node.star_kwarg)
    return found


def postpones_annotations(tree: cst.Module) -> bool:
    """Whether ``from __future__ import annotations`` stands at the top."""
    for statement in tree.body:
        if not isinstance(statement, cst.SimpleStatementLine):
            return False
        for small in statement.body:
            if isinstance(small, cst.Expr):
                continue
            if not isinstance(small, cst.ImportFrom) or small.module is None or dotted(small.module) != "__future__":
                return False
            if not isinstance(small.names, cst.ImportStar) and any(
                name.name.value == "annotations" for name in small.names
            ):
                return True
    return False
