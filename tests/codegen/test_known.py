"""What a computed loop begins with is a file of the project, and no job; and what a rule is called after."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from eflows2smk.commands.phases import compile_program

PROGRAM = """\
import json

import yaml
from eflows2smk import task, wait_on


@task(returns=1)
def halved(x):
    return x / 2


@task(returns=1)
def grown(xs):
    return [*xs, len(xs)]


"""
STEP = """
@task(returns=1)
def step(own):
    own.n += 1
    return own


"""
LOOP = """\
while wait_on(x) > {limit}:
    x = halved(x)
print(wait_on(x))
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def compiled(folder: Path, body: str) -> dict[str, str]:
    (folder / "main.py").write_text(PROGRAM + body)
    made = compile_program(Path("main.py"), [], Path())
    assert made.files is not None, made.diagnostics
    return made.files


def values(files: dict[str, str]) -> dict[str, str]:
    return {path: text for path, text in files.items() if path.startswith("workflow/values/")}


def names(files: dict[str, str]) -> list[str]:
    return re.findall(r"^(?:rule|checkpoint) (\w+):", files["workflow/Snakefile"], re.MULTILINE)[1:]


def test_a_loop_begins_with_a_value_of_the_project(folder: Path) -> None:
    files = compiled(folder, "x = 5.0\n" + LOOP.format(limit=1))
    assert values(files) == {"workflow/values/x.txt": "# The value of 'x'.\n5.0\n"}
    assert '"workflow/values/x.txt"' in files["workflow/Snakefile"]


def test_values_of_one_name_have_files_of_their_own(folder: Path) -> None:
    files = compiled(folder, "x = 5.0\n" + LOOP.format(limit=1) + "x = 7.0\n" + LOOP.format(limit=2))
    assert sorted(text.split("\n")[1] for text in values(files).values()) == ["5.0", "7.0"]


def test_lists_are_values_too_and_objects_of_the_program_are_not(folder: Path) -> None:
    loop = "while len(wait_on(x)) < 5:\n    x = grown(x)\nprint(len(wait_on(x)))\n"
    assert values(compiled(folder, "x = [1, (2, 'three')]\n" + loop)) == {
        "workflow/values/x.txt": "# The value of 'x'.\n[1, (2, 'three')]\n"
    }
    own = "class Own:\n    def __init__(self):\n        self.n = 0\n\nx = Own()\n"
    loop = "while wait_on(x).n < 5:\n    x = step(x)\nprint(wait_on(x).n)\n"
    assert values(compiled(folder, own + STEP + loop)) == {}


def test_a_value_of_the_configuration_stays_a_job_that_follows_it(folder: Path) -> None:
    (folder / "start.yaml").write_text("x: 5.0\n")
    read = "with open('start.yaml') as file:\n    x = yaml.safe_load(file)['x']\n"
    branch = "if wait_on(halved(3)) > 2:\n    x = wait_on(halved(4))\nprint(x)\n"
    files = compiled(folder, read + branch)
    assert values(files) == {}
    assert 'config["x"]' in files["workflow/Snakefile"]
    assert list(values(compiled(folder, "x = 5.0\n" + branch)).values()) == ["# The value of 'x'.\n5.0\n"]


def test_calls_of_one_function_are_told_apart_by_their_results(folder: Path) -> None:
    body = """\
first = halved(8)
second = halved(first)
third = wait_on(halved(second))
found = []
found.append(halved(third))
table = {}
table["key"] = halved(found[0])
halved(1)
print(wait_on(table["key"]))
"""
    files = compiled(folder, body)
    wanted = ["halved", "halved_second", "halved_third", "halved_found", "halved_table", "halved_6"]
    assert [name for name in names(files) if name.startswith("halved")] == wanted


def test_another_name_of_a_result_changes_no_path(folder: Path) -> None:
    body = "a = halved(8)\n{b} = halved(a)\n"
    found = []
    for name in ("b", "result"):
        files = compiled(folder, body.format(b=name))
        assert f"halved_{name}" in names(files)
        found.append(re.findall(r'"intermediate/[^"]*"', files["workflow/Snakefile"]))
    assert found[0] == found[1] != []
