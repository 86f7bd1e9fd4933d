"""The lowering of a whole module: the tables of all subjects, put together."""

from __future__ import annotations

import libcst as cst

from eflows2smk.frontend.core.lowering import (
    assignments,
    calls,
    comprehensions,
    contexts,
    definitions,
    expressions,
    imports,
    patterns,
    statements,
    strings,
)
from eflows2smk.frontend.core.lowering.builder import Builder, Rules
from eflows2smk.frontend.core.operations import Code, CodeKind
from eflows2smk.frontend.core.scopes import Scopes
from eflows2smk.frontend.core.syntax import postpones_annotations
from eflows2smk.source.modules import SourceModule, deep_recursion

# More than Python's own parser allows of brackets in brackets; long chains need no recursion.
DEPTH = 10_000

RULES = Rules(
    expressions={
        **expressions.EXPRESSIONS,
        **strings.EXPRESSIONS,
        **calls.EXPRESSIONS,
        **comprehensions.EXPRESSIONS,
        **definitions.EXPRESSIONS,
    },
    conditions=expressions.CONDITIONS,
    statements={
        **statements.STATEMENTS,
        **assignments.STATEMENTS,
        **imports.STATEMENTS,
        **definitions.STATEMENTS,
        **contexts.STATEMENTS,
        **patterns.STATEMENTS,
    },
    targets=assignments.TARGETS,
)


def lower(module: SourceModule) -> Code:
    """The code of a module; those of its functions, classes and comprehensions hang in operations."""
    tree: cst.Module = module.tree
    scopes = Scopes(module)
    scope = scopes.of(tree)
    code = Code(
        CodeKind.MODULE,
        module.name,
        scope.name,
        module,
        tree,
        variables=scope.variables(),
        annotates=definitions.annotates(tree),
        docstring=definitions.docstring(tree),
    )
    builder = Builder(RULES, scopes, module, code, scope, postponed=postpones_annotations(tree))
    with deep_recursion(DEPTH):
        return builder.finished(builder.block(tree, tree))
