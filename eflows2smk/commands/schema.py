"""``eflows2smk schema``: the JSON Schema of software descriptions, for editors."""

from __future__ import annotations

import json
from pathlib import Path

from eflows2smk.commands.reporting import say, show
from eflows2smk.diagnostics import NOWHERE, Diagnostic


def schema_command(output: Path | None) -> int:
    from eflows2smk.software.json_schema import json_schema

    try:
        text = json.dumps(json_schema(), indent=2, ensure_ascii=False)
    except TypeError as error:
        # A package that adds a kind of software is not complete.
        show([Diagnostic("E213", str(error), NOWHERE, "ask those who wrote it")])
        return 1
    if output is None:
        say(text)
        return 0
    try:
        output.parent.mkdir(parents=True, exist_ok=True)
        output.write_text(text + "\n", encoding="utf-8")
    except OSError as error:
        show([Diagnostic("E002", f"'{output}' can't be written: {error.strerror}", NOWHERE, "name another file")])
        return 1
    say(f'wrote {output}: a description names it with "$schema"')
    return 0
