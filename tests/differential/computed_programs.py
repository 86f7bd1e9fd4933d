"""Programs whose control flow depends on computed values, drawn by hypothesis."""

from __future__ import annotations

from hypothesis import strategies as st

HEADER = """\
from eflows2smk import FILE_IN, FILE_INOUT, FILE_OUT, INOUT, task, wait_on


@task(returns=1)
def add(a, b):
    return (a + b) % 97


@task(returns=1)
def scale(a):
    return (3 * a + 1) % 97


@task(returns=1)
def size(a):
    return a % 4


@task(returns=1)
def items(a):
    return [a + k for k in range(a % 3)]


@task(returns=1)
def total(values):
    return sum(value if isinstance(value, int) else sum(value) for value in values)


@task(values=INOUT)
def push(values, value):
    values.append(value)


@task(out=FILE_OUT)
def write(value, out):
    with open(out, "w") as file:
        file.write(f"{value}\\n")


@task(path=FILE_INOUT)
def note(path, value):
    with open(path, "a") as file:
        file.write(f"{value}\\n")


@task(source=FILE_IN, returns=1)
def read(source):
    with open(source) as file:
        return sum(map(int, file.read().split()))


write(3, "log.txt")
a, b, c = 1, add(2, 3), 5
xs, ys = [], []
state = [0]
"""
FOOTER = """\
write(a, "a.txt")
write(b, "b.txt")
write(c, "c.txt")
write(total(xs), "xs.txt")
write(total(ys), "ys.txt")
write(state, "state.txt")
write(read("log.txt"), "read.txt")
"""
_NAMES = st.sampled_from("abc")
_NUMBERS = st.integers(0, 9)


