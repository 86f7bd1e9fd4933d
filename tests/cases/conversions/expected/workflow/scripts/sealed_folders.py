"""What jobs make is made again if it is not as it was left at the end of the last run: folders in which
something was removed or changed, files with computed paths that are missing."""

import functools
import json
import os
from urllib.parse import quote

SEALS = "intermediate/folders"
# The seals that this run has asked for, by what they belong to.
asked = {}


def entries(folder):
    """Size and time of each file in a folder; of a file that names another one, whether that is there; None where
    there is nothing."""
    if os.path.isfile(folder):
        with open(folder, errors="surrogateescape") as file:
            named = file.read()
        return {named: []} if os.path.lexists(named) else {}
    if not os.path.isdir(folder):
        return None
    found = {}
    for place, _, names in os.walk(folder):
        for name in names:
            if name != ".snakemake_timestamp":
                path = os.path.join(place, name)
                state = os.lstat(path)
                found[os.path.relpath(path, folder)] = [state.st_size, state.st_mtime_ns]
    return found


def sealed(workflow, wildcards, *folders):
    """The seals of what a rule makes, as inputs of the rule."""
    if not workflow.is_main_process:
        return [place(folder.format(**wildcards)) for folder in folders]
    return [seal(folder.format(**wildcards)) for folder in folders]


def place(folder):
    return f"{SEALS}/{quote(folder, safe='')}"


@functools.cache
def seal(folder):
    path = place(folder)
    asked[folder] = path
    try:
        with open(path) as file:
            left = json.load(file)
    except (OSError, ValueError):
        left = None
    if not isinstance(left, dict):
        left = None
        # Older than the folder.
        write(path, left, 1)
    now = entries(folder)
    if left is not None and now is not None:
        if any(now.get(name) != state for name, state in left.items()):
            os.utime(path)
    return path


def write(path, left, time):
    os.makedirs(SEALS, exist_ok=True)
    with open(f"{path}.new", "w") as file:
        json.dump(left, file)
    os.utime(f"{path}.new", (time, time))
    os.replace(f"{path}.new", path)


def made(folder):
    """When a job has made it, as Snakemake has it."""
    stamp = os.path.join(folder, ".snakemake_timestamp")
    return os.path.getmtime(stamp if os.path.exists(stamp) else folder)


def remember():
    """All is from now on as it is at the end of this run, but for what was to be made again and was not."""
    for folder, path in asked.items():
        now = entries(folder)
        if now is not None and os.path.getmtime(path) < made(folder):
            write(path, now, 1)
