"""What a task asks of the machine."""

from eflows2smk import FILE_OUT, constraint, software, task


@constraint(computing_units=2, memory_size=1)
@task(result=FILE_OUT, time_out=90, priority=True)
def first(result):
    with open(result, "w") as file:
        file.write("first\n")


@software(config_file="second.json")
def second(cores, result):
    pass


first("first.txt")
for cores in (1, 2):
    second(cores, f"second_{cores}.txt")
