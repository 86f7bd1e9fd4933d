"""Environments in which the jobs of a software run: conda's, from a file or a list of packages.

A file is the user's own and is carried into the project as it stands, once its keys are known to be conda's.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from eflows2smk.diagnostics import Diagnostic, ProgramError, Severity
from eflows2smk.software.directions import kind_of, near
from eflows2smk.software.document import Document, load
from eflows2smk.workflow.model import Environment

KEYS = ("name", "channels", "dependencies", "variables", "prefix", "platforms")
# A channel, a name, a version: conda-forge::numpy>=2,<3
PACKAGE = re.compile(r"(?:[\w./-]+::)?[A-Za-z0-9_][\w.-]*(?:\[[^\]\n]*\]|\s*[=<>!~][^\n]*| [\w.*]+(?: [\w.*]+)?)?")
ENDINGS = (".yaml", ".yml")


def unfit_packages(packages: object) -> Iterator[tuple[int, str]]:
    """The entries of a list that name no package, by their positions, and what is wrong with each."""
    for number, entry in enumerate(packages if isinstance(packages, Sequence) else ()):
        if not isinstance(entry, str):
            yield number, f"a package has to be text, not {kind_of(entry)}"
        elif not PACKAGE.fullmatch(entry.strip()):
            yield number, f"'{entry}' names no package of conda"


def of_packages(name: str, packages: Sequence[str]) -> Environment:
    """The environment with these packages from conda-forge. name: of what it is for."""
    lines = ["channels:", "  - conda-forge", "dependencies:", *(f"  - {_scalar(each.strip())}" for each in packages)]
    return Environment(name, "\n".join(lines) + "\n")


def of_file(path: Path, shown: str) -> Environment:
    """The environment of a file of conda's. Raises ProgramError, located, for one that conda would not take."""
    document = load(path, shown, "conda environment", "dependencies")
    problems = [each for each in _problems(document) if each.severity is Severity.ERROR]
    if problems:
        raise ProgramError(*problems)
    return Environment(path.stem, path.read_text(encoding="utf-8-sig"))


def _problems(document: Document) -> Iterator[Diagnostic]:
    data: dict[str, Any] = document.data
    for key in data:
        if key not in KEYS:
            help = f"known are {', '.join(KEYS)}"
            message = f"'{key}' is no key of a conda environment{near(key, KEYS)}"
            yield Diagnostic("E210", message, document.span((key,), key=True), help)
    if "dependencies" not in data:
        message = "a conda environment needs the key 'dependencies'"
        yield Diagnostic("E214", message, document.span(()), "a list of packages: - numpy>=2")
    for key in ("channels", "dependencies"):
        if key in data and not isinstance(data[key], list):
            message = f"'{key}' has to be a list, not {kind_of(data[key])}"
            yield Diagnostic("E211", message, document.span((key,)), "write each entry on a line of its own: - name")
    dependencies = data.get("dependencies")
    for number, entry in enumerate(dependencies if isinstance(dependencies, list) else ()):
        place = ("dependencies", number)
        if isinstance(entry, dict):
            for key in entry:
                if key != "pip":
                    message = f"'{key}' is no key of a dependency{near(key, ('pip',))}"
                    yield Diagnostic("E210", message, document.span((*place, key), key=True), "known is pip")
        else:
            for _, message in unfit_packages([entry]):
                yield Diagnostic("E211", message, document.span(place), "a name, and a version if need be: numpy>=2")


def _scalar(text: str) -> str:
    """A package as YAML has it: in quotes where it would be something else than text."""
    return f'"{text}"' if re.search(r"[\[\]{}*!,#&%@`|>:]\s|^[*!>&%@\[{]|\[", text) else text
