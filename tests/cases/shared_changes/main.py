"""A task changes an object that shares parts with others: the change shows in all of them."""

from eflows2smk import INOUT, on_failure, task, wait_on


@task(returns=1)
def f():
    return [[1], [2]]


@task(returns=1)
def num(n=2):
    return n


@task(returns=1)
def g(x):
    return repr(x)


@task(x=INOUT)
def change(x):
    x.append(9)


@task(x=INOUT, returns=1)
def both(x, xs):
    x.append(5)
    return repr(xs)


@on_failure(management="IGNORE", x=[0])
@task(x=INOUT)
def fail(x):
    x.append(9)
    raise ValueError("ignored")


def out(name, *values):
    with open(name + ".txt", "w") as file:
        file.write(repr([wait_on(value) for value in values]))


def two_arguments():
    xs = wait_on(f())
    x = xs[0]
    out("two_arguments", both(x, xs), g(x))


def list_of_results():
    xs = [f(), f()]
    y = xs[0]
    change(xs)
    change(y)
    out("list_of_results", g(xs), g(y))


def result_in_two_lists():
    s = f()
    a, b = [s], [s]
    change(a)
    out("result_in_two_lists", g(a), g(b), g(s))


def items_in_turn():
    xs = wait_on(f())
    a, b = xs
    change(a)
    xs.append(a)
    change(b)
    a.append(7)
    change(xs)
    out("items_in_turn", g(xs), g(a), g(b))


def in_a_branch():
    xs = wait_on(f())
    x = xs[0]
    if len(xs) > 1:
        change(xs)
    change(x)
    out("in_a_branch", g(xs), g(x))


def one_of_two():
    a, b = f(), f()
    if wait_on(num()) > 1:
        c = a
        g(c)
    else:
        c = b
    c.append(4)
    out("one_of_two", g(a), g(b), g(c))


def in_a_loop():
    xs = wait_on(f())
    x = xs[0]
    for i in range(wait_on(num())):
        change(xs)
        x.append(i)
    out("in_a_loop", g(xs), g(x))


def bound_in_a_loop():
    xs = f()
    ys = xs
    for i in range(wait_on(num())):
        g(xs)
        ys = f()
    ys.append(4)
    out("bound_in_a_loop", g(xs), g(ys))


def in_branches():
    xs = wait_on(f())
    x = xs[0]
    if wait_on(num()) > 1:
        change(x)
        if len(x) > 1:
            change(xs)
            x.append(3)
    x.append(4)
    out("in_branches", g(xs), g(x))


def default():
    def h(x, y=f()):  # noqa: B008
        y.append(x)
        return y

    a = h(wait_on(num(2)))
    b = h(wait_on(num(3)))
    out("default", a, b)


def waits_in_functions():
    def h(v):
        return wait_on(v) + 1

    x = num(4)
    out("waits_in_functions", sorted([h(x), 3]), list(map(h, [x, num(1)])))


def failure():
    xs = wait_on(f())
    x = xs[0]
    fail(x)
    out("failure", g(xs), g(x))


if __name__ == "__main__":
    two_arguments()
    list_of_results()
    result_in_two_lists()
    items_in_turn()
    in_a_branch()
    one_of_two()
    in_a_loop()
    bound_in_a_loop()
    in_branches()
    default()
    waits_in_functions()
    failure()
