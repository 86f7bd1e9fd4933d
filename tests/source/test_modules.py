"""Parsing and import resolution inside of the user's project."""

from __future__ import annotations

import os
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


@pytest.mark.parametrize(
    ("source", "words", "line"),
    [
        (b"x = f(1\ny = 2\n", "'(' was never closed", 1),
        (b"x = [1, 2)\n", "closing parenthesis ')' does not match opening parenthesis '['", 1),
        (b"x = 1\ny = 'abc\n", "unterminated string literal (detected at line 2)", 2),
        (b'x = """abc\n', "unterminated triple-quoted string literal (detected at line 1)", 1),
        (b"if x\n    pass\n", "expected ':'", 1),
        (b"if x:\npass\n", "expected an indented block after 'if' statement on line 1", 2),
        (b"x = 1\n    y = 2\n", "unexpected indent", 2),
        (b"if x:\n        y = 1\n    z = 2\n", "unindent does not match any outer indentation level", 3),
        (b"if x == 1:\n\ty = 1\n        z = 2\n", "inconsistent use of tabs and spaces in indentation", 3),
        (b'print "hello"\n', "Missing parentheses in call to 'print'. Did you mean print(...)?", 1),
        (b"def f():\n    pass\nreturn f\n", "'return' outside function", 3),
        (b"x = f(a=1, 2)\n", "positional argument follows keyword argument", 1),
        (b"f() = 1\n", "cannot assign to function call here. Maybe you meant '==' instead of '='?", 1),
        (b"x = 1 2\n", "invalid syntax", 1),
        ("x = 1 \u2013 2\n".encode(), "invalid character '\u2013' (U+2013)", 1),
        (b"x = 0777\n", "leading zeros in decimal integer literals are not permitted; use an 0o prefix", 1),
        (b"x = " + b"(" * 300 + b")" * 300 + b"\n", "too many nested parentheses", 1),
    ],
)
def test_python_says_what_is_wrong_and_where(tmp_path: Path, source: bytes, words: str, line: int) -> None:
    diagnostic = problem(tmp_path, source)
    assert (diagnostic.code, diagnostic.span.file, diagnostic.span.line) == ("E100", "main.py", line)
    assert words in diagnostic.message


@pytest.mark.parametrize(
    "source", [b"x = " + b"+".join([b"1"] * 2000) + b"\n", b"x = 1\n" * 5000, b"x = '" + b"y" * 100_000 + b"'\n"]
)
def test_long_programs_are_read(tmp_path: Path, source: bytes) -> None:
    (tmp_path / "main.py").write_bytes(source)
    assert Program(Path("main.py"), tmp_path).main.tree.body


def test_what_has_no_end_is_not_read(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "main.py")
    with pytest.raises(ProgramError, match="can't be read: it is a pipe, and no file on a disk"):
        Program(Path("main.py"), tmp_path)
    with pytest.raises(ProgramError, match="can't be read: it is a device"):
        Program(Path("/dev/zero"), tmp_path)
