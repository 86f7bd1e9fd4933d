"""Generators, coroutines and what is asynchronous."""

import asyncio
import inspect


def simple(n):
    """Doc."""
    for i in range(n):
        got = yield i
        if got:
            print("got", got)
    return "done"


g = simple(2)
print(next(g), g.send("a"), inspect.isgenerator(g), g.__name__, g.__qualname__, inspect.isgeneratorfunction(simple))
try:
    g.send("b")
except StopIteration as stop:
    print(stop.value)
print(next(g, "over"))


def catching():
    while True:
        try:
            yield 1
        except ValueError as error:
            print("caught", error)
            yield 2
        except GeneratorExit:
            print("closing")
            raise
        finally:
            print("finally")


g = catching()
print(next(g), g.throw(ValueError("v")), next(g))
g.close()
g = catching()
g.close()
g = catching()
next(g)
try:
    g.throw(KeyError("k"))
except KeyError as error:
    print("out", error)


def ignoring():
    try:
        yield 1
    except GeneratorExit:
        yield 2


g = ignoring()
next(g)
try:
    g.close()
except RuntimeError as error:
    print(error)


def delegating():
    result = yield from simple(2)
    print("result", result)
    got = yield from [10, 20]
    print("list", got)
    try:
        yield from catching()
    except KeyError as error:
        print("delegated", error)
    return (yield from "ab")


g = delegating()
print(next(g), g.send("x"), next(g), next(g), next(g), g.throw(ValueError("deep")))
print(g.throw(KeyError("leave")), list(g))


def stops():
    yield 1
    raise StopIteration("bad")


try:
    list(stops())
except RuntimeError as error:
    print(error, repr(error.__cause__))


def inner_next():
    yield next(iter(()))


try:
    list(inner_next())
except RuntimeError as error:
    print(error)
lazy = (print("lazy", i) or i for i in range(2))
print("made")
print(list(lazy))
try:
    (i for i in 5)
except TypeError as error:
    print(error)
gen = (i + j for i in range(2) for j in range(i + 1) if j < 5)
print(gen.__name__, list(gen))
g = (lambda: (yield 1))()
print(next(g))


def infinite():
    a, b = 0, 1
    while True:
        yield a
        a, b = b, a + b


from itertools import islice

print(list(islice(infinite(), 10)))


def accumulate():
    total = 0
    while (value := (yield total)) is not None:
        total += value
    return total


g = accumulate()
next(g)
print(g.send(3), g.send(4))
try:
    g.send(None)
except StopIteration as stop:
    print(stop.value)


def tree(node):
    if isinstance(node, list):
        for each in node:
            yield from tree(each)
    else:
        yield node


print(list(tree([1, [2, [3, 4]], 5])))


class Iter:
    def __init__(self):
        self.n = 0

    def __iter__(self):
        return self

    def __next__(self):
        self.n += 1
        if self.n > 3:
            raise StopIteration
        return self.n


print(list(Iter()), [x for x in Iter()], max(Iter()))
for x in Iter():
    if x == 2:
        break
else:
    print("never")


class Gen:
    def __iter__(self):
        yield 1
        yield 2

    def __len__(self):
        return 2


a, b = Gen()
print(a, b, [*Gen(), *Gen()], len(Gen()))


async def coroutine(n):
    """Doc."""
    await asyncio.sleep(0)
    if n < 0:
        raise ValueError("negative")
    return n * 2


class AsyncCM:
    async def __aenter__(self):
        print("aenter")
        await asyncio.sleep(0)
        return "entered"

    async def __aexit__(self, *details):
        await asyncio.sleep(0)
        print("aexit", details[0])
        return details[0] is ValueError


class AsyncIter:
    def __init__(self, n):
        self.n = n

    def __aiter__(self):
        return self

    async def __anext__(self):
        await asyncio.sleep(0)
        if not self.n:
            raise StopAsyncIteration
        self.n -= 1
        return self.n


async def agen(n):
    try:
        for i in range(n):
            await asyncio.sleep(0)
            got = yield i
            if got:
                print("async got", got)
    finally:
        print("async finally")


async def main():
    print(await coroutine(2), inspect.iscoroutinefunction(coroutine), inspect.isasyncgenfunction(agen))
    try:
        await coroutine(-1)
    except ValueError as error:
        print(error)
    async with AsyncCM() as x, AsyncCM():
        print(x)
        raise ValueError("swallowed")
    async for i in AsyncIter(3):
        if i == 1:
            continue
        print("async", i)
    else:
        print("async else")
    async for i in agen(5):
        if i == 1:
            break
    print([i async for i in agen(3) if await coroutine(i)], {i async for i in AsyncIter(2)})
    print({i: await coroutine(i) async for i in AsyncIter(2)}, [await coroutine(i) for i in range(2)])
    print([j async for j in (i * 2 async for i in AsyncIter(3))])
    print([[await coroutine(i) for i in range(2)] for _ in range(2)])
    g = agen(3)
    print(await g.asend(None), await g.asend("hello"))
    try:
        await g.athrow(KeyError("thrown"))
    except KeyError as error:
        print("athrow", error)
    g = agen(3)
    await g.__anext__()
    await g.aclose()
    print(await asyncio.gather(coroutine(1), coroutine(2)))
    task = asyncio.create_task(coroutine(5))
    print(await task)
    try:
        async with asyncio.timeout(0.01):
            await asyncio.sleep(10)
    except TimeoutError:
        print("timeout")

    async def nested():
        return [x async for x in AsyncIter(2)]

    print(await nested())
    return "main"


print(asyncio.run(main()))
coro = coroutine(1)
print(type(coro).__name__, coro.__name__)
coro.close()
