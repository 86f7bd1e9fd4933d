"""Seals say whether what jobs make is as it was left, also where a run has ended before it was made again."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from eflows2smk.codegen import seals

MAIN = SimpleNamespace(is_main_process=True)


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[], Any]:
    """What a run of Snakemake knows of seals; each run begins anew."""
    monkeypatch.chdir(tmp_path)

    def begin() -> Any:
        names: dict[str, Any] = {}
        exec(seals.TEXT, names)  # noqa: S102
        return SimpleNamespace(**names)

    return begin


def _is_to_be_made(run: Any, path: str) -> bool:
    (seal,) = run.sealed(MAIN, {}, path)
    return os.path.getmtime(seal) > run.made(path)


def _fill() -> None:
    os.makedirs("folder", exist_ok=True)
    for name in ("a", "b"):
        Path("folder", name).write_text(name)


def test_a_folder_that_is_as_it_was_is_not_made_again(run: Callable[[], Any]) -> None:
    first = run()
    first.sealed(MAIN, {}, "folder")
    _fill()
    first.remember()
    assert not _is_to_be_made(run(), "folder")


def test_a_damaged_folder_is_made_again_though_a_run_fails_before(run: Callable[[], Any]) -> None:
    first = run()
    first.sealed(MAIN, {}, "folder")
    _fill()
    first.remember()
    Path("folder", "a").unlink()
    failing = run()
    assert _is_to_be_made(failing, "folder")
    failing.remember()
    last = run()
    assert _is_to_be_made(last, "folder")
    _fill()
    os.utime("folder")
    last.remember()
    assert not _is_to_be_made(run(), "folder")


def test_a_file_somewhere_is_made_again_if_it_was_left_and_is_missing(run: Callable[[], Any]) -> None:
    first = run()
    first.sealed(MAIN, {}, "place")
    Path("made.txt").write_text("text")
    Path("place").write_text("made.txt")
    first.remember()
    assert not _is_to_be_made(run(), "place")
    Path("made.txt").unlink()
    failing = run()
    assert _is_to_be_made(failing, "place")
    failing.remember()
    assert _is_to_be_made(run(), "place")


def test_a_file_somewhere_that_the_program_removes_is_not_made_again(run: Callable[[], Any]) -> None:
    first = run()
    first.sealed(MAIN, {}, "place")
    Path("place").write_text("removed.txt")
    first.remember()
    assert not _is_to_be_made(run(), "place")
