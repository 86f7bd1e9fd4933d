"""``pycompss.util.typing_helper``: the module ``typing``, which some programs take from there."""

from __future__ import annotations

import typing

__all__ = ["typing"]
