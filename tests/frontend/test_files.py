"""Paths in static single assignment form."""

from __future__ import annotations

import pytest

from eflows2smk.workflow.model import Holding, Inside, artefacts
from eflows2smk.workflow.text import Text
from tests.frontend.conftest import Run


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


def test_files_in_a_directory_of_another_are_put_into_it(run: Run) -> None:
    found = run(DIRECTORIES + "fill('d')\nmake('d/a')")
    assert [each.site.software.kind for each in found.invocations] == ["binary", "binary", "folder"]
    assert found.producers(2) == [0, 1]
    # A program that writes a directory as a whole begins with nothing.
    assert run(DIRECTORIES + "make('d/a')\nfill('d')").names == ["make", "fill"]


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


@pytest.mark.parametrize(
    ("reader", "waits"),
    [
        ("g(os.listdir(f'{n}'))", True),
        ("g(sorted(glob.glob(f'{n}/*')))", True),
        ("g(os.path.exists(f'd/{n}'))", True),
        ("subprocess.run('cat d/* > all', shell=True)", True),
        ("subprocess.run(['sh', '-c', 'cat d/* > all'])", True),
        ("subprocess.run(['python', 'post.py'])", True),
        ("subprocess.run(['gzip', '-k', 'd/a'])", True),
        ("subprocess.run('gzip -k d/a', shell=True)", False),
        ("g(open(f'{n}').read())", False),
        ("shutil.copy(f'{n}', 'copied')", False),
    ],
)
def test_what_is_written_later_waits_for_who_would_see_it(run: Run, reader: str, waits: bool) -> None:
    found = run(LISTING.format(reader=reader))
    assert bool(found.workflow and found.workflow.barriers) is waits, [d.message for d in found.diagnostics]
    reading = next(i for i in found.invocations if i.site.software.kind == "host")
    # All that was written before is there.
    producers = [a.producer for argument in reading.arguments for a in artefacts(argument.reads)]
    assert found.names.index("make") in producers


def test_who_depends_on_a_listing_anyway_needs_no_barrier(run: Run) -> None:
    found = run("import os\nn = wait_on(f())\nmake('d/a')\nnames = os.listdir(f'{n}')\nmake('d/b', g(names))")
    assert found.workflow is not None and not found.workflow.barriers


def test_folders_that_computed_loops_list_and_write_into_are_refused(run: Run) -> None:
    loop = "for i in range(len(wait_on(f()))):\n    g(os.listdir(f'{wait_on(f())}'))\n    make(f'd/{i}')"
    assert run(f"import os\nmake('d/a')\n{loop}").codes[-1] == "E402"


@pytest.mark.parametrize("call", ["os.remove(f'{n}')", "shutil.move(f'{n}', 'x')", "shutil.rmtree(f'{n}')"])
def test_files_that_only_the_run_knows_are_not_taken_away(run: Run, call: str) -> None:
    assert run(f"import os, shutil\nn = wait_on(f())\nmake('a')\n{call}").codes == ["E330"]
    # Nobody else has a file yet; one of the program's own.
    assert run(f"import os, shutil\nn = wait_on(f())\n{call}").codes == []


WRITES = """
import os
from eflows2smk import *

@task(returns=1)
def leave(i, folder):
    with open(f"{folder}/{i}.txt", "w") as file:
        file.write(str(i))
    return i

@task(returns=1)
def compute(i):
    return i + 1

@task(returns=1)
def count(folder):
    return len(os.listdir(folder))

@task(out=FILE_OUT)
def declared(out):
    with open(out, "w") as file:
        file.write("x")

os.makedirs("out", exist_ok=True)
"""


@pytest.mark.parametrize("wait", ["wait_on(made)", "made = wait_on(made)", "for each in made: wait_on(each)"])
def test_a_wait_is_a_barrier_for_files_that_nobody_declares(run: Run, wait: str) -> None:
    found = run(f"{WRITES}\nmade = [leave(i, 'out') for i in range(3)]\n{wait}\ncount('out')", api=False)
    assert [each.barrier for each in found.invocations] == [0, 0, 0, 1]


def test_main_programs_read_what_tasks_leave_behind_a_wait(run: Run) -> None:
    found = run(f"{WRITES}\nmade = wait_on(leave(1, 'out'))\nprint(open('out/1.txt').read())", api=False)
    assert found.codes == []
    assert [(each.site.software.kind, each.barrier) for each in found.invocations] == [("task", 0), ("host", 1)]


@pytest.mark.parametrize("call", ["compute(1)", "declared('out/1.txt')"])
def test_a_wait_for_tasks_that_leave_nothing_else_is_no_barrier(run: Run, call: str) -> None:
    found = run(f"{WRITES}\nmade = {call}\nwait_on(made)\ncount('out')", api=False)
    assert found.workflow is not None
    assert found.workflow.barriers == ()


def test_a_folder_that_the_program_makes_is_listed_by_the_run_behind_a_wait(run: Run) -> None:
    found = run(f"{WRITES}\nwait_on(leave(1, 'out'))\nfor name in os.listdir('out'): print(name)", api=False)
    assert [(each.site.software.kind, each.barrier) for each in found.invocations] == [("task", 0), ("host", 1)]
