"""Programs whose files are called what no import statement can say."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.programs import Project

PROGRAM = """
from eflows2smk import compss_wait_on, task


@task(returns=1)
def heated(value):
    return value + 1


def tripled(value):
    return value * 3


def main():
    value = compss_wait_on(heated(1))
    once = tripled(value)
    with open("result.txt", "w") as file:
        file.write(str(compss_wait_on(heated(once))))


if __name__ == "__main__":
    main()
"""


@pytest.mark.parametrize("name", ["heat-1d.py", "2d.py", "lambda.py", "heat.v2.py", "heat rod.py"])
def test_plain_python_between_the_calls_finds_the_programs_functions(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text(PROGRAM)
    project, result = Project(tmp_path), tmp_path / "result.txt"
    project.run("python", "-m", "eflows2smk.runtime.sequential", name)
    assert result.read_text() == "7"
    result.unlink()
    project.run("eflows2smk", "compile", name)
    project.snakemake()
    assert result.read_text() == "7"
