"""The functions that the evaluation supplies, by dotted name."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from eflows2smk.frontend.evaluation.functions import importing, iterating, iterators, kinds, managers, objects

FUNCTIONS: dict[str, Callable[..., Any]] = {
    **{f"builtins.{name}": run for name, run in (*kinds.FUNCTIONS.items(), *iterating.FUNCTIONS.items())},
    **{f"collections.{name}": run for name, run in iterating.COLLECTIONS.items()},
    **iterators.FUNCTIONS,
    **objects.FUNCTIONS,
    **managers.FUNCTIONS,
    **importing.FUNCTIONS,
}
