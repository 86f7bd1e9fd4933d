"""A task that fails once for one of its arguments, and says that it may be tried again."""

from eflows2smk import FILE_OUT, task


@task(result=FILE_OUT, on_failure="RETRY")
def flaky(number, result):
    with open("tried.txt", "a") as file:
        file.write(f"{number}\n")
    with open("tried.txt") as file:
        tried = file.read().split()
    if number == 1 and tried.count("1") == 1:
        raise RuntimeError("the licence server is busy")
    with open(result, "w") as file:
        file.write(f"{number}\n")


for number in range(3):
    flaky(number, f"out/{number}.txt")
