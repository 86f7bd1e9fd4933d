"""Calls, and the arguments of calls and of classes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import libcst as cst

from eflows2smk.frontend.core.lowering.builder import Builder
from eflows2smk.frontend.core.lowering.expressions import last_evaluated, spread
from eflows2smk.frontend.core.operations import Call, Passed, Register


def call(b: Builder, node: cst.Call) -> Register:
    function = b.expression(node.func)
    given = arguments(b, node.args)
    target = b.new()
    b.emit(Call(origin=node, target=target, function=function, arguments=given))
    return target


def arguments(b: Builder, nodes: Sequence[cst.Arg]) -> tuple[Passed, ...]:
    """In the order of evaluation: those by position first, also where they stand behind keywords.

    ``*iterable`` is iterated before what stands behind it is evaluated, unless it is the only one by position.
    """
    positional = [each for each in nodes if each.keyword is None and each.star != "**"]
    keywords = [each for each in nodes if each.keyword is not None or each.star == "**"]
    ordered = [*positional, *keywords]
    end = last_evaluated([each.value for each in ordered])
    seen: set[str] = set()
    passed: list[Passed] = []
    for place, each in enumerate(ordered):
        value = b.expression(each.value)
        if each.star and place < end and (each.star == "**" or len(positional) > 1):
            value = spread(b, each.value, "list" if each.star == "*" else "dict", value)
        keyword = ""
        if each.keyword is not None:
            # Unlike all other names, Python does not mangle these.
            keyword = each.keyword.value
            if keyword in seen:
                raise b.invalid(each, f"'{each.keyword.value}' is given twice")
            seen.add(keyword)
        passed.append(Passed(value, keyword, each.star))
    return tuple(passed)


EXPRESSIONS: dict[type[cst.CSTNode], Callable[[Builder, Any], Register]] = {cst.Call: call}
