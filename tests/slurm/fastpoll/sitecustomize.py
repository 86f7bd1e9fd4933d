"""Let what Python starts on the tests' cluster load pandas when it is used.

Snakemake's executor for Slurm imports it for a report that is made on demand, and so does each Snakemake inside of a
job, in a fifth of the time that it takes to start.
"""

from __future__ import annotations

import sys
from importlib.machinery import ModuleSpec, PathFinder
from importlib.util import LazyLoader


class Lazy(PathFinder):
    """Finds pandas, where it is installed."""

    @classmethod
    def find_spec(cls, fullname: str, path: object = None, target: object = None) -> ModuleSpec | None:
        spec = PathFinder.find_spec(fullname) if fullname == "pandas" else None
        if spec is not None and spec.loader is not None:
            spec.loader = LazyLoader(spec.loader)
        return spec


sys.meta_path.insert(0, Lazy)  # type: ignore[arg-type]
