"""Writing the files of a project: only what changed, and never over a file that is not ours."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Mapping
from pathlib import Path

from eflows2smk.codegen import record
from eflows2smk.codegen.jobs import Jobs
from eflows2smk.codegen.record import Sources, fingerprint
from eflows2smk.diagnostics import Diagnostic, ProgramError, Span


def write(
    files: dict[str, str],
    folder: Path,
    force: bool = False,
    sources: Sources | None = None,
    jobs: Jobs | None = None,
) -> list[str]:
    """Write the files below a folder; returns the paths of those that changed.

    sources: what they were compiled from. jobs: of the workflow.

    Files of an earlier compilation that are not wanted any more are removed, if nobody changed them. Raises
    ProgramError, before anything is written, where a file stands in the way that is not ours, or that was changed;
    `force` overwrites those.
    """
    # A file that differs from it was changed by its user.
    before = record.read(folder)
    known = before.written
    problems = [] if force else [p for path, text in files.items() if (p := _in_the_way(folder, path, text, known))]
    if problems:
        raise ProgramError(*problems)
    changed = []
    for path, text in files.items():
        target = folder / path
        if not target.is_file() or target.read_bytes() != text.encode():
            _replace(target, text)
            changed.append(path)
    for path, ours in known.items():
        target = folder / path
        if path not in files and target.is_file() and fingerprint(target.read_bytes()) == ours:
            target.unlink()
            changed.append(path)
    after = before.followed_by({path: fingerprint(text.encode()) for path, text in files.items()}, sources)
    if jobs is not None:
        after = after.with_jobs(jobs.rules, jobs.digests, jobs.order.plain())
    text = after.text()
    target = folder / record.RECORD
    if not target.is_file() or target.read_text() != text:
        _replace(target, text)
    return changed


def _in_the_way(folder: Path, path: str, text: str, known: Mapping[str, str]) -> Diagnostic | None:
    target = folder / path
    span = Span(path, 0, 0, 0, 0)
    if target.is_dir():
        return Diagnostic("E010", f"'{path}' is a folder, so the file can't be written", span, "move it out of the way")
    if not target.is_file():
        return None
    present = target.read_bytes()
    if present == text.encode() or fingerprint(present) == known.get(path):
        return None
    if path in known:
        return Diagnostic(
            "E011", f"'{path}' was changed after it was generated", span, "keep your changes elsewhere, or use --force"
        )
    return Diagnostic(
        "E012",
        f"'{path}' exists and was not written by eflows2smk",
        span,
        "move it, compile with -o DIR, or use --force",
    )


def _replace(target: Path, text: str) -> None:
    """Write under a temporary name, then rename: whoever reads the file sees the old or the new one, whole."""
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.")
        try:
            with os.fdopen(handle, "wb") as stream:
                stream.write(text.encode())
            os.chmod(temporary, 0o666 & ~_umask())
            os.replace(temporary, target)
        except BaseException:
            os.unlink(temporary)
            raise
    except OSError as error:
        reason = error.strerror or str(error)
        raise ProgramError(
            Diagnostic(
                "E013",
                f"'{target}' can't be written: {reason}",
                Span(str(target), 0, 0, 0, 0),
                "check the disk and the permissions",
            )
        ) from None


def _umask() -> int:
    current = os.umask(0)
    os.umask(current)
    return current
