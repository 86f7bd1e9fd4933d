"""A file that several tasks edit, one after the other."""

from eflows2smk import FILE_IN, FILE_INOUT, FILE_OUT, binary, task


@task(journal=FILE_OUT)
def begin(journal):
    with open(journal, "w") as file:
        file.write("begin\n")


@task(journal=FILE_INOUT)
def append(line, journal):
    with open(journal, "a") as file:
        file.write(f"{line}\n")


@binary(binary="sed", args="-i s/step/STEP/ {{journal}}")
@task(journal=FILE_INOUT)
def shout(journal):
    pass


@binary(binary="wc", args="-l < {{journal}} > {{count}}")
@task(journal=FILE_IN, count=FILE_OUT)
def count(journal, count):
    pass


if __name__ == "__main__":
    begin("journal.txt")
    count("journal.txt", "count_at_first.txt")
    for step in range(3):
        append(f"step {step}", "journal.txt")
    count("journal.txt", "count_before.txt")
    shout("journal.txt")
    append("end", "journal.txt")
    count("journal.txt", "count_after.txt")
