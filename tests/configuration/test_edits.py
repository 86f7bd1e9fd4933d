"""The configuration of a compiled workflow is edited, and nothing compiled again: it follows, or does not start."""

from __future__ import annotations

import copy
import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, Phase, given, note, settings
from hypothesis import strategies as st

from eflows2smk.codegen.configured import problems
from eflows2smk.codegen.project import generate
from eflows2smk.commands.phases import evaluate
from tests.differential.compare import differences
from tests.programs import Failed, Project

PROGRAM = """\
import yaml
from eflows2smk import COLLECTION_FILE_IN, FILE_IN, FILE_OUT, task


@task(path=FILE_OUT)
def simulate(rate, scale, path):
    with open(path, "w") as file:
        file.write(f"{rate} {scale}\\n")


@task(returns=1, path=FILE_IN)
def measure(path, factor):
    with open(path) as file:
        return float(file.read().split()[0]) * factor


@task(paths=COLLECTION_FILE_IN, path=FILE_OUT)
def report(values, names, known, paths, path):
    with open(path, "w") as file:
        file.write(f"{values} {names} {known} {[open(each).read() for each in paths]}\\n")


def one(case, sweep):
    path = f"out/{case['name']}.txt"
    simulate(case["rate"], case["scale"], path)
    return measure(path, sweep["factor"]), path


def main():
    with open("sweep.yaml") as file:
        sweep = yaml.safe_load(file)
    values, paths = [], []
    for case in sweep["cases"]:
        value, path = one(case, sweep)
        values.append(value)
        paths.append(path)
    known = [(case["name"], case["rate"]) for case in sweep["cases"]]
    report(values, [case["name"] for case in sweep["cases"]], known, paths, f"out/{sweep['title']}.txt")
    for number, size in enumerate(sweep["sizes"]):
        simulate(sweep["limit"] > 5, size, f"sizes/{number}.txt")
    simulate(sweep["kind"], 0, "out/kind.log")
    # Constants and tables of one name.
    simulate(sweep["rate"], sweep["scale"], "out/rate.log")


if __name__ == "__main__":
    main()
"""
SWEEP: dict[str, Any] = {
    "title": "report",
    "factor": 3,
    "limit": 7,
    "kind": "fast",
    "rate": 7.5,
    "scale": 11,
    "cases": [{"name": "low", "rate": 0.5, "scale": 2}, {"name": "high", "rate": 1.5, "scale": 3}],
    "sizes": [4, 9, 16],
}
# The words of a dry run that say what a job does.
_COMMAND = re.compile(r"^ {8}\S.*$", re.MULTILINE)


def write(folder: Path, sweep: Mapping[str, Any]) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "main.py").write_text(PROGRAM)
    (folder / "sweep.yaml").write_text(yaml.safe_dump(sweep, sort_keys=False))


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Project:
    folder = tmp_path_factory.mktemp("compiled")
    write(folder, SWEEP)
    found = Project(folder)
    found.compile()
    return found


def test_what_is_edited_is_run(tmp_path: Path, project: Project) -> None:
    """Values, names, new and removed members: what a fresh run of plain Python leaves is there each time."""
    edits = [copy.deepcopy(SWEEP) for _ in range(3)]
    edits[1]["cases"][1]["rate"] = 2.25
    edits[1]["factor"] = 4
    edits[1]["cases"].append({"name": "top", "rate": 9.5, "scale": 1})
    edits[2]["cases"] = [{"name": "only", "rate": 0.25, "scale": 8}, edits[2]["cases"][0]]
    edits[2] |= {"title": "final", "sizes": [1], "kind": "slow"}
    for number, sweep in enumerate(edits):
        write(project.folder, sweep)
        project.snakemake()
        assert "Nothing to be done" in project.run("snakemake", "-n")
        write(tmp_path / str(number), sweep)
        Project(tmp_path / str(number)).sequential()
        # What earlier edits made, and this one does not, stays where it is.
        found = differences(tmp_path / str(number), project.folder)
        assert [line for line in found if not line.endswith("only after the compiled run")] == []


def test_only_what_an_edit_reaches_is_run_again(project: Project) -> None:
    write(project.folder, SWEEP)
    project.snakemake()
    edited = copy.deepcopy(SWEEP)
    edited["cases"][0]["scale"] = 5
    write(project.folder, edited)
    found = project.run("snakemake", "-n", "--quiet", "host")
    ran = dict(re.findall(r"^(\w+) +(\d+)$", found, re.MULTILINE))
    assert ran == {"all": "1", "measure": "1", "report": "1", "simulate": "1", "total": "4"}


