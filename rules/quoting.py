"""Literal text inside of a rule's shell text."""

from __future__ import annotations

import shlex

from eflows2smk.software import STRICT

__all__ = ["STRICT", "braced", "word"]


def braced(text: str) -> str:
    """The text with its braces doubled: Snakemake formats shell texts."""
    return text.replace("{", "{{").replace("}", "}}")


def word(text: str) -> str:
    """The text as one shell word."""
    return braced(shlex.quote(text))
