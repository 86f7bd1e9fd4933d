"""try, finally, with and loops, left in every way."""

import contextlib


class CM:
    def __init__(self, name, swallow=False):
        self.name, self.swallow = name, swallow

    def __enter__(self):
        print("enter", self.name)
        return self.name

    def __exit__(self, kind, value, trace):
        print("exit", self.name, kind and kind.__name__, repr(value), trace is not None)
        return self.swallow


def a():
    for i in range(4):
        try:
            if i == 1:
                continue
            if i == 3:
                break
            print("body", i)
        finally:
            print("finally", i)
    else:
        print("never")
    return i


print(a())


def b():
    try:
        return "try"
    finally:
        print("b")


def c():
    try:
        return "try"
    finally:
        return "finally"


def d():
    try:
        raise ValueError("lost")
    finally:
        return "swallowed"


def e():
    while True:
        try:
            raise ValueError("lost")
        finally:
            break
    return "broke"


def f():
    for i in range(2):
        try:
            raise ValueError(i)
        except ValueError as error:
            if i:
                return repr(error)
            continue
        finally:
            print("f", i)


def g():
    try:
        try:
            1 / 0
        finally:
            print("inner")
    except ZeroDivisionError as error:
        print(error)
        try:
            raise KeyError("k")
        except KeyError as another:
            print(repr(another.__context__))
            raise RuntimeError("r") from None
        else:
            print("never")
        finally:
            print("g")


print(b(), c(), d(), e(), f())
try:
    g()
except RuntimeError as error:
    print(repr(error), error.__cause__, repr(error.__context__), error.__suppress_context__)


def h(n):
    try:
        if n == 0:
            raise LookupError("zero")
        if n == 1:
            raise KeyError("one")
    except KeyError:
        print("key")
    except (IndexError, LookupError) as e:
        print("lookup", e)
    else:
        print("else", n)
        return "from else"
    finally:
        print("finally", n)
    return "end"


print([h(n) for n in range(3)])
with CM("a") as x, CM("b", True) as y:
    print(x, y)
    raise ValueError("in b")
print("after")


def w():
    for i in range(3):
        with CM(f"loop{i}"):
            if i == 0:
                continue
            with CM("deep"):
                if i == 1:
                    break
    with CM("ret"):
        return "w"


print(w())
try:
    with CM("x"):
        with CM("y"):
            raise KeyError("through")
except KeyError as error:
    print("out", error)
with (
    CM("p") as p,
    CM("q"),
):
    print(p)


class Bad:
    def __enter__(self):
        return self


try:
    with Bad():
        print("never")
except (AttributeError, TypeError) as error:
    print("no exit")


class Raises(CM):
    def __exit__(self, *details):
        raise OSError("exit") from details[1]


try:
    with Raises("r"):
        raise ValueError("body")
except OSError as error:
    print(repr(error), repr(error.__cause__), repr(error.__context__))


@contextlib.contextmanager
def managed():
    print("in")
    try:
        yield 5
    except ValueError as error:
        print("caught", error)
    finally:
        print("out")


with managed() as five:
    print(five)
    raise ValueError("given")
with contextlib.suppress(KeyError), contextlib.ExitStack() as stack:
    stack.callback(print, "callback")
    stack.enter_context(CM("stacked"))
    {}["k"]
try:
    raise ValueError("a")
except ValueError:
    try:
        raise
    except ValueError as again:
        print("again", again)
try:
    raise
except RuntimeError as error:
    print(error)


def reraise():
    try:
        1 / 0
    except ZeroDivisionError:
        helper()


def helper():
    raise


try:
    reraise()
except ZeroDivisionError as error:
    print("helper", error)
try:
    raise ExceptionGroup("g", [ValueError(1), TypeError(2), ExceptionGroup("h", [ValueError(3), OSError(4)])])
except* ValueError as group:
    print(repr(group))
except* (TypeError, OSError) as group:
    print(repr(group))
else:
    print("never")
finally:
    print("done")
try:
    try:
        raise ExceptionGroup("g", [ValueError(1), TypeError(2)])
    except* ValueError:
        print("partly")
except ExceptionGroup as rest:
    print(repr(rest))
try:
    raise ValueError("naked")
except* ValueError as group:
    print(repr(group))
try:
    try:
        raise ExceptionGroup("g", [ValueError(1)])
    except* ValueError:
        raise KeyError("new")
except BaseException as error:
    print(type(error).__name__, error)
try:
    pass
except* ValueError:
    print("never")
else:
    print("else of a group")
try:
    try:
        raise ValueError
    except not_there:
        pass
except NameError as error:
    print(error, repr(error.__context__))
try:
    try:
        raise ValueError
    except 5:
        pass
except TypeError as error:
    print(error)
i = 0
while i < 5:
    i += 1
    if i == 2:
        continue
    if i == 4:
        break
else:
    print("never")
print(i)
while i < 5:
    i += 1
else:
    print("else", i)
for i in []:
    pass
else:
    print("empty", i)


def nested():
    for i in range(3):
        for j in range(3):
            try:
                if j == 1:
                    break
                if i == 1:
                    continue
                print(i, j)
            finally:
                print("f", i, j)
        else:
            print("not broken", i)
            continue
        if i == 2:
            return i, j


print(nested())


def finally_in_finally():
    try:
        try:
            return 1
        finally:
            try:
                raise ValueError
            except ValueError:
                print("inside")
    finally:
        print("outside")


print(finally_in_finally())


def stop():
    try:
        next(iter(()))
    except StopIteration as error:
        return repr(error.__context__), error.value


print(stop())
for value in (1, 2):
    try:
        raise KeyError(value) from ValueError("cause")
    except KeyError as error:
        print(repr(error.__cause__), error.__suppress_context__)
try:
    raise ValueError from 5
except TypeError as error:
    print(error)
try:
    raise 5
except TypeError as error:
    print(error)
try:
    (lambda: missing)()
except NameError as error:
    print(error.name)
import sys

print(sys.exc_info())
try:
    1 / 0
except ZeroDivisionError:
    print(sys.exc_info()[0])
print(sys.exc_info()[0])
