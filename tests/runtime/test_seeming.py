"""Absolute paths of a script in a private folder lead there, and stay what they are for whoever prints them."""

from __future__ import annotations

import glob
import os
import shutil
from pathlib import Path

import pytest

from eflows2smk.runtime.redirecting import Redirections, redirected


def _changes(home: Path) -> str:
    """What a program does with absolute paths of its folder."""
    data = home / "data"
    seen = sorted(os.listdir(str(data))), [Path(each).name for each in sorted(glob.glob(f"{data}/*"))]
    with open(f"{data}/state.txt", "a") as file:
        file.write(f" {os.getcwd() == str(home)} {os.path.relpath(data)}")
    (data / "new.txt").write_text(str(data.exists()))
    shutil.copy(data / "new.txt", f"{data}/copy.txt")
    os.rename(f"{data}/copy.txt", "moved.txt")
    os.remove(data / "old.txt")
    return f"{seen} {file.name}"


def test_absolute_paths_lead_to_the_private_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for path, text in {"data/old.txt": "old", "data/same.txt": "same", "versions/1/state.txt": "first"}.items():
        Path(path).parent.mkdir(parents=True, exist_ok=True)
        Path(path).write_text(text)
    Path("versions/2").mkdir()
    where = Redirections()
    where.add("--edit", ("data/state.txt", "versions/1/state.txt", "versions/2/state.txt"))
    where.add("--write", ("data/new.txt", "versions/2/new.txt"))
    opening = open
    home = Path(os.getcwd())

    said = redirected(where, lambda: _changes(home))

    names = ["old.txt", "same.txt", "state.txt"]
    assert said == f"{(names, names)} {home}/data/state.txt"
    assert Path("versions/1/state.txt").read_text() == "first"
    assert Path("versions/2/state.txt").read_text() == "first True data"
    assert Path("versions/2/new.txt").read_text() == "True"
    assert Path("moved.txt").read_text() == "True"
    assert sorted(os.listdir("data")) == ["same.txt"]
    assert open is opening
    assert os.stat.__name__ == "stat"
