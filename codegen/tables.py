"""Lists and tables that rules look values up in: the constants of a Snakefile.

They are no configuration: what else in the Snakefile came from the same values does not follow them. So they lie below
``workflow/``, and the Snakefile refuses to start where they were edited.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

from eflows2smk.codegen.forms import Domain

# Below the project's folder: all small tables, and the folder of those that have files of their own.
FILE, FOLDER = "workflow/tables.yaml", "workflow/tables"
# What has more entries goes into a JSON file of its own: YAML is slow to load.
LARGEST = 200


class Tables:
    """Named values, each written once. Equal lists of the same name share a constant."""

    def __init__(self, others: Mapping[str, str] = MappingProxyType({})) -> None:
        """others: constants of the Snakefile that are no tables, by name."""
        self.others = others
        self.content: dict[str, Any] = {}
        self._known: dict[tuple[str, str], str] = {}

    def add(self, family: str, name: str, value: list[Any] | dict[str, Any], *, paths: bool) -> str:
        """The name of the constant that holds the value. paths: texts stay texts, also where they look like numbers."""
        natural_value = value if paths else _natural(value)
        text = json.dumps(natural_value, ensure_ascii=False)
        wanted = re.sub(r"\W", "_", name) or "items"
        if len(wanted) < 2:
            # A constant of one letter says nothing.
            wanted = f"{wanted}_values"
        found = self._known.get((wanted, text))
        if found is not None:
            return found.upper()
        key = wanted if wanted.isidentifier() and not self._is_taken(wanted) else f"{family}_{wanted}"
        number = 2
        while self._is_taken(key):
            key, number = f"{family}_{wanted}_{number}", number + 1
        self.content[key] = natural_value
        self._known[wanted, text] = key
        return key.upper()

    def _is_taken(self, key: str) -> bool:
        return key in self.content or key.upper() in self.others

    def column(self, family: str, domain: Domain) -> str:
        """The name of the constant that has the values of a domain."""
        name = domain.name if domain.name.endswith("s") else f"{domain.name}s"
        return self.add(family, name, list(domain.values), paths=False)

    def follow(self, follows: Callable[[Any], bool], expression: Callable[[Any], str | None]) -> dict[str, str]:
        """Take out what follows the configuration; its expressions by name.

        follows: whether a value has something of the configuration. expression: of such a value, None if none.
        """
        found: dict[str, str] = {}
        for key, value in self.content.items():
            text = expression(value)
            if text is not None and follows(value):
                found[key] = text
        for key in found:
            del self.content[key]
        return found

    @property
    def small(self) -> dict[str, Any]:
        """What stands in ``workflow/tables.yaml``."""
        return {key: value for key, value in self.content.items() if len(value) <= LARGEST}

    @property
    def large(self) -> dict[str, Any]:
        """What stands in ``workflow/tables/<key>.json``."""
        return {key: value for key, value in self.content.items() if len(value) > LARGEST}


def natural(text: Any) -> Any:
    """A number for a text that is written as Python would write that number, so that a person can read the table."""
    if not isinstance(text, str):
        return text
    for kind in (int, float):
        try:
            number = kind(text)
        except ValueError:
            continue
        if str(number) == text and text not in ("inf", "nan", "-inf"):
            return number
    return str(text)


def _natural(value: Any) -> Any:
    if isinstance(value, dict):
        return {str(key): _natural(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_natural(item) for item in value]
    return natural(value)
