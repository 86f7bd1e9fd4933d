"""What `check` tells other programs, and the files by which others call it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

from eflows2smk.diagnostics import NOWHERE, Diagnostic, Label, Severity, Span
from eflows2smk.diagnostics.formats import as_github, as_sarif
from tests import forking
from tests.programs import REPOSITORY, environment

FOUND = [
    Diagnostic(
        "E210",
        "50% of 'a, b: c' is\nwrong",
        Span("sub folder/main.py", 3, 4, 3, 9),
        "do this",
        (Label(Span("tool.json", 1, 0, 2, 1), "said here"),),
    ),
    Diagnostic("W400", "a warning", NOWHERE, severity=Severity.WARNING),
    Diagnostic("N301", "a note", Span("main.py", 1, 0, 2, 3), severity=Severity.NOTE),
]
# What SARIF 2.1.0 demands of the parts that are written here.
RESULT = {
    "type": "object",
    "required": ["ruleId", "ruleIndex", "level", "message"],
    "properties": {"level": {"enum": ["error", "warning", "note"]}, "message": {"required": ["text"]}},
}


def check(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    return forking.run([sys.executable, "-m", "eflows2smk", "check", *words], folder, environment(), 120)


def test_sarif_names_rules_places_and_related_places() -> None:
    report: dict[str, Any] = json.loads(as_sarif(FOUND))
    (run,) = report["runs"]
    jsonschema.validate(run["results"], {"type": "array", "items": RESULT})
    rules = run["tool"]["driver"]["rules"]
    assert [rule["id"] for rule in rules] == ["E210", "N301", "W400"]
    assert rules[0]["help"]["markdown"].startswith("# E210: ")
    by_code = {result["ruleId"]: result for result in run["results"]}
    assert all(rules[result["ruleIndex"]]["id"] == code for code, result in by_code.items())
    place = by_code["E210"]["locations"][0]["physicalLocation"]
    assert place["artifactLocation"]["uri"] == "sub%20folder/main.py"
    assert place["region"] == {"startLine": 3, "startColumn": 5, "endLine": 3, "endColumn": 10}
    assert by_code["E210"]["relatedLocations"][0]["message"]["text"] == "said here"
    assert "locations" not in by_code["W400"] and run["columnKind"] == "unicodeCodePoints"


def test_commands_of_github_are_escaped() -> None:
    assert as_github(FOUND).splitlines() == [
        "::warning title=W400%3A a written file is passed as a plain string::a warning",
        "::notice title=N301%3A a call is left out,file=main.py,line=1,endLine=2::a note",
        "::error title=E210%3A an unknown key of a description,file=sub folder/main.py,line=3,endLine=3,col=5,"
        "endColumn=10::50%25 of 'a, b: c' is%0Awrong%0Ahelp: do this",
    ]


def test_check_tells_it_in_each_form(tmp_path: Path) -> None:
    (tmp_path / "main.py").write_text("from eflows2smk import task\n\nx = (1,\n")
    for form, begins in (("sarif", '{\n  "$schema": '), ("github", "::error title=E100"), ("json", "[\n  {")):
        done = check(tmp_path, "--format", form, "main.py")
        assert (done.returncode, done.stderr) == (1, "") and done.stdout.startswith(begins)
    assert check(tmp_path, "--format", "xml", "main.py").returncode == 2


def test_quiet_check_shows_errors_only(tmp_path: Path) -> None:
    (tmp_path / "main.py").write_text("import time\n\ntime.sleep(1)\n")
    assert "warning" in check(tmp_path, "main.py").stderr
    done = check(tmp_path, "-q", "main.py")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_action_checks_a_program_and_writes_a_report(tmp_path: Path) -> None:
    """Its last step, as a runner executes it; the others install Python and this package."""
    program = "import sys\n\nfrom eflows2smk import task\n\nif sys.argv[1:] != ['a b', '--c']:\n    x = (1,\n"
    (tmp_path / "main.py").write_text(program)
    action = yaml.safe_load((REPOSITORY / "action.yml").read_text())
    step = action["runs"]["steps"][-1]
    inputs = {f"${{{{ inputs.{name} }}}}": each["default"] for name, each in action["inputs"].items()}
    inputs |= {"${{ inputs.sarif-file }}": "report.sarif", "${{ inputs.arguments }}": "'a b' --c"}
    assert set(step["env"].values()) <= set(inputs)
    variables = {name: inputs[value] for name, value in step["env"].items()}
    command = ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", step["run"]]

    def run() -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            command, cwd=tmp_path, env={**environment(), **variables}, capture_output=True, text=True, check=False
        )

    done = run()
    assert done.returncode == 1 and done.stdout.startswith("::error title=E100%3A not valid Python,file=main.py,line=6")
    assert json.loads((tmp_path / "report.sarif").read_text())["runs"][0]["results"][0]["ruleId"] == "E100"
    (tmp_path / "main.py").write_text(program.replace("    x = (1,", "    sys.exit('wrong')"))
    done = run()
    assert done.returncode == 0, done.stdout + done.stderr


def test_hook_runs_a_command_that_there_is(tmp_path: Path) -> None:
    (hook,) = yaml.safe_load((REPOSITORY / ".pre-commit-hooks.yaml").read_text())
    assert set(hook) >= {"id", "name", "entry", "language"}
    (tmp_path / "main.py").write_text("x = (1,\n")
    command = [sys.executable, "-m", *hook["entry"].split(), *hook["args"]]
    done = subprocess.run(command, cwd=tmp_path, env=environment(), capture_output=True, text=True, check=False)
    assert done.returncode == 1 and "E100" in done.stderr


@pytest.mark.parametrize("name", ["NO_COLOR", "TERM"])
def test_terminals_that_want_no_colours_get_none(tmp_path: Path, name: str) -> None:
    (tmp_path / "main.py").write_text("x = (1,\n")
    command = f"{sys.executable} -m eflows2smk check main.py"
    plain = {key: value for key, value in environment().items() if key != "NO_COLOR"}

    def said(variables: dict[str, str]) -> str:
        done = subprocess.run(
            ["script", "-qec", command, os.devnull],
            cwd=tmp_path,
            env={**plain, "TERM": "xterm", **variables},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
        )
        return done.stdout

    assert "\033[1;31merror[\033]8;;file://" in said({})
    assert "\033[1;31m" not in said({name: "dumb"}) and "\033]8" not in said({name: "dumb"})
