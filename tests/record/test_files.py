"""Paths in static single assignment form."""

from __future__ import annotations

from eflows2smk.workflow.model import Holding, Inside
from eflows2smk.workflow.text import Text
from tests.record.conftest import Run


def test_paths_are_compared_normalised(run: Run) -> None:
    found = run("import os\nmake('./out//a')\ntool('x/../out/a', os.path.join(os.getcwd(), 'b'))\ntool('b', 'c')")
    assert found.producers(1) == [0]
    assert found.producers(2) == [1]


def test_strings_keep_how_they_were_made(run: Run) -> None:
    found = run("prefix = 'out'\nfor i in range(2): make('./' + prefix + f'/{i}.txt')")
    path = found.invocations[1].arguments[0].writes.path  # type: ignore[attr-defined]
    assert isinstance(path, Text)
    assert path.holes[-1] == "1"
    assert path.shape.labels[-1] == "i"


def test_a_missing_input_is_refused(run: Run) -> None:
    assert run("tool('nowhere', 'out')").codes == ["E400"]
    assert run("tool('here', 'out')", files={"here": ""}).codes == []


def test_each_write_is_a_version(run: Run) -> None:
    found = run("make('a')\ntool('a', 'b')\nmake('a')\ntool('a', 'c')")
    assert found.producers(1) == [0]
    assert found.producers(3) == [2]
    assert [a.writes.version for i in found.invocations for a in i.arguments if a.parameter == "out"] == [1, 1, 2, 1]  # type: ignore[attr-defined]


def test_an_input_written_later_keeps_its_first_version(run: Run) -> None:
    found = run("tool('a', 'b')\nmake('a')", files={"a": ""})
    written = found.invocations[1].arguments[0].writes
    assert written.version == 1  # type: ignore[attr-defined]
    assert found.producers(0) == [-1]


DIRECTORIES = """
@binary(binary="d")
@task(folder=DIRECTORY_OUT)
def fill(folder): pass

@binary(binary="r")
@task(folder=DIRECTORY_IN)
def read(folder): pass
"""


def test_a_file_inside_a_directory_waits_for_the_directory(run: Run) -> None:
    found = run(DIRECTORIES + "fill('d')\ntool('d/x/y', 'out')")
    inside = found.invocations[1].arguments[0].reads
    assert isinstance(inside, Inside)
    assert (inside.directory.producer, inside.member) == (0, "x/y")


def test_a_directory_waits_for_the_files_written_in_it(run: Run) -> None:
    found = run(DIRECTORIES + "make('d/a')\nmake('d/s/b')\nread('d')")
    holding = found.invocations[2].arguments[0].reads
    assert isinstance(holding, Holding)
    assert found.producers(2) == [0, 1]


def test_files_in_a_directory_of_another_are_refused(run: Run) -> None:
    assert run(DIRECTORIES + "fill('d')\nmake('d/a')").codes == ["E402"]
    assert run(DIRECTORIES + "make('d/a')\nfill('d')").codes == ["E402"]


def test_a_path_passed_as_a_plain_string_still_waits(run: Run) -> None:
    found = run("make('out/a')\ng('out/a')")
    assert found.codes == ["W400"]
    assert found.producers(1) == [0]
    assert run("make('out/a')\ng(['out/a', 'out/a'])\n", api=True).codes == ["W400"]
    assert run("make('out/a')\ng({'k': ['out/a', 1]})").codes == ["E403"]


def test_computed_paths_are_refused(run: Run) -> None:
    assert run("make(f(1))").codes == ["E330"]


def test_barriers_count_only_between_invocations(run: Run) -> None:
    found = run("barrier()\nmake('a')\nbarrier()\nbarrier()\nmake('b')\nbarrier()")
    assert found.workflow is not None
    assert found.workflow.barriers == (1,)
    assert [i.barrier for i in found.invocations] == [0, 1]


LISTING = """
import glob, os, shutil, subprocess
n = wait_on(f())
make("d/a")
{reader}
make("d/b")
make("other/c")
"""
