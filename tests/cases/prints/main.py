"""What the program and its tasks print, in loops and branches that only the run decides, and around them."""

from eflows2smk import FILE_OUT, task, wait_on

print("begin")


class Member:
    def __init__(self, name):
        self.name = name

    def __str__(self):
        return f"member {self.name}"


@task(returns=int)
def size(number):
    print("size of", number)
    return number % 4 + 1


@task(returns=int)
def add(a, b):
    print(f"{a} + {b}", end="")
    print(" =", a + b)
    return a + b


@task(out=FILE_OUT)
def write(value, out):
    with open(out, "w") as file:
        file.write(f"{value}\n")


def twice(number):
    print("twice", number)
    return 2 * number


count = wait_on(size(1))
print("count", count)
print("behind it", Member("a"), [1, 2], end=" | ")
print({"a": 1}, sep="")
print("count again", count)
print(twice(count), twice(4))
total = 0
for i in range(count):
    print("outer", i)
    part = add(total, i)
    for j in range(wait_on(size(i))):
        print("inner", i, j)
        print(f"the next is {j + 1}")
        part = add(part, j)
        if wait_on(add(part, 1)) % 2 == 0:
            print("even")
            total = add(total, part)
        else:
            print("odd")
        print("end of inner")
    total = add(part, total)
print()
write(total, "total.txt")
print("the total is", wait_on(total))
print("end")
