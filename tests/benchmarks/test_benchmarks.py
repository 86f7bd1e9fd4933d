"""The benchmarks still run, on their smallest sizes; what they measure there means nothing."""

from pathlib import Path

from tests.benchmarks.measuring import HEAD, line
from tests.benchmarks.run import rows


def test_benchmarks_run_and_give_a_table(tmp_path: Path) -> None:
    measured = list(rows(tmp_path, full=False, smallest=True))
    assert len({row.what for row in measured}) == len(measured) >= 6
    assert all(row.ours > 0 and row.theirs > 0 and len(line(row)) >= len(HEAD) for row in measured)
