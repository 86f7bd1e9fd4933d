"""``eflows2smk init slurm``: ask Slurm what it is like, and write down what all profiles for this cluster share."""

from __future__ import annotations

import pkgutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from eflows2smk.commands import site as sites
from eflows2smk.commands.reporting import activity, is_terminal, say, show
from eflows2smk.commands.slurm_site import NoSlurm, Partition, Site, ask
from eflows2smk.diagnostics import NOWHERE, Diagnostic

MINUTES = 60
MEGABYTES = 2000
JOBS = 50
# Snakemake asks for the first time after this many seconds; `squeue` has to remember three times as long.
PAUSE = 10
LONGEST_PAUSE = 180
UNLIMITED = "unlimited"
USUAL, DIRECT = "slurm", "slurm-direct"
HEAD = """\
# The cluster {name}, as 'eflows2smk init slurm' found it. 'eflows2smk compile' puts these settings into the file
# slurm/config.yaml of each project; all settings of Snakemake and of its executor for Slurm may stand here.
"""


@dataclass(frozen=True, slots=True)
class Wishes:
    """What the user said on the command line; None where nothing was said."""

    partition: str | None = None
    account: str | None = None
    runtime: int | None = None
    memory: int | None = None
    jobs: int | None = None
    mpi: str | None = None


def init_command(wishes: Wishes, output: Path | None, *, force: bool, questions: bool) -> int:
    path = output or sites.place()
    if path is None:
        return _refuse(
            "E014", f"the variable {sites.VARIABLE} says that there is no site profile", "name a file with -o"
        )
    if path.exists() and not force:
        return _refuse(
            "E014", f"there is a site profile already: '{path}'", "look at it, or write it anew with --force"
        )
    try:
        with activity("asking Slurm"):
            site = ask()
    except NoSlurm as error:
        return _refuse("E015", str(error), "run this on a login node of the cluster")
    asked = questions and is_terminal(sys.stdin) and is_terminal(sys.stdout)
    found = _chosen(site, wishes, asked=asked)
    if isinstance(found, Diagnostic):
        show([found])
        return 1
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(_text(site, found))
    except OSError as error:
        return _refuse("E002", f"'{path}' can't be written: {error.strerror}", "name another file with -o")
    for line in _summary(site, found):
        say(line)
    say(f"wrote {path}: 'eflows2smk compile' uses it from now on")
    return 0


def _refuse(code: str, message: str, help: str) -> int:
    show([Diagnostic(code, message, NOWHERE, help)])
    return 1


