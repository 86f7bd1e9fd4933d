"""Each case leaves the same behind, run as plain Python and compiled."""

from pathlib import Path

import pytest

from tests.cases.goldens import ANOTHER, assert_expected
from tests.differential.compare import check
from tests.programs import CASES


@pytest.mark.parametrize("case", CASES, ids=lambda path: path.name)
def test_case_leaves_the_same(case: Path, tmp_path: Path) -> None:
    assert_expected(check(case, tmp_path, ANOTHER), case)
