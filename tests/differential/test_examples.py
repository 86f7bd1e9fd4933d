"""Each example leaves the same behind, run as plain Python and compiled."""

from pathlib import Path

import pytest

from tests.cases.goldens import ANOTHER, assert_expected
from tests.differential.compare import check
from tests.programs import EXAMPLES, Project, small


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda path: path.name)
def test_example_leaves_the_same(example: Path, tmp_path: Path, request: pytest.FixtureRequest) -> None:
    check(example if request.config.getoption("--long") else small(example, tmp_path / "small"), tmp_path)


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda path: path.name)
def test_example_is_compiled_as_expected_and_planned(example: Path, tmp_path: Path) -> None:
    whole = Project.copy_of(example, tmp_path / "whole")
    whole.compile(variables=ANOTHER)
    assert_expected(whole, example)
    whole.snakemake("-n", "--quiet")
