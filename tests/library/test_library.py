"""Looking names up: aliases, bases, stars, who is asked first, and files that other packages and users bring."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
import zipfile
from pathlib import Path

from eflows2smk.frontend.library.added import FILE
from eflows2smk.frontend.library.facts import Action, Evaluation, Kind, Relation, Result, Sharing, Type
from eflows2smk.frontend.library.library import Library
from eflows2smk.frontend.library.tables import known, known_libraries

REPOSITORY = Path(__file__).resolve().parent.parent.parent
LIBRARY = Library()


def test_files_have_no_mistakes() -> None:
    wrong = [f"{problem.span}: {problem.message}" for name in known_libraries() for problem in known(name).problems()]  # type: ignore[union-attr]
    assert wrong == []


def test_each_line_is_found_by_its_name() -> None:
    """A line in the file of another library would never be read."""
    lost = []
    for library in known_libraries():
        table = known(library)
        assert table is not None
        for name in table.names():
            alias = LIBRARY.resolved(name) != name
            found = LIBRARY.name(name) or LIBRARY.type(LIBRARY.resolved(name)) or LIBRARY.module(name)
            if not found or (not alias and not name.endswith(".*") and LIBRARY.name(name).name != name):  # type: ignore[union-attr]
                lost.append(f"{library}.facts: {name}")
        lost += [f"{library}.facts: type {name}" for name in table.types() if LIBRARY.type(name) is None]
    assert lost == []


def test_results_name_types_that_are_declared() -> None:
    unknown = set()
    for library in known_libraries():
        table = known(library)
        assert table is not None
        for name in table.names():
            facts = LIBRARY.name(name)
            results = facts.result if facts is not None else ()
            unknown |= {each.type.name for each in results if each.type and "." in each.type.name}
    assert sorted(name for name in unknown if LIBRARY.type(name) is None) == []


def test_builtins_have_a_module_too() -> None:
    assert LIBRARY.function("builtins.len") is LIBRARY.function("len")


def test_aliases_are_followed() -> None:
    assert LIBRARY.resolved("pylab.savefig") == "matplotlib.pyplot.savefig"
    assert LIBRARY.function("posixpath.join") == LIBRARY.function("os.path.join")
    assert LIBRARY.function("IOError") == LIBRARY.function("OSError")
    assert LIBRARY.method("numpy.random.mtrand.RandomState", "shuffle") is not None


def test_methods_are_those_of_the_nearest_base() -> None:
    own = LIBRARY.method("collections.Counter", "update")
    assert own is not None and own.name == "collections.Counter.update"
    inherited = LIBRARY.method("collections.Counter", "popitem")
    assert inherited is not None and inherited.name == "dict.popitem"
    assert LIBRARY.bases("pathlib.PosixPath")[0] == "pathlib.PosixPath"
    assert LIBRARY.method("list", "no_such_method") is None
    assert LIBRARY.attribute("pathlib.Path", "parent").kind is Kind.ATTRIBUTE  # type: ignore[union-attr]


def test_stars_hold_for_what_has_no_line() -> None:
    found = LIBRARY.function("seaborn.heatmap")
    assert found is not None and not found.unknown_changes and found.unknown_files and found.result == ()
    # A method that the file does not name may do anything.
    assert LIBRARY.method("numpy.ndarray", "no_such_method") is None
    assert LIBRARY.function("numpy.ndarray.no_such_method") is None
    assert LIBRARY.function("meshtool.read") is None


def test_a_class_is_made_as_its_base_is() -> None:
    found = LIBRARY.function("ValueError")
    assert found is not None and found.name == "BaseException"
    assert found.result == (Result(Type("Self"), (Sharing(Relation.HOLDS, "args"),)),)


def test_methods_of_unknown_objects() -> None:
    found = LIBRARY.method_of_any("mean")
    assert found is not None and not found.unknown_changes
    assert LIBRARY.method_of_any("no_such_method") is None
    # The function has the name of the pseudo-type.
    assert LIBRARY.function("any").name == "any"  # type: ignore[union-attr]


def test_types_that_never_change() -> None:
    def immutable(name: str, *arguments: str) -> bool:
        return LIBRARY.is_immutable(Type(name, tuple(map(Type, arguments))))

    assert immutable("int") and immutable("pathlib.PosixPath") and immutable("tuple", "int", "str")
    assert not immutable("tuple") and not immutable("list", "int") and not immutable("tuple", "list")


def test_iteration() -> None:
    assert LIBRARY.iteration("collections.OrderedDict")[0].shares == (Sharing(Relation.PART, "self"),)
    assert LIBRARY.iteration("str")[0].type == Type("str")
    assert LIBRARY.iteration("numpy.dtype") == ()


def test_arguments_are_bound_to_parameters() -> None:
    save = LIBRARY.function("numpy.save")
    assert save is not None
    assert save.bind(1, ["arr"]).arguments("arr") == ("arr",)
    assert save.bind(2).arguments("arr") == (1,)
    assert not save.bind(1, ["arr", "colour"]).fits
    # The same parameter twice.
    assert not save.bind(2, ["arr"]).fits
    largest = LIBRARY.function("max")
    assert largest is not None
    assert largest.bind(3, ["key"]).arguments("others") == (1, 2)
    update = LIBRARY.method("dict", "update")
    assert update is not None
    bound = update.bind(2, ["a", "other"])
    assert bound.arguments("kwargs") == ("a", "other") and bound.arguments("self") == (0,)
    table = LIBRARY.function("pandas.read_csv")
    assert table is not None and table.bind(1, ["no_line_has_it"]).fits


# The user's own file --------------------------------------------------------------------------------------------------


def test_users_file_counts_before_all_others(tmp_path: Path) -> None:
    (tmp_path / FILE).write_text("numpy.save(file, arr): appends to file\nmeshtool.*: changes nothing\n")
    library = Library(tmp_path)
    (effect,) = library.function("numpy.save").files  # type: ignore[union-attr]
    assert effect.action is Action.APPENDS
    assert library.function("numpy.load") == LIBRARY.function("numpy.load")
    assert library.function("meshtool.read") is not None
    assert library.problems() == ()


def test_a_line_counts_before_a_star_whoever_says_it(tmp_path: Path) -> None:
    (tmp_path / FILE).write_text("numpy.*: changes nothing, no files\n")
    library = Library(tmp_path)
    assert library.function("numpy.save").files != ()  # type: ignore[union-attr]
    assert not library.function("numpy.no_such_function").unknown_files  # type: ignore[union-attr]


def test_what_can_not_be_read_counts_as_not_said(tmp_path: Path) -> None:
    (tmp_path / FILE).write_text("meshtool.read(path): raeds path\nmeshtool.size(mesh): pure int\n")
    library = Library(tmp_path)
    assert library.function("meshtool.read") is None
    assert library.function("meshtool.size") is not None
    (problem,) = library.problems()
    assert (problem.code, problem.span.line, problem.span.column, problem.help) == (
        "E240",
        1,
        21,
        "did you mean 'reads'?",
    )


def test_a_file_that_is_no_text(tmp_path: Path) -> None:
    (tmp_path / FILE).write_bytes(b"\xff\xfe")
    (problem,) = Library(tmp_path).problems()
    assert "can't be read" in problem.message


# Files of other packages ----------------------------------------------------------------------------------------------

ASKS = """
import json, sys
from pathlib import Path
from eflows2smk.frontend.library.library import Library
library = Library(Path(sys.argv[1]))
facts = library.function("eflows2smk_mesh.write")
print(json.dumps({
    "suffix": facts and facts.files[0].suffix,
    "method": [each.parameter for each in library.method("eflows2smk_mesh.Mesh", "refine").changes],
    "save": len(library.function("numpy.save").files),
    "lost": library.function("lost.read") is None,
    "imported": "eflows2smk_mesh" in sys.modules,
    "problems": [[problem.code, problem.span.line, problem.message] for problem in library.problems()],
}))
"""


def asked(folder: Path) -> dict[str, object]:
    """What a compiler knows where the package is installed, as pip would have done it."""
    paths = [str(Path(__file__).parent / "package"), *filter(None, [os.environ.get("PYTHONPATH")])]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(paths)}
    command = [sys.executable, "-c", ASKS, str(folder)]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    found: dict[str, object] = json.loads(done.stdout)
    return found


def test_a_package_tells_of_its_own_library(tmp_path: Path) -> None:
    found = asked(tmp_path)
    assert found["suffix"] == ".mesh"
    assert found["method"] == ["self"]
    assert found["imported"] is False
    # It may not speak of others.
    assert found["save"] == 1
    problems = found["problems"]
    assert isinstance(problems, list)
    assert [[code, line] for code, line, _ in problems] == [["E240", 5], ["E240", 6], ["E240", 1]]
    assert "'numpy.save' is not of 'eflows2smk_mesh'" in problems[1][2]
    assert "has no file 'lost.facts'" in problems[2][2]


def test_the_user_knows_better_than_a_package(tmp_path: Path) -> None:
    (tmp_path / FILE).write_text('eflows2smk_mesh.write(mesh, path): writes path + ".vtk"\n')
    assert asked(tmp_path)["suffix"] == ".vtk"


# How it is shipped ----------------------------------------------------------------------------------------------------


def test_wheels_have_the_files(tmp_path: Path) -> None:
    build = f"from setuptools import build_meta; build_meta.build_wheel({str(tmp_path)!r})"
    source = tmp_path / "source"
    source.mkdir()
    for name in ("pyproject.toml", "README.md", "LICENSE", "eflows2smk", "codegen", "rules"):
        (source / name).symlink_to(REPOSITORY / name)
    subprocess.run([sys.executable, "-c", build], cwd=source, check=True, capture_output=True)
    (wheel,) = tmp_path.glob("*.whl")
    names = zipfile.ZipFile(wheel).namelist()
    assert {f"eflows2smk/frontend/library/known/{name}.facts" for name in known_libraries()} <= set(names)


def test_only_what_is_asked_for_is_read() -> None:
    program = (
        "from eflows2smk.frontend.library.library import Library\n"
        "from eflows2smk.frontend.library import tables\n"
        "library = Library(); library.function('math.sin'); library.method('list', 'append')\n"
        "info = tables.known.cache_info()\n"
        "print(info.currsize, sum(len(tables.known(n)._said) for n in ('math', 'builtins')))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    files, lines = map(int, done.stdout.split())
    assert files <= 4
    assert lines < 20


def test_looking_up_again_costs_next_to_nothing() -> None:
    library = Library()
    library.function("numpy.save")
    start = time.process_time()
    for _ in range(10_000):
        library.function("numpy.save")
    assert time.process_time() - start < 0.1


def test_evaluation_is_the_strongest_that_is_said(tmp_path: Path) -> None:
    (tmp_path / FILE).write_text(
        "a.f(x): pure int, evaluated\na.g(x): evaluated, pure int\na.h(x): pure int, bounded\n"
    )
    library = Library(tmp_path)
    found = [library.function(f"a.{name}").evaluation for name in "fgh"]  # type: ignore[union-attr]
    assert found == [Evaluation.EVALUATED, Evaluation.EVALUATED, Evaluation.BOUNDED]
