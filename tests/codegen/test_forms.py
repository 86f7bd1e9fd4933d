"""What a rule looks like for the shapes that real programs have."""

from __future__ import annotations

import textwrap
from pathlib import Path

import pytest

from eflows2smk.codegen.project import generate
from eflows2smk.frontend.compiling import evaluate

API = """
from eflows2smk import *

@binary(binary="tool")
@task(source=FILE_IN, out=FILE_OUT)
def tool(source, out): pass

@binary(binary="make")
@task(out=FILE_OUT)
def make(out): pass

@binary(binary="gather")
@task(parts=COLLECTION_FILE_IN, out=FILE_OUT)
def gather(parts, out): pass

@task(returns=1)
def f(*args, **kwargs): return 1

@task(returns=1)
def step(state, size=1): return state
"""


def snakefile(tmp_path: Path, program: str) -> str:
    main = tmp_path / "main.py"
    main.write_text(API + textwrap.dedent(program))
    workflow, diagnostics = evaluate(main, (), tmp_path)
    assert workflow is not None, diagnostics
    return generate(workflow)["workflow/Snakefile"]


def test_loop_variables_are_wildcards_under_their_own_names(tmp_path: Path) -> None:
    text = snakefile(
        tmp_path,
        """
        for case in ["a", "b"]:
            for i in range(3):
                make(f"raw/{case}_{i}.dat")
                tool(f"raw/{case}_{i}.dat", f"done/{case}/{i}.txt")
            gather([f"done/{case}/{i}.txt" for i in range(3)], f"{case}.txt")
        """,
    )
    assert 'out="raw/{case}_{i}.dat",' in text
    assert 'source="raw/{case}_{i}.dat",' in text
    assert 'expand("done/{case}/{i}.txt",i=range(3),allow_missing=True' in "".join(text.split())
    assert 'expand("{case}.txt", case=["a", "b"]),' in text
    assert text.count("rule ") == 4


def test_a_chain_reads_its_previous_step(tmp_path: Path) -> None:
    text = snakefile(tmp_path, "state = step(0)\nfor i in range(5):\n    state = step(state)\n")
    assert 'if wildcards.i == "0"' in text
    assert "int(wildcards.i) - 1" in text
    assert text.count("rule step") == 2


def test_strings_of_unknown_provenance_are_matched_by_their_values(tmp_path: Path) -> None:
    text = snakefile(tmp_path, "for i in range(3):\n    make('out-' + str(i).rjust(3, '0').upper() + '.txt')\n")
    assert text.count("rule make") == 1
    assert "out-{" in text


def test_values_that_follow_no_rule_stand_in_a_table(tmp_path: Path) -> None:
    text = snakefile(
        tmp_path, "for name, size in [('a', 3), ('b', 10), ('c', 4)]:\n    step(f'{name}!', size=size * size)\n"
    )
    assert "[wildcards.name]," in text


def test_thousands_of_calls_in_a_row_make_one_rule(tmp_path: Path) -> None:
    text = snakefile(tmp_path, "".join(f"make('out/{n * n}.txt')\n" for n in range(3_000)))
    assert text.count("rule make") == 1


def test_a_long_chain_is_asked_for_step_by_step(tmp_path: Path) -> None:
    text = snakefile(tmp_path, "state = step(0)\nfor i in range(600):\n    state = step(state)\n")
    assert "i=range(" in text.split("rule step")[0]


def test_the_last_version_of_a_path_is_written_where_it_belongs(tmp_path: Path) -> None:
    text = snakefile(tmp_path, "for i in range(3):\n    make('state.txt')\n    tool('state.txt', f'seen/{i}.txt')\n")
    assert 'out="intermediate/versions/make/{i}/state.txt",' in text
    assert 'out="state.txt",' in text.split("rule make_last")[1].split("log:")[0]
    assert "cp " not in text


def test_a_file_that_existed_is_never_written(tmp_path: Path) -> None:
    (tmp_path / "data.txt").write_text("mine")
    text = snakefile(tmp_path, "tool('data.txt', 'copy.txt')\nmake('data.txt')\n")
    assert 'out="results/data.txt",' in text


@pytest.mark.parametrize("name", ["count", "index", "input", "size", "lambda_", "items"])
def test_parameters_may_have_any_name(tmp_path: Path, name: str) -> None:
    text = snakefile(tmp_path, f"@task(returns=1)\ndef g({name}): return 1\nfor i in range(2): g(f(i))\n")
    assert f"--object {name} " in text


def test_the_same_program_gives_the_same_bytes(tmp_path: Path) -> None:
    program = "for i in range(4):\n    for name in {'x', 'y', 'z'}:\n        make(f'{name}/{i}')\n"
    assert snakefile(tmp_path, program) == snakefile(tmp_path, program)
