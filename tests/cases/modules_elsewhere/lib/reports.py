from eflows2smk import FILE_OUT, IN, task


@task(path=FILE_OUT, total=IN)
def write(path, total):
    with open(path, "w") as file:
        file.write(f"{total}\n")


@task(returns=1)
def combine(means):
    return sum(means)


def title(total):
    return f"total: {total}"