class _Drawing:
    """One program while it is drawn. variables: those of the loops around, which make paths unique."""

    def __init__(self, draw: st.DrawFn) -> None:
        self.draw = draw
        self.count = 0

    def fresh(self, prefix: str) -> str:
        self.count += 1
        return f"{prefix}{self.count}"

    def value(self, variables: tuple[str, ...]) -> str:
        names = ("a", "b", "c", *variables)
        return self.draw(st.one_of(st.sampled_from(names), _NUMBERS.map(str)))

    def block(self, depth: int, variables: tuple[str, ...], least: int = 1) -> list[str]:
        lines: list[str] = []
        for _ in range(self.draw(st.integers(least, 3))):
            kinds = [self.assign, self.assign, self.append, self.write, self.host, self.choose, self.push, self.note]
            if depth < 3:
                kinds += [self.loop, self.loop_over, self.static, self.branch, self.while_, self.until]
            if not depth:
                # Inside of other computed loops this is refused.
                kinds += [self.counting]
            lines += self.draw(st.sampled_from(kinds))(depth, variables)
        return lines

    def indented(self, depth: int, variables: tuple[str, ...]) -> list[str]:
        return [f"    {line}" for line in self.block(depth + 1, variables)]

    def assign(self, depth: int, variables: tuple[str, ...]) -> list[str]:
        name, value = self.draw(_NAMES), self.value(variables)
        return [
            self.draw(st.sampled_from((f"{name} = add({value}, {self.value(variables)})", f"{name} = scale({value})")))
        ]

    def append(self, depth: int, variables: tuple[str, ...]) -> list[str]:
        return [f"{self.draw(st.sampled_from(('xs', 'ys')))}.append(add({self.value(variables)}, 1))"]

    def write(self, depth: int, variables: tuple[str, ...]) -> list[str]:
        path = "_".join([self.fresh("out"), *(f"{{{name}}}" for name in variables)])
        return [
            f'write({self.value(variables)}, f"{path}.txt")' if variables else f'write({self.value(())}, "{path}.txt")'
        ]

    def host(self, depth: int, variables: tuple[str, ...]) -> list[str]:
        name = self.draw(_NAMES)
        return [f"{name} = (wait_on({self.draw(_NAMES)}) * 2 + {self.draw(_NUMBERS)}) % 97"]

    def choose(self, depth: int, variables: tuple[str, ...]) -> list[str]:
        one, other = self.value(variables), self.value(variables)
        return [f"{self.draw(_NAMES)} = add({one}, 2) if {self.condition()} else scale({other})"]

    def push(self, depth: int, variables: tuple[str, ...]) -> list[str]:
        return [f"push(state, {self.value(variables)})"]

    def note(self, depth: int, variables: tuple[str, ...]) -> list[str]:
        value = self.value(variables)
        return [
            self.draw(
                st.sampled_from(
                    (
                        f'note("log.txt", {value})',
                        f'write({value}, "log.txt")',
                        f'{self.draw(_NAMES)} = read("log.txt")',
                    )
                )
            )
        ]

    def condition(self) -> str:
        name = self.draw(_NAMES)
        first = self.draw(st.sampled_from((f"wait_on({name}) % 2 == 0", f"wait_on({name}) > {self.draw(_NUMBERS)}")))
        if self.draw(st.integers(0, 3)):
            return first
        second = f"wait_on(scale({self.draw(_NAMES)})) > {self.draw(_NUMBERS)}"
        return f"{first} {self.draw(st.sampled_from(('and', 'or', 'and not')))} {second}"

    def loop(self, depth: int, variables: tuple[str, ...]) -> list[str]:
        name = self.fresh("i")
        start = self.draw(st.sampled_from(("", "1, ")))
        return [
            f"for {name} in range({start}wait_on(size({self.draw(_NAMES)}))):",
            *self.indented(depth, (*variables, name)),
        ]

    def loop_over(self, depth: int, variables: tuple[str, ...]) -> list[str]:
        number, item = self.fresh("n"), self.fresh("x")
        body = [f"    {self.draw(_NAMES)} = add({item}, {number})", *self.indented(depth, (*variables, number))]
        return [f"for {number}, {item} in enumerate(wait_on(items({self.draw(_NAMES)}))):", *body]

    def static(self, depth: int, variables: tuple[str, ...]) -> list[str]:
        name = self.fresh("j")
        return [f"for {name} in range({self.draw(st.integers(1, 3))}):", *self.indented(depth, (*variables, name))]

    def branch(self, depth: int, variables: tuple[str, ...]) -> list[str]:
        lines = [f"if {self.condition()}:", *self.indented(depth, variables)]
        if self.draw(st.booleans()):
            lines += ["else:", *self.indented(depth, variables)]
        return lines

    def while_(self, depth: int, variables: tuple[str, ...]) -> list[str]:
        name, counter = self.draw(_NAMES), self.fresh("k")
        tested = self.draw(st.sampled_from((name, name, f"scale({name})")))
        return [
            f"{counter} = {self.draw(_NUMBERS)}",
            f"while wait_on({tested}) % 5 != 0 and {counter} < 12:",
            *self.indented(depth, (*variables, counter)),
            f"    {name} = add({name}, 1)",
            f"    {counter} += {self.draw(st.integers(1, 3))}",
        ]

    def counting(self, depth: int, variables: tuple[str, ...]) -> list[str]:
        counter = self.fresh("count")
        kind = self.draw(st.sampled_from((self.loop, self.loop_over, self.while_, self.until)))
        counted = f"    {counter} += {self.draw(st.integers(1, 3))}"
        before, head, *body = kind(depth, variables) if kind == self.while_ else ["", *kind(depth, variables)]
        path = "_".join([self.fresh("counted"), *(f"{{{name}}}" for name in variables)])
        quoted = f'f"{path}.txt"' if variables else f'"{path}.txt"'
        return [before, f"{counter} = 0", head, counted, *body, f"write({counter}, {quoted})"]

    def until(self, depth: int, variables: tuple[str, ...]) -> list[str]:
        name, counter = self.draw(_NAMES), self.fresh("t")
        body = self.indented(depth, (*variables, counter))
        after = self.indented(depth, (*variables, counter)) if self.draw(st.booleans()) else []
        limit = self.draw(st.sampled_from(("1", "2", "4", f"wait_on(size({self.draw(_NAMES)}))")))
        return [
            f"for {counter} in range({limit}):",
            *body,
            f"    {name} = add({name}, 1)",
            f"    if {self.condition()}:",
            "        break",
            *after,
        ]


@st.composite
def computed_programs(draw: st.DrawFn) -> str:
    """A program that ends, and writes all that it computes."""
    lines = _Drawing(draw).block(0, (), 2)
    return "\n".join([HEADER, *lines, FOOTER])
