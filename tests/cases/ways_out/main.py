"""Functions without tasks that return, break, go on or fail where only the run knows, and lists that they change on
the way: tasks get these as they are then."""

import contextlib

from eflows2smk import task, wait_on


@task(returns=1)
def num(n):
    return (n * 3 + 1) % 97


@task(returns=1)
def numbers(n):
    return [(n * 7 + k) % 97 for k in range(3)]


@task(returns=1)
def length(values):
    return len(values)


def risky(n):
    if n % 3 == 0:
        raise ValueError(n)
    return n


def first_big(values, log):
    for v in values:
        if v > 20:
            log.append(v)
            return v
        log.append(0)
    else:
        log.append(-1)
    return None


def search(n, log):
    while True:
        n += 3
        log.append(len(log))
        if n > 20:
            break
    return n


def nested(n, log):
    for k in range(3):
        for j in range(2):
            if n + j > 7:
                break
            log.append((k, j))
        else:
            log.append("all")
        if n > 100:
            return "far"
        log.append(k)
    return "near"


def guarded(n, log):
    done = False
    for k in range(2):
        try:
            log.append(risky(n + k))
        except ValueError as error:
            log.append(str(error))
            continue
        finally:
            log.append("f")
        done = True
    return done


def tidy(n, log):
    with contextlib.suppress(ValueError):
        risky(n)
        log.append("fine")
        return 1
    log.append("bad")
    return 2


class Keep:
    def __init__(self):
        self.failed = False

    def __enter__(self):
        return self

    def __exit__(self, kind, error, trace):
        self.failed = kind is not None
        return True


def kept(n):
    keep = Keep()
    with keep:
        risky(n)
    return keep


def tried(n):
    flag = 1
    try:
        risky(n)
        flag = 2
    except ValueError:
        flag = flag + 10
    else:
        flag = flag + 20
    return flag


def capped(n):
    log = []
    for k in range(2):
        if n > 3:
            continue
        log.append(k)
    return log


def main():
    for name, n in [("a", 5), ("b", 0), ("c", 1)]:
        v = wait_on(num(n))
        xs, ys, zs, us, ws = [], [], [], [], []
        found = [
            first_big(wait_on(numbers(n)), xs),
            search(v, ys),
            nested(v, zs),
            guarded(v, us),
            tidy(v, ws),
            num(3) if kept(v).failed else num(4),
            num(tried(v)),
            length(capped(v)),
        ]
        lengths = [length(values) for values in (xs, ys, zs, us, ws)]
        with open(f"{name}.txt", "w") as out:
            out.write(f"{wait_on(found)} {wait_on(lengths)} {xs} {ys} {zs} {us} {ws}\n")


if __name__ == "__main__":
    main()
