"""Names of rules: what the program calls it, and where several rules would have one name, what each of them makes.

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
    used: dict[str, int] = {"all": 1}

    def unique(wanted: str, purpose: str = "") -> str:
        count = used.get(wanted, 0)
        used[wanted] = count + 1
        if not count:
            return wanted
        return unique(_joined(wanted, purpose) if purpose else f"{wanted}_{count + 1}")

    for family in families:
        family.name = unique(_identifier(family.name), _made(family))
    return [*families]


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
