"""The comparison of two folders: what it must see, and what it must not mind."""

from __future__ import annotations

import gzip
import pickle
import zipfile
from pathlib import Path

import numpy as np
import pytest

from eflows2smk.verification.folders import Difference, compare, left_behind
from eflows2smk.verification.values import Unlike


@pytest.fixture
def two(tmp_path: Path) -> tuple[Path, Path]:
    folders = tmp_path / "one", tmp_path / "other"
    for folder in folders:
        (folder / "out").mkdir(parents=True)
        (folder / "out" / "same.txt").write_text("same")
    return folders


def differences(one: Path, other: Path) -> list[Difference]:
    return compare(left_behind(one), left_behind(other), one / "main.py")


def unlike(one: Path, other: Path) -> tuple[Unlike, ...]:
    """Where the only file that differs does."""
    (found,) = differences(one, other)
    return found.unlike


def test_equal_folders_do_not_differ(two: tuple[Path, Path]) -> None:
    assert differences(*two) == []


def test_a_file_that_is_only_there_once_is_named(two: tuple[Path, Path]) -> None:
    (two[0] / "out" / "extra.txt").touch()
    assert differences(*two) == [Difference("out/extra.txt", missing=True)]
    assert differences(*reversed(two)) == [Difference("out/extra.txt", extra=True)]


def test_texts_are_compared_line_by_line_to_the_last_byte(two: tuple[Path, Path]) -> None:
    (two[1] / "out" / "same.txt").write_text("same\n")
    assert unlike(*two) == (Unlike("line 2", "no such line", "''", note="1 and 2 lines"),)
    (two[1] / "out" / "same.txt").write_bytes(b"same\r")
    assert unlike(*two) == (Unlike("line 1", "'same'", "'same\\r'"),)
    (two[1] / "out" / "same.txt").write_bytes(b"same\xff")
    assert unlike(*two)[0].other == r"b'same\xff' (Opaque)"


def test_empty_folders_count(two: tuple[Path, Path]) -> None:
    (two[0] / "empty").mkdir()
    assert differences(*two) == [Difference("empty/", missing=True)]


def test_folders_of_the_workflow_and_marks_do_not_count(two: tuple[Path, Path]) -> None:
    for name in ("intermediate", "logs", ".snakemake", "slurm"):
        (two[1] / name).mkdir()
        (two[1] / name / "file").touch()
    (two[1] / "out" / ".snakemake_timestamp").touch()
    assert differences(*two) == []
    # What the program leaves in a folder of such a name counts.
    (two[0] / "logs").mkdir()
    (two[0] / "logs" / "mine.log").touch()
    assert differences(*two) == [Difference("logs/mine.log", missing=True)]


def test_results_of_files_that_were_there_before_are_compared_with_these(two: tuple[Path, Path]) -> None:
    moved = {"data.txt": "results/data.txt", "folder": "results/folder"}
    for path, text in (("data.txt", "changed"), ("folder/a.txt", "a")):
        (two[0] / path).parent.mkdir(exist_ok=True)
        (two[0] / path).write_text(text)
        result = two[1] / "results" / path
        result.parent.mkdir(parents=True, exist_ok=True)
        result.write_text(text)
    (two[1] / "data.txt").write_text("as before")
    one, other = left_behind(two[0]), left_behind(two[1], moved=moved)
    assert compare(one, other, two[0] / "main.py") == []
    (two[1] / "results" / "folder" / "a.txt").write_text("b")
    other = left_behind(two[1], moved=moved)
    assert [each.path for each in compare(one, other, two[0] / "main.py")] == ["folder/a.txt"]


def test_links_are_the_same_if_they_lead_to_the_same_place(two: tuple[Path, Path]) -> None:
    for folder in two:
        (folder / "link").symlink_to("nowhere")
    assert differences(*two) == []
    (two[1] / "link").unlink()
    (two[1] / "link").symlink_to("out/same.txt")
    assert unlike(*two) == (Unlike("", "a link that leads nowhere", "a file"),)


