"""What generators of workflows write: a function of its own for each step, called once."""

from eflows2smk import COLLECTION_FILE_IN, FILE_IN, FILE_OUT, FILE_OUT_STDOUT, binary, constraint, task


@constraint(computing_units=1)
@binary(binary="sh", args="-c 'echo amazon $2 > \"$1\"' sh {{field}} --seed=41")
@task(field=FILE_OUT)
def simulate_1(field):
    pass


@constraint(computing_units=1)
@binary(binary="sh", args="-c 'echo baltic $2 > \"$1\"' sh {{field}} --seed=44")
@task(field=FILE_OUT)
def simulate_2(field):
    pass


@constraint(computing_units=1)
@binary(binary="sh", args="-c 'echo congo $2 > \"$1\"' sh {{field}} --seed=49")
@task(field=FILE_OUT)
def simulate_3(field):
    pass


@constraint(computing_units=2)
@binary(binary="sh", args="-c 'echo danube $2 > \"$1\"' sh {{field}} --seed=56")
@task(field=FILE_OUT)
def simulate_4(field):
    pass


@constraint(computing_units=1)
@binary(binary="sh", args="-c 'echo ganges $2 > \"$1\"' sh {{field}} --seed=65")
@task(field=FILE_OUT)
def simulate_5(field):
    pass


@constraint(computing_units=1)
@binary(binary="sh", args="-c 'echo lena $2 > \"$1\"' sh {{field}} --seed=76")
@task(field=FILE_OUT)
def simulate_6(field):
    pass


@constraint(computing_units=1)
@binary(binary="sh", args="-c 'echo mekong $2 > \"$1\"' sh {{field}} --seed=89")
@task(field=FILE_OUT)
def simulate_7(field):
    pass


@constraint(computing_units=2)
@binary(binary="sh", args="-c 'echo murray $2 > \"$1\"' sh {{field}} --seed=104")
@task(field=FILE_OUT)
def simulate_8(field):
    pass


@constraint(computing_units=1)
@binary(binary="sh", args="-c 'echo niger $2 > \"$1\"' sh {{field}} --seed=121")
@task(field=FILE_OUT)
def simulate_9(field):
    pass


@constraint(computing_units=1)
@binary(binary="sh", args="-c 'echo rhine $2 > \"$1\"' sh {{field}} --seed=140")
@task(field=FILE_OUT)
def simulate_10(field):
    pass


@constraint(computing_units=1)
@binary(binary="sh", args="-c 'echo volga $2 > \"$1\"' sh {{field}} --seed=161")
@task(field=FILE_OUT)
def simulate_11(field):
    pass


@constraint(computing_units=2)
@binary(binary="sh", args="-c 'echo yukon $2 > \"$1\"' sh {{field}} --seed=184")
@task(field=FILE_OUT)
def simulate_12(field):
    pass


@task(field=FILE_IN, returns=1)
def step_1_level(field, before):
    with open(field) as file:
        return before + len(file.read()) * 1


@task(field=FILE_IN, returns=1)
def step_2_level(field, before):
    with open(field) as file:
        return before + len(file.read()) * 2


@task(field=FILE_IN, returns=1)
def step_3_level(field, before):
    with open(field) as file:
        return before + len(file.read()) * 3


@task(field=FILE_IN, returns=1)
def step_4_level(field, before):
    with open(field) as file:
        return before + len(file.read()) * 4


@task(field=FILE_IN, returns=1)
def step_5_level(field, before):
    with open(field) as file:
        return before + len(file.read()) * 5


@task(field=FILE_IN, returns=1)
def step_6_level(field, before):
    with open(field) as file:
        return before + len(file.read()) * 6


@task(field=FILE_IN, returns=1)
def step_7_level(field, before):
    with open(field) as file:
        return before + len(file.read()) * 7


@task(field=FILE_IN, returns=1)
def step_8_level(field, before):
    with open(field) as file:
        return before + len(file.read()) * 8


@task(field=FILE_IN, returns=1)
def step_9_level(field, before):
    with open(field) as file:
        return before + len(file.read()) * 9


@task(field=FILE_IN, returns=1)
def step_10_level(field, before):
    with open(field) as file:
        return before + len(file.read()) * 10


@task(field=FILE_IN, returns=1)
def step_11_level(field, before):
    with open(field) as file:
        return before + len(file.read()) * 11


@task(field=FILE_IN, returns=1)
def step_12_level(field, before):
    with open(field) as file:
        return before + len(file.read()) * 12


@binary(binary="cat", args="{{fields}}")
@task(fields=COLLECTION_FILE_IN, table=FILE_OUT_STDOUT)
def collect(fields, table):
    pass


@task(table=FILE_OUT)
def report(level, table):
    with open(table, "w") as file:
        file.write(f"{level}\n")


simulate_1("fields/1.txt")
simulate_2("fields/2.txt")
simulate_3("fields/3.txt")
simulate_4("fields/4.txt")
simulate_5("fields/5.txt")
simulate_6("fields/6.txt")
simulate_7("fields/7.txt")
simulate_8("fields/8.txt")
simulate_9("fields/9.txt")
simulate_10("fields/10.txt")
simulate_11("fields/11.txt")
simulate_12("fields/12.txt")
level = 0
level = step_1_level("fields/1.txt", level)
level = step_2_level("fields/2.txt", level)
level = step_3_level("fields/3.txt", level)
level = step_4_level("fields/4.txt", level)
level = step_5_level("fields/5.txt", level)
level = step_6_level("fields/6.txt", level)
level = step_7_level("fields/7.txt", level)
level = step_8_level("fields/8.txt", level)
level = step_9_level("fields/9.txt", level)
level = step_10_level("fields/10.txt", level)
level = step_11_level("fields/11.txt", level)
level = step_12_level("fields/12.txt", level)
collect([f"fields/{i}.txt" for i in range(1, 13)], "all.txt")
report(level, "level.txt")
