"""Paths in which no wildcard stands out: of one call among each other, and of two calls."""

from eflows2smk import FILE_INOUT, FILE_OUT, task


@task(out=FILE_OUT)
def write(text, out):
    with open(out, "w") as file:
        file.write(text)


@task(out=FILE_INOUT)
def change(out):
    with open(out, "a") as file:
        file.write(", changed")


def untidy(path):
    return f"many_{path}" if "/" in path else f"{path}_many"


# Written several times, so that the last version is copied to its path.
for path in ["a/b", "c", "c_/d", "x_y/z"]:
    write(path, path)
    change(path)
    change(path)

# More of them than a rule each is good for.
for path in ["red", "sea.txt", "green/1", "meadow", "bl/ue", "sky-2.log", "white", "snow", "bl/ack", "night"]:
    write(path, untidy(path))
    change(untidy(path))

# "x_q.txt" looks as if the first call made it.
for name, part in [("x", "z"), ("y", "q")]:
    write(name + part, f"{name}_{part}.txt")
write("xq", "x_q.txt")

# "ab" and "c", or "a" and "bc".
for name, part in [("ab", "c"), ("a", "bcd"), ("abc", "e")]:
    write(f"{name}-{part}", f"{name}{part}.dat")
