"""Loops over known values that a value of the run leaves: with 'return', 'break' and 'else'."""

from eflows2smk import FILE_OUT, task, wait_on


@task(returns=1)
def refine(x):
    return x / 2


@task(out=FILE_OUT)
def report(x, out):
    with open(out, "w") as file:
        file.write(str(x))


def first_small(values, limit):
    for value in values:
        smaller = refine(value)
        if wait_on(smaller) < limit:
            return smaller
    return None


def count_until(names):
    seen = []
    for name in names:
        if name == "c":
            continue
        seen.append(refine(len(name)))
        if wait_on(refine(len(name))) > 1:
            break
        seen.append(refine(10))
    else:
        return ["all", *seen]
    return seen


report(first_small([4, 2, 1], 1.5), "found.txt")
report(first_small([4, 2, 1], 0.1), "found2.txt")
report(count_until(["a", "c", "bcd", "e"]), "seen.txt")
report(count_until(["a", "c"]), "seen2.txt")
for path in ["x", "y", "z"]:
    value = refine(ord(path))
    if wait_on(value) > 60:
        report(value, f"{path}.txt")
        break
else:
    report(0, "none.txt")