# Values of fields that are all right, and those that are not.
_NAMES = st.sampled_from(["low", "high", "top", "a-b", "x.1", "é", "a/b", "", "-x", "with space", "007"])
_RATES = st.sampled_from([0.5, 1.5, -3.25, 1e-9, 1e300, float("inf"), 2, "0.5", True])
_COUNTS = st.sampled_from([0, 1, 7, -2, 10**12, 1.0, None])
_FIELDS = (("title", _NAMES), ("factor", _COUNTS), ("limit", _COUNTS), ("kind", _NAMES), ("rate", _RATES))
_CASES = st.fixed_dictionaries({"name": _NAMES, "rate": _RATES, "scale": _COUNTS}, optional={"more": _COUNTS})


@st.composite
def edited(draw: st.DrawFn) -> dict[str, Any]:
    """The configuration after some edits, of which most are all right."""
    found = copy.deepcopy(SWEEP)
    for _ in range(draw(st.integers(1, 3))):
        match draw(st.sampled_from(["value", "case", "new", "removed", "moved", "sizes"])):
            case "value":
                key, values = draw(
                    st.sampled_from(
                        [("title", _NAMES), ("factor", _COUNTS), ("limit", _COUNTS), ("kind", _NAMES), ("rate", _RATES)]
                    )
                )
                found[key] = draw(values)
            case "case" if found["cases"]:
                key, values = draw(st.sampled_from([("name", _NAMES), ("rate", _RATES), ("scale", _COUNTS)]))
                draw(st.sampled_from(found["cases"]))[key] = draw(values)
            case "new":
                found["cases"].insert(draw(st.integers(0, len(found["cases"]))), draw(_CASES))
            case "removed" if found["cases"]:
                found["cases"].pop()
            case "moved":
                found["cases"].reverse()
            case _:
                found["sizes"] = draw(st.lists(st.integers(1, 99), max_size=4))
    return found


def commands(project: Project) -> list[str]:
    """What all jobs of a project would do, without what digests and places of files are."""
    said = project.run("snakemake", "-n", "-F", "--printshellcmds")
    lines = (re.sub(r" --site .*", "", line).strip() for line in _COMMAND.findall(said))
    return sorted(line for line in lines if line.startswith("--") or "runtime" in line)


def _compare(project: Project, scratch: Path, sweep: dict[str, Any]) -> None:
    note(json.dumps(sweep))
    shape = json.loads((project.folder / "workflow/configured.json").read_text())["shape"]
    write(project.folder, sweep)
    try:
        followed = commands(project)
    except Failed as failed:
        assert "does not fit sweep.yaml" in str(failed)
        assert problems(sweep, shape)
        return
    assert not problems(sweep, shape)
    fresh = Project(scratch)
    write(scratch, sweep)
    for path, text in _as_it_is(scratch):
        (scratch / path).parent.mkdir(parents=True, exist_ok=True)
        (scratch / path).write_text(text)
    assert followed == commands(fresh)


def _as_it_is(folder: Path) -> Iterator[tuple[str, str]]:
    """The files of a project that follows nothing: all values stand in it."""
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        workflow, diagnostics = evaluate(Path("main.py"), [])
    assert workflow is not None, diagnostics
    yield from generate(workflow).items()


@pytest.fixture
def edits_are_followed_or_refused(project: Project, tmp_path_factory: pytest.TempPathFactory) -> Any:
    def check(sweep: dict[str, Any]) -> None:
        _compare(project, tmp_path_factory.mktemp("fresh"), sweep)

    return check


_SETTINGS = {"deadline": None, "database": None, "suppress_health_check": list(HealthCheck)}


def test_drawn_edits(edits_are_followed_or_refused: Any, request: pytest.FixtureRequest) -> None:
    """As compiling again would have it, or refused at the start. ``--long`` draws hundreds of edits."""
    is_long = request.config.getoption("--long")

    @settings(
        max_examples=300 if is_long else 6,
        derandomize=not is_long,
        phases=(Phase.generate, Phase.shrink) if is_long else (Phase.generate,),
        **_SETTINGS,
    )
    @given(edited())
    def check(sweep: dict[str, Any]) -> None:
        edits_are_followed_or_refused(sweep)

    check()
