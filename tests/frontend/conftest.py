"""Programs as text, evaluated in a folder of their own."""

from __future__ import annotations

import textwrap
from collections.abc import Callable
from pathlib import Path

import pytest

from eflows2smk.diagnostics import Diagnostic
from eflows2smk.frontend.checks.lints import ADVICE
from eflows2smk.frontend.compiling import evaluate
from eflows2smk.frontend.evaluation.bounds import Bounds
from eflows2smk.workflow.model import Artefact, Invocation, Workflow, artefacts

API = """
from eflows2smk import *

@binary(binary="tool")
@task(source=FILE_IN, out=FILE_OUT)
def tool(source, out): pass

@binary(binary="make")
@task(out=FILE_OUT)
def make(out, *words): pass

@task(returns=1)
def f(*args, **kwargs): return 1

@task(returns=1)
def g(x): return x

@task(returns=2)
def two(x): return x, x

@task(x=INOUT)
def change(x, y=0): x.append(y)
"""


class Evaluated:
    """What a program evaluates to."""

    def __init__(self, workflow: Workflow | None, diagnostics: list[Diagnostic]) -> None:
        self.workflow = workflow
        self.diagnostics = diagnostics

    @property
    def codes(self) -> list[str]:
        """Of what is wrong, or is good to know; the programs of these tests are good for nothing anyway, and their
        libraries are not installed."""
        return [d.code for d in self.diagnostics if d.code not in (*ADVICE, "W314")]

    @property
    def invocations(self) -> tuple[Invocation, ...]:
        assert self.workflow is not None, [f"{d.code} {d.span} {d.message}" for d in self.diagnostics]
        return self.workflow.invocations

    @property
    def names(self) -> list[str]:
        return [invocation.site.name for invocation in self.invocations]

    def argument(self, number: int, parameter: str) -> object:
        """What the parameter of the invocation reads, with `(producer, slot, index)` for each artefact."""
        found = next(a for a in self.invocations[number].arguments if a.parameter == parameter)
        return _plain(found.reads)

    def paths(self, parameter: str = "out") -> list[str]:
        return [str(next(a for a in i.arguments if a.parameter == parameter).writes.path) for i in self.invocations]  # type: ignore[attr-defined]

    def producers(self, number: int) -> list[int]:
        return [a.producer for argument in self.invocations[number].arguments for a in artefacts(argument.reads)]


def _plain(held: object) -> object:
    if isinstance(held, Artefact):
        return held.producer if not held.index else (held.producer, *held.index)
    if isinstance(held, list):
        return [_plain(item) for item in held]
    if isinstance(held, tuple):
        return tuple(_plain(item) for item in held)
    if isinstance(held, dict):
        return {key: _plain(item) for key, item in held.items()}
    return held


Run = Callable[..., Evaluated]


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """Evaluates a program text in a folder; more files by name (with `__` for `/`, `_dot_` for `.`)."""

    def evaluated(
        program: str,
        *argv: str,
        files: dict[str, str] | None = None,
        api: bool = True,
        bounds: Bounds | None = None,
    ) -> Evaluated:
        for name, text in (files or {}).items():
            path = tmp_path / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(textwrap.dedent(text))
        main = tmp_path / "main.py"
        main.write_text((API if api else "") + textwrap.dedent(program))
        return Evaluated(*evaluate(main, argv, tmp_path, bounds))

    return evaluated
