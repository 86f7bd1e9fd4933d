"""Everything that the compiler knows of PyCOMPSs by name is used in some program of this folder, or refused."""

from __future__ import annotations

import re
from pathlib import Path

from eflows2smk import parameters
from eflows2smk.frontend.record import api, refused
from eflows2smk.frontend.record.tasks import DECORATORS
from eflows2smk.software.schema import DETAILS, EXECUTION, OTHERS, PROCESSOR, TASK, keys_of

FOLDER = Path(__file__).parent
# Requests need a server, which the test of that kind starts.
REQUESTS = FOLDER.parent / "rules" / "requests"
PROGRAMS = "\n".join(path.read_text() for path in [*FOLDER.glob("*.md"), *REQUESTS.glob("*.*")])
WORDS = set(re.findall(r"\w+", PROGRAMS))
# Decorators that no program may use.
REFUSED = {"opencl"}


def missing(names: set[str]) -> list[str]:
    known = {word.lower().replace("_", "") for word in WORDS}
    return sorted(name for name in names if name.lower().replace("_", "") not in known)


def test_all_decorators() -> None:
    used = {name.lower() for name in re.findall(r"^ *@(\w+)", PROGRAMS, re.MULTILINE)}
    used |= set(re.findall(r'"type": "(\w+)"', PROGRAMS))
    assert sorted({name.lower() for name in DECORATORS} - used - REFUSED) == []


def test_all_keys() -> None:
    tables = {**EXECUTION, **OTHERS, "processor": PROCESSOR}
    wanted = {key for name, table in tables.items() if name not in REFUSED for key in keys_of(table)}
    assert missing(wanted | TASK | set(DETAILS)) == []


def test_all_constants() -> None:
    assert sorted({*parameters.DIRECTIONS, *parameters.CONVERSIONS} - WORDS) == []


def test_all_functions() -> None:
    ours = {"wait_on", "wait_on_file", "wait_on_directory", "barrier", "barrier_group", "open_file", "delete_file",
            "delete_object", "file_exists"}  # fmt: skip
    assert sorted(set(api.FUNCTIONS) - set(refused.CALLED) - ours - WORDS) == []
