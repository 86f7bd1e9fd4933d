"""What earlier compilations made and this one does not: files of rules, or of values, that the program has no more."""

from __future__ import annotations

import json
import os
import shutil
from base64 import urlsafe_b64decode
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

from eflows2smk.folders import FORMER, FORMER_SEALS, SEALS

if TYPE_CHECKING:
    from eflows2smk.codegen.jobs import Jobs

# Where Snakemake keeps what it knows of the files that it made.
METADATA = Path(".snakemake/metadata")


@dataclass(frozen=True, slots=True)
class Left:
    """A file or folder that is left over. rule: that made it. logs: of the job. known: what Snakemake knows of it."""

    path: str
    rule: str
    logs: tuple[str, ...]
    known: Path


def left_over(made: Collection[str], jobs: Jobs, rules: Collection[str], *, pending: bool) -> list[Left]:
    """What is left over in this folder, by path.

    made: the outputs of all jobs that Snakemake knows of. jobs: of the workflow. rules: of all compilations. pending:
    whether jobs would run: as long as some do that decide which others there are, it is not known what these make.
    """
    found = []
    calls, computed = jobs.outputs()
    for path, known in _records():
        if path in made or not os.path.lexists(path):
            found += _former_seal(path, known, rules)
            continue
        rule, logs = _maker(known)
        # What helps has other paths only where an earlier release kept it.
        if rule not in rules or (rule in jobs.helping and not path.startswith(FORMER)) or path in calls:
            continue
        if not pending or not any(pattern.fullmatch(path) for pattern in computed):
            found.append(Left(path, rule, logs, known))
    return sorted(found, key=lambda left: left.path)


def _maker(known: Path) -> tuple[str, tuple[str, ...]]:
    """The rule that made a file, and its logs, as a record says; "" and none where it can't be read."""
    try:
        content = json.loads(known.read_text())
        return str(content["rule"]), tuple(map(str, content.get("log") or ()))
    except (OSError, ValueError, KeyError, TypeError):
        return "", ()


def _former_seal(folder: str, known: Path, rules: Collection[str]) -> list[Left]:
    """What an earlier release kept of a folder, which goes on to be one of the workflow."""
    seal = Path(FORMER_SEALS, quote(folder, safe=""))
    if not seal.is_file():
        return []
    rule, _ = _maker(known)
    return [Left(str(seal), rule, (), seal)] if rule in rules else []


def _records() -> Iterator[tuple[str, Path]]:
    """The paths of all files that Snakemake made in this folder, with its records of them."""
    for place, _, names in os.walk(METADATA):
        # Long names are cut: folders have the beginning.
        parts = Path(place).relative_to(METADATA).parts
        head = "".join(part.removeprefix("@") for part in parts)
        for name in names:
            try:
                yield urlsafe_b64decode(head + name).decode(), Path(place) / name
            except ValueError:
                continue


def remove(left: Left) -> None:
    """Take away a file or folder, its logs, and what Snakemake knows of it. Raises OSError."""
    path = Path(left.path)
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink()
    for log in left.logs:
        Path(log).unlink(missing_ok=True)
        _drop_empty(Path(log).parent)
    left.known.unlink(missing_ok=True)
    Path(SEALS, quote(left.path, safe="")).unlink(missing_ok=True)
    _drop_empty(path.parent)


def _drop_empty(folder: Path) -> None:
    """Remove folders in which nothing is left, up to the folder of the run."""
    while folder.parts and not folder.is_absolute():
        try:
            folder.rmdir()
        except OSError:
            return
        folder = folder.parent
