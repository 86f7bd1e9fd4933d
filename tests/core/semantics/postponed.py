from __future__ import annotations

import dataclasses


def f(a: NotThere, b: list[int] | None = None, *c: "quoted", d: dict["k", (1, 2)] = {}, **e: lambda x: x) -> A.b[c]:
    x: NotThere = 1
    return x


print(f.__annotations__, f(1))
x: NotThere = 3
y: int
print(__annotations__)


@dataclasses.dataclass
class D:
    a: int
    b: list[str] = dataclasses.field(default_factory=list)
    __private: int = 0


print(D(1), D.__annotations__)
