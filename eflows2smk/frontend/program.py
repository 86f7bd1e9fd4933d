"""The evaluation of a whole program, from the beginning as often as more turns out about it."""

from __future__ import annotations

import sys
import threading
from collections.abc import Sequence
from pathlib import Path

from eflows2smk.diagnostics import Diagnostic, ProgramError, Span
from eflows2smk.frontend.computed.loops import Again
from eflows2smk.frontend.evaluation.bounds import Bounds
from eflows2smk.frontend.evaluator import Evaluator
from eflows2smk.workflow.model import Workflow


def evaluate_program(
    main: Path, argv: Sequence[str] = (), folder: Path | None = None, bounds: Bounds | None = None
) -> tuple[Workflow | None, list[Diagnostic]]:
    """See `eflows2smk.frontend.evaluate`; runs in a thread with a large stack of its own."""
    where = (folder or Path.cwd()).resolve()
    outcome: list[tuple[Workflow | None, list[Diagnostic]]] = []
    failure: list[BaseException] = []

    def work() -> None:
        try:
            present: frozenset[str] = frozenset()
            computed: frozenset[Span] = frozenset()
            while True:
                evaluator = Evaluator(main, argv, where, present, computed, bounds or Bounds())
                try:
                    workflow = evaluator.run()
                except Again as found:
                    computed |= {found.span}
                    continue
                misjudged = evaluator.misjudged()
                if not misjudged:
                    break
                present |= misjudged
            outcome.append((workflow, list(evaluator.diagnostics.values())))
        except ProgramError as error:
            outcome.append((None, list(error.diagnostics)))
        except BaseException as error:
            failure.append(error)

    # Closures call closures: a program that recurses 900 deep needs some ten Python frames for each of its own.
    before_limit, before_size = sys.getrecursionlimit(), threading.stack_size(512 * 1024 * 1024)
    sys.setrecursionlimit(100_000)
    try:
        thread = threading.Thread(target=work, name="evaluation")
        thread.start()
        thread.join()
    finally:
        sys.setrecursionlimit(before_limit)
        threading.stack_size(before_size)
    if failure:
        raise failure[0]
    return outcome[0]
