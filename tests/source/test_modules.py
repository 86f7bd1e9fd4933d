"""Parsing and import resolution inside of the user's project."""

from __future__ import annotations

from pathlib import Path

import libcst as cst
import pytest

from eflows2smk.diagnostics import Diagnostic, ProgramError
from eflows2smk.source.modules import Program, SourceModule


def program(folder: Path, **files: str) -> Program:
    """The program main.py in a folder with these files; ``a__b`` is ``a/b.py``."""
    for name, text in {"main": "", **files}.items():
        path = folder.joinpath(*name.split("___")).with_suffix(".py")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return Program(Path("main.py"), folder)


def found(program: Program, name: str, level: int = 0, importer: SourceModule | None = None) -> str | None:
    module = program.find(name, level, importer or program.main)
    return None if module is None else module.shown


def problem(folder: Path, content: bytes) -> Diagnostic:
    (folder / "main.py").write_bytes(content)
    with pytest.raises(ProgramError) as caught:
        Program(Path("main.py"), folder)
    (diagnostic,) = caught.value.diagnostics
    return diagnostic


def test_modules_of_the_project_are_found(tmp_path: Path) -> None:
    project = program(tmp_path, helper="", package_____init__="", package___inner="", plain___inner="")
    assert found(project, "helper") == "helper.py"
    assert found(project, "package") == "package/__init__.py"
    assert found(project, "package.inner") == "package/inner.py"
    assert found(project, "plain.inner") == "plain/inner.py"
    assert found(project, "plain") == "plain"


def test_libraries_are_not_the_projects(tmp_path: Path) -> None:
    project = program(tmp_path)
    assert found(project, "json") is None
    assert found(project, "numpy.linalg") is None


def test_relative_imports_start_from_the_importer(tmp_path: Path) -> None:
    project = program(tmp_path, a_____init__="", a___x="", a___b_____init__="", a___b___y="")
    x, y = project.find("a.x", 0, project.main), project.find("a.b.y", 0, project.main)
    assert x is not None and y is not None
    assert found(project, "b", 1, x) == "a/b/__init__.py"
    assert found(project, "x", 2, y) == "a/x.py"
    assert found(project, "", 1, y) == "a/b/__init__.py"
    package = project.find("a.b", 0, project.main)
    assert package is not None and found(project, "y", 1, package) == "a/b/y.py"


def test_module_is_parsed_once(tmp_path: Path) -> None:
    project = program(tmp_path, helper="")
    assert project.find("helper", 0, project.main) is project.find("helper", 0, project.main)


def test_modules_are_looked_for_next_to_the_main_program(tmp_path: Path) -> None:
    (tmp_path / "src").mkdir()
    (tmp_path / "src" / "main.py").write_text("")
    (tmp_path / "src" / "helper.py").write_text("")
    (tmp_path / "other.py").write_text("")
    project = Program(Path("src/main.py"), tmp_path)
    assert (project.main.shown, project.main.name) == ("src/main.py", "main")
    assert found(project, "helper") == "src/helper.py"
    assert found(project, "other") is None


def test_spans_and_texts_of_nodes(tmp_path: Path) -> None:
    module = program(tmp_path, main='x = 1\ny = f(\n    "ä",\n    2,\n)\n').main
    statement = module.tree.body[1]
    assert isinstance(statement, cst.SimpleStatementLine)
    assign = statement.body[0]
    assert isinstance(assign, cst.Assign)
    span = module.span(assign.value)
    assert (str(span), span.end_line, span.end_column) == ("main.py:2:5", 5, 1)
    assert module.text(assign.value) == 'f( "ä", 2, )'


def test_syntax_error_has_a_place(tmp_path: Path) -> None:
    diagnostic = problem(tmp_path, b"x = 1\ny = (2,,\n")
    assert diagnostic.code == "E100" and diagnostic.span.file == "main.py" and diagnostic.span.line == 2


@pytest.mark.parametrize(
    "source",
    ["x = 'ä'\n".encode(), "\ufeffx = 'ä'\n".encode(), "# -*- coding: latin-1 -*-\nx = 'ä'\n".encode("latin-1")],
)
def test_declared_encodings_are_honoured(tmp_path: Path, source: bytes) -> None:
    (tmp_path / "main.py").write_bytes(source)
    assert "ä" in Program(Path("main.py"), tmp_path).main.tree.code


@pytest.mark.parametrize("source", [b"x = '\xe4'\n", b"# coding: none-such\nx = 1\n"])
def test_text_that_cannot_be_decoded_is_a_diagnostic(tmp_path: Path, source: bytes) -> None:
    assert problem(tmp_path, source).code in ("E100", "E102")


def test_missing_file_is_a_diagnostic(tmp_path: Path) -> None:
    with pytest.raises(ProgramError, match="there is no file 'main.py'"):
        Program(Path("main.py"), tmp_path)