def _chosen(site: Site, wishes: Wishes, *, asked: bool) -> dict[str, Any] | Diagnostic:
    """The settings, from wishes, answers and what Slurm says."""
    names = tuple(partition.name for partition in site.partitions)
    usual = next((partition.name for partition in site.partitions if partition.is_default), names[0])
    name = wishes.partition or (_answer("partition", names, usual) if asked and len(names) > 1 else usual)
    if name not in names:
        return _unknown("partition", name, names)
    partition = site.partitions[names.index(name)]
    account = wishes.account or _account(site, asked=asked)
    if account and site.accounts and account not in site.accounts:
        return _unknown("account", account, site.accounts)
    kind = wishes.mpi or _mpi(site)
    if kind not in (*site.kinds, site.mpi):
        return _unknown("kind of MPI", kind, site.kinds)
    defaults: dict[str, Any] = {"slurm_partition": name}
    if account:
        defaults["slurm_account"] = account
    defaults["runtime"] = wishes.runtime or min(MINUTES, partition.minutes or MINUTES)
    defaults["mem_mb"] = wishes.memory or _memory(partition)
    settings: dict[str, Any] = {
        "launcher": "srun" if kind == site.mpi else f"srun --mpi={kind}",
        "jobs": wishes.jobs or min(JOBS, site.most_jobs or JOBS),
    }
    direct = _has_direct()
    if direct:
        settings["executor"] = DIRECT
    settings["slurm-status-command"] = _status_command(site, direct=direct)
    if settings["slurm-status-command"] == "squeue" and site.remembered < 3 * PAUSE:
        settings["slurm-init-seconds-before-status-checks"] = max(1, site.remembered // 3)
    limits = {each.name: _limits(each) for each in site.partitions}
    return {**settings, "partitions": limits, "default-resources": defaults}


def _limits(partition: Partition) -> dict[str, Any]:
    """What a job may have there; jobs are sent to the first one that takes them, where the usual one does not."""
    minutes = UNLIMITED if partition.minutes is None else partition.minutes
    most = {key: getattr(partition, key) for key in ("memory_mb", "cores", "gpus", "nodes")}
    return {"minutes": minutes, **most}


def _status_command(site: Site, *, direct: bool) -> str:
    """Who is asked for the state of jobs: sacct forgets none.

    Snakemake's own executor waits for ever for a job of which sacct says *CANCELLED by 1000*; squeue has to know of
    jobs for longer than that executor pauses.
    """
    if not site.has_accounting:
        return "squeue"
    return "sacct" if direct or site.remembered <= LONGEST_PAUSE else "squeue"


def _has_direct() -> bool:
    """Whether Snakemake will find our executor, and the one that it is made of."""
    top = {module.name for module in pkgutil.iter_modules()}
    return {f"snakemake_executor_plugin_{name.replace('-', '_')}" for name in (USUAL, DIRECT)} <= top


def _account(site: Site, *, asked: bool) -> str:
    if not site.accounts:
        return ""
    return _answer("account", site.accounts, site.accounts[0]) if asked and len(site.accounts) > 1 else site.accounts[0]


def _memory(partition: Partition) -> int:
    """Megabytes of a job that says nothing: not more than the share of a core."""
    return max(500, min(MEGABYTES, partition.memory_mb // max(1, partition.cores)))


def _mpi(site: Site) -> str:
    """What the MPI library found first on this node speaks, if Slurm can."""
    try:
        done = subprocess.run(["mpiexec", "--version"], capture_output=True, text=True, timeout=10, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return site.mpi
    spoken = "pmix" if "Open MPI" in done.stdout or "OpenRTE" in done.stdout else "pmi2"
    return spoken if spoken in site.kinds else site.mpi


def _answer(what: str, offered: tuple[str, ...], usual: str) -> str:
    import typer

    answer: str = typer.prompt(f"{what} ({', '.join(offered)})", default=usual)
    return answer.strip()


def _unknown(what: str, stated: str, known: tuple[str, ...]) -> Diagnostic:
    return Diagnostic("E015", f"there is no {what} '{stated}'", NOWHERE, f"there are: {', '.join(known)}")


def _text(site: Site, settings: dict[str, Any]) -> str:
    import yaml

    return HEAD.format(name=site.name) + yaml.safe_dump(settings, sort_keys=False, allow_unicode=True)


def _summary(site: Site, settings: dict[str, Any]) -> list[str]:
    defaults = settings["default-resources"]
    limits = {partition.name: partition.minutes for partition in site.partitions}
    limit = limits[defaults["slurm_partition"]]
    return [
        f"cluster {site.name}: partition {defaults['slurm_partition']}"
        f" ({'no limit of time' if limit is None else f'at most {limit} minutes a job'}),"
        f" {'account ' + defaults['slurm_account'] if 'slurm_account' in defaults else 'no accounts'}",
        f"MPI programs: {settings['launcher']} (by default Slurm speaks {site.mpi})",
        f"jobs: at most {settings['jobs']} at once, {defaults['runtime']} minutes and {defaults['mem_mb']} MB unless"
        " their program says more",
        f"executor: {settings.get('executor', USUAL)}",
        f"their state: {settings['slurm-status-command']}"
        + ("" if site.has_accounting else ", as sacct does not work here"),
    ]
