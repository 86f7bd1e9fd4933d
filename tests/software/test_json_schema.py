"""The JSON Schema says of descriptions what the compiler says."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

from eflows2smk.diagnostics import Severity, Span
from eflows2smk.diagnostics.documents import FOLDER, read
from eflows2smk.software import describe, words
from eflows2smk.software.json_schema import json_schema
from eflows2smk.software.kinds import keys_for
from eflows2smk.software.programs import PROGRAM
from eflows2smk.software.schema import DETAILS, EVERYWHERE, EXECUTION, OTHERS, TASK, keys_of
from tests import forking
from tests.programs import REPOSITORY, environment

VALIDATOR = jsonschema.Draft7Validator(json_schema())
# What a schema can say: keys, types, names. That a number divides another, or a file is there, it can't.
OF_SCHEMAS = frozenset({"E210", "E211", "E212", "E213", "E214", "E217"})


def descriptions() -> Iterator[tuple[str, Any]]:
    """Those of all programs of the repository, and of the pages on messages."""
    for folder in ("examples", "tests"):
        for path in sorted((REPOSITORY / folder).rglob("*")):
            if path.suffix in (".json", ".yaml") and "expected" not in path.parts and ".snakemake" not in path.parts:
                data = yaml.safe_load(path.read_text())
                if isinstance(data, dict) and "execution" in data:
                    yield str(path.relative_to(REPOSITORY)), data
    for path in sorted(FOLDER.glob("*.md")):
        page = read(path)
        files = {**page.files, **{f"mended {name}": text for name, text in page.mended.items()}}
        for name, text in files.items():
            if name.endswith((".json", ".yaml")) and "execution" in text:
                try:
                    data = yaml.safe_load(text)
                except yaml.YAMLError:
                    continue
                if isinstance(data, dict):
                    yield f"{path.stem} {name}", data


def wrong(data: dict[str, Any]) -> set[str]:
    """The codes of what the compiler says against a description, as far as a schema can."""
    nowhere = Span("x", 1, 0, 1, 0)
    _, found = describe(data, lambda *_, **__: nowhere, parameters=None, environment=os.environ)
    return {each.code for each in found if each.severity is Severity.ERROR} & OF_SCHEMAS


FOUND = list(descriptions())


@pytest.mark.parametrize("data", [data for _, data in FOUND], ids=[name for name, _ in FOUND])
def test_schema_refuses_what_the_compiler_refuses(data: dict[str, Any]) -> None:
    problems = [error.message for error in VALIDATOR.iter_errors(data)]
    without_type = data["execution"] == {}
    assert bool(problems) == bool(wrong(data)) or without_type, (problems, wrong(data))


def test_schema_is_one() -> None:
    jsonschema.Draft7Validator.check_schema(json_schema())
    assert len(FOUND) > 40 and sum(bool(wrong(data)) for _, data in FOUND) > 5


@pytest.mark.parametrize(
    ("change", "is_right"),
    [
        ({"$schema": "x.json"}, True),
        ({"exection": {}}, False),
        ({"parameters": {"source": "FILE_INN"}}, False),
        ({"parameters": {"source": {"Type": "FILE_IN", "prefix": "--in="}}}, True),
        ({"parameters": {"source": {"Tipe": "FILE_IN"}}}, False),
        ({"constraints": {"computingUnits": 2, "processors": [{"ProcessorType": "GPU"}]}}, True),
        ({"constraints": {"computing_unit": 2}}, False),
        ({"execution": {"type": "mpi", "runner": "mpirun", "x_layout": {"block_count": 2}}}, True),
        ({"execution": {"type": "mpmd_mpi", "runner": "mpirun", "programs": [{"args": "x"}]}}, False),
        ({"execution": {"type": "julia", "script": "x.jl", "kernel": "y"}}, False),
    ],
)
def test_keys_are_told_apart(change: dict[str, Any], is_right: bool) -> None:
    data = {"execution": {"type": "binary", "binary": "sort"}, **change}
    assert VALIDATOR.is_valid(data) is is_right
    data.pop("$schema", None)
    assert (not wrong(data)) is is_right


def test_every_key_is_explained() -> None:
    for kind in EXECUTION:
        assert set(keys_of(f"{keys_for(kind)} {EVERYWHERE}")) <= set(words.EXECUTION), kind
    assert set(keys_of(PROGRAM)) == set(words.PROGRAM)
    assert {name: set(keys_of(table)) for name, table in OTHERS.items()} == {
        name: set(texts) for name, texts in words.OTHERS.items()
    }
    assert set(TASK) == set(words.TASK) and set(DETAILS) == set(words.DETAILS) and set(EXECUTION) == set(words.KINDS)


def test_command_prints_or_writes_it_and_descriptions_may_name_it(tmp_path: Path) -> None:
    def run(*words: str) -> str:
        done = forking.run([sys.executable, "-m", "eflows2smk", *words], tmp_path, environment(), 120)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout + done.stderr

    assert json.loads(run("schema")) == json_schema()
    run("schema", "-o", "schemas/software.json")
    assert json.loads((tmp_path / "schemas" / "software.json").read_text()) == json_schema()
    (tmp_path / "tool.json").write_text(
        '{"$schema": "schemas/software.json", "execution": {"type": "binary", "binary": "echo", "args": "{{x}}"}}'
    )
    program = '@software(config_file="tool.json")\ndef tool(x):\n    pass\n\n\ntool("a")\n'
    (tmp_path / "main.py").write_text(f"from eflows2smk import software\n\n\n{program}")
    assert "nothing to complain about" in run("check", "main.py")
    run("run", "--sequential", "main.py")
