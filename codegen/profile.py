"""The profiles that come with a workflow: for this machine, and for a Slurm cluster."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from typing import Any

import yaml

from eflows2smk.codegen.family import Family
from eflows2smk.codegen.rule import LAUNCHERS, SCALED
from eflows2smk.codegen.tables import Tables
from eflows2smk.workflow.model import Workflow

_LOCAL = """\
# Settings that Snakemake takes by itself when it runs this workflow.
# Every round of the default scheduler looks at every ready job; this one looks at fifty.
scheduler: greedy
scheduler-subsample: 50
# What an interrupted run left is made anew, not complained about.
rerun-incomplete: true
"""

_HEAD = "# snakemake --profile slurm\n"
_WHY: dict[str, tuple[str, ...]] = {
    "jobs": ("Jobs that wait or run at the same time.",),
    "local-cores": ("For what runs where Snakemake itself does.",),
    "latency-wait": ("Seconds for a file to be seen on this node that was written on another one.",),
    "retries": (
        "One Slurm job for each attempt; the directive `retries` of a rule would be multiplied inside of the job.",
    ),
    "at-once": ("Slurm jobs of these, each with as many as share one.",),
    "scheduler-subsample": ("All of them, so that there are as many as can be to share jobs.",),
    "init-seconds-before-status-checks": (
        "Seconds until Slurm is first asked; each time that nothing has ended adds ten more.",
    ),
    "status-command": ("squeue needs no accounting; where it forgets jobs too early, sacct is asked all the same.",),
    "software-deployment-method": ("Rules load the environment modules that their descriptions name.",),
    "default-resources": ("For rules that say nothing else; minutes and megabytes.",),
    "set-resources": (
        "Partitions, how MPI programs start here, and what lets rules share a job: its time is that of the last one.",
    ),
}
# COMPSs tries a failed task twice more.
RETRIES = 2
# The executors; the second one starts no Snakemake inside of jobs, and knows batches.
USUAL, DIRECT = "slurm", "slurm-direct"
JOBS, MINUTES = 50, 60


def local(*, retries: bool, goes_on: bool) -> str:
    """``workflow/profiles/default/config.yaml``. goes_on: whether a failure only stops what stands on it."""
    return _LOCAL + (f"retries: {RETRIES}\n" if retries else "") + ("keep-going: true\n" if goes_on else "")


def slurm(families: Sequence[Family], site: Mapping[str, Any]) -> str:
    """``slurm/config.yaml``: how jobs reach the cluster, and what of a rule belongs there.

    site: what ``eflows2smk init slurm`` found out about the cluster: ``launcher``, and settings of Snakemake; those of
        the executor begin with ``slurm-``, whichever it is.
    """
    asked = {family.on_failure for family in families}
    scale = "attempt * " if "RETRY" in asked else ""
    settings: dict[str, Any] = {
        "executor": USUAL,
        "jobs": JOBS,
        "local-cores": 1,
        "latency-wait": 30,
        "keep-going": "FAIL" not in asked,
        "retries": RETRIES if "RETRY" in asked else 0,
        "slurm-init-seconds-before-status-checks": 10,
        "slurm-status-command": "squeue",
        "default-resources": {"runtime": _scaled(scale, MINUTES), "mem_mb": _scaled(scale, 2000)},
    }
    if any(family.envmodules for family in families):
        settings["software-deployment-method"] = ["env-modules"]
    theirs = {key: value for key, value in site.items() if key != "launcher"}
    defaults = theirs.pop("default-resources", {})
    for key, value in defaults.items():
        settings["default-resources"][key] = (
            _scaled(scale, value) if key in SCALED and isinstance(value, int) else value
        )
    launcher, minutes = str(site.get("launcher", "srun")), settings["default-resources"]["runtime"]
    rules = {family.name: {**_of_rule(family, launcher), **_of_batch(family, minutes)} for family in families}
    if any(rules.values()):
        settings["set-resources"] = {name: stated for name, stated in rules.items() if stated}
    settings |= theirs
    sizes = [family.batch for family in families if family.batch is not None]
    if sizes:
        settings["executor"] = DIRECT
    if settings["executor"] == DIRECT:
        settings = _direct(settings, max(sizes, default=1))
    return _HEAD + "".join(_entry(key, value) for key, value in settings.items())


def _direct(settings: Mapping[str, Any], largest: int) -> dict[str, Any]:
    """Settings for the executor that knows batches; largest: of these."""
    result: dict[str, Any] = {}
    for key, value in settings.items():
        if key == "jobs" and largest > 1 and isinstance(value, int):
            many = value * largest
            result |= {"jobs": many, f"{DIRECT}-at-once": value, "scheduler-subsample": many}
        else:
            result[re.sub(f"^{USUAL}-", f"{DIRECT}-", key)] = value
    return result


def _of_batch(family: Family, minutes: Any) -> dict[str, Any]:
    """What makes invocations share a job. minutes: of jobs that don't say how long they take; others take the sum."""
    if family.batch is None or family.batch == 1:
        return {}
    is_stated = any(slot.name == "runtime" for slot in family.resources)
    return {"batch": family.batch, **({} if is_stated else {"batch_runtime": minutes})}


def _scaled(scale: str, number: int) -> str | int:
    return f"{scale}{number}" if scale else number


def _of_rule(family: Family, launcher: str) -> dict[str, Any]:
    """What the profile sets for a rule, with the launcher of the site."""
    return {key: _launched(value, launcher) if key in LAUNCHERS else value for key, value in family.slurm.items()}


def _launched(command: Any, launcher: str) -> str:
    text = launcher + str(command).removeprefix("srun")
    # Snakemake evaluates what is a Python expression, and takes anything else as it stands.
    return f'f"{text}"' if "{" in text else text


def _entry(key: str, value: Any) -> str:
    subject = key.removeprefix(f"{DIRECT}-").removeprefix(f"{USUAL}-")
    why = "".join(f"# {line}\n" for line in _WHY.get(subject, ()))
    return why + yaml.safe_dump({key: value}, sort_keys=key == "set-resources", allow_unicode=True, width=100)


def config(workflow: Workflow, tables: Tables) -> str:
    """``config/config.yaml``: what the rules look up, under the program's own names."""
    content: dict[str, Any] = {}
    content.update(tables.small)
    head = "# Values that the rules of this workflow look up; written by eflows2smk.\n"
    if not content:
        return head + "{}\n"
    return head + yaml.dump(content, Dumper=_Texts, sort_keys=False, allow_unicode=True, width=100)


class _Texts(yaml.SafeDumper):
    """Texts that come back as they were, also with the line ends that only YAML takes for some."""


def _text(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    style = '"' if re.search("[\x85\u2028\u2029]", text) else None
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style)


_Texts.add_representer(str, _text)


def table(value: Any) -> str:
    """``config/<key>.json``, one entry a line."""
    if isinstance(value, list):
        rows = [json.dumps(item, ensure_ascii=False) for item in value]
        return "[\n" + ",\n".join(f" {row}" for row in rows) + "\n]\n"
    rows = [
        f"{json.dumps(key, ensure_ascii=False)}: {json.dumps(item, ensure_ascii=False)}" for key, item in value.items()
    ]
    return "{\n" + ",\n".join(f" {row}" for row in rows) + "\n}\n"
