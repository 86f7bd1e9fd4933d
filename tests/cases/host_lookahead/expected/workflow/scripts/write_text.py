"""Plain Python of main.py, lines 45 to 60, as the workflow runs it."""

from main import both
from main import load
from main import save


def run(n):
    # main.py:45
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
    # main.py:57
    # As headers of statements.
    if load("branch/a.json")["x"] > 5 or load("branch/b.json")["x"] > 1:
        save("yes", "branch.txt")
    # main.py:59
    for value in [load("loop/a.json")["x"], load("loop/b.json")["x"]]:
        save(value, "loop.txt")
