"""Descriptions that ask too much: they are refused at once, with a place."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from eflows2smk.diagnostics import Diagnostic, ProgramError
from eflows2smk.software import load


def problem(folder: Path, name: str, text: str) -> Diagnostic:
    path = folder / name
    path.write_text(text)
    began = time.process_time()
    with pytest.raises(ProgramError) as caught:
        load(path, name)
    assert time.process_time() - began < 5
    return caught.value.diagnostics[0]


LETTERS = "abcdefghi"
ALIASES = "type: binary\na: &a [x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"{name}: &{name} [{', '.join([f'*{before}'] * 9)}]\n" for before, name in zip(LETTERS, LETTERS[1:], strict=False)
)
MERGED = "a: &a {x: 1}\n" + "".join(
    f"{name}: &{name} {{<<: [{', '.join([f'*{before}'] * 9)}]}}\n"
    for before, name in zip(LETTERS, LETTERS[1:], strict=False)
)


@pytest.mark.parametrize(
    ("name", "text", "code", "words"),
    [
        ("d.yaml", ALIASES, "E201", "with what its aliases stand for, this description has more than 10,000 values"),
        ("d.yaml", MERGED, "E201", "with what its aliases stand for, this description has more than 10,000 values"),
        ("d.yaml", "a: " + "[" * 20_000 + "]" * 20_000, "E201", "values stand more than 100 deep inside of each other"),
        ("d.yaml", "a: " + "{b: " * 20_000 + "}" * 20_000, "E201", "values stand more than 100 deep"),
        ("d.yaml", "a:\n " + "- " * 20_000 + "x", "E201", "values stand more than 100 deep"),
        ("d.json", '{"a":' * 20_000 + "1" + "}" * 20_000, "E201", "values stand more than 100 deep"),
        ("d.json", '{"a": [' + "1," * 20_000 + "1]}", "E201", "this description has more than 10,000 values"),
        ("d.yaml", "a: " + "x" * 600_000, "E200", "it has 600,003 bytes, more than the 500,000 that are read"),
        ("d.yaml", "a: " + "9" * 100_000, "E201", "a number of 100,000 characters"),
        ("d.yaml", "a: " + "1:" * 100_000 + "1", "E201", "a number of 200,001 characters"),
        ("d.yaml", "a: 1\nb: \0\n", "E201", "the character U+0000 can't stand in a description"),
        ("d.yaml", "? [a, b]\n: 1\n", "E201", "a key has to be text"),
        ("d.yaml", "a: 1\n---\nb: 2\n", "E201", "expected a single document in the stream, but found another document"),
    ],
)
def test_what_is_too_much_is_refused_soon(tmp_path: Path, name: str, text: str, code: str, words: str) -> None:
    found = problem(tmp_path, name, text)
    assert (found.code, found.span.file) == (code, name)
    assert words in found.message


def test_pipes_and_devices_are_no_descriptions(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "d.yaml")
    with pytest.raises(ProgramError, match="it is a pipe, and no file on a disk"):
        load(tmp_path / "d.yaml", "d.yaml")
    with pytest.raises(ProgramError, match="it is a device, and no file on a disk"):
        load(Path("/dev/zero"), "/dev/zero")
