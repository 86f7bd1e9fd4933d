"""A program that says all that only its site knows the meaning of."""

from eflows2smk import FILE_OUT, binary, constraint, task


@constraint(
    qos="high",
    account="default",
    reservation="course",
    licenses="solver:2",
    exclusive=True,
    requeue=False,
    mail="someone@localhost",
    slurm_options=["--nice=7", "--hint nomultithread"],
    processors=[{"processorType": "GPU", "computingUnits": 2, "model": "dummy", "per": "node"}],
)
@binary(binary="sh", args="-c 'echo $CUDA_VISIBLE_DEVICES > {{result}}'")
@task(result=FILE_OUT)
def solve(result):
    pass


solve("solved.txt")
