"""The environment as a program sees it while it is compiled."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from eflows2smk.frontend.trusted.errors import Untrusted


class Environment:
    """``os.environ``: reading single variables is recorded, everything else is refused. variable: reads one."""

    __slots__ = ("_variable",)

    def __init__(self, variable: Callable[[str], str | None]) -> None:
        self._variable = variable

    def get(self, name: str, default: Any = None) -> Any:
        value = self._variable(name)
        return default if value is None else value

    def __getitem__(self, name: str) -> str:
        value = self._variable(name)
        if value is None:
            raise KeyError(name)
        return value

    def __contains__(self, name: object) -> bool:
        return isinstance(name, str) and self._variable(name) is not None

    def __setitem__(self, name: str, value: str) -> None:
        raise Untrusted(
            f"os.environ[{name!r}] = …",
            "jobs don't inherit it",
            "set the variable in the prolog of the software description, or before snakemake is started",
        )

    def __delitem__(self, name: str) -> None:
        self[name] = ""

    def setdefault(self, name: str, value: str) -> str:
        found = self.get(name)
        if found is None:
            self[name] = value
        return str(found)

    def __iter__(self) -> Any:
        raise Untrusted("the list of all environment variables", "it differs from machine to machine")

    keys = items = values = copy = __iter__

    def __len__(self) -> int:
        return len(list(self))
