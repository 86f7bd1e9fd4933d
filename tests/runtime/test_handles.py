"""Open files between jobs: they go on where they were left."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

import pytest

from eflows2smk.runtime import handles
from eflows2smk.runtime.errors import JobError
from eflows2smk.runtime.objects import load, store


def handed_on(value: Any) -> Any:
    store(value, "value.obj", "it")
    found = load("value.obj", "it")
    handles.open_again()
    return found


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


@pytest.mark.parametrize("mode", ["w", "x", "a", "w+"])
def test_what_is_written_comes_behind_what_was_there(mode: str) -> None:
    with open("log", mode) as first:
        first.write("one\n")
        with handed_on(first) as second:
            second.write("two\n")
    assert Path("log").read_text() == "one\ntwo\n"


def test_binary_files() -> None:
    with open("log", "wb") as first:
        first.write(b"\x00\r\n")
        with handed_on(first) as second:
            second.write(b"\x01")
    assert Path("log").read_bytes() == b"\x00\r\n\x01"


def test_reading_goes_on_with_the_next_line_and_the_encoding() -> None:
    Path("text").write_text("ä\nö\nü\n", encoding="latin-1")
    with open("text", encoding="latin-1") as first:
        first.readline()
        file, method, inner = handed_on((first, first.readline, [lambda: first]))
        assert method() == "ö\n"
        assert inner[0]() is file
        assert file.mode == "r"
        file.close()


def test_a_file_is_opened_where_its_path_leads_to_by_then(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with open("log", "w") as first:
        first.write("one\n")
        store(first, "value.obj", "it")
    found: Any = load("value.obj", "it")
    Path("private").mkdir()
    Path("private/log").write_text("one\n")
    monkeypatch.chdir(tmp_path / "private")
    handles.open_again()
    found.write("two\n")
    found.close()
    assert Path("log").read_text() == "one\ntwo\n"
    assert (tmp_path / "log").read_text() == "one\n"


def test_closed_files_stay_closed_and_what_wraps_one_is_refused() -> None:
    with open("log", "w") as file, pytest.raises(JobError, match="can't be stored"):
        handed_on(csv.writer(file))
    assert handed_on(file).closed
