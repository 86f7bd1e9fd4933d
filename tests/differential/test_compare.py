"""The comparison itself: what it must see, and what it must not mind."""

from pathlib import Path

import numpy as np
import pytest

from tests.differential.compare import differences


@pytest.fixture
def two(tmp_path: Path) -> tuple[Path, Path]:
    folders = tmp_path / "one", tmp_path / "other"
    for folder in folders:
        (folder / "out").mkdir(parents=True)
        (folder / "out" / "same.txt").write_text("same")
    return folders


def test_equal_folders_do_not_differ(two: tuple[Path, Path]) -> None:
    assert differences(*two) == []


def test_a_file_that_is_only_there_once_is_named(two: tuple[Path, Path]) -> None:
    (two[0] / "out" / "extra.txt").touch()
    assert differences(*two) == ["out/extra.txt: only after the sequential run"]
    assert differences(*reversed(two)) == ["out/extra.txt: only after the compiled run"]


def test_contents_are_compared_byte_for_byte(two: tuple[Path, Path]) -> None:
    (two[1] / "out" / "same.txt").write_text("same\n")
    assert differences(*two) == ["out/same.txt: b'same' in sequence, b'same\\n' compiled"]


def test_empty_folders_count(two: tuple[Path, Path]) -> None:
    (two[0] / "empty").mkdir()
    assert differences(*two) == ["empty/: empty in one run only"]


def test_working_folders_and_marks_do_not_count(two: tuple[Path, Path]) -> None:
    for name in ("objects", "logs", "versions", "done", ".snakemake"):
        (two[1] / name).mkdir()
        (two[1] / name / "file").touch()
    (two[1] / "out" / ".snakemake_timestamp").touch()
    assert differences(*two) == []


def test_arrays_are_compared_by_value_and_type(two: tuple[Path, Path]) -> None:
    np.save(two[0] / "a.npy", np.asfortranarray(np.ones((2, 3))))
    np.save(two[1] / "a.npy", np.ones((2, 3)))
    assert differences(*two) == []
    np.save(two[1] / "a.npy", np.ones((2, 3), dtype=np.float32))
    assert len(differences(*two)) == 1


def test_of_pictures_only_the_existence_counts(two: tuple[Path, Path]) -> None:
    (two[0] / "plot.png").write_bytes(b"1")
    (two[1] / "plot.png").write_bytes(b"2")
    assert differences(*two) == []
