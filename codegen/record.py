"""What a project was compiled from, so that it can be told when it is out of date, and which files of it are ours."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from eflows2smk.workflow.model import Workflow

# Below the project's folder. All that it says of files and variables are fingerprints.
RECORD = "workflow/.eflows2smk.json"


@dataclass(frozen=True, slots=True)
class Sources:
    """What decided how a project looks: modules, descriptions, data and folders by path, variables by name, arguments.

    A file that is not there has the fingerprint "".
    """

    files: Mapping[str, str] = field(default_factory=dict)
    environment: Mapping[str, str] = field(default_factory=dict)
    arguments: tuple[str, ...] = ()

    @staticmethod
    def of(workflow: Workflow) -> Sources:
        """As they are now, in the folder of the run."""
        paths = sorted({*workflow.modules, *workflow.files_read})
        variables = {name: fingerprint(value.encode()) for name, value in sorted(workflow.environment.items())}
        return Sources({path: of_path(path) for path in paths}, variables, workflow.argv)

    def changed(self) -> list[str]:
        """Paths and ``$VARIABLES`` that are not any more what they were."""
        found = [path for path, known in self.files.items() if of_path(path) != known]
        variables = self.environment.items()
        return found + [f"${name}" for name, known in variables if fingerprint(_variable(name)) != known]


@dataclass(frozen=True, slots=True)
class Record:
    """written: the files of a project by path, with their fingerprints."""

    written: Mapping[str, str] = field(default_factory=dict)
    sources: Sources | None = None

    def text(self) -> str:
        content: dict[str, Any] = {"written": dict(sorted(self.written.items()))}
        if self.sources is not None:
            content["compiled from"] = {
                "files": dict(self.sources.files),
                "environment": dict(self.sources.environment),
                "arguments": list(self.sources.arguments),
            }
        return json.dumps(content, indent=1) + "\n"


def read(folder: Path) -> Record:
    """The record of a project; an empty one where there is none that could be understood."""
    try:
        content = json.loads((folder / RECORD).read_text())
        origin = content.get("compiled from")
        sources = origin and Sources(
            dict(origin["files"]), dict(origin["environment"]), tuple(map(str, origin["arguments"]))
        )
        return Record(dict(content["written"]), sources or None)
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


def _variable(name: str) -> bytes:
    return os.environ.get(name, "").encode(errors="surrogateescape")
