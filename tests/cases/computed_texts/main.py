"""Texts with the number of an iteration, of which only the run knows how many digits it has."""

import os
from pathlib import Path

from eflows2smk import FILE_OUT, task, wait_on


@task(returns=int)
def count():
    return 12


@task(path=FILE_OUT)
def write(path, words):
    with open(path, "w") as file:
        file.write("\n".join(map(str, words)))


os.makedirs("out", exist_ok=True)
for i in range(wait_on(count())):
    name = f"a{i}"
    path = Path("out") / f"x_{i}.txt"
    words = [
        name.zfill(4),
        len(name),
        name == "a5",
        name < "a5",
        name in ("a3", "b"),
        f"{name:>5}",
        name[1:],
        name[:1],
        name[-1],
        name.replace("a", "b"),
        name.replace("1", "z"),
        name.startswith("a1"),
        name.startswith("b"),
        path.stem,
        path.name[2:],
        "%4s" % name,  # noqa: UP031
        "%s" % name,  # noqa: UP031
        sorted(["a10", name]),
        max(name, "a5"),
        name.upper(),
        list(name),
        {"a5": 1}.get(name),
        {name: 2}.get("a5"),
        name != "b1",
        hash(name) == 0,
        repr(name),
        [name],
        name * 2,
        os.path.splitext(str(path))[0],
        path.suffix,
        "1" in name,
        "b" in name,
        name.isdigit(),
        name.count("1"),
        int(f"{i}"),
        f"{i:03d}",
        f"{i}" * 2,
        name.find("5"),
        bool(name),
        len(f"{i}"),
        min(name, key=str),
        name.encode(),
        name.split("1"),
        name + "_" + str(i),
        "5" == str(i),
        str(i) is name,
    ]
    write(str(path), words)
