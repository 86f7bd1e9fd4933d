"""Where the plain Python between the calls runs on a cluster."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.programs import Project

PROGRAM = """\
from eflows2smk import FILE_OUT, task, wait_on

@task(returns=1)
def measure(n):
    return n

@task(path=FILE_OUT)
def write(value, path):
    with open(path, "w") as file:
        file.write(f"{value}\\n")

total = sum(wait_on([measure(n) for n in range(3)]))
write(total, "total.txt")
if total > 2:
    write(0, "more.txt")
n = measure(2)
for i in range(wait_on(n)):
    write(i, f"parts/{i}.txt")
with open("report.txt", "w") as report:
    report.write(f"{total}\\n")
"""


@pytest.mark.parametrize(
    ("options", "local"),
    [
        ((), {"total", "if_total", "each_i", "write_report"}),
        (("--host-rules", "submit"), {"each_i"}),
    ],
)
def test_lines_of_the_program_are_submitted_if_the_user_says_so(
    tmp_path: Path, options: tuple[str, ...], local: set[str]
) -> None:
    (tmp_path / "main.py").write_text(PROGRAM)
    Project(tmp_path).compile(*options)
    text = (tmp_path / "workflow" / "Snakefile").read_text()
    rules = re.findall(r"^(?:rule|checkpoint) (\w+):\n(.*?)(?=^\S|\Z)", text, flags=re.MULTILINE | re.DOTALL)
    assert {name for name, body in rules if "\n    localrule: True" in body} == local
