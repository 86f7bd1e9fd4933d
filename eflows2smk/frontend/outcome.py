"""What a statement that was refused would have done: the names that it binds, and whether it decides what follows."""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst

from eflows2smk.frontend.scopes import bound_names, root_names


def changed(node: cst.CSTNode) -> Iterator[str]:
    yield from sorted(bound_names(node).names)
    match node:
        case cst.Assign():
            for target in node.targets:
                yield from root_names(target.target)
        case cst.AugAssign() | cst.AnnAssign():
            yield from root_names(node.target)
        case _:
            return


def leaves(node: cst.CSTNode) -> frozenset[str]:
    """How a statement may leave what is around it: "return", "break" and "continue", those of inner loops left out."""
    match node:
        case cst.FunctionDef() | cst.ClassDef() | cst.Lambda():
            return frozenset()
        case cst.Return():
            return frozenset(("return",))
        case cst.Break():
            return frozenset(("break",))
        case cst.Continue():
            return frozenset(("continue",))
        case cst.For() | cst.While():
            return frozenset().union(*map(leaves, node.children)) & {"return"}
        case _:
            return frozenset().union(*map(leaves, node.children))


def only_binds(node: cst.CSTNode) -> bool:
    """Whether the statement does nothing but bind names, so that it has no effect if nobody uses them."""
    match node:
        case cst.Import() | cst.ImportFrom() | cst.Pass():
            return True
        case cst.Assign():
            return all(isinstance(each.target, cst.Name | cst.Tuple | cst.List) for each in node.targets)
        case cst.AnnAssign() | cst.AugAssign():
            return isinstance(node.target, cst.Name)
        case cst.FunctionDef() | cst.ClassDef():
            return True
        case cst.If() | cst.Else() | cst.Try() | cst.ExceptHandler() | cst.Finally() | cst.BaseSuite():
            parts = node.body if isinstance(node, cst.BaseSuite) else node.children
            return all(only_binds(part) for part in parts if isinstance(part, _STATEMENT_LIKE))
        case cst.SimpleStatementLine():
            return all(only_binds(part) for part in node.body)
        case _:
            return False


_STATEMENT_LIKE = (cst.BaseStatement, cst.BaseSmallStatement, cst.BaseSuite, cst.Else, cst.ExceptHandler, cst.Finally)


def decides(node: cst.CSTNode) -> bool:
    """Whether the statement may leave its function or go around in its loop."""
    if isinstance(node, cst.FunctionDef | cst.ClassDef | cst.Lambda):
        return False
    if isinstance(node, cst.Return | cst.Break | cst.Continue | cst.Raise):
        return True
    return any(decides(child) for child in node.children)
