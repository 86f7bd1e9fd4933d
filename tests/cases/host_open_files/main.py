"""Files that stay open over calls of tasks: a log that grows with the results, and files that are read before."""

from eflows2smk import FILE_OUT, task, wait_on


@task(returns=1)
def measure(number):
    return number * 10


@task(out=FILE_OUT)
def write(value, out):
    with open(out, "w") as file:
        file.write(f"{value}\n")


def main():
    with open("log.txt", "w") as log:
        log.write("number measured\n")
        for number in range(3):
            value = wait_on(measure(number))
            print(number, value, file=log)
            if number:
                log.write("again\n")
                write(value, f"values/{number}.txt")
        log.write("done\n")
    with open("values/2.txt") as file:
        limit = int(file.read())
        write(limit + wait_on(measure(7)), "limit.txt")
    with open("limit.txt") as lines:
        for number, line in enumerate(lines):
            print(number, line)


if __name__ == "__main__":
    main()
