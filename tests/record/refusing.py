"""What stands for residual code and computed control flow where neither is compiled: it refuses them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import libcst as cst

from eflows2smk.frontend.core.operations import Step
from eflows2smk.frontend.evaluation.errors import Refused
from eflows2smk.frontend.evaluation.frames import Frame
from eflows2smk.frontend.evaluation.machine import Site


class NoResidual:
    """Every operation on computed values is refused."""

    def operation(self, site: Site, operands: Sequence[Any], name: str = "") -> Any:
        """Raises Refused."""
        if isinstance(site.operation.origin, cst.Decorator):
            # A decorator of a library (numba's njit, a profiler): jobs apply it; the function itself is what is known.
            return operands[1]
        raise _needs_run(site)

    def unpacked(self, site: Site, source: Any, count: int, star: int) -> Sequence[Any]:
        raise _needs_run(site)

    def prints(self, site: Site, values: Sequence[Any], options: Mapping[str, Any]) -> None:
        return

    def begins(self, step: Step, frame: Frame) -> Any:
        return None

    def ends(self, token: Any) -> None:
        return

    def closes(self, site: Site) -> None:
        return

    def barrier(self) -> None:
        return

    def encloses(self, site: Site) -> Any:
        return None

    def enclosed(self, token: Any, result: Any) -> Any:
        return result


class NoControl:
    """Every branch and loop on a computed value is refused."""

    def branch(self, site: Site, condition: Any, then: Any, otherwise: Any) -> Any:
        raise _needs_run(site)

    def loop(self, site: Site, iterable: Any, body: Any, orelse: Any) -> Any:
        raise _needs_run(site)

    def until(self, site: Site, condition: Any, head: Any, body: Any, orelse: Any) -> Any:
        raise _needs_run(site)

    def either(self, site: Site, values: Sequence[Any]) -> Any:
        raise _needs_run(site)

    def generated(self, site: Site, iterable: Any, frame: Frame) -> Any:
        raise _needs_run(site)

    def begins(self, site: Site) -> Any:
        return None

    def ends(self, token: Any) -> None:
        return

    def leaves(self, site: Site, token: Any, signal: Any, body: Any, orelse: Any) -> Any:
        raise _needs_run(site)

    def resolved(self, site: Site, signal: Any) -> Any:
        raise _needs_run(signal.site)

    def undecided(self, site: Site, value: Any) -> Exception:
        return _needs_run(site)


def _needs_run(site: Site) -> Refused:
    refused = Refused(
        "E300",
        f"'{site.text}' needs a value that only exists when the workflow runs",
        "pass it to a @task function",
    )
    refused.place = site.frame.code.module, site.operation.origin
    return refused
