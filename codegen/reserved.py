"""Files that no invocation may write: those of the program, and those of the project that it is compiled to."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Iterator, Mapping, Sequence

from eflows2smk.codegen.family import Family
from eflows2smk.codegen.places import own_shape
from eflows2smk.codegen.record import RECORD
from eflows2smk.codegen.references import Ref
from eflows2smk.codegen.storage import Storage
from eflows2smk.codegen.targets import written
from eflows2smk.diagnostics import Diagnostic, ProgramError, Span
from eflows2smk.folders import LOGS
from eflows2smk.workflow.model import Artefact, Kind, Workflow

# What Snakemake keeps beside the files of a workflow.
_SNAKEMAKE = ".snakemake"


def refuse(
    workflow: Workflow, storage: Storage, families: Sequence[Family], files: Iterable[str], project: str
) -> None:
    """Raise ProgramError where an output is a file of the program or of the project, or a folder with one in it.

    files: those of the project, by path. project: its folder, as seen from where the program runs.
    """
    outputs = list(_outputs(workflow, storage))
    tops = {path.split("/", 1)[0] for path, _, _ in outputs}
    reserved = {**_own(families, storage, tops), **_of_project(files, project), **_of_program(workflow)}
    folders: dict[str, str] = {_SNAKEMAKE: "what Snakemake knows of the workflow"}
    for path, what in reserved.items():
        folder = posixpath.dirname(path)
        while folder not in folders and folder not in ("", "/"):
            folders[folder] = f"{what}, '{path}'"
            folder = posixpath.dirname(folder)
    problems: dict[tuple[str, Span], Diagnostic] = {}
    for path, artefact, span in outputs:
        what = reserved.get(path) or (f"the folder of {folders[path]}" if path in folders else "")
        if path.startswith(f"{_SNAKEMAKE}/"):
            what = f"in the folder of {folders[_SNAKEMAKE]}"
        if what:
            kind = "directory" if artefact.kind is Kind.DIRECTORY else "file"
            problem = Diagnostic("E407", f"the {kind} '{path}' is an output here, but it is {what}", span, _HELP)
            problems.setdefault((path, span), problem)
    if problems:
        raise ProgramError(*problems.values())


_HELP = "write to a path of another name, or into a folder of its own"


def _outputs(workflow: Workflow, storage: Storage) -> Iterator[tuple[str, Artefact, Span]]:
    """Paths that users find the outputs at, with the places of the calls that write them."""
    for invocation in workflow.invocations:
        for artefact in written(invocation):
            if artefact.named and storage.is_direct(artefact):
                yield storage.named(artefact).text, artefact, invocation.site.span


def _of_program(workflow: Workflow) -> dict[str, str]:
    return {
        **dict.fromkeys(workflow.descriptions, "a software description of the program"),
        **dict.fromkeys(workflow.modules, "a module of the program"),
        workflow.program: "the program itself",
    }


def _of_project(files: Iterable[str], project: str) -> dict[str, str]:
    return {
        posixpath.normpath(posixpath.join(project, path)): "a file of the compiled workflow"
        for path in (*files, RECORD)
    }


def _own(families: Sequence[Family], storage: Storage, tops: set[str]) -> Mapping[str, str]:
    """Logs, and what rules store under names of ours. tops: the folders that matter."""
    found: dict[str, str] = {}
    for family in families:
        if LOGS in tops:
            shape = own_shape(LOGS, family, "", ".log")
            found.update((Ref(shape, tuple(row)).text, f"the log of rule '{family.name}'") for row in family.values)
        for slot in family.outputs:
            for entry in slot.column:
                for held in entry if isinstance(entry, list | tuple) else [entry]:
                    is_ours = isinstance(held, Artefact) and not storage.is_direct(held)
                    path = storage.of(held).text if is_ours else ""
                    if path and path.split("/", 1)[0] in tops:
                        found[path] = f"a file of rule '{family.name}'"
    return found
