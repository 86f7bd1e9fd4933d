import pandas as pd
from pycompss.api.api import compss_wait_on
from pycompss.api.task import task

table = pd.read_csv("sweep.csv")


@task(returns=dict)
def experiment(name, pressure, temperature, repeats):
    state = pressure * 3.1 + temperature
    values = [round(state / (r + 1), 3) for r in range(repeats)]
    return {"name": name, "mean": sum(values) / len(values)}


results = []
for index, row in table.iterrows():
    results.append(experiment(row["name"], row["pressure"], row["temperature"], int(row["repeats"])))
results = compss_wait_on(results)
out = pd.DataFrame(results).sort_values("mean")
out.to_csv("results.csv", index=False)
print(out)
