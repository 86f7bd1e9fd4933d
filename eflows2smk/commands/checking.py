"""``eflows2smk check``: everything that there is to say about a program."""

from __future__ import annotations

import sys
from argparse import Namespace
from pathlib import Path

from eflows2smk.commands.phases import failed, generate
from eflows2smk.commands.showing import show


def run(options: Namespace) -> int:
    folder = Path.cwd()
    compiled = generate(options.main, options.argv, folder)
    if options.json:
        from eflows2smk.diagnostics.as_json import as_json

        sys.stdout.write(as_json(compiled.diagnostics))
    else:
        show(compiled.diagnostics, folder, verbose=True)
        if not compiled.diagnostics:
            print(f"{options.main} can be compiled.")
    return 1 if failed(compiled.diagnostics) else 0
