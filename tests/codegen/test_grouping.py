"""Where data transformations run on a cluster."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.programs import Project

TRANSFORMED = """\
from eflows2smk import FILE_OUT, data_transformation, mpi, task


def halve(values):
    return [value / 2 for value in values]


@task(returns=1)
def measure(n):
    return [n]


@data_transformation("values", halve)
@task(returns=1)
def refine(values):
    return values


@data_transformation("values", halve)
@data_transformation("values", halve)
@task(result=FILE_OUT)
def write(values, result):
    with open(result, "w") as file:
        file.write(str(values))


"""
ONE_BY_ONE = TRANSFORMED + 'for n in (1, 2):\n    write(measure(n), f"out/{n}.txt")\n'
CHAIN = TRANSFORMED + 'x = measure(1)\nfor n in range(3):\n    x = refine(x)\nwrite(x, "out/end.txt")\n'


def rules(folder: Path, program: str, *options: str) -> dict[str, str]:
    """The text of each rule, by name."""
    folder.mkdir(exist_ok=True)
    (folder / "main.py").write_text(program)
    Project(folder).compile(*options)
    text = (folder / "workflow" / "Snakefile").read_text()
    return dict(re.findall(r"^rule (\w+):\n(.*?)(?=^\S|\Z)", text, flags=re.MULTILINE | re.DOTALL))


def groups(found: dict[str, str]) -> set[str]:
    return {name for name, text in found.items() if "\n    group:" in text}


def test_transformations_are_grouped_with_what_they_feed(tmp_path: Path) -> None:
    found = rules(tmp_path, ONE_BY_ONE)
    assert groups(found) == {name for name in found if name.startswith("write")}
    assert len(groups(found)) == 3


def test_results_that_reach_the_next_call_are_not_grouped(tmp_path: Path) -> None:
    found = rules(tmp_path, CHAIN)
    assert all(name.startswith("write") for name in groups(found)) and groups(found)


@pytest.mark.parametrize(("where", "local"), [("local", 2), ("job", 0)])
def test_the_choice_is_the_users(tmp_path: Path, where: str, local: int) -> None:
    found = rules(tmp_path, ONE_BY_ONE, "--transformations", where)
    assert groups(found) == set()
    here = [name for name, text in found.items() if "\n    localrule: True" in text]
    assert len(here) == local and all("halve" in name for name in here)


PLACED = """\
from eflows2smk import FILE_OUT, data_transformation, task


def halve(values):
    return [value / 2 for value in values]


def move(values, placement):
    return [value + placement for value in values]


@data_transformation("first", halve, placement="PLACE")
@data_transformation("second", halve)
@data_transformation("third", move, placement=3)
@task(result=FILE_OUT)
def write(first, second, third, result):
    with open(result, "w") as file:
        file.write(f"{first} {second} {third}")


for n in (1, 2):
    write([n], [n, n], [n, n, n], f"out/{n}.txt")
"""


@pytest.mark.parametrize(
    ("place", "option", "local", "grouped"),
    [
        ("local", "job", {"write_first_halve"}, set()),
        ("job", "local", {"write_second_halve", "write_third_move"}, set()),
        ("group", "job", set(), {"write_first_halve", "write"}),
        ("job", "group", set(), {"write_second_halve", "write_third_move", "write"}),
    ],
)
def test_a_decorator_says_more_than_the_command_line(
    tmp_path: Path, place: str, option: str, local: set[str], grouped: set[str]
) -> None:
    found = rules(tmp_path, PLACED.replace("PLACE", place), "--transformations", option)
    assert {name for name, text in found.items() if "\n    localrule: True" in text} == local
    assert groups(found) == grouped


def test_the_place_is_no_argument_of_the_function(tmp_path: Path) -> None:
    (tmp_path / "main.py").write_text(PLACED.replace("PLACE", "local"))
    Project(tmp_path).sequential()
    assert (tmp_path / "out" / "2.txt").read_text() == "[1.0] [1.0, 1.0] [5, 5, 5]"


def test_modules_are_loaded_on_a_cluster_only(tmp_path: Path) -> None:
    program = TRANSFORMED.replace("import FILE_OUT,", "import FILE_OUT, constraint,").replace(
        "@task(returns=1)\ndef measure", '@constraint(app_software="gcc/12")\n@task(returns=1)\ndef measure'
    )
    found = rules(tmp_path, program + "measure(1)\n")
    assert '"gcc/12"' in found["measure"]
    assert "software-deployment-method:\n- env-modules\n" in profile(tmp_path)
    assert "deployment" not in (tmp_path / "workflow" / "profiles" / "default" / "config.yaml").read_text()


FAILING = """\
from eflows2smk import FILE_OUT, constraint, task


@constraint(memory_size=1, wall_clock_limit=10)
@task(result=FILE_OUT, on_failure="{first}")
def first(result):
    open(result, "w").close()


@constraint(memory_size=1)
@task(result=FILE_OUT, on_failure="{second}")
def second(result):
    open(result, "w").close()


first("first.txt")
second("second.txt")
"""


def profile(folder: Path) -> str:
    return (folder / "slurm" / "config.yaml").read_text()


def test_what_may_be_tried_again_gets_more_each_time(tmp_path: Path) -> None:
    found = rules(tmp_path, FAILING.format(first="RETRY", second="FAIL"))
    assert "runtime=lambda wildcards, attempt: attempt * 10," in found["first"]
    assert "mem_mb=lambda wildcards, attempt: attempt * 1024," in found["first"]
    assert "retries: 0" in found["second"] and "attempt" not in found["second"]
    assert "\nretries: 2\n" in profile(tmp_path) and "\n  runtime: attempt * 60\n" in profile(tmp_path)


def test_a_failure_that_ends_the_run_keeps_nothing_going(tmp_path: Path) -> None:
    rules(tmp_path, FAILING.format(first="FAIL", second="FAIL"))
    assert "\nkeep-going: false\n" in profile(tmp_path) and "\nretries: 0\n" in profile(tmp_path)
