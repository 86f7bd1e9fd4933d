"""Folders that are written as a whole and in parts, and paths of which only the run knows the text."""

from __future__ import annotations

from eflows2smk.workflow.model import Artefact, Somewhere, artefacts
from tests.record.conftest import Evaluated, Run

FOLDERS = """
@task(folder=DIRECTORY_OUT)
def fill(folder): pass

@task(folder=DIRECTORY_INOUT)
def add(folder): pass

@task(folder=DIRECTORY_IN)
def look(folder): pass

@task(path=FILE_INOUT)
def edit(path): pass

@task(path=FILE_OUT, source=FILE_IN)
def write(path, source=None): pass

@task(words=COLLECTION_IN)
def several(words): pass

"""


def kinds(found: Evaluated) -> list[str]:
    return [each.site.software.kind for each in found.invocations]


def test_a_file_in_a_folder_that_is_written_as_a_whole_is_put_into_it(run: Run) -> None:
    found = run(FOLDERS + "fill('d')\nwrite('d/a')\nlook('d')\n")
    assert kinds(found) == ["task", "task", "folder", "task"]
    assert sorted(found.producers(2)) == [0, 1]
    assert found.producers(3) == [2]


def test_nobody_puts_a_folder_together_that_is_read_file_by_file(run: Run) -> None:
    found = run(FOLDERS + "fill('d')\nedit('d/a')\nedit('d/a')\n")
    # The last one is for the user.
    assert kinds(found) == ["task", "task", "task", "folder"]
    assert found.producers(1) == [0]
    assert found.producers(2) == [1]


def test_one_folder_serves_all_who_read_the_same(run: Run) -> None:
    found = run(FOLDERS + "write('d/a')\nlook('d')\nlook('d')\nadd('d')\nlook('d')\n")
    assert kinds(found) == ["task", "folder", "task", "task", "task", "task"]
    assert found.producers(2) == found.producers(3) == found.producers(4) == [1]
    assert found.producers(5) == [4]


def test_a_folder_of_files_that_are_where_they_belong_is_read_in_place(run: Run) -> None:
    assert kinds(run(FOLDERS + "write('d/a')\nlook('d')\nwrite('d/b')\n")) == ["task", "task", "task"]


def test_readers_of_a_folder_get_the_version_of_their_time(run: Run) -> None:
    found = run(FOLDERS + "write('d/a')\nlook('d')\nedit('d/a')\nlook('d')\n")
    assert kinds(found)[1] == "folder"
    assert found.producers(2) == [1]
    assert found.producers(4) == [3]


def test_who_looks_at_a_folder_of_the_user_does_not_see_what_is_written_there_later(run: Run) -> None:
    found = run(FOLDERS + "look('d')\nwrite('d/b')\nlook('d')\n", files={"d/a": ""})
    assert found.workflow is not None
    assert found.workflow.barriers == (1,)
    assert found.producers(2) == [1]


def test_words_that_name_what_is_written_are_waited_for(run: Run) -> None:
    found = run(FOLDERS + "fill('d')\nf('d')\nseveral(['x', 'd'])\nf('other')\n")
    assert found.producers(1) == found.producers(2) == [0]
    assert found.producers(3) == []


def test_a_path_with_a_known_beginning_may_be_computed(run: Run) -> None:
    found = run(FOLDERS + "fill('d')\nfill('e')\nname = f(1)\nwrite(f'out/{name}', f'd/{name}')\n")
    source = next(each for each in found.invocations[-1].arguments if each.parameter == "source").reads
    assert isinstance(source, Somewhere)
    assert source.begins == "d/"
    assert {made.producer for each in source.after for made in artefacts(each)} == {0}


def test_who_reads_what_is_written_somewhere_waits_for_it(run: Run) -> None:
    program = "import os\nname = f(1)\nwrite('out/' + name)\n"
    found = run(FOLDERS + program + "look('out')\n")
    writer = next(each for each in found.invocations if each.site.name == "write")
    token = next(each.writes for each in writer.arguments if each.parameter == "path")
    assert isinstance(token, Artefact)
    assert token in [made for each in found.invocations[-1].arguments for made in artefacts(each.reads)]
    listed = run(FOLDERS + program + "open('end', 'w').write(str(os.listdir('out')))\n")
    assert writer.number in listed.producers(len(listed.invocations) - 1)


def test_what_others_write_is_written_nowhere_else(run: Run) -> None:
    assert run(FOLDERS + "write('out/a')\nwrite('out/' + f(1))\n").codes == ["E405"]
    assert run(FOLDERS + "write('out/' + f(1))\nwrite('out/a')\n").codes == ["E405"]
    assert run(FOLDERS + "write(f(1))\n").codes == ["E330"]
    assert run(FOLDERS + "make('out/' + f(1))\n").codes == ["E330"]


def test_a_file_that_is_there_counts_where_its_content_is_needed(run: Run) -> None:
    guard = "import os\nif not os.path.exists('names'): write('names')\n"
    loop = "for name in open('names').read().split(): make(name)\n"
    assert run(FOLDERS + guard + loop, files={"names": "a b"}).paths() == ["a", "b"]


def test_what_a_script_lists_before_the_folder_is_there_is_written_behind_it(run: Run) -> None:
    found = run("""
        import glob
        from pathlib import Path
        a = wait_on(f()) + len(list(Path('d').glob('*.txt'))) + len(glob.glob('d/*.dat'))
        make('d/1.txt')
        g(a)
        """)
    assert found.workflow is not None
    assert kinds(found)[:3] == ["task", "host", "binary"]
    assert found.workflow.barriers == (2,)
