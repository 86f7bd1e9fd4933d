"""Lowering of what is deep, long or wrong, and what later stages rely on."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from pathlib import Path

import libcst as cst
import pytest

from eflows2smk.diagnostics import ProgramError
from eflows2smk.frontend.core.blocks import inner_blocks, inner_code
from eflows2smk.frontend.core.lowering.lowering import lower
from eflows2smk.frontend.core.operations import Block, Branch, Code, Load, Move, Operation
from eflows2smk.frontend.core.printing import print_code
from eflows2smk.source.modules import SourceModule
from tests.core.interpreter import run_module
from tests.core.registers import assigned, used
from tests.programs import REPOSITORY

LINES_A_SECOND = 500


def module_of(text: str, folder: Path) -> SourceModule:
    path = folder / "program.py"
    path.write_text(text)
    return SourceModule(path, "program.py", "program")


def codes(code: Code) -> Iterator[Code]:
    yield code
    for operation in operations(code.body):
        inner = inner_code(operation)
        if inner is not None:
            yield from codes(inner)


def operations(block: Block) -> Iterator[Operation]:
    waiting = [block]
    while waiting:
        for operation in waiting.pop().operations():
            yield operation
            waiting += inner_blocks(operation)


def test_long_sum_is_lowered_printed_and_run(tmp_path: Path) -> None:
    # LibCST itself needs minutes to parse this; the tree is the same.
    module = module_of("x = 0\n", tmp_path)
    total: cst.BaseExpression = cst.Integer("0")
    for _ in range(5000):
        total = cst.BinaryOperation(total, cst.Add(), cst.Integer("1"))
    module.tree = cst.Module([cst.SimpleStatementLine([cst.Assign([cst.AssignTarget(cst.Name("x"))], total)])])
    code = lower(module)
    names: dict[str, object] = {}
    run_module(code, names)
    assert names["x"] == 5000
    assert print_code(code).count("\n") > 10_000


def test_long_chain_of_branches_is_lowered_and_printed(tmp_path: Path) -> None:
    branches = "".join(f"elif x == {i}:\n    y = {i}\n" for i in range(2000))
    code = lower(module_of(f"x = 1500\nif x < 0:\n    pass\n{branches}else:\n    y = -1\n", tmp_path))
    assert sum(isinstance(each, Branch) for each in operations(code.body)) == 2001
    text = print_code(code)
    assert max(len(line) - len(line.lstrip()) for line in text.splitlines()) <= 8


def test_long_chain_of_and_is_lowered(tmp_path: Path) -> None:
    code = lower(module_of(f"x = {' and '.join(['y'] * 500)}\n", tmp_path))
    assert sum(isinstance(each, Branch) for each in operations(code.body)) == 499


def test_what_is_nested_too_deeply_has_a_place(tmp_path: Path) -> None:
    module = module_of("x = 0\n", tmp_path)
    nested: cst.BaseExpression = cst.Name("y")
    for _ in range(6000):
        nested = cst.UnaryOperation(cst.Minus(), nested)
    module.tree = cst.Module(
        [cst.SimpleStatementLine([cst.Expr(cst.Name("z"))]), cst.SimpleStatementLine([cst.Expr(nested)])]
    )
    with pytest.raises(ProgramError) as caught:
        lower(module)
    (diagnostic,) = caught.value.diagnostics
    assert (diagnostic.code, diagnostic.span.line) == ("E302", 2)


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("\nreturn 1\n", 2),
        ("class C:\n    return 1\n", 2),
        ("break\n", 1),
        ("for x in y:\n    def f():\n        continue\n", 3),
        ("for x in y:\n    pass\nelse:\n    break\n", 4),
        ("yield 1\n", 1),
        ("x = [(yield 1) for y in z]\n", 1),
        ("def f():\n    await x\n", 2),
        ("async def f():\n    def g():\n        async with x: pass\n", 3),
        ("def f():\n    async for x in y: pass\n", 2),
        ("def f():\n    return [x async for x in y]\n", 2),
        ("async def f():\n    yield from x\n", 2),
        ("*a, *b = c\n", 1),
        ("f(a=1, a=2)\n", 1),
        ("try: pass\nexcept: pass\nexcept A: pass\n", 2),
        ("while 1:\n    try: pass\n    except* A: break\n", 3),
        ("match x:\n    case [a, a]: pass\n", 2),
        ("match x:\n    case a | 1: pass\n", 2),
        ("match x:\n    case [*a, *b]: pass\n", 2),
        ("match x:\n    case C(a=1, a=2): pass\n", 2),
    ],
)
def test_what_python_refuses_though_it_parses_is_refused(text: str, line: int, tmp_path: Path) -> None:
    with pytest.raises(SyntaxError):
        compile(text, "program", "exec")
    with pytest.raises(ProgramError) as caught:
        lower(module_of(text, tmp_path))
    (diagnostic,) = caught.value.diagnostics
    assert (diagnostic.code, diagnostic.span.line) == ("E100", line)


@pytest.mark.parametrize(
    "text", ["def f[T](x: T): pass\n", "class C[T]: pass\n", "type X = int\n", "def f(*args: *Ts): pass\n"]
)
def test_syntax_of_types_is_refused_with_a_way_out(text: str, tmp_path: Path) -> None:
    with pytest.raises(ProgramError) as caught:
        lower(module_of(text, tmp_path))
    (diagnostic,) = caught.value.diagnostics
    known = sys.version_info >= (3, 12) or "*Ts" in text
    assert (diagnostic.code, diagnostic.span.line) == ("E302" if known else "E100", 1)
    assert diagnostic.help
    assert diagnostic.help


def own_modules() -> list[Path]:
    return sorted((REPOSITORY / "eflows2smk").rglob("*.py"))


def test_registers_are_assigned_before_they_are_read_and_once() -> None:
    for path in [*own_modules()[::20], *sorted((REPOSITORY / "tests" / "core" / "semantics").glob("*.py"))]:
        for code in codes(lower(SourceModule(path, path.name, path.stem))):
            _check_block(code.body, set(), set(), code)


def _check_block(block: Block, known: set[int], ever: set[int], code: Code) -> set[int]:
    known = set(known)
    for operation in block.operations():
        moves = isinstance(operation, Move)
        fresh = assigned(operation)
        inside = [_check_block(each, known | set(fresh), ever, code) for each in inner_blocks(operation)]
        if isinstance(operation, Branch) and operation.kind != "case":
            # What is read behind it, both sides assign.
            known |= inside[0] & inside[1]
        else:
            known |= set().union(*inside) if inside else set()
        assert set(used(operation)) <= known, f"{code.qualname}: {operation}"
        assert moves or not ever & set(fresh), f"{code.qualname}: {operation}"
        ever |= set(fresh)
        known |= set(fresh)
        assert all(0 <= each < code.registers for each in fresh)
    return known


def test_each_operation_has_a_place_in_the_source() -> None:
    path = REPOSITORY / "tests" / "core" / "semantics" / "texts.py"
    module = SourceModule(path, path.name, path.stem)
    nowhere = module.span(cst.Pass())
    missing = [
        operation
        for code in codes(lower(module))
        for operation in operations(code.body)
        if module.span(operation.origin) == nowhere and not isinstance(operation, Load)
    ]
    assert missing == []


def test_lowering_is_fast() -> None:
    modules = [SourceModule(path, path.name, path.stem) for path in own_modules()[::6]]
    lines = sum(path.read_text().count("\n") for path in own_modules()[::6])
    before = time.process_time()
    for module in modules:
        lower(module)
    assert lines / (time.process_time() - before) > LINES_A_SECOND
