"""What type checkers and editors know of a user's program: misspelt keywords and names, signatures, results, words."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from pathlib import Path
from typing import get_type_hints

import eflows2smk
from eflows2smk.decorators import keywords
from eflows2smk.software.programs import PROGRAM as ENTRY
from eflows2smk.software.schema import EVERYWHERE, EXECUTION, OTHERS, PROCESSOR, TASK, keys_of
from tests.programs import REPOSITORY, environment

# Lines that are wrong say so; `reveal_type` is followed by the type.
PROGRAM = """
from typing import reveal_type

from eflows2smk import COLLECTION_IN, FILE_IN, FILE_OUT, INOUT, Prefix, Type
from eflows2smk import FILE_OUTT  # wrong
from eflows2smk import binary, constraint, container, data_transformation, dt, http, mpi, mpmd_mpi, on_failure
from eflows2smk import multinode, prolog, reduction, software, task, wait_on, wait_on_file


@task(returns=1, out=FILE_OUT, source={Type: FILE_IN, Prefix: "--in="})
def measure(number: int, source: str, out: str = "x") -> float:
    return number / 2


@task(retuns=1)  # wrong
def misspelt(x: int) -> int:
    return x


@task
def bare(x: int) -> str:
    return str(x)


@task(priority="high")  # wrong
def unknown_value(x: int) -> int:
    return x


@binary(binary="sort", args="{{x}}", workng_dir="y")  # wrong
@task(x=FILE_IN)
def sort(x: str) -> None: ...


@binary(args="-l")  # wrong
@task()
def without_program() -> None: ...


@constraint(computing_units="$CORES", memory_size=2, processors=[{"processor_type": "GPU"}])
@mpi(runner="mpirun", binary="solver", processes=4, x_layout={"block_count": 2})
@task(x=COLLECTION_IN, state=INOUT)
def solve(x: list[int], state: list[int]) -> int: ...  # type: ignore[empty-body]


@constraint(computing_unit=2)  # wrong
@mpi(runner="mpirun", proceses=4)  # wrong
@task()
def wrong_resources() -> None: ...


@on_failure(management="IGNOR")  # wrong
@task(returns=1)
def failing(x: int) -> int:
    return x


@prolog(binary="mkdir", args="x")
@container(engine="DOCKER", image="python:3.12")
@multinode(computing_nodes=2)
@task(returns=1)
def contained(x: int) -> int:
    return x


@reduction(chunk_size=4)
@task(values=COLLECTION_IN, returns=1)
def add(values: list[int]) -> int:
    return sum(values)


def double(values: list[int]) -> list[int]:
    return values * 2


@data_transformation("values", double, placement="job")
@dt(target="values", function=double)
@software(config_file="tool.json")
def transformed(values: list[int]) -> int: ...  # type: ignore[empty-body]


@data_transformation("values", double, placement="here")  # wrong
@task(returns=1)
def placed(values: list[int]) -> int:
    return sum(values)


@http(service_name="http://localhost", request="GET", resource="x")
@mpmd_mpi(runner="mpirun", programs=[{"binary": "a", "proceses": 2}])  # wrong
@task(returns=1)
def fetch() -> str: ...  # type: ignore[empty-body]


reveal_type(measure)  # def (number: int, source: str, out: str =) -> float
reveal_type(bare)  # def (x: int) -> str
reveal_type(contained)  # def (x: int) -> int
reveal_type(transformed)  # def (values: list[int]) -> int
reveal_type(wait_on(measure(1, "a")))  # float
reveal_type(wait_on([measure(1, "a")]))  # list[float]
reveal_type(wait_on(add([1]), add([2])))  # list[int]
reveal_type(wait_on_file("a"))  # str
measure("one", "a")  # wrong
wait_on(bare(1)) + 1  # wrong
"""


def test_mypy_finds_what_is_misspelt_and_keeps_signatures(tmp_path: Path) -> None:
    (tmp_path / "main.py").write_text(PROGRAM)
    command = [sys.executable, "-m", "mypy", "--no-error-summary", "--cache-dir", str(tmp_path / "cache"), "main.py"]
    variables = {**environment(), "MYPYPATH": str(REPOSITORY)}
    done = subprocess.run(command, cwd=tmp_path, env=variables, capture_output=True, text=True, check=False)
    found = [re.fullmatch(r"main\.py:(\d+): (error|note): (.*)", line) for line in done.stdout.splitlines()]
    lines = PROGRAM.splitlines()
    wrong = {number for number, line in enumerate(lines, 1) if line.endswith("# wrong")}
    assert {int(each[1]) for each in found if each and each[2] == "error"} == wrong, done.stdout
    types = {int(each[1]): each[3] for each in found if each and each[3].startswith("Revealed type")}
    shown = {number: type.partition('"')[2].rstrip('"').replace("builtins.", "") for number, type in types.items()}
    assert shown == {n: line.partition("  # ")[2] for n, line in enumerate(lines, 1) if line.startswith("reveal_type")}


def test_keywords_are_those_of_the_compiler() -> None:
    """`keywords` has the types of what `schema` says."""
    found = {name: set(get_type_hints(value)) for name, value in vars(keywords).items() if isinstance(value, type)}
    kinds = {kind: "".join(word.title() for word in kind.split("_")) for kind in EXECUTION}
    # Only descriptions can ask for a training.
    for kind in set(EXECUTION) - {"task", "workflow", "torch", "mpi"}:
        assert found[kinds[kind]] == set(keys_of(f"{EXECUTION[kind]} {EVERYWHERE}")), kind
    assert found["Constraint"] == set(keys_of(OTHERS["constraints"]))
    assert found["Container"] == set(keys_of(OTHERS["container"]))
    assert found["Around"] == set(keys_of(OTHERS["prolog"])) == set(keys_of(OTHERS["epilog"]))
    assert found["Processor"] == set(keys_of(PROCESSOR)) and found["OneProgram"] == set(keys_of(ENTRY))
    assert stated("task") == TASK
    assert stated("mpi") == set(keys_of(f"{EXECUTION['mpi']} {EVERYWHERE}"))


def stated(decorator: str) -> set[str]:
    """The keywords that the type checker is told of a decorator which has others, too."""
    tree = ast.parse((REPOSITORY / "eflows2smk" / "decorators" / f"{decorator}.py").read_text())
    functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef) and node.name == decorator]
    return {argument.arg for function in functions for argument in function.args.kwonlyargs}


def test_everything_is_documented() -> None:
    """Decorators and functions have docstrings; directions a text behind them, which editors show."""
    source = (REPOSITORY / "eflows2smk" / "parameters.py").read_text()
    body = ast.parse(source).body
    told = {
        node.targets[0].id
        for node, text in zip(body, body[1:], strict=False)
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name)
        if isinstance(text, ast.Expr) and isinstance(text.value, ast.Constant) and isinstance(text.value.value, str)
    }
    for name in eflows2smk.__all__:
        value = getattr(eflows2smk, name)
        if callable(value):
            assert value.__doc__, name
        else:
            assert name in told or name == "Direction" and "Direction_" in told, name
