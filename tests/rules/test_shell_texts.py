"""What programs of awkward command lines, paths and texts leave behind: the same compiled as run sequentially."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from eflows2smk.runtime.batch import _is_path_of_ours
from tests.programs import WORKING_FOLDERS, Failed, Project

HEAD = "from eflows2smk import *\nfrom eflows2smk import FILE_OUT_STDOUT\n\n\n"


def project(folder: Path, program: str, files: dict[str, str] | None = None) -> Project:
    for name, text in {"main.py": HEAD + program, **(files or {})}.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)
    return Project(folder)


def left(made: Project, sources: set[str]) -> dict[str, str]:
    """The text files that a run left, by path."""
    paths = (path.relative_to(made.folder) for path in made.folder.rglob("*.txt"))
    own = (path for path in paths if not WORKING_FOLDERS & {*path.parts})
    return {str(path): (made.folder / path).read_text() for path in own if str(path) not in sources}


def same(tmp_path: Path, program: str, files: dict[str, str] | None = None, inside: str = ".") -> dict[str, str]:
    """What the program leaves, compiled and sequentially alike. inside: the folder of main.py and of the run."""
    results = []
    for how in ("sequential", "compiled"):
        made = project(tmp_path / how, program, files)
        made.folder.joinpath(inside).mkdir(exist_ok=True)
        if inside != ".":
            made.folder.joinpath("main.py").rename(made.folder / inside / "main.py")
        run = Project(made.folder / inside)
        if how == "sequential":
            run.sequential()
        else:
            run.compile()
            run.snakemake()
        results.append(left(made, set(files or {})))
    assert results[0] == results[1]
    return results[1]


SHOW = """
@binary(binary={binary!r}, args={args!r}{more})
@task(out=FILE_OUT_STDOUT)
def show(out):
    pass


show("end.txt")
"""


@pytest.mark.parametrize("how", ["", ', working_dir="place"'])
@pytest.mark.parametrize(
    "args",
    ["no_such_file | cat", "no_such_file; echo done", "no_such_file\necho done", "$1"],
)
def test_what_fails_in_a_shell_text_fails(tmp_path: Path, args: str, how: str) -> None:
    made = project(tmp_path, SHOW.format(binary="ls", args=args, more=how))
    made.compile()
    with pytest.raises(Failed):
        made.snakemake()
    assert not (tmp_path / "end.txt").exists()
    with pytest.raises(Failed):
        made.sequential()


def test_a_variable_that_is_not_set_is_a_failure_that_can_be_ignored(tmp_path: Path) -> None:
    program = """
@on_failure(management="IGNORE")
@binary(binary="echo", args="$1")
@task(out=FILE_OUT_STDOUT)
def show(out):
    pass


show("end.txt")
"""
    assert same(tmp_path, program) == {"end.txt": ""}


def test_batches_take_the_prefix_of_jobs_for_ours() -> None:
    import shlex
    import sys

    path = f"PATH={shlex.quote(os.path.dirname(sys.executable))}:$PATH;"
    assert _is_path_of_ours(f"set -euo pipefail; {path} source a/private.sh; ")
    assert not _is_path_of_ours(f"set -euo pipefail; module load x; {path} ")


READERS = """
@binary(binary="cat", args="{{config}}"{more})
@task(config=FILE_IN, out=FILE_OUT_STDOUT)
def read(config, out):
    pass


@binary(binary="cat", args="{{configs}}"{more})
@task(configs=COLLECTION_FILE_IN, out=FILE_OUT_STDOUT)
def read_all(configs, out):
    pass


@binary(binary="cat"{more})
@task(config=FILE_IN_STDIN, out=FILE_OUT_STDOUT)
def read_stream(config, out):
    pass


@binary(binary="cp", args="'{{config}}' {{out}}"{more})
@task(config=FILE_IN, out=FILE_OUT)
def copy(config, out):
    pass


import os
places = ["../setup.txt", "here.txt", os.path.abspath("../setup.txt"), "far/inner.txt"]
for number, place in enumerate(places):
    read(place, f"read_{{number}}.txt")
read("../setup.txt", "alone.txt")
read_all(places, "all.txt")
read_all(["../setup.txt", "../setup.txt"], "outside.txt")
read_stream("../setup.txt", "stream.txt")
copy("../setup.txt", "../made.txt")
copy("../made.txt", "copied.txt")
"""


@pytest.mark.parametrize("more", ["", ', working_dir="deep/w d"'])
def test_files_outside_of_the_working_folder_reach_programs(tmp_path: Path, more: str) -> None:
    program = READERS.replace("{more}", more).replace("{{number}}", "{number}")
    files = {"setup.txt": "outside\n", "app/here.txt": "here\n", "app/far/inner.txt": "inner\n"}
    found = same(tmp_path, program, files, inside="app")
    assert found["app/read_0.txt"] == found["app/alone.txt"] == found["made.txt"] == "outside\n"
    assert found["app/all.txt"] == "outside\nhere\noutside\ninner\n"


def test_dots_behind_a_link_lead_where_the_link_leads(tmp_path: Path) -> None:
    program = """
