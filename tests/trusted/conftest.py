"""A world for the tests of the trusted functions, in an empty folder."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from eflows2smk.frontend.trusted import interface as trusted


@pytest.fixture
def world(tmp_path: Path) -> trusted.World:
    return trusted.World(
        cwd=tmp_path,
        argv=["main.py", "7", "--name", "rod"],
        environ={"HOME": "/home/ada", "N": "4"},
        program="main.py",
    )


@pytest.fixture
def use(world: trusted.World) -> Callable[..., Any]:
    """``use("os.path", "join", "a", "b")`` calls a library function as the evaluator does."""

    def run(module: str, name: str, *args: Any, **kwargs: Any) -> Any:
        found = trusted.attribute(module, name)
        assert found is not None, f"{module}.{name} is not in the table"
        return trusted.call(world, trusted.bind(world, found), list(args), kwargs)

    return run


@pytest.fixture
def ask(world: trusted.World) -> Callable[..., Any]:
    """``ask(value, "method", …)`` calls a method of a static value as the evaluator does."""

    def run(value: Any, name: str, *args: Any, **kwargs: Any) -> Any:
        return trusted.call(world, trusted.method(value, name), list(args), kwargs)

    return run
