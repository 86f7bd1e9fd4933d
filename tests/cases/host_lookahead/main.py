"""Files that are read in the middle of an expression whose other parts are not known when compiling."""

import json
import os

from eflows2smk import FILE_OUT, task, wait_on


@task(returns=1)
def add(a, b):
    return a + b


@task(out=FILE_OUT)
def store(value, out):
    with open(out, "w") as file:
        json.dump({"x": value}, file)


def load(path):
    with open(path) as file:
        return json.load(file)


def save(text, out):
    with open(out, "w") as file:
        file.write(f"{text}\n")
    return text


def both(first, second):
    return {"sum": load(first)["x"] + load(second)["x"], "files": sorted(os.listdir(os.path.dirname(first)))}


KINDS = "text display dict compare list named chosen either one both branch loop".split()


def main():
    n = wait_on(add(1, 1))
    for kind in KINDS:
        for name in ("a", "b", "c"):
            store(n, f"{kind}/{name}.json")

    # The first part of a text, a display, a comparison is not known: the others are looked at.
    save(f"{load('text/a.json')['x']} {load('text/b.json')['x']} {n}", "text.txt")
    save([load("display/a.json")["x"], load("display/b.json")["x"]], "display.txt")
    save({"a": load("dict/a.json")["x"], "b": load("dict/b.json")["x"]}, "dict.txt")
    save(load("compare/a.json")["x"] + load("compare/b.json")["x"] < load("compare/c.json")["x"], "compare.txt")
    save([load(f"list/{name}.json")["x"] for name in ("a", "b")], "list.txt")
    save({name: load(f"named/{name}.json")["x"] for name in ("b", "c")}, "named.txt")
    save([load(f"chosen/{name}.json") for name in "ab" if load(f"chosen/{name}.json")["x"] > 1], "chosen.txt")
    save(load("either/a.json")["x"] > 5 or load("either/b.json")["x"] > 1, "either.txt")
    save(load("one/a.json") if load("one/b.json")["x"] > 5 else load("one/c.json"), "one.txt")
    save(both("both/a.json", "both/b.json"), "both.txt")

    # As headers of statements.
    if load("branch/a.json")["x"] > 5 or load("branch/b.json")["x"] > 1:
        save("yes", "branch.txt")
    for value in [load("loop/a.json")["x"], load("loop/b.json")["x"]]:
        save(value, "loop.txt")


if __name__ == "__main__":
    main()
