"""The frontend: evaluates a program without running it, and leaves its workflow graph."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from eflows2smk.diagnostics import Diagnostic
    from eflows2smk.frontend.evaluation.bounds import Bounds
    from eflows2smk.workflow.model import Workflow


def evaluate(
    main: Path, argv: Sequence[str] = (), folder: Path | None = None, bounds: Bounds | None = None
) -> tuple[Workflow | None, list[Diagnostic]]:
    """The workflow of a program, and all that there is to say about it; no workflow where there are errors.

    main: path of the main file. argv: the program's own arguments. folder: where it is run, the current one unless
    said otherwise; the paths in the workflow are relative to it. bounds: the usual ones unless said otherwise.
    """
    # The modules named here register what they can prepare.
    from eflows2smk.frontend import (  # noqa: F401
        assignment,
        classes,
        comprehensions,
        functions,
        imports,
        patterns,
        strings,
    )
    from eflows2smk.frontend.program import evaluate_program

    return evaluate_program(main, argv, folder, bounds)
