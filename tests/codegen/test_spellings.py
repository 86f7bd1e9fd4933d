"""However a program writes a path in a loop, its rules have the wildcards of that loop."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from eflows2smk.commands.phases import compile_program

HEAD = """\
import functools
import operator
import os
import posixpath
import re
from pathlib import Path, PurePath

from eflows2smk import FILE_IN, FILE_OUT, binary, task


def inside(folder, t):
    return Path(folder) / f"T{t}" / "run.tpr"

"""
TASKS = """
@binary(binary="touch", args="{{{{tpr}}}}")
@task(tpr=FILE_OUT)
def prepare_{k}(tpr):
    pass


@binary(binary="cp", args="{{{{tpr}}}} {{{{traj}}}}")
@task(tpr=FILE_IN, traj=FILE_OUT)
def run_{k}(tpr, traj):
    pass


for T in [290, 300, 310]:
    path = {path}
    prepare_{k}(path)
    run_{k}(path, f"{k}/T{{T}}/traj.xtc")
"""
# All of them are K/T{T}/run.tpr.
SPELLINGS = """
Path("K") / f"T{T}" / "run.tpr"
str(Path("K") / f"T{T}" / "run.tpr")
str(Path(f"K/T{T}") / "run.tpr")
str(Path("K", f"T{T}", "run.tpr"))
str(Path("K").joinpath(f"T{T}").joinpath("run.tpr"))
(Path(f"K/T{T}") / "run.tpr").as_posix()
(Path(f"K/T{T}") / "run.tpr").__str__()
os.fspath(Path(f"K/T{T}") / "run.tpr")
str("K" / Path(f"T{T}") / "run.tpr")
str(PurePath("K") / f"T{T}" / "run.tpr")
(Path(f"K/T{T}") / "x.gro").with_name("run.tpr")
str((Path(f"K/T{T}") / "run.gro").with_suffix(".tpr"))
(Path(f"K/T{T}") / "x.tpr").with_stem("run")
Path(f"K/T{T}/sub/x.gro").parents[1] / "run.tpr"
str(Path(f"K/T{T}/x.gro").parent / "run.tpr")
(Path("/x/K") / f"T{T}" / "run.tpr").relative_to("/x")
(Path("K") / f"T{T}" / "run.tpr").resolve().relative_to(Path.cwd())
"/".join((Path("x/K") / f"T{T}" / "run.tpr").parts[1:])
os.path.join("K", "T%d" % T, "run.tpr")
os.path.join(Path("K") / f"T{T}", "run.tpr")
posixpath.join("K", f"T{T}", "run.tpr")
os.path.join(os.path.dirname(f"K/T{T}/x.gro"), "run.tpr")
os.path.splitext(f"K/T{T}/run.gro")[0] + ".tpr"
os.path.normpath(f"K/x/../T{T}/run.tpr")
os.path.relpath(f"K/T{T}/run.tpr")
"K/T%s/run.tpr" % T
"K/T%(t)s/run.tpr" % {"t": T}
"K/T%i/%s.tpr" % (T, "run")
"K/T{}/run.tpr".format(T)
"K/T{t}/run.tpr".format(t=T)
"K/T{t}/run.tpr".format_map({"t": T})
"{}/run.tpr".format(Path("K") / f"T{T}")
f"{Path('K') / f'T{T}'}/run.tpr"
"K/T" + str(T) + "/run.tpr"
"/".join(["K", f"T{T}", "run.tpr"])
f"K/T{T}/run.gro".replace(".gro", ".tpr")
f"K/T{T}/run.gro"[:-4] + ".tpr"
f"K/T{T}/run.gro".rsplit(".", 1)[0] + ".tpr"
f"K/T{T}/run.gro".split(".")[0] + ".tpr"
f"K/T{T}/run.gro".partition(".")[0] + ".tpr"
"K/T@/run.tpr".replace("@", str(T))
re.sub("@", str(T), "K/T@/run.tpr")
functools.reduce(operator.truediv, [Path("K"), f"T{T}", "run.tpr"])
inside("K", T)
""".strip().split("\n")


@pytest.fixture(scope="module")
def rules(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The text of each rule of one program with all spellings, by name."""
    folder = tmp_path_factory.mktemp("spellings")
    loops = (TASKS.format(k=f"k{k}", path=path.replace("K", f"k{k}")) for k, path in enumerate(SPELLINGS))
    (folder / "main.py").write_text(HEAD + "".join(loops))
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        compiled = compile_program(Path("main.py"), (), Path())
    assert compiled.files is not None, compiled.diagnostics
    return dict(re.findall(r"^rule (\w+):\n(.*?)(?=^\S|\Z)", compiled.files["workflow/Snakefile"], re.M | re.S))


@pytest.mark.parametrize("k", range(len(SPELLINGS)), ids=SPELLINGS)
def test_wildcards_are_those_of_the_loop(rules: dict[str, str], k: int) -> None:
    for task in ("prepare", "run"):
        assert f'tpr="k{k}/T{{T}}/run.tpr"' in rules[f"{task}_k{k}"]
