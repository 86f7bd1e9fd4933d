"""Names that share lists, loops that accumulate, exceptions and conditions on computed values."""

from eflows2smk import task, wait_on


@task(returns=1)
def f(x):
    return [x, x + 1]


@task(returns=1)
def g(x):
    return sum(x)


def main():
    acc = []
    total = 0
    for i in range(3):
        r = wait_on(f(i))
        total += sum(r)
        acc.append(r)
        acc[0] = acc[-1]
    acc2 = acc
    acc2.append([total])
    s = [g(a) for a in acc]
    best, idx = max((wait_on(v), k) for k, v in enumerate(s))
    k = 0
    while k < 2:
        k += 1
        total = total * 2 + wait_on(g([k]))
    try:
        z = 1 / total
    except ZeroDivisionError:
        z = 0
    msg = "big" if total > 3 else "small"
    x = y = wait_on(f(7))
    x.append(3)
    n = g(y)
    open("out.txt", "w").write(f"{acc} {best} {idx} {total} {z} {msg} {y} {wait_on(n)}")


main()
