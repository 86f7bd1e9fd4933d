"""Functions that call themselves, as often as values of the run say."""

from eflows2smk import FILE_OUT, task, wait_on

LOG = []


@task(returns=1)
def make(n):
    return {"a": [n, n + 1], "b": (n, {"c": [3]})}


@task(path=FILE_OUT)
def report(value, path):
    with open(path, "w") as out:
        out.write(f"{value}\n")


class Node:
    def __init__(self, value, left=None, right=None):
        self.value, self.left, self.right = value, left, right
        self.seen = 0

    def find(self, x):
        self.seen += 1
        if x == self.value:
            return self
        if x < self.value:
            return self.left.find(x) if self.left else None
        return self.right.find(x) if self.right else None


def walk(value, depth, out):
    if depth == 2:
        LOG.append("two")
    if isinstance(value, dict):
        for k, v in value.items():
            walk(v, depth + 1, out)
    elif isinstance(value, (list, tuple)):
        for v in value:
            walk(v, depth + 1, out)
    else:
        out.append(value)


def show(value):
    if isinstance(value, dict):
        return "{" + ", ".join(f"{show(k)}: {show(v)}" for k, v in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(show(v) for v in value) + "]"
    return repr(value)


made = wait_on(make(1))
out = []
walk(made, 0, out)
report(out, "out.txt")
report(LOG, "log.txt")
tree = Node(5, Node(2), Node(8, Node(7), Node(9)))
found = tree.find(wait_on(make(7))["a"][0])
report(found.value, "found.txt")
report(tree.right.seen, "seen.txt")
report(tree.left.seen, "seen2.txt")
report(show(made), "shown.txt")
