"""Each example leaves the same behind, run as plain Python and compiled."""

from pathlib import Path

import pytest

from tests.differential.compare import check
from tests.programs import EXAMPLES, MODEL, coarse_model


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda path: path.name)
def test_example_leaves_the_same(example: Path, tmp_path: Path) -> None:
    check(coarse_model(tmp_path / "source") if example == MODEL else example, tmp_path)
