"""Why jobs would run again, in the program's terms: which function has changed, which argument, which file."""

from __future__ import annotations

import re
from collections.abc import Mapping
from urllib.parse import unquote

from eflows2smk.codegen.record import Record
from eflows2smk.commands.planning import Planned
from eflows2smk.folders import SEALS

_DIGEST = re.compile(r"\b[a-p]{12}\b")
_PARAMS = re.compile(r"before: (?P<before>.*?) ?now: (?P<now>.*)$")


def reasons(job: Planned, record: Record, makers: Mapping[str, str]) -> tuple[str, ...]:
    """Why a job would run. record: of the project; makers: the rules that make files, by path."""
    found: dict[str, None] = {}
    for reason in job.reasons:
        found.update(dict.fromkeys(_told(reason, record, makers)))
    if any(each.startswith(("the code", "changed:")) for each in found):
        # What Snakemake says of the rest comes from that.
        found = {each: None for each in found if not each.startswith("follows")}
    return tuple(found) or ("Snakemake gives no reason",)


def _told(reason: str, record: Record, makers: Mapping[str, str]) -> list[str]:
    head, _, rest = reason.partition(": ")
    files = rest.split(", ")
    if head.startswith("Missing output"):
        return [f"missing: {', '.join(files)}"]
    if head.startswith("Input files updated by another job"):
        return [f"follows: {', '.join(dict.fromkeys(makers.get(path, path) for path in files))}"]
    if head.startswith("Updated input files"):
        return [_updated(path) for path in files]
    if head.startswith("Set of input files"):
        return ["changed: which files it reads"]
    if head.startswith("Code has changed"):
        return ["changed: how the program is called"]
    if head.startswith("Params have changed"):
        return _params(reason, record)
    return [reason]


def _updated(path: str) -> str:
    if path.startswith(f"{SEALS}/"):
        return f"changed: something in the folder {unquote(path.removeprefix(f'{SEALS}/'))}"
    return f"changed: the file {path}"


def _params(reason: str, record: Record) -> list[str]:
    found = _PARAMS.search(reason)
    if found is None:
        return ["changed: its arguments"]
    before, now = found["before"], found["now"]
    old, new = _DIGEST.findall(before), _DIGEST.findall(now)
    told = []
    if old and new and old != new:
        told = _units(record.digests.get(old[0]), record.digests.get(new[0]))
    values = [_DIGEST.sub("", text).replace("['',", "[").strip(" ,'") for text in (before, now)]
    if not told or (values[0] != values[1] and any(values)):
        shown = f": {values[0]} → {values[1]}" if any(values) and "[" not in "".join(values) else ""
        told.append(f"changed: its arguments{shown}" if shown or not old else "changed: which argument is which")
    return told


def _units(before: Mapping[str, str] | None, now: Mapping[str, str] | None) -> list[str]:
    """The parts of the code that differ."""
    if before is None or now is None:
        return ["changed: the code that it runs"]
    differing = sorted(name for name in {*before, *now} if before.get(name) != now.get(name))
    return [f"changed: {', '.join(differing)}"] if differing else []
