"""``pycompss`` for programs that run without COMPSs: its modules, with our decorators in them.

Installed in jobs and in sequential runs, in front of an installed pycompss: a job must not start COMPSs.
"""

from __future__ import annotations

import sys


def install() -> None:
    """From now on ``import pycompss`` and everything below it is ours."""
    from eflows2smk.pycompss_shim.finder import Finder

    if not any(isinstance(finder, Finder) for finder in sys.meta_path):
        sys.meta_path.insert(0, Finder())
