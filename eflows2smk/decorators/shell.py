"""The shell texts of one call of an external program: prolog, program, epilog."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from eflows2smk.software import Description


@dataclass(frozen=True, slots=True)
class Step:
    """One shell text. what: how messages call it. must_succeed: whether a non-zero exit code is a failure."""

    what: str
    text: str
    must_succeed: bool
    is_program: bool = False


def steps(description: Description, name: str, values: Mapping[str, Any], processes: int | None) -> Iterator[Step]:
    """What runs one after the other. processes: of an MPI program; else without meaning."""
    execution = description.execution
    if description.prolog is not None:
        text = _text(description.prolog, values, description)
        yield Step(f"the prolog of {name}", text, _fails(description.prolog, True))
    yield Step(name, _program(description, values, processes), _fails(execution, True), is_program=True)
    if description.epilog is not None:
        text = _text(description.epilog, values, description)
        yield Step(f"the epilog of {name}", text, _fails(description.epilog, False))


def _fails(section: Mapping[str, Any], default: bool) -> bool:
    return str(section.get("fail_by_exit_value", default)).lower() not in ("false", "0")
