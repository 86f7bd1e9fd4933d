"""Methods that Python calls by itself and that change their object, and attributes that only one side of a branch sets."""  # noqa: E501

from eflows2smk import FILE_OUT, task, wait_on


class Gate:
    def __init__(self):
        self.seen = []
        self.names = {"a": 1}

    def __len__(self):
        self.seen.append("len")
        return 5

    def __bool__(self):
        self.seen.append("bool")
        return True

    def __str__(self):
        self.seen.append("str")
        return "gate"

    def __repr__(self):
        self.seen.append("repr")
        return "Gate()"

    def __format__(self, spec):
        self.seen.append("format " + spec)
        return "formatted"

    def __contains__(self, item):
        self.seen.append("contains")
        return item == 3

    def __hash__(self):
        self.seen.append("hash")
        return 3

    def __eq__(self, other):
        self.seen.append("eq")
        return True

    def __lt__(self, other):
        self.seen.append("lt")
        return True

    def __radd__(self, other):
        self.seen.append("radd")
        return 5

    def __neg__(self):
        self.seen.append("neg")
        return 5

    def __abs__(self):
        self.seen.append("abs")
        return 5

    def __int__(self):
        self.seen.append("int")
        return 5

    def __iter__(self):
        self.seen.append("iter")
        return iter([1, 2])

    def __enter__(self):
        self.seen.append("enter")
        return self

    def __exit__(self, *rest):
        self.seen.append("exit")

    def __setattr__(self, name, value):
        object.__setattr__(self, name, value)
        if name != "seen":
            self.seen.append("set " + name)

    @property
    def wide(self):
        self.seen.append("wide")
        return 3


@task(returns=1)
def build():
    return Gate()


@task(path=FILE_OUT)
def report(gate, path):
    with open(path, "w") as out:
        out.write(f"{gate.seen}\n")


gate = wait_on(build())
print(len(gate), bool(gate), 3 in gate, gate == 4, -gate)
shown = f"{gate:3} {gate!r}" + "%s" % gate + str(gate)  # noqa: UP031
for item in gate:
    print(item)
with gate:
    gate.colour = gate.wide
if not gate:
    print("closed")
report(gate, "seen.txt")


class Model:
    pass


@task(returns=1)
def number(n):
    return n


@task(path=FILE_OUT)
def show(values, path):
    with open(path, "w") as out:
        out.write(f"{values}\n")


model = Model()
if wait_on(number(0)) > 3:
    model.late = number(1)
show(hasattr(model, "late"), "has.txt")
show(getattr(model, "late", 5), "late.txt")
model.early = 2
model.late = 3
show(vars(model), "order.txt")
