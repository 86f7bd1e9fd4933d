"""Names of rules: what the program calls it, and where several rules would have one name, what each of them makes: the
file that it writes, or the name that the program gives to the result.

A number tells apart only what the program gives no name. So a call that comes before others, or goes, leaves the names
of those that write other files as they are.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Sequence

from eflows2smk.codegen.family import Family
from eflows2smk.workflow.model import Artefact, leaves

# Longer names of files say no more than a number.
LONGEST = 30


def named(families: Sequence[Family]) -> list[Family]:
    """The same families, each with a name that is a rule's, and that no other one has. Their names are proposals."""
    rules, paths = _Names(), _Names()
    for family in families:
        wanted, made = _identifier(family.name), _made(family)
        family.name = rules.unique(wanted, made or _word(wanted, family.purpose))
        family.stored = paths.unique(wanted, made)
    return [*families]


class _Names:
    """Those that are taken, with how many have asked for them."""

    def __init__(self) -> None:
        self.used = {"all": 1}

    def unique(self, wanted: str, purpose: str = "") -> str:
        count = self.used.get(wanted, 0)
        self.used[wanted] = count + 1
        if not count:
            return wanted
        return self.unique(_joined(wanted, purpose) if purpose else f"{wanted}_{count + 1}")


def _word(name: str, purpose: str) -> str:
    """A purpose that says more than the name."""
    is_long = len(purpose) > LONGEST or not purpose.isascii()
    return "" if is_long or purpose == name or name.endswith(f"_{purpose}") else purpose


def _identifier(wanted: str) -> str:
    return wanted if wanted.isidentifier() else "rule_" + "".join(c if c.isalnum() else "_" for c in wanted)


def _joined(name: str, purpose: str) -> str:
    """``count`` that makes ``count_before`` is called like that."""
    return purpose if purpose.startswith(f"{name}_") else f"{name}_{purpose}"


def _made(family: Family) -> str:
    """The name of the file that all jobs of a family write first, else of the folder that all are in; "" for none."""
    for slot in family.outputs:
        firsts = [next((leaf for leaf in leaves(entry) if isinstance(leaf, Artefact)), None) for entry in slot.column]
        paths = [first.path for first in firsts if first is not None and first.path]
        if len(paths) != family.size:
            continue
        for part in (posixpath.basename, _folder):
            words = {re.sub(r"\W+", "_", part(path).partition(".")[0]).strip("_") for path in paths}
            word = words.pop()
            if not words and re.search(r"[^\W\d_]", word) and word.isascii() and len(word) <= LONGEST:
                return "" if family.name.endswith(f"_{word}") else word
    return ""


def _folder(path: str) -> str:
    return posixpath.basename(posixpath.dirname(path))
