from pycompss.api.parameter import COLLECTION_FILE_IN, FILE_OUT
from pycompss.api.task import task


@task(runs=COLLECTION_FILE_IN, summary=FILE_OUT)
def meta_analysis(runs, summary):
    with open(summary, "w") as out:
        for run in runs:
            with open(run) as handle:
                last = handle.readlines()[-1].strip()
            out.write(last + "\n")
