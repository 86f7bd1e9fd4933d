"""Programs do the same lowered and interpreted as CPython does with them."""

from __future__ import annotations

import builtins
import contextlib
import io
import sys
import types
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from eflows2smk.frontend.core.lowering.lowering import lower
from eflows2smk.source.modules import SourceModule
from tests.core.interpreter import run_module

FOLDER = Path(__file__).parent / "semantics"
PROGRAMS = sorted(FOLDER.glob("*.py"))


def printed(run: Callable[[dict[str, Any]], None]) -> str:
    """What a program prints as a module of the name ``program``, and the exception that ends it."""
    module = types.ModuleType("program")
    vars(module)["__builtins__"] = builtins
    before = sys.modules.get("program")
    sys.modules["program"] = module
    out = io.StringIO()
    try:
        with contextlib.redirect_stdout(out):
            try:
                run(vars(module))
            except Exception as error:  # noqa: BLE001 - programs may raise anything
                print(type(error).__name__, error)
    finally:
        del sys.modules["program"]
        if before is not None:
            sys.modules["program"] = before
    return out.getvalue()


def by_cpython(path: Path) -> str:
    return printed(lambda names: exec(compile(path.read_text(), str(path), "exec", dont_inherit=True), names))


def by_core(path: Path) -> str:
    code = lower(SourceModule(path, path.name, "program"))
    return printed(lambda names: run_module(code, names))


def check(path: Path) -> None:
    expected = by_cpython(path)
    assert by_core(path) == expected
    assert expected


@pytest.mark.parametrize("path", PROGRAMS, ids=lambda path: path.stem)
def test_program_prints_the_same(path: Path) -> None:
    check(path)
