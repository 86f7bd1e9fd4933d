"""Short calls, each of which needs the one before."""

from eflows2smk import task


@task(returns=1)
def refine(x):
    return x + 1


x = 0
for _ in range(5):
    x = refine(x)
with open("refined.txt", "w") as file:
    file.write(str(x))