import os

@binary(binary="cat", args="{{config}}")
@task(config=FILE_IN, out=FILE_OUT_STDOUT)
def read(config, out):
    pass


read("link/../setup.txt", "end.txt")
"""
    for how in ("sequential", "compiled"):
        made = project(
            tmp_path / how, program, {"far/place/keep.txt": "", "far/setup.txt": "far\n", "setup.txt": "near\n"}
        )
        (made.folder / "link").symlink_to("far/place")
        if how == "sequential":
            made.sequential()
        else:
            made.compile()
            made.snakemake()
        assert (made.folder / "end.txt").read_text() == "far\n"


def test_texts_arrive_as_they_are(tmp_path: Path) -> None:
    texts = ["", "0", "c", "1.0", "true", "null", "1e5", " a ", "it's", '"', "a\nb\n", "\t", "é\x85\u2028", "-0.0"]
    program = f"""
@binary(binary="printf", args="'[%s]' {{{{text}}}} {{{{texts}}}}")
@task(out=FILE_OUT_STDOUT)
def show(text, texts, out):
    pass


for number, text in enumerate({texts!r}):
    show(text, [text, "0"], f"{{number}}.txt")
"""
    found = same(tmp_path, program)
    assert found == {f"{number}.txt": f"[{text}][{text}][0]" for number, text in enumerate(texts)}


AWKWARD = """
@binary(binary="touch", args="-- {{out}}")
@task(out=FILE_OUT)
def make(out):
    pass


@binary(binary="sh", args="-c 'echo more >> \\"$1\\"' sh {{path}}")
@task(path=FILE_INOUT)
def change(path):
    pass


@binary(binary="cat", working_dir="w d/-x")
@task(source=FILE_IN_STDIN, out=FILE_OUT_STDOUT)
def show(source, out):
    pass


@binary(binary="ls", args="-d .", working_dir="{{where}}")
@task(out=FILE_OUT_STDOUT)
def in_folder(where, out):
    pass


make("-out.txt")
change("-out.txt")
change("-out.txt")
show("-out.txt", "x 'y' \\"z\\".txt")
make("x y z.txt")
make("y.txt")
show("y.txt", "- a ].txt")
in_folder("-w", "-w.txt")
in_folder("it's", "it's.txt")
"""


def test_awkward_paths(tmp_path: Path) -> None:
    found = same(tmp_path, AWKWARD)
    assert found["x 'y' \"z\".txt"] == found["-out.txt"] == "more\nmore\n"


def test_an_image_may_lie_at_a_path_with_a_space(tmp_path: Path) -> None:
    program = """
@container(engine="SINGULARITY", image="my images/tools.sif")
@binary(binary="sh", args="-c 'echo $CONTAINER_IMAGE'")
@task(out=FILE_OUT_STDOUT)
def show(out):
    pass


show("end.txt")
"""
    assert same(tmp_path, program) == {"end.txt": "singularity:my images/tools.sif\n"}


MARKED = """
import os


@task(out=DIRECTORY_OUT)
def make(out):
    os.makedirs(out + "/sub")
    open(out + "/a.dat", "w").close()


@binary(binary="ls", args="-aR {{folders}}")
@task(folders=COLLECTION_FILE_IN, out=FILE_OUT_STDOUT)
def several(folders, out):
    pass


@binary(binary="sh", args="-c 'ls -a $(dirname {{path}})'")
@task(path=FILE_IN, out=FILE_OUT_STDOUT)
def beside(path, out):
    pass


@task(path=FILE_IN, out=FILE_OUT)
def beside_in_python(path, out):
    with open(out, "w") as file:
        file.write(repr(sorted(os.listdir(os.path.dirname(path)))))


@prolog(binary="sh", args="-c 'ls -a {{folder}} > {{out}}'")
@task(folder=DIRECTORY_IN, out=FILE_OUT)
def before(folder, out):
    pass


for name in ["a", "b", "c", "d", "e"]:
    make(f"made/{name}")
several(["made/a", "made/b"], "several.txt")
beside("made/c/a.dat", "beside.txt")
beside_in_python("made/d/a.dat", "python.txt")
before("made/e", "before.txt")
"""


def test_nobody_sees_the_marks_of_snakemake(tmp_path: Path) -> None:
    assert not any("snakemake" in text for text in same(tmp_path, MARKED).values())
