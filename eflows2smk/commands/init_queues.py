"""``eflows2smk init pbs|lsf|sge|htcondor``: what all profiles share for a queue that is no Slurm."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from typing import Any

from eflows2smk.commands import site as sites
from eflows2smk.commands.init import JOBS, MEGABYTES, MINUTES, Wishes
from eflows2smk.commands.reporting import say, show
from eflows2smk.commands.slurm_site import NoSlurm, said
from eflows2smk.diagnostics import NOWHERE, Diagnostic

HEAD = """\
# {title}, as 'eflows2smk init {asked}' found it. 'eflows2smk compile' puts these settings into the file
# {system}/config.yaml of each project; all settings of Snakemake may stand here.
"""
_TITLES = {"pbs": "PBS", "torque": "Torque", "lsf": "LSF", "sge": "Grid Engine", "htcondor": "HTCondor"}
# What submits jobs, what names the queues, and what a queue looks like in its answer.
_SUBMIT = {"pbs": "qsub", "lsf": "bsub", "sge": "qsub", "htcondor": "condor_submit"}
_QUEUES: dict[str, tuple[tuple[str, ...], str]] = {
    "pbs": (("qstat", "-Q"), r"^(\w\S*)\s+\S+\s+\S+\s+(?:yes|no)\b"),
    "lsf": (("bqueues", "-o", "queue_name", "-noheader"), r"^(\S+)\s*$"),
    "sge": (("qconf", "-sql"), r"^(\S+)$"),
}


def init_command(system: str, wishes: Wishes, options: str, output: Path | None, *, force: bool) -> int:
    path = output or _place(system)
    if path is None:
        message = f"the variable {sites.VARIABLE} says that there is no site profile"
        return _refuse("E014", message, "name a file with -o")
    if path.exists() and not force:
        return _refuse("E014", f"there is a site profile already: '{path}'", "write it anew with --force")
    if shutil.which(_SUBMIT[system]) is None:
        message = f"there is no command '{_SUBMIT[system]}' on this machine"
        return _refuse("E015", message, "run this where you submit jobs")
    queues = _queues(system)
    if wishes.partition is not None and queues and wishes.partition not in queues:
        return _refuse("E015", f"there is no queue '{wishes.partition}'", f"there are: {', '.join(queues)}")
    asked, system = system, "torque" if system == "pbs" and _is_torque() else system
    defaults: dict[str, Any] = {"partition": wishes.partition, "account": wishes.account}
    defaults = {key: value for key, value in defaults.items() if value is not None}
    defaults |= {"runtime": wishes.runtime or MINUTES, "mem_mb": wishes.memory or MEGABYTES}
    settings: dict[str, Any] = {"queue-system": system, "launcher": "mpiexec", "jobs": wishes.jobs or JOBS}
    settings |= {"queue-options": options} if options else {}
    settings |= {"seconds-between-status-checks": 10, "default-resources": defaults}
    import yaml

    head = HEAD.format(title=_TITLES[system], asked=asked, system=system)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(head + yaml.safe_dump(settings, sort_keys=False, allow_unicode=True))
    except OSError as error:
        return _refuse("E002", f"'{path}' can't be written: {error.strerror}", "name another file with -o")
    say(f"queues: {', '.join(queues) or 'not known'}; jobs that name none go to {wishes.partition or 'the usual one'}")
    say(f"wrote {path}: 'eflows2smk compile' uses it, and 'snakemake --profile {system}' submits jobs")
    return 0


def _refuse(code: str, message: str, help: str) -> int:
    show([Diagnostic(code, message, NOWHERE, help)])
    return 1


def _place(system: str) -> Path | None:
    """Beside that of Slurm."""
    usual = sites.place()
    return usual if usual is None or sites.is_stated() else usual.with_name(f"{system}.yaml")


def _queues(system: str) -> list[str]:
    """Their names; none where there are none, or where it does not say."""
    if system not in _QUEUES:
        return []
    command, pattern = _QUEUES[system]
    try:
        return re.findall(pattern, said(*command), re.MULTILINE)
    except NoSlurm:
        return []


def _is_torque() -> bool:
    """Both have ``qsub``, with other words for what a job needs; only that of PBS has ``pbs_version``."""
    try:
        return "pbs_version" not in said("qsub", "--version")
    except NoSlurm:
        return True