def test_arrays_are_compared_by_value_and_type(two: tuple[Path, Path]) -> None:
    np.save(two[0] / "a.npy", np.asfortranarray(np.ones((2, 3))))
    np.save(two[1] / "a.npy", np.ones((2, 3)))
    assert differences(*two) == []
    changed = np.ones((2, 3))
    changed[1, 2] += 1e-12
    np.save(two[1] / "a.npy", changed)
    assert unlike(*two) == (Unlike("", "1.0", "1.000000000001", "[1, 2]", "1e-12 apart, 1 of 6 elements differ"),)
    np.save(two[1] / "a.npy", np.ones((2, 3), dtype=np.float32))
    assert unlike(*two) == (Unlike("", "float64 (2, 3)", "float32 (2, 3)"),)
    with_nothing = np.array([1.0, np.nan])
    np.savez(two[0] / "a.npz", x=with_nothing)
    np.savez_compressed(two[1] / "a.npz", x=with_nothing)
    (two[1] / "a.npy").unlink()
    (two[0] / "a.npy").unlink()
    assert differences(*two) == []


def test_stored_objects_are_compared_by_value(two: tuple[Path, Path]) -> None:
    program = "class Point:\n    def __init__(self, x):\n        self.x = x\n\n\nraise ValueError('only when run')\n"
    (two[0] / "main.py").write_text(program)
    (two[1] / "main.py").write_text(program)
    shared = [1.5]
    (two[0] / "o").write_bytes(pickle.dumps({"a": [shared, shared], "b": {1, 2}}))
    (two[1] / "o").write_bytes(pickle.dumps({"a": [[1.5], [1.5]], "b": {2, 1}}))
    assert differences(*two) == []
    (two[1] / "o").write_bytes(pickle.dumps({"a": [[1.5], [2.5]], "b": {1, 2, 3}}))
    assert unlike(*two) == (
        Unlike("['a'][1][0]", "1.5", "2.5"),
        Unlike("['b']", "has 'nothing more'", "has 3"),
    )
    (two[1] / "o").write_bytes(pickle.dumps({"b": {1, 2}, "a": [shared, shared]}))
    assert unlike(*two)[0].note == "the same keys"


def test_objects_of_the_programs_own_classes_are_the_same_under_both_names(two: tuple[Path, Path]) -> None:
    for folder in two:
        (folder / "main.py").write_text("class Point:\n    pass\n")
    stored = {"x": 1, "y": [1]}
    for folder, module, state in ((two[0], "__main__", stored), (two[1], "main", stored)):
        (folder / "o").write_bytes(_point(module, state))
    assert differences(*two) == []
    (two[1] / "o").write_bytes(_point("main", {"x": 1, "y": [2]}))
    assert unlike(*two) == (Unlike(".y[0]", "1", "2"),)


def _point(module: str, state: dict[str, object]) -> bytes:
    """As pickle stores an object of a class `Point` of the module."""
    inner = pickle.dumps(state, 2)[2:-1]
    return b"\x80\x02c" + module.encode() + b"\nPoint\n)\x81" + inner + b"b."


def test_archives_are_the_same_if_their_members_are(two: tuple[Path, Path]) -> None:
    for year, folder in enumerate(two, 1990):
        (folder / "text.gz").write_bytes(gzip.compress(b"text", mtime=year))
        with zipfile.ZipFile(folder / "a.zip", "w") as archive:
            archive.writestr(zipfile.ZipInfo("member.txt", (year, 1, 1, 0, 0, 0)), "content")
    assert differences(*two) == []
    (two[1] / "text.gz").write_bytes(gzip.compress(b"test"))
    assert unlike(*two) == (Unlike("line 1", "'text'", "'test'"),)


def test_pictures_and_drawings_are_compared_by_what_they_show(two: tuple[Path, Path]) -> None:
    from matplotlib.figure import Figure

    for number, folder in enumerate(two):
        figure = Figure()
        figure.subplots().plot([1, 2, 4])
        figure.savefig(folder / "plot.png", metadata={"Comment": str(number)})
        figure.savefig(folder / "plot.svg", metadata={"Date": None})
    assert differences(*two) == []
    figure = Figure()
    figure.subplots().plot([1, 2, 3])
    for name in ("plot.png", "plot.svg"):
        figure.savefig(two[1] / name)
    assert [each.path for each in differences(*two)] == ["plot.png", "plot.svg"]
