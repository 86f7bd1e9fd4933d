"""What a site asks of its jobs beside cores, memory and time: the same keys in a constraint and in a site profile.

They become resources of Snakemake's executor for Slurm, and options of ``sbatch`` in its resource ``slurm_extra``.
Where several places state options, `merged` keeps the last of each.
"""

from __future__ import annotations

import re
import shlex
from collections.abc import Callable, Iterator, Mapping
from typing import Any

# Each key that takes one value, and the resource or option that it becomes.
_RESOURCES = {"qos": "qos", "account": "slurm_account"}
_OPTIONS = {"reservation": "--reservation", "mail": "--mail-user", "licenses": "--licenses"}
EXTRA = "slurm_extra"
KEYS = (*_RESOURCES, *_OPTIONS, "mail_events", "exclusive", "requeue", "slurm_options")
# In a site profile: the constraint is `host_queues`.
PARTITION = "partition"
_EVENTS = frozenset(
    "NONE BEGIN END FAIL REQUEUE ALL INVALID_DEPEND STAGE_OUT TIME_LIMIT TIME_LIMIT_90 TIME_LIMIT_80 TIME_LIMIT_50"
    " ARRAY_TASKS".split()
)
_USUAL_EVENTS = "END,FAIL"
_LICENCE = re.compile(r"[\w.@/-]+([:=][1-9]\d*)?")
# Options of sbatch that the executor sets itself, and the key that says the same.
_TAKEN = {
    **dict.fromkeys(("--account", "-A"), "account"),
    **dict.fromkeys(("--partition", "-p"), "host_queues"),
    **dict.fromkeys(("--time", "-t"), "wall_clock_limit"),
    **dict.fromkeys(("--mem", "--mem-per-cpu"), "memory_size"),
    **dict.fromkeys(("--cpus-per-task", "-c", "--cpus-per-gpu"), "computing_units"),
    **dict.fromkeys(("--ntasks", "-n", "--ntasks-per-node", "--ntasks-per-gpu"), "processes"),
    **dict.fromkeys(("--nodes", "-N"), "computing_nodes or processes_per_node"),
    **dict.fromkeys(("--constraint", "-C"), "processor_architecture"),
    **dict.fromkeys(("--gres", "--gpus", "-G"), "processors"),
    **dict.fromkeys(("--qos", "-q"), "qos"),
    **dict.fromkeys(
        ("--job-name", "-J", "--output", "-o", "--error", "-e", "--parsable", "--export", "--comment", "--wrap"), ""
    ),
    **dict.fromkeys(("--chdir", "--workdir", "-D", "--clusters", "-M", "--array", "-a", "--wait", "-W"), ""),
}
# Options of which one unsays the other.
_SAME = {"--no-requeue": "--requeue"}
# Takes the key, what is wrong, and a help.
Report = Callable[[str, str, str], None]


def unfit(stated: Mapping[str, Any], report: Report) -> None:
    """Report each value that Slurm would not understand; those with variables are not known yet."""
    for key in KEYS:
        if stated.get(key) is None or "$" in str(stated[key]):
            continue
        for what, help in _faults(key, stated[key]):
            report(key, what, help)


def unfit_processor(entry: Mapping[str, Any]) -> Iterator[tuple[str, str, str]]:
    """The keys of an entry of ``processors`` whose value Slurm would not understand, as for `Report`."""
    if "per" in entry and str(entry["per"]).lower() not in ("process", "node"):
        yield "per", f"'{entry['per']}' has no GPUs of its own", "process or node"
    if "model" in entry and not re.fullmatch(r"[\w.]+", str(entry["model"])) and "$" not in str(entry["model"]):
        yield "model", f"'{entry['model']}' is no model of GPU", "as in 'sinfo --format=%G': gpu:MODEL:2"


def _faults(key: str, value: Any) -> Iterator[tuple[str, str]]:
    if key == "slurm_options":
        yield from _unfit_options(value)
    elif key in ("exclusive", "requeue"):
        return
    elif not _text(value):
        yield f"'{key}' is empty", "leave it out"
    elif key == "licenses":
        wrong = [each for each in _text(value).split(",") if not _LICENCE.fullmatch(each)]
        if wrong:
            yield f"'{wrong[0]}' is no licence", 'a name, and how many if need be: "matlab:2, ansys"'
    elif key == "mail_events":
        wrong = [each for each in _text(value).split(",") if each.upper() not in _EVENTS]
        if wrong:
            yield f"'{wrong[0]}' is nothing that Slurm writes mail about", f"some of {', '.join(sorted(_EVENTS))}"


def _unfit_options(value: Any) -> Iterator[tuple[str, str]]:
    try:
        words = _words(value)
    except ValueError:
        yield f"'{value}' can't be split into options: a quote is not closed", "close it"
        return
    if words and not words[0].startswith("-"):
        yield f"'{words[0]}' is no option of sbatch", 'options begin with -: "--nice=100 --hint=nomultithread"'
    for word in words:
        name = _name(word)
        if name in _TAKEN:
            help = f"write '{_TAKEN[name]}'" if _TAKEN[name] else "leave it out: Snakemake sets it for each job"
            yield f"'{name}' is no option for 'slurm_options'", help


def resources(stated: Mapping[str, str]) -> dict[str, object]:
    """What becomes of the keys, whose values are texts (see `texts`)."""
    found: dict[str, object] = {name: stated[key] for key, name in _RESOURCES.items() if key in stated}
    words = [f"{option}={stated[key]}" for key, option in _OPTIONS.items() if key in stated]
    if "mail_events" in stated or "mail" in stated:
        words.append(f"--mail-type={stated.get('mail_events', _USUAL_EVENTS).upper()}")
    if stated.get("exclusive") == "true":
        words.append("--exclusive")
    if "requeue" in stated:
        words.append("--requeue" if stated["requeue"] == "true" else "--no-requeue")
    extra = merged(shlex.join(words), stated.get("slurm_options", ""))
    return found | ({EXTRA: extra} if extra else {})


def texts(stated: Mapping[str, Any]) -> dict[str, str]:
    """The keys that are stated here, with what they say as texts in one form."""
    found = {key: _text(stated[key]) for key in KEYS if stated.get(key) is not None and key != "slurm_options"}
    if stated.get("slurm_options"):
        found["slurm_options"] = shlex.join(_words(stated["slurm_options"]))
    return found


def merged(*texts: str) -> str:
    """Options of ``sbatch`` from several texts: of those with one name the last, each quoted for a shell."""
    found: dict[str, list[str]] = {}
    name = ""
    for word in (word for text in texts for word in shlex.split(text)):
        if word.startswith("-"):
            name = _SAME.get(_name(word), _name(word))
            found[name] = [word]
        else:
            # The value of the option before it.
            found.setdefault(name, []).append(word)
    return shlex.join(word for words in found.values() for word in words)


def _name(word: str) -> str:
    return word.partition("=")[0] if word.startswith("--") else word[:2]


def _words(value: Any) -> list[str]:
    parts = value if isinstance(value, list | tuple) else [value]
    return [word for part in parts for word in shlex.split(str(part))]


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    parts = value if isinstance(value, list | tuple) else str(value).split(",")
    text = ",".join(filter(None, (str(part).strip() for part in parts)))
    return text.lower() if text.lower() in ("true", "false") else text
