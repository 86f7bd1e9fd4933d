"""A statement that is evaluated a second time: its invocations are recorded already."""

from __future__ import annotations

from collections import deque
from typing import Any

import libcst as cst


class Recent:
    """What the expressions of a statement gave that recorded something, during its first evaluation."""

    __slots__ = ("results", "since")

    def __init__(self) -> None:
        self.results: dict[cst.CSTNode, list[Any]] = {}
        # How many invocations, and how many changes of objects, there were before the first of them.
        self.since: tuple[int, int] | None = None

    def __bool__(self) -> bool:
        return bool(self.results)

    def add(self, node: cst.CSTNode, value: Any, since: tuple[int, int]) -> None:
        """since: the numbers of invocations and of changes before the expression was evaluated."""
        self.results.setdefault(node, []).append(value)
        if self.since is None:
            self.since = since

    def replay(self) -> dict[cst.CSTNode, deque[Any]]:
        """The results by expression, for the second evaluation to take them from the left."""
        return {node: deque(values) for node, values in self.results.items()}

    def include(self, later: Recent) -> None:
        """What a part of the statement recorded, as recorded by the whole."""
        for node, values in later.results.items():
            self.results.setdefault(node, []).extend(values)
        if self.since is None:
            self.since = later.since
