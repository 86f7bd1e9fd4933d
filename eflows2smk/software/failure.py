"""What becomes of a workflow when software fails: the keyword ``on_failure`` and the decorator of that name."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from eflows2smk.parameters import Direction
from eflows2smk.software.directions import kind_of, near

MANAGEMENTS = ("RETRY", "IGNORE", "CANCEL_SUCCESSORS", "FAIL")
# How often software that may be repeated runs before that is given up; the profiles have one less as `retries`.
ATTEMPTS = 3


@dataclass(frozen=True, slots=True)
class Failure:
    """management: one of `MANAGEMENTS`, "" where nothing was said.

    defaults: what stands in for outputs of failed software: a value for "returns" and for each object that is changed,
    and for each path that is written, or list of such, the path of a file or directory with its content.
    """

    management: str = ""
    defaults: Mapping[str, Any] = field(default_factory=dict)


def failure_of(task: Mapping[str, Any], directions: Mapping[str, Direction], error: Callable[..., None]) -> Failure:
    """From the keywords ``on_failure`` and ``defaults`` of ``@task``; `error` is told what is wrong with them."""
    stated, defaults = task.get("on_failure"), task.get("defaults")
    path: Sequence[str] = ("parameters", "on_failure")
    management = str(stated or "").upper()
    if management and management not in MANAGEMENTS:
        message = f"'{stated}' is no way to handle failures{near(management, MANAGEMENTS)}"
        error("E211", message, path, f"one of {', '.join(MANAGEMENTS)}")
        return Failure()
    if defaults is None:
        return Failure(management)
    path = ("parameters", "defaults")
    if not isinstance(defaults, Mapping):
        error("E211", f"'defaults' has to be a mapping, not {kind_of(defaults)}", path)
        return Failure(management)
    if defaults and management != "IGNORE":
        shown = f"with {management}" if management else "without a management"
        message = f"default values have no use {shown}: nothing goes on with them"
        error("E220", message, path, 'write management="IGNORE", or leave them out')
        return Failure(management)
    for name, value in defaults.items():
        if name != "returns":
            _check_default(name, value, directions.get(name), (*path, name), error)
    return Failure(management, dict(defaults))


def _check_default(
    name: str, value: Any, direction: Direction | None, path: Sequence[str], error: Callable[..., None]
) -> None:
    if direction is None or not direction.writes:
        message = f"there is no output '{name}' that a default could stand in for"
        error("E220", message, path, "defaults are for 'returns' and for parameters that are written")
    elif direction.is_path:
        if not isinstance(value, str) or not value:
            what = "directory" if "directory" in direction.content else "file"
            message = f"the default of the {what} '{name}' has to be a path, not {kind_of(value)}"
            error("E220", message, path, f"the path of a {what} whose content it gets")
    elif direction.is_collection or direction.mode == "out":
        message = f"a default for the objects of '{name}' is not supported"
        error("E220", message, path, "return the values instead, and give a default for 'returns'")
