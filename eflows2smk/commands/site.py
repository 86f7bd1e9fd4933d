"""The site profile: what ``eflows2smk init slurm`` found out about a cluster, for slurm/config.yaml of all projects.

It lies in ``~/.config/eflows2smk/slurm.yaml``, or where the variable EFLOWS2SMK_SITE says (empty: there is none). Its
keys are ``launcher``, the command that starts MPI programs, ``partitions``, the longest time in minutes that a job may
take in each, and settings of Snakemake as in any of its profiles.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from eflows2smk.diagnostics import NOWHERE, Diagnostic, ProgramError

VARIABLE = "EFLOWS2SMK_SITE"
# What is merged with settings of the compiler's own.
_MAPPINGS = ("default-resources", "partitions", "set-resources")


def place() -> Path | None:
    """Where the site profile is or would be."""
    stated = os.environ.get(VARIABLE)
    if stated is not None:
        return Path(stated) if stated else None
    return Path(os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config") / "eflows2smk" / "slurm.yaml"


def read() -> Mapping[str, Any]:
    """Its content; empty where there is none. Raises ProgramError where it can't be read."""
    path = place()
    if path is None or not path.exists():
        return {}
    import yaml

    try:
        content = yaml.safe_load(path.read_text()) or {}
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise _broken(path, " ".join(str(error).split())) from None
    if not isinstance(content, dict) or not all(isinstance(key, str) for key in content):
        raise _broken(path, "it has to be a mapping of settings")
    for key in _MAPPINGS:
        if not isinstance(content.get(key) or {}, dict):
            raise _broken(path, f"'{key}' has to be a mapping")
    for rule, stated in (content.get("set-resources") or {}).items():
        if not isinstance(stated, dict):
            raise _broken(path, f"'set-resources' of '{rule}' has to be a mapping")
    return {key: value for key, value in content.items() if value is not None}


def _broken(path: Path, why: str) -> ProgramError:
    help = "repair it, or write it anew with 'eflows2smk init slurm --force'"
    return ProgramError(Diagnostic("E014", f"the site profile '{path}' can't be used: {why}", NOWHERE, help))
