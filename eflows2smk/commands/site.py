"""The site profile: what ``eflows2smk init slurm`` found out about a cluster, for slurm/config.yaml of all projects.

It lies in ``~/.config/eflows2smk/slurm.yaml`` (or ``pbs.yaml`` and so on, for other queues), or where the variable
EFLOWS2SMK_SITE says (empty: there is none). Its keys are ``launcher``, the command that starts MPI programs,
``partitions``, what a job may have in each (the longest time in minutes, or a mapping), ``queue-system`` and
``queue-options``, where it is not Slurm, and settings of Snakemake as in any of its profiles. Where resources are set,
the keys of constraints that only a site knows the meaning of may stand among them.
"""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from eflows2smk.diagnostics import NOWHERE, Diagnostic, ProgramError
from eflows2smk.executor import SYSTEMS

VARIABLE = "EFLOWS2SMK_SITE"
# Of a partition, see `codegen.queues`.
LIMITS = ("minutes", "memory_mb", "cores", "gpus", "nodes")
# What is merged with settings of the compiler's own.
_MAPPINGS = ("default-resources", "partitions", "set-resources")


def place() -> Path | None:
    """Where the site profile is or would be."""
    stated = os.environ.get(VARIABLE)
    if stated is not None:
        return Path(stated) if stated else None
    folder = Path(os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config") / "eflows2smk"
    known = (folder / f"{system}.yaml" for system in ("slurm", *SYSTEMS))
    return next((path for path in known if path.exists()), folder / "slurm.yaml")


def is_stated() -> bool:
    """Whether the variable says where the site profile is."""
    return VARIABLE in os.environ


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
    if content.get("queue-system", "slurm") not in ("slurm", *SYSTEMS):
        raise _broken(path, f"'queue-system' is one of slurm, {', '.join(SYSTEMS)}")
    _check(path, content)
    for keys, stated in _resources(content):
        _at(content, keys[:-1])[keys[-1]] = _translated(stated)
    return {key: value for key, value in content.items() if value is not None}


def _resources(content: Mapping[str, Any]) -> list[tuple[tuple[str, ...], dict[str, Any]]]:
    """All places where resources are set, with what is set there."""
    rules = content.get("set-resources") or {}
    found = [(("set-resources", rule), stated) for rule, stated in rules.items()]
    return [*found, *((("default-resources",), each) for each in [content.get("default-resources")] if each)]


def _at(content: Any, place: Sequence[str]) -> Any:
    for key in place:
        content = content[key]
    return content


def _translated(stated: Mapping[str, Any]) -> dict[str, Any]:
    """As Snakemake's executor for Slurm knows it."""
    from eflows2smk.software import slurm_options

    found = {key: value for key, value in stated.items() if key not in slurm_options.KEYS}
    if slurm_options.PARTITION in found:
        found["slurm_partition"] = found.pop(slurm_options.PARTITION)
    ours = slurm_options.resources(slurm_options.texts(stated))
    extra = slurm_options.EXTRA
    if extra in ours and extra in found:
        ours[extra] = slurm_options.merged(str(found[extra]), str(ours[extra]))
    return found | ours


def _check(path: Path, content: Mapping[str, Any]) -> None:
    """Raises ProgramError for values that Slurm would not understand, with their places."""
    from eflows2smk.software import slurm_options

    wrong: list[tuple[tuple[str, ...], str, str]] = []
    for place, stated in _resources(content):
        slurm_options.unfit(stated, lambda key, what, help, place=place: wrong.append(((*place, key), what, help)))  # type: ignore[misc]
    for name, limits in (content.get("partitions") or {}).items():
        unknown = [key for key in limits if key not in LIMITS] if isinstance(limits, dict) else []
        known = f"known are {', '.join(LIMITS)}"
        wrong += [(("partitions", name, key), f"'{key}' is no limit of a partition", known) for key in unknown]
    if wrong:
        from eflows2smk.software.document import load

        document = load(path, str(path), "site profile", "partitions")
        spans = [document.span(place, key=place[0] == "partitions") for place, _, _ in wrong]
        found = zip(wrong, spans, strict=True)
        raise ProgramError(*(Diagnostic("E014", what, span, help) for (_, what, help), span in found))


def _broken(path: Path, why: str) -> ProgramError:
    help = "repair it, or write it anew with 'eflows2smk init slurm --force'"
    return ProgramError(Diagnostic("E014", f"the site profile '{path}' can't be used: {why}", NOWHERE, help))
