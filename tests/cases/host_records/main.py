"""Records of the program, files that nobody declared behind a barrier, programs that plain Python starts."""

import json
import subprocess
import sys
from pathlib import Path
from dataclasses import dataclass, field
from eflows2smk import task, wait_on, FILE_OUT, barrier


@dataclass
class P:
    a: int
    tags: list = field(default_factory=list)


@task(returns=1)
def f(p):
    return P(p.a * 2, p.tags + ["t"])


@task(out=FILE_OUT)
def w(v, out):
    Path(out).write_text(str(v))


@task()
def undeclared(path):
    Path(path).write_text("hello")


COUNT = []


def main(argv):
    p = P(3)
    q = wait_on(f(p))
    q.tags.append("m")
    r = f(q)
    r = wait_on(r)
    rows = {}
    for name in ("x", "y"):
        v = wait_on(f(P(len(name), [name])))
        rows[name] = v.a
        w(rows[name], f"{name}.txt")
    with open("rows.json", "w") as out:
        json.dump(rows, out, indent=1, sort_keys=True)
    undeclared("u.txt")
    barrier()
    text = open("u.txt").read()
    subprocess.run(["cp", "x.txt", "xx.txt"], check=True)
    Path("end.txt").write_text(f"{r} {text} 0 {open('y.txt').read()} {sorted(rows)}")


if __name__ == "__main__":
    main(sys.argv)
