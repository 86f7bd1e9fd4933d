"""What plain Python may do to files, and who has to wait for it."""

from __future__ import annotations

from eflows2smk.workflow.model import Invocation, artefacts
from tests.record.conftest import Evaluated, Run


def script(found: Evaluated, word: str) -> Invocation:
    """The script with this word in its text."""
    return next(each for each in found.invocations if word in str(each.site.software.execution.get("script", "")))


def producers(invocation: Invocation) -> set[int]:
    return {made.producer for argument in invocation.arguments for made in artefacts(argument.reads)}


def test_a_pattern_waits_for_what_it_may_match(run: Run) -> None:
    program = "import glob\nmake('out/a.txt')\nn = len(glob.glob('{}'))\nopen('end', 'w').write(str(n))"
    assert producers(script(run(program.format("out/*.txt")), "glob")) == {0}
    assert producers(script(run(program.format("*/a.*")), "glob")) == {0}
    assert producers(script(run(program.format("out/*.png")), "end")) == set()


def test_functions_of_which_nothing_is_known_are_kept_in_order(run: Run) -> None:
    found = run("import lab\nx = f()\nlab.push(x)\ny = g(x)\nlab.push(y)\n")
    assert found.names == ["f", "x", "g", "push"]
    assert producers(found.invocations[3]) == {1, 2}


def test_what_an_unknown_function_may_write_can_be_read(run: Run) -> None:
    found = run("import lab\nx = f()\nlab.save(x, 'new.txt')\ntool('new.txt', 'out')")
    assert found.producers(2) == [1]


def test_what_removes_a_file_waits_for_all_who_read_it(run: Run) -> None:
    program = """
    import os, shutil
    make('parts/a.txt')
    tool('parts/a.txt', 'out')
    x = g(open('parts/a.txt').read())
    {}
    """
    for removal in ("os.remove('parts/a.txt')", "shutil.rmtree('parts')"):
        found = run(program.format(removal))
        assert found.names[:2] == ["make", "tool"]
        remover = script(found, removal.partition("(")[0])
        reader = script(found, "read()")
        assert {0, 1, reader.number} <= producers(remover)
    found = run("import os\nmake('a')\n@task(a=FILE_IN)\ndef show(a): pass\nshow('a')\nos.remove('a')\n")
    assert found.workflow is not None
    assert found.workflow.barriers


def test_a_property_of_the_program_may_read_any_file(run: Run) -> None:
    program = """
    class Reader:
        @property
        def content(self): return open(self.path{mode}).read()
    reader = f()
    make('data')
    with open('end', 'w') as end: end.write(str(reader.content))
    make('late')
    """
    found = run(program.format(mode=""))
    assert producers(script(found, "content")) == {0, 1}
    assert found.producers(3) == []


def test_a_method_that_opens_a_file_whose_path_stands_in_it_reads_that_one(run: Run) -> None:
    program = """
    import os
    FOLDER = 'data'
    class Reader:
        def content(self): return open({path}).read()
    reader = f()
    make('data/one')
    make('two')
    with open('end', 'w') as end: end.write(str(reader.content()))
    """
    for path in ("'data/one'", "os.path.join('data', 'one')"):
        assert producers(script(run(program.format(path=path)), "content")) == {0, 1}
    # The name may stand for another folder by then.
    assert producers(script(run(program.format(path="os.path.join(FOLDER, 'one')")), "content")) == {0, 1, 2}


def test_what_is_removed_is_asked_for_behind_that(run: Run) -> None:
    found = run(
        "import os\nmake('a')\nos.remove('a')\nmake('b')\nthere = os.path.exists('a')\n"
        "open('end', 'w').write(str(there))"
    )
    assert producers(script(found, "exists")) == {1}


def test_a_folder_that_nobody_declares_is_made(run: Run) -> None:
    program = "import os\nos.makedirs('out', exist_ok=True)\n"
    for call, folders in (("f()", ("out",)), ("make('out/a')", ()), ("make('out/a', 'out')", ("out",))):
        workflow = run(program + call).workflow
        assert workflow is not None
        assert workflow.folders == folders


def test_who_goes_on_with_an_open_file_writes_a_version(run: Run) -> None:
    found = run(
        "with open('log', 'w') as log:\n    for i in range(2): log.write(str(wait_on(g(i))))\n"
        "make('b')\ntool('log', 'c')"
    )
    assert found.names == ["log", "g", "write_log", "g", "write_log_2", "make", "tool"]
    assert producers(found.invocations[4]) == {2, 3}
    assert found.producers(6) == [4]
