"""Programs that ask more of the compiler than anyone waits for: it says so, with the place, and soon."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from eflows2smk.frontend.compiling import evaluate
from eflows2smk.frontend.evaluation.bounds import Bounds

HEAD = """\
import itertools, json, os, re, sys
from eflows2smk import task


@task(returns=1)
def show(x):
    return x


"""
GROWING = "x = []\nfor i in range(60):\n    x = [x, x]\n"
TUPLES = "x = ()\nfor i in range(60):\n    x = (x, x)\n"


@pytest.mark.parametrize(
    ("body", "line"),
    [
        ('show(len("a" * 10**10))', 1),
        ("x = [1]\nfor i in range(100):\n    x.extend(x)\nshow(len(x))", 3),
        ("x = (1,)\nfor i in range(100):\n    x = x + x\nshow(len(x))", 3),
        ('show(f"{5:>{10**9}}")', 1),
        ('show("%1000000000d" % 5)', 1),
        ('show("{:{}}".format(5, 10**9))', 1),
        ("show(10 ** 10 ** 10)", 1),
        ("show(1 << 10**12)", 1),
        ("show(list(range(10**9)))", 1),
        ("show(list(itertools.product(range(100), repeat=10)))", 1),
        ("show(max(itertools.count()))", 1),
        ('show(re.match(r"(a+)+$", "a" * 40 + "b") is None)', 1),
        (f"{TUPLES}show({{x: 1}})", 4),
        (f"{GROWING}show(json.dumps(x))", 4),
        ('show(open("/dev/zero").read())', 1),
        ('show(open("pipe").read())', 1),
        ('import glob\nshow(glob.glob("/**", recursive=True))', 2),
    ],
)
def test_it_is_refused_with_a_place(body: str, line: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    os.mkfifo("pipe")
    Path("main.py").write_text(HEAD + body + "\n")
    began = time.process_time()
    monkeypatch.setattr("eflows2smk.frontend.evaluation.watching.SECONDS", 1)
    workflow, found = evaluate(Path("main.py"))
    assert time.process_time() - began < 10
    assert workflow is None
    first = found[0]
    assert first.code in ("E303", "E312")
    assert first.span.line == HEAD.count("\n") + line


@pytest.mark.parametrize(
    ("body", "code", "line"),
    [("while True:\n    pass", "E303", 1), ("x = [1]\nfor i in x:\n    x.append(i)", "E312", 2)],
)
def test_loops_end_at_their_bounds(
    body: str, code: str, line: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("main.py").write_text(HEAD + body + "\n")
    _, found = evaluate(Path("main.py"), bounds=Bounds(iterations=50_000, steps=50_000))
    assert [(each.code, each.span.line) for each in found] == [(code, HEAD.count("\n") + line)]


@pytest.mark.parametrize(
    ("body", "words"),
    [(f"{GROWING}show(repr(x))", "too long"), ("x = []\nwhile True:\n    x.append([0] * 9999999)", "too much memory")],
)
def test_what_nobody_bounded_is_stopped(body: str, words: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("eflows2smk.frontend.evaluation.watching.SECONDS", 0.5)
    monkeypatch.setattr("eflows2smk.frontend.evaluation.watching.MEMORY", 300_000_000)
    monkeypatch.chdir(tmp_path)
    Path("main.py").write_text(HEAD + body + "\n")
    _, found = evaluate(Path("main.py"))
    assert [each.code for each in found] == ["E312"]
    assert f"this takes {words}" in found[0].message
    assert found[0].span.line > HEAD.count("\n")
