"""Lists under several names that grow by what tasks give, and lists that have members in common."""

from eflows2smk import FILE_OUT, task, wait_on


@task(returns=1)
def numbers(seed):
    return [seed, seed + 1]


@task(out=FILE_OUT)
def write(value, out):
    with open(out, "w") as file:
        file.write(f"{value}\n")


def main():
    known = [1, 2]
    same = known
    known += wait_on(numbers(3))
    write(same, "same.txt")
    same.append(9)
    write(known, "known.txt")

    rows = [[value] for value in wait_on(numbers(5))]
    before = rows.copy()
    rows += [[7]]
    rows[0] = "new"
    write(before, "before.txt")
    write(rows, "rows.txt")

    total = 0
    for step in range(3):
        last = total
        total += sum(wait_on(numbers(step)))
        write(total - last, f"steps/{step}.txt")


if __name__ == "__main__":
    main()
