import json

from pycompss.api.parameter import *
from pycompss.api.task import task


@task(parameters=FILE_IN, out=FILE_OUT)
def run_scenario(parameters, out):
    values = {}
    with open(parameters) as f:
        for line in f:
            key, _, value = line.partition(" = ")
            values[key] = value.strip()
    with open(out, "w") as f:
        f.write("%.3f\n" % (10 ** (float(values["mag"]) - 6)))


@task(outputs=COLLECTION_FILE_IN, result=FILE_OUT)
def hazard(outputs, result):
    heights = []
    for path in outputs:
        with open(path) as f:
            heights.append(float(f.read()))
    with open(result, "w") as f:
        json.dump({"max": max(heights), "mean": sum(heights) / len(heights)}, f)
