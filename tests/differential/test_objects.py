"""Generated programs whose functions share, copy and change objects leave the same behind, or are refused.

``pytest tests/differential/test_objects.py --long`` draws 2,000 programs, and shrinks those that fail.
"""

from __future__ import annotations

import random
import re
import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, note, settings
from hypothesis import strategies as st

from tests.differential.compare import check_compiled
from tests.differential.object_programs import Writer, object_programs, parts, without
from tests.programs import Failed, Project

SHAPES = Path(__file__).parent / "program" / "shapes.py"
# What is said to be beyond the compiler; any other code would be a mistake.
REFUSED = {"E300", "E302", "E303", "E316", "E317", "E318", "E319", "E325", "E510"}
# Each function in a process of its own, since plain Python itself raises in some, and does not end in others.
PROBE = """
import os, resource, signal, sys
import main
for name in sys.argv[1:]:
    if not os.fork():
        resource.setrlimit(resource.RLIMIT_AS, (4 << 30, 4 << 30))
        signal.alarm(20)
        os.makedirs("made", exist_ok=True)
        getattr(main, name)()
        os._exit(0)
    if os.wait()[1]:
        print(name, flush=True)
"""
ALL_IS_WELL = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much]


def written(text: str, folder: Path) -> Path:
    folder.mkdir(parents=True)
    (folder / "main.py").write_text(text)
    (folder / "shapes.py").write_bytes(SHAPES.read_bytes())
    (folder / "input.txt").write_text("t 12 input\n")
    return folder


def raising(text: str, scratch: Path) -> set[str]:
    """The functions that raise an exception in plain Python."""
    probed = Project(written(text, scratch / "probed"))
    (probed.folder / "probe.py").write_text(PROBE)
    return set(probed.run("python", "probe.py", *parts(text)).split())


def blamed(text: str, message: str) -> set[str]:
    """The functions in which errors are located."""
    errors = [block for block in re.split(r"\n(?=\w+\[\w+\]: )", message) if block.startswith("error[")]
    places = re.findall(r"--> main\.py:(\d+)", "\n".join(errors))
    lines = text.splitlines()
    found: set[str] = set()
    for place in places:
        above = "\n".join(lines[: int(place)])
        names = re.findall(r"^def (part\d+)\(", above, re.MULTILINE)
        found.update(names[-1:])
    return found


def refused_alone(text: str, scratch: Path) -> set[str]:
    """The functions that are refused without the others; all of them where none is."""
    names = parts(text)
    found: set[str] = set()
    for name in names:
        project = Project(written(without(text, {*names} - {name}), scratch / name))
        try:
            project.compile()
        except Failed:
            found.add(name)
    return found or set(names)


def leaves_the_same_or_is_refused(text: str, scratch: Path) -> tuple[int, int]:
    """How many functions were compared, and how many refused."""
    text = without(text, raising(text, scratch))
    refused = 0
    for attempt in range(len(parts(text))):
        program = written(text, scratch / f"{attempt}" / "program")
        project = Project.copy_of(program, program.parent / "compiled")
        try:
            project.compile()
        except Failed as failure:
            codes = set(re.findall(r"error\[(\w+)\]", str(failure)))
            assert codes and codes <= REFUSED, failure
            found = blamed(text, str(failure)) or refused_alone(text, program.parent)
            refused += len(found)
            text = without(text, found)
            if not parts(text):
                break
        else:
            check_compiled(program, project, program.parent)
            break
    return len(parts(text)), refused


def test_generated_functions_leave_the_same(tmp_path: Path) -> None:
    """Of thousands of functions that are as wild as these, about two fifths are refused."""
    text = Writer(random.Random(1).choice).program(8)
    compared, refused = leaves_the_same_or_is_refused(text, tmp_path)
    assert compared > refused


@settings(max_examples=2000, deadline=None, suppress_health_check=ALL_IS_WELL, print_blob=True)
@given(text=st.integers(1, 4).flatmap(object_programs))
def _long(text: str) -> None:
    note(text)
    with tempfile.TemporaryDirectory() as scratch:
        leaves_the_same_or_is_refused(text, Path(scratch))


def test_thousands_of_generated_programs(request: pytest.FixtureRequest) -> None:
    if not request.config.getoption("--long"):
        pytest.skip("only with --long")
    _long()
