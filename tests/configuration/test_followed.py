"""Which values of its configuration file a program only hands on, so that the Snakefile takes them from there."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from eflows2smk.codegen.configured import problems
from eflows2smk.commands.phases import compile_program

PROGRAM = """\
import math
from dataclasses import dataclass
from pathlib import Path

import yaml
from eflows2smk import FILE_OUT, task


@task(path=FILE_OUT)
def write(value, path):
    pass


@task(returns=1)
def make(value, *before):
    return value


with open("sweep.yaml") as file:
    sweep = yaml.safe_load(file)
cases = sweep["cases"]
"""
SWEEP = """\
count: 3
rate: 0.5
fast: true
cases:
  - {name: low, rate: 0.5}
  - {name: high, rate: 1.5}
sizes: [3, 5, 9]
"""
LOOP = """
for case in cases:
    write(case["rate"], f"out/{case['name']}.txt")
"""
ALL = "count rate cases cases.name cases.rate sizes sizes.*"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def compiled(folder: Path, body: str, sweep: str = SWEEP) -> dict[str, str]:
    (folder / "main.py").write_text(PROGRAM + body)
    (folder / "sweep.yaml").write_text(sweep)
    made = compile_program(Path("main.py"), [], Path())
    assert made.files is not None, made.diagnostics
    return made.files


def followed(files: dict[str, str]) -> set[str]:
    """Fields of which the values may be others, and lists that may have other lengths."""
    text = files.get("workflow/configured.json")
    return set(_followed(json.loads(text)["shape"], ())) if text else set()


def _followed(shape: Any, place: tuple[str, ...]) -> Iterator[str]:
    kind = shape["kind"]
    if kind == "mapping":
        for key, member in shape["members"].items():
            yield from _followed(member, (*place, key))
    elif kind == "each":
        yield ".".join(place)
        inner = shape["member"]
        yield from _followed(inner, place if inner["kind"] == "mapping" else (*place, "*"))
    elif kind == "list":
        for member in shape["members"]:
            yield from _followed(member, place if member["kind"] == "mapping" else (*place, "*"))
    elif kind != "same":
        yield ".".join(place)


# Programs, and what of the configuration their workflows do not follow.
PROGRAMS: dict[str, tuple[str, str]] = {
    "handed on": (LOOP, ""),
    "through a function": (
        "def one(case, *, folder='out'):\n    return write(case['rate'], f\"{folder}/{case['name']}\")\n\n"
        "for case in cases:\n    one(case)\n",
        "",
    ),
    "in a dataclass": (
        "@dataclass\nclass Case:\n    name: str\n    rate: float\n\n"
        "for case in [Case(**each) for each in cases]:\n    write(case.rate, Path('out') / case.name)\n",
        "",
    ),
    "put together": ("for case in cases:\n    write(f\"--rate={case['rate']}\", 'out/' + case['name'])\n", ""),
    "all of a list": (
        "write([case['rate'] for case in cases], 'x')\nwrite(cases, 'y')\nwrite(sweep['sizes'], 'z')\n",
        "",
    ),
    "numbered": ("for number, case in enumerate(cases):\n    write(case['rate'], f'out/{number}.txt')\n", ""),
    "numbered from 1": ("for number, case in enumerate(cases, 1):\n    write(case['rate'], f'out/{number}.txt')\n", ""),
    "in a format": ("for case in cases:\n    write('{} {}'.format(case['rate'], 1), 'out/%s' % case['name'])\n", ""),
    "results gathered": ("write([make(case['rate']) for case in cases], 'x')\n", ""),
    "two lists": (
        "for case in cases:\n    for size in sweep['sizes']:\n        write(size, f\"out/{case['name']}_{size}\")\n",
        "",
    ),
    "the first one": (LOOP + "write(cases[0]['rate'], 'x')\n", ""),
    "equal by chance": (LOOP + "write(0.5, 'x')\nwrite(3, 'y')\n", ""),
    "a condition": (
        "for case in cases:\n    if case['rate'] > 1:\n        write(1, f\"out/{case['name']}\")\n",
        "cases cases.rate",
    ),
    "an assertion": ("for case in cases:\n    assert case['rate'] > 0\n" + LOOP, "cases cases.rate"),
    "arithmetic": ("write(sweep['rate'] * 2, 'x')\n", "rate"),
    "a function of a library": ("write(math.sqrt(sweep['rate']), 'x')\n", "rate"),
    "digits": ("write(1, f\"{sweep['rate']:.2f}\")\n", "rate"),
    "a part of a path": ("write(1, Path('out') / Path(f\"{sweep['rate']}\").stem)\n", "rate"),
    "a range": ("for number in range(sweep['count']):\n    write(number, f'out/{number}')\n", "count"),
    "a slice": (
        "for case in cases[: sweep['count']]:\n    write(1, f\"out/{case['name']}\")\n",
        "count cases cases.name",
    ),
    "a key that is a number": (
        "made = {number: case for number, case in enumerate(cases)}\nif made.get(7):\n    write(1, 'x')\n" + LOOP,
        "cases sizes",
    ),
    "a member of an object": (
        "@dataclass\nclass Case:\n    number: int\n\n"
        "made = [Case(number) for number, case in enumerate(cases)]\nif Case(7) in made:\n    write(1, 'x')\n" + LOOP,
        "cases sizes",
    ),
    "a flag": ("if sweep['fast']:\n    write(sweep['rate'], 'x')\n", ""),
    "an order": (
        "for case in sorted(cases, key=lambda case: case['rate']):\n    write(1, f\"out/{case['name']}\")\n",
        "cases cases.name cases.rate",
    ),
    "how many": ("if len(cases) > 10:\n    write(1, 'many')\n" + LOOP, "cases sizes"),
    "batches": ("for number in range(len(cases) // 4):\n    write(number, f'{number}')\n" + LOOP, "cases sizes"),
    "a number": (
        "for number, case in enumerate(cases):\n    if number == 7:\n        write(1, 'x')\n" + LOOP,
        "cases sizes",
    ),
    "every second": (
        "for number, case in enumerate(cases):\n    write(number % 2, f\"out/{case['name']}\")\n",
        "cases sizes",
    ),
    "a counter": ("count = 0\nfor case in cases:\n    count += 1\n" + LOOP, "cases sizes"),
    "a shorter list": (
        "for case, color in zip(cases, list('abcdefghijklmnop')):\n    write(color, f\"out/{case['name']}\")\n",
        "cases sizes",
    ),
}


@pytest.mark.parametrize("name", PROGRAMS)
def test_what_is_only_handed_on_is_followed(folder: Path, name: str) -> None:
    body, looked_at = PROGRAMS[name]
    assert set(ALL.split()) - followed(compiled(folder, body)) == set(looked_at.split())


def test_what_tasks_look_up_themselves_is_not_followed(folder: Path) -> None:
    """They would see the new value, and nobody that they have to run again."""
    body = (
        "\n\n@task(path=FILE_OUT)\ndef other(path):\n    print(sweep['rate'], file=open(path, 'w'))\n\n\nother('x')\n"
    )
    files = compiled(folder, body)
    assert not followed(files)
    assert "sweep.yaml" in json.loads(files["workflow/compiled_from.json"])["read"]


def test_the_snakefile_says_where_values_are_looked_at(folder: Path) -> None:
    files = compiled(
        folder, "for case in cases:\n    if case['rate'] > 1:\n        write(1, f\"out/{case['name']}\")\n"
    )
    shape = json.loads(files["workflow/configured.json"])["shape"]["members"]["cases"]
    assert shape["where"] == "main.py:23"
    assert shape["members"][0]["members"]["rate"] == {"kind": "same", "value": 0.5, "where": "main.py:23"}


def test_the_snakefile_reads_the_programs_own_file(folder: Path) -> None:
    files = compiled(folder, LOOP)
    lines = files["workflow/Snakefile"].split("\n")
    assert 'configfile: "sweep.yaml"' in lines
    assert 'NAMES = [each["name"] for each in config["cases"]]' in lines
    assert "workflow/tables.yaml" not in files
    assert not any('"low' in line or "1.5" in line for line in lines)


def test_what_keeps_values_apart_in_paths_can_not_stand_in_them(folder: Path) -> None:
    body = "for case in cases:\n    for other in sweep['others']:\n        write(1, f\"out/{case['name']}_{other}\")\n"
    known = json.loads(compiled(folder, body, SWEEP + "others: [x, y]\n")["workflow/configured.json"])
    content = yaml.safe_load(SWEEP) | {"others": ["x", "y_z"]}
    assert known["apart"] == ["_"]
    assert problems(content, known["shape"], known["apart"]) == [
        "others[1] has '_' in it, which keeps values apart in paths."
    ]


def test_the_same_is_generated_for_other_values(folder: Path) -> None:
    """An edit that is followed needs no compilation: one would give the same files."""
    before = compiled(folder, LOOP)
    assert (
        compiled(folder, LOOP, SWEEP.replace("1.5", "2.5").replace("sizes", "  - {name: top, rate: 3.0}\nsizes"))
        == before
    )
