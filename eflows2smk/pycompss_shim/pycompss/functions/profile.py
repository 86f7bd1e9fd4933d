"""``pycompss.functions.profile``: nothing is measured; Snakemake's ``benchmark`` and Slurm's ``sacct`` do that."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any


class Profile:
    """A decorator that leaves the function as it is."""

    def __init__(self, full_report: bool = True, precision: int = 1, backend: str = "psutil") -> None:
        self.full_report = full_report
        self.precision = precision
        self.backend = backend

    def __call__(self, function: Callable[..., Any]) -> Callable[..., Any]:
        return function


profile = Profile
PROFILE = Profile
