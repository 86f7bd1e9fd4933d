"""How many invocations share a job of a cluster."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.programs import Failed, Project

PROGRAM = """\
from eflows2smk import FILE_OUT, software, task

@software(config_file="described.json")
@task(path=FILE_OUT)
def described(number, path):
    pass

@task(path=FILE_OUT)
def plain(number, path):
    open(path, "w").close()

for number in range(3):
    described(number, f"a/{number}.txt")
    plain(number, f"b/{number}.txt")
plain(3, "once.txt")
"""


def profile(folder: Path, *options: str, stated: object = None) -> dict[str, Any]:
    """The profile for Slurm. stated: what the description says."""
    execution = {"type": "binary", "binary": "touch", "args": "{{path}}"}
    described = {
        "execution": execution if stated is None else {**execution, "batch": stated},
        "parameters": {"path": "FILE_OUT"},
    }
    (folder / "described.json").write_text(json.dumps(described))
    (folder / "main.py").write_text(PROGRAM)
    Project(folder).run("eflows2smk", "compile", "main.py", *options)
    content: dict[str, Any] = yaml.safe_load((folder / "slurm" / "config.yaml").read_text())
    return content


def batches(content: dict[str, Any]) -> dict[str, int]:
    return {name: stated["batch"] for name, stated in content.get("set-resources", {}).items()}


def test_nothing_is_shared_where_nobody_says_so(tmp_path: Path) -> None:
    content = profile(tmp_path)
    assert content["executor"] == "slurm" and content["jobs"] == 50
    assert batches(content) == {}


def test_a_number_is_for_all_rules_of_several_invocations(tmp_path: Path) -> None:
    content = profile(tmp_path, "--batch", "20")
    assert content["executor"] == "slurm-direct"
    assert (content["jobs"], content["slurm-direct-at-once"], content["scheduler-subsample"]) == (1000, 50, 1000)
    assert batches(content) == {"described": 20, "plain": 20}


def test_the_command_line_names_rules_and_descriptions_say_their_own(tmp_path: Path) -> None:
    assert batches(profile(tmp_path, "--batch", "20", stated=5)) == {"described": 5, "plain": 20}
    assert batches(profile(tmp_path, "--batch", "described=7", stated=5)) == {"described": 7}


def test_jobs_that_say_how_long_they_take_add_up_and_others_do_not(tmp_path: Path) -> None:
    content = profile(tmp_path, "--batch", "20")
    assert content["set-resources"]["plain"] == {"batch": 20, "batch_runtime": 60}


@pytest.mark.parametrize(
    ("options", "stated", "told"),
    [
        (("--batch", "plane=3"), None, r"error\[E016\]: --batch names 'plane'.*\n.*one of described, plain"),
        ((), "many", r"error\[E219\]: 'batch' has to be a number of invocations"),
        ((), 0, r"error\[E219\]: 'batch' has to be a number of invocations, not 0"),
        (("--batch", "0"), None, "has to be a number from 1 on"),
    ],
)
def test_what_is_no_number_and_no_rule_is_refused(
    tmp_path: Path, options: tuple[str, ...], stated: object, told: str
) -> None:
    with pytest.raises(Failed) as error:
        profile(tmp_path, *options, stated=stated)
    assert re.search(told, str(error.value)), error.value


SHORT = """\
from eflows2smk import FILE_OUT, constraint, task

@constraint(wall_clock_limit=2)
@task(path=FILE_OUT)
def short(number, path):
    open(path, "w").close()

@constraint(wall_clock_limit=3)
@task(path=FILE_OUT)
def longer(number, path):
    open(path, "w").close()

@constraint(wall_clock_limit=1)
@task(path=FILE_OUT)
def few(number, path):
    open(path, "w").close()

for number in range(12):
    short(number, f"a/{number}.txt")
    longer(number, f"b/{number}.txt")
for number in range(4):
    few(number, f"c/{number}.txt")
"""


@pytest.mark.parametrize(
    ("executor", "options", "found"),
    [
        ("slurm-direct", (), {"short": 3}),
        ("slurm-direct", ("--batch", "short=1"), {}),
        ("slurm", (), {}),
    ],
)
def test_short_calls_share_jobs_where_there_are_more_than_jobs(
    tmp_path: Path, executor: str, options: tuple[str, ...], found: dict[str, int]
) -> None:
    (tmp_path / "main.py").write_text(SHORT)
    (tmp_path / "site.yaml").write_text(f"executor: {executor}\njobs: 4\n")
    site = {"EFLOWS2SMK_SITE": str(tmp_path / "site.yaml")}
    Project(tmp_path).run("eflows2smk", "compile", "main.py", *options, variables=site)
    text = (tmp_path / "slurm" / "config.yaml").read_text()
    assert batches(yaml.safe_load(text)) == found
    assert ("# Calls of short are short, so 3 share a job" in text) == bool(found)
