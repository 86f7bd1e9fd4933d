"""Folders that jobs make are made again if something in them was removed or changed since the last run."""

import functools
import json
import os
from urllib.parse import quote

SEALS = "intermediate/folders"
# What was left of each folder that this run has asked for.
asked = {}


def entries(folder):
    """Size and time of each file in a folder; None where there is no folder."""
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
    """The seals of folders, as inputs of the rule that makes them."""
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


def remember():
    """Each folder is from now on as it is at the end of this run."""
    for folder, path in asked.items():
        write(path, entries(folder), 1)
