"""The profiles that come with a workflow: for this machine, and for a Slurm cluster."""

from __future__ import annotations

import ast
import builtins
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import yaml

from eflows2smk.codegen.family import Family
from eflows2smk.codegen.queues import Queues, cut, demand, stated_minutes, unfit
from eflows2smk.codegen.rule import LAUNCHERS, SCALED
from eflows2smk.diagnostics import ProgramError
from eflows2smk.rules.resources import EXTRA, merged

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
JOBS, MINUTES, MEGABYTES = 50, 60, 2000
# Keys of the site profile that are no settings of Snakemake.
_OURS = ("launcher", "partitions", "queue-system", "queue-options")
# Resources that are names or words, never expressions, and what Snakemake and Python would take for something else.
_NAMES = ("slurm_partition", "slurm_account", "qos", EXTRA)
_KNOWN = frozenset(
    (*dir(builtins), *"wildcards input attempt threads system_tmpdir shutil async_run".split())
    + tuple(
        "branch collect evaluate exists expand extract_checksum flatten from_queue lookup parse_input subpath".split()
    )
)


# The executor for queues other than Slurm's, and what it calls.
GENERIC = "cluster-generic"
_CALL = "python -m eflows2smk.executor.queues"


def system(site: Mapping[str, Any]) -> str:
    """The queue of the site, which is the name of the profile, too."""
    return str(site.get("queue-system", USUAL))


def at_once(site: Mapping[str, Any]) -> int | None:
    """How many jobs may wait or run; None where no executor knows of calls that share one."""
    jobs = site.get("jobs", JOBS)
    return jobs if site.get("executor") == DIRECT and system(site) == USUAL and isinstance(jobs, int) else None


def local(*, retries: bool, goes_on: bool) -> str:
    """``workflow/profiles/default/config.yaml``. goes_on: whether a failure only stops what stands on it."""
    return _LOCAL + (f"retries: {RETRIES}\n" if retries else "") + ("keep-going: true\n" if goes_on else "")


def slurm(families: Sequence[Family], site: Mapping[str, Any]) -> str:
    """``slurm/config.yaml``: how jobs reach the cluster, and what of a rule belongs there.

    site: what ``eflows2smk init slurm`` found out about the cluster: ``launcher``, ``partitions``, and settings of
        Snakemake; those of the executor begin with ``slurm-``, whichever it is. Raises ProgramError for rules whose
        jobs would wait for ever.
    """
    asked = {family.on_failure for family in families}
    retries = RETRIES if "RETRY" in asked else 0
    theirs = {key: value for key, value in site.items() if key not in _OURS}
    defaults = {"runtime": MINUTES, "mem_mb": MEGABYTES, **theirs.pop("default-resources", {})}
    stated: Mapping[str, Any] = theirs.pop("set-resources", {})
    queues = Queues.stated(site.get("partitions", {}))
    usual = _Usual(defaults, queues, 1 + retries)
    settings: dict[str, Any] = {
        "executor": USUAL,
        "jobs": JOBS,
        "local-cores": 1,
        "latency-wait": 30,
        "keep-going": "FAIL" not in asked,
        "retries": retries,
        "slurm-init-seconds-before-status-checks": 10,
        "slurm-status-command": "squeue",
        "default-resources": usual.resources(),
    }
    if any(family.directives.envmodules for family in families):
        settings["software-deployment-method"] = _methods(theirs.pop("software-deployment-method", []))
    launcher = str(site.get("launcher", "srun" if system(site) == USUAL else "mpiexec"))
    rules = {family.name: _with(_of_rule(family, launcher), stated.get(family.name, {})) for family in families}
    rules = {name: rule | _of_usual(rule, defaults) for name, rule in rules.items()}
    queue_of = {name: rule.get("slurm_partition", usual.queue) for name, rule in rules.items()}
    demands = {family.name: demand(family, "runtime" not in rules[family.name]) for family in families}
    for family in families:
        if "slurm_partition" not in rules[family.name] and not family.local:
            chosen = queues.chosen(usual.queue, demands[family.name])
            rules[family.name] |= chosen
            queue_of[family.name] = chosen.get("slurm_partition", usual.queue)
    problems = unfit(families, demands, queue_of, queues)
    if problems:
        raise ProgramError(*problems)
    for family in families:
        rule, limit = rules[family.name], queues.limit(queue_of[family.name])
        rules[family.name] = usual.times(family, rule, limit) | _of_batch(family, rule, limit, usual) | rule
    rules = {**{name: dict(rule) for name, rule in stated.items()}, **rules}
    if any(rules.values()):
        settings["set-resources"] = {name: _texts(rule) for name, rule in rules.items() if rule}
    settings |= theirs
    sizes = [family.batch for family in families if family.batch is not None]
    if sizes:
        settings["executor"] = DIRECT
    if settings["executor"] == DIRECT and system(site) == USUAL:
        settings = _direct(settings, max(sizes, default=1))
    if system(site) != USUAL:
        settings = _generic(settings, system(site), str(site.get("queue-options", "")))
    head = _HEAD.replace(USUAL, system(site))
    head += "".join(
        f"# Calls of {family.name} are short, so {family.batch} share a job: 'compile --batch {family.name}=1' keeps"
        " them apart.\n"
        for family in families
        if family.is_short
    )
    return head + "".join(_entry(key, value) for key, value in settings.items())


