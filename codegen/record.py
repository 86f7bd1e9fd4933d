"""What is remembered of a compilation: which files are ours, what they were compiled from, what digests stand for.

The record lies beside the Snakefile. It tells when a project is out of date, whether it has to be compiled again, why
a call runs again, and what earlier compilations have left.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from eflows2smk.workflow.model import Workflow

# Below the project's folder. All that it says of files and variables are fingerprints.
RECORD = "workflow/.eflows2smk.json"
# Digests of earlier compilations that are kept, the last ones first.
KEPT = 5_000
SMALL = 1_000

Digests = Mapping[str, Mapping[str, str]]


@dataclass(frozen=True, slots=True)
class Sources:
    """What decided how a project looks: modules, descriptions, data and folders by path, variables by name, arguments.

    A file that is not there has the fingerprint "". wishes: the options of the command, and the version of eflows2smk.
    """

    files: Mapping[str, str] = field(default_factory=dict)
    environment: Mapping[str, str] = field(default_factory=dict)
    arguments: tuple[str, ...] = ()
    wishes: str = ""

    @staticmethod
    def of(workflow: Workflow, wishes: object = None) -> Sources:
        """As they are now, in the folder of the run."""
        named = {path for invocation in workflow.invocations for path in invocation.sources}
        paths = sorted({*workflow.modules, *workflow.files_read, *named})
        variables = {name: _of_variable(value) for name, value in sorted(workflow.environment.items())}
        return Sources({path: of_path(path) for path in paths}, variables, workflow.argv, wished(wishes))

    def changed(self) -> list[str]:
        """Paths and ``$VARIABLES`` that are not any more what they were."""
        found = [path for path, known in self.files.items() if of_path(path) != known]
        variables = self.environment.items()
        return found + [f"${name}" for name, known in variables if _of_variable(os.environ.get(name)) != known]


def wished(wishes: object) -> str:
    """A fingerprint of what was asked of a compilation, and of the version of the compiler."""
    return fingerprint(repr((wishes, version("eflows2smk"))).encode(errors="surrogateescape"))


@dataclass(frozen=True, slots=True)
class Record:
    """written: the files of a project by path, with their fingerprints. rules: of this compilation and of all before.
    digests: what the code behind each consists of. order: of the jobs, as `jobs.Order.plain` gives it."""

    written: Mapping[str, str] = field(default_factory=dict)
    sources: Sources | None = None
    rules: tuple[str, ...] = ()
    digests: Digests = field(default_factory=dict)
    order: Any = None

    def text(self) -> str:
        content: dict[str, Any] = {"written": dict(sorted(self.written.items()))}
        if self.sources is not None:
            content["compiled from"] = {
                "files": dict(self.sources.files),
                "environment": dict(self.sources.environment),
                "arguments": list(self.sources.arguments),
                "wishes": self.sources.wishes,
            }
        content["rules"] = list(self.rules)
        content["digests"] = {digest: dict(units) for digest, units in self.digests.items()}
        content["order"] = self.order
        # Lines are for people; of many jobs nobody reads them, and they take ten times as long to write.
        is_small = self.order is None or len(self.order["known"]) < SMALL
        return json.dumps(content, indent=1 if is_small else None) + "\n"

    def followed_by(self, written: Mapping[str, str], sources: Sources | None) -> Record:
        """That of the next compilation, which remembers the rules and the digests of this one."""
        return replace(self, written=written, sources=sources)

    def with_jobs(self, rules: Iterable[str], digests: Digests, order: Any) -> Record:
        known = [item for item in self.digests.items() if item[0] not in digests]
        return replace(
            self,
            rules=tuple(sorted({*self.rules, *rules})),
            digests=dict([*digests.items(), *known][: max(KEPT, len(digests))]),
            order=order,
        )


def read(folder: Path) -> Record:
    """The record of a project; an empty one where there is none that could be understood."""
    try:
        content = json.loads((folder / RECORD).read_text())
        origin = content.get("compiled from")
        sources = origin and Sources(
            dict(origin["files"]),
            dict(origin["environment"]),
            tuple(map(str, origin["arguments"])),
            str(origin.get("wishes", "")),
        )
        digests = {str(digest): dict(units) for digest, units in content.get("digests", {}).items()}
        rules = tuple(map(str, content.get("rules", ())))
        return Record(dict(content["written"]), sources or None, rules, digests, content.get("order"))
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return Record()


def fingerprint(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def of_path(path: str) -> str:
    """Of the content of a file, or of the names in a folder; "" where nothing can be read."""
    try:
        if os.path.isdir(path):
            return fingerprint("\0".join(sorted(os.listdir(path))).encode(errors="surrogateescape"))
        with open(path, "rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return ""


def _of_variable(value: str | None) -> str:
    """The fingerprint of a variable; "" for one that is not set."""
    return "" if value is None else fingerprint(value.encode(errors="surrogateescape"))
