"""Generated programs whose loops and branches are decided by computed values."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, assume, given, note, settings

from tests.differential.compare import check
from tests.differential.computed_programs import computed_programs
from tests.programs import Failed

# What is refused, and no mistake.
REFUSED = ("error[E316]", "error[E317]", "error[E405]")
ALL_IS_WELL = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much]


def leaves_the_same(text: str) -> None:
    note(text)
    with tempfile.TemporaryDirectory() as scratch:
        program = Path(scratch) / "program"
        program.mkdir()
        (program / "main.py").write_text(text)
        try:
            check(program, Path(scratch))
        except Failed as failed:
            assume(not any(code in str(failed) for code in REFUSED))
            raise


@settings(
    max_examples=5,
    deadline=None,
    derandomize=True,
    database=None,
    phases=[Phase.generate],
    suppress_health_check=ALL_IS_WELL,
)
@given(text=computed_programs())
def test_generated_program_leaves_the_same(text: str) -> None:
    leaves_the_same(text)


@settings(max_examples=2000, deadline=None, suppress_health_check=ALL_IS_WELL, print_blob=True)
@given(text=computed_programs())
def _long(text: str) -> None:
    leaves_the_same(text)


def test_thousands_of_generated_programs(request: pytest.FixtureRequest) -> None:
    if not request.config.getoption("--long"):
        pytest.skip("only with --long")
    _long()