def _generic(settings: Mapping[str, Any], name: str, options: str) -> dict[str, Any]:
    """Settings for a queue that is no Slurm."""
    result = {key: value for key, value in settings.items() if not key.startswith((f"{USUAL}-", f"{DIRECT}-"))}
    submit = f"{_CALL} {name} submit {options}".rstrip()
    calls = {"submit-cmd": submit, "status-cmd": f"{_CALL} {name} status", "cancel-cmd": f"{_CALL} {name} cancel"}
    return {**result, "executor": GENERIC, **{f"{GENERIC}-{key}": call for key, call in calls.items()}}


@dataclass(frozen=True, slots=True)
class _Usual:
    """What holds for rules that say nothing. attempts: how often a job is tried at most."""

    stated: Mapping[str, Any]
    queues: Queues
    attempts: int

    @property
    def queue(self) -> object:
        return self.stated.get("slurm_partition")

    def minutes(self, limit: int | None) -> object:
        """Of a job in a queue with this limit."""
        minutes = self.stated["runtime"]
        return cut(minutes, limit, self.attempts) if isinstance(minutes, int) else minutes

    def resources(self) -> dict[str, Any]:
        result: dict[str, Any] = {}
        for key, value in self.stated.items():
            result[key] = f"attempt * {value}" if self.attempts > 1 and _is_scaled(key, value) else value
        return _texts({**result, "runtime": self.minutes(self.queues.limit(self.queue))})

    def times(self, family: Family, rule: Mapping[str, Any], limit: int | None) -> dict[str, Any]:
        """The time of a rule's jobs, where its queue makes it another one than they would ask for."""
        if family.local or "runtime" in rule:
            return {}
        stated = stated_minutes(family)
        if not stated:
            own = self.minutes(limit)
            return {} if own == self.resources()["runtime"] else {"runtime": own}
        again = self.attempts if family.on_failure == "RETRY" else 1
        if limit is None or again * max(stated) <= limit:
            return {}
        # Of jobs with different times the longest is that of all where it would be too long in another attempt.
        return {"runtime": cut(max(stated), limit, again)}


def _is_scaled(key: str, value: object) -> bool:
    return key in SCALED and isinstance(value, int)


def _methods(stated: object) -> list[Any]:
    """How software is deployed: what the site says, and environment modules."""
    methods = list(stated) if isinstance(stated, list | tuple) else [stated]
    return list(dict.fromkeys([*methods, "env-modules"]))


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


def _of_batch(family: Family, rule: Mapping[str, Any], limit: int | None, usual: _Usual) -> dict[str, Any]:
    """What makes invocations share a job, which takes the sum of their times, or one time if they don't say theirs."""
    if family.batch is None:
        return {}
    stated = stated_minutes(family)
    if not stated and not rule.get("runtime"):
        return {} if family.batch == 1 else {"batch": family.batch, "batch_runtime": usual.minutes(limit)}
    size = family.batch if limit is None else min(family.batch, max(1, limit // max(1, *stated)))
    return {} if size == 1 else {"batch": size}


def _with(ours: Mapping[str, Any], theirs: Mapping[str, Any]) -> dict[str, Any]:
    """Key by key, and among options of ``sbatch`` option by option."""
    both = {**ours, **theirs}
    return both | ({EXTRA: merged(str(ours[EXTRA]), str(theirs[EXTRA]))} if EXTRA in ours and EXTRA in theirs else {})


def _of_usual(rule: Mapping[str, Any], defaults: Mapping[str, Any]) -> dict[str, Any]:
    """Options of ``sbatch`` that all jobs have, which those of a rule would hide."""
    return {EXTRA: merged(str(defaults[EXTRA]), str(rule[EXTRA]))} if EXTRA in rule and EXTRA in defaults else {}


def _texts(rule: Mapping[str, Any]) -> dict[str, Any]:
    """With names that would mean something else to Python, as which Snakemake evaluates them, in quotes."""
    return {key: repr(value) if key in _NAMES and _means_more(value) else value for key, value in rule.items()}


def _means_more(text: object) -> bool:
    """Whether a text that is meant as one is a name or a number that Snakemake would find a value for."""
    try:
        parsed = ast.parse(str(text), mode="eval").body
    except SyntaxError:
        return False
    if isinstance(parsed, ast.Name):
        return parsed.id in _KNOWN
    is_text = isinstance(parsed, ast.Constant) and isinstance(parsed.value, str)
    return not is_text and not any(isinstance(node, ast.Name) for node in ast.walk(parsed))


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


def tables(content: Mapping[str, Any], program: str) -> str:
    """``workflow/tables.yaml``: what the rules look up, under the program's own names."""
    head = f"# What the rules look up. This is no configuration: change {program} and compile again.\n"
    return head + yaml.dump(dict(content), Dumper=_Texts, sort_keys=False, allow_unicode=True, width=100)


class _Texts(yaml.SafeDumper):
    """Texts that come back as they were, also with the line ends that only YAML takes for some."""


def _text(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    style = '"' if re.search("[\x85\u2028\u2029]", text) else None
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style)


_Texts.add_representer(str, _text)


def table(value: Any) -> str:
    """``workflow/tables/<key>.json``, one entry a line."""
    if isinstance(value, list):
        rows = [json.dumps(item, ensure_ascii=False) for item in value]
        return "[\n" + ",\n".join(f" {row}" for row in rows) + "\n]\n"
    rows = [
        f"{json.dumps(key, ensure_ascii=False)}: {json.dumps(item, ensure_ascii=False)}" for key, item in value.items()
    ]
    return "{\n" + ",\n".join(f" {row}" for row in rows) + "\n}\n"
