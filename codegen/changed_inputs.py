"""Files that were there before the run and that the program changes: the workflow leaves them as they are.

Snakemake could not run such a call again: what it begins with would be gone. So the results lie below a folder of their
own, and the user is told where.
"""

from __future__ import annotations

import os
from base64 import urlsafe_b64encode
from collections.abc import Iterator

from eflows2smk.codegen.record import Record
from eflows2smk.codegen.storage import Storage
from eflows2smk.codegen.targets import written
from eflows2smk.diagnostics import Diagnostic, Severity
from eflows2smk.workflow.model import CallSite, Workflow


def told(workflow: Workflow, storage: Storage, record: Record) -> Iterator[Diagnostic]:
    """Where the results are, once for each call, and errors where files of the user's are in the way.

    record: of the compilation before, if there was one: results may be those of its runs.
    """
    found: dict[CallSite, list[tuple[str, str]]] = {}
    for invocation in workflow.invocations:
        for made in written(invocation):
            if made.path in storage.sources and storage.final.get(made.path) is made:
                found.setdefault(invocation.site, []).append((made.path, storage.named(made).text))
    for site, paths in found.items():
        in_the_way = False
        for path, result in paths:
            if os.path.lexists(result) and not record.written and not _is_made(result):
                in_the_way = True
                yield Diagnostic(
                    "E408",
                    f"'{path}' was there before the run and is changed here: the workflow writes the result to"
                    f" '{result}', where a file of yours is",
                    site.span,
                    f"move '{result}', or copy '{path}' in the program and change the copy",
                )
        if in_the_way:
            continue
        (path, result), others = paths[0], len(paths) - 1
        more = f", and {others} other{'s' * (others > 1)} in the same way" if others else ""
        yield Diagnostic(
            "N308",
            f"'{path}' was there before the run, so the workflow leaves it as it is: the result is '{result}'{more}",
            site.span,
            severity=Severity.NOTE,
        )


def _is_made(path: str) -> bool:
    """Whether Snakemake knows that it made a file."""
    return os.path.exists(f".snakemake/metadata/{urlsafe_b64encode(path.encode()).decode()}")
