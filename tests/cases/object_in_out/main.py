"""Objects that tasks change in place."""

from eflows2smk import FILE_OUT, INOUT, task


@task(returns=1)
def empty():
    return {"visited": []}


@task(record=INOUT)
def visit(place, record):
    record["visited"].append(place)


@task(result=FILE_OUT)
def write(record, result):
    with open(result, "w") as file:
        file.write(", ".join(record["visited"]))


for person in ["ann", "bob"]:
    record = empty()
    for place in ("Rome", "Oslo", "Lima"):
        visit(place, record)
        write(record, f"{person}/{place}.txt")
    visit(f"{person}'s home", record)
    write(record, f"{person}/all.txt")
