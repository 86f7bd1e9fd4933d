"""Exceptions that plain Python raises about results of tasks, handled and not."""

from eflows2smk import FILE_OUT, task, wait_on


@task(returns=1)
def measure(number):
    return number * 10


@task(out=FILE_OUT)
def write(value, out):
    with open(out, "w") as file:
        file.write(f"{value}\n")


def checked(value):
    if value < 0:
        raise ValueError(f"{value} is no measurement")


def share(number):
    try:
        whole = wait_on(measure(number))
        part = 100 / whole
    except ZeroDivisionError:
        part = 0.0
    else:
        part = round(part, 2)
    return part


def main():
    for number in range(3):
        write(share(number), f"shares/{number}.txt")
    try:
        first = measure(4)
        text = ["none", "one"][wait_on(first)]
    except IndexError as error:
        text = str(error)
    finally:
        write("done", "done.txt")
    write(text, "text.txt")
    try:
        limit = 10 // len([])
        write(limit, "limit.txt")
    except ZeroDivisionError:
        write("no limit", "limit.txt")
    total = wait_on(measure(5))
    checked(total)
    assert total > 1, "too small"
    write(total, "total.txt")


if __name__ == "__main__":
    main()
