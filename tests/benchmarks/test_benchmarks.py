"""The benchmarks still run, on their smallest sizes; what they measure there means nothing."""

from pathlib import Path

from tests.benchmarks.measuring import table
from tests.benchmarks.run import rows


def test_benchmarks_run_and_give_a_table(tmp_path: Path) -> None:
    measured = list(rows(tmp_path, full=False, smallest=True))
    assert len(table(measured).splitlines()) == len(measured) + 1
