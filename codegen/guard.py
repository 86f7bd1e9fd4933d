"""What a Snakefile was made from has to be as it was: it refuses to start where that was edited.

Values that the program read when it was compiled stand in the Snakefile, in its tables, and in what was computed from
them. Where one of these places has a new value and the others the old one, results are a mixture of both.
"""

from __future__ import annotations

import hashlib
import json
import shlex
from collections.abc import Mapping

from eflows2smk.codegen.tables import Tables
from eflows2smk.codegen.targets import written
from eflows2smk.workflow.model import Workflow
from eflows2smk.workflow.paths import above

MODULE = "as_compiled"
FILE = f"workflow/scripts/{MODULE}.py"
RECORD = "workflow/compiled_from.json"
LINES = [
    "# Nothing starts where a table, or a file that was read when compiling, is not as it was.",
    "refuse_changes(workflow)",
]
# Places where the system says how it is now: nobody edits them.
_OF_THE_SYSTEM = ("/proc/", "/sys/", "/dev/")

TEXT = '''"""What was read when the workflow was compiled stands in it: where that was changed, it does not start."""

import hashlib
import json
import os

from snakemake.exceptions import WorkflowError


def fingerprint(path):
    """Of the content of a file; "" where there is none."""
    try:
        with open(path, "rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()[:24]
    except OSError:
        return ""


def refuse_changes(workflow):
    """Raise WorkflowError where a table, or a file that the program read when it was compiled, is not as it was."""
    project = os.path.dirname(workflow.basedir)
    with open(os.path.join(workflow.basedir, "compiled_from.json")) as file:
        known = json.load(file)
    found = [said(path, os.path.join(project, path), made) for path, made in known["tables"].items()]
    if workflow.is_main_process:
        # Jobs begin with what this process has found.
        found += [said(path, os.path.join(project, path), made) for path, made in known["lists"].items()]
        found += [said(path, place(path, project, known["folder"]), made) for path, made in known["read"].items()]
    changes = [change for change in found if change]
    if changes:
        compiled = f"It was compiled from {known['program']}, and what that read then stands in the Snakefile"
        advice = f"{compiled}.\\nCompile again:  {known['command']}"
        raise WorkflowError("This workflow does not fit its files any more.\\n" + "\\n".join([*changes, advice]))


def place(path, project, folder):
    """Where a file of the program lies: in the folder of the run, else in the program's own one."""
    return path if os.path.exists(path) else os.path.join(project, folder, path)


def said(path, place, made):
    """What has become of a file; "" where it is as it was."""
    now = fingerprint(place)
    if now == made:
        return ""
    if not now:
        return f"- {path} is missing, or can't be read."
    if path.startswith("workflow/"):
        return f"- {path} was edited. It is no configuration: change what it was made from (--force compiles over it)."
    return f"- {path} was changed."
'''


def is_needed(workflow: Workflow, tables: Tables, lists: Mapping[str, str]) -> bool:
    """Whether there is anything to compare with. lists: files of the project that jobs get."""
    return bool(tables.content or lists or _read(workflow))


def files(
    workflow: Workflow, loaded: Mapping[str, str], lists: Mapping[str, str], folder: str, project: str
) -> dict[str, str]:
    """The files of the project that `LINES` need, by path.

    loaded: the files that the Snakefile itself loads. folder: that of the run, as seen from the project's; project: the
    other way round.
    """
    known = {
        "program": workflow.program,
        "command": command(workflow, project),
        "folder": folder,
        "tables": {path: fingerprint(text.encode()) for path, text in loaded.items()},
        "lists": {path: fingerprint(text.encode()) for path, text in lists.items()},
        "read": _read(workflow),
    }
    return {RECORD: json.dumps(known, indent=1, ensure_ascii=False) + "\n", FILE: TEXT}


def command(workflow: Workflow, project: str) -> str:
    """What compiles the workflow again."""
    words = ["eflows2smk", "compile", workflow.program, *(["-o", project] if project != "." else [])]
    return shlex.join([*words, *(["--", *workflow.argv] if workflow.argv else [])])


def fingerprint(data: bytes) -> str:
    """As the Snakefile's own module makes it."""
    return hashlib.sha256(data).hexdigest()[:24]


def _read(workflow: Workflow) -> dict[str, str]:
    """The files that plain Python read when compiling, without those that the workflow itself writes or takes away."""
    made = {artefact.path for each in workflow.invocations for artefact in written(each) if artefact.named}
    made |= workflow.gone
    return {
        path: known
        for path, known in sorted(workflow.contents.items())
        if not path.startswith(_OF_THE_SYSTEM) and path not in made and made.isdisjoint(above(path))
    }
