import json
import sys
from pathlib import Path

from eflows2smk import *


class Settings:
    def __init__(self, **values):
        self.__dict__.update(values)

    @classmethod
    def load(cls, path):
        return cls(**json.loads(Path(path).read_text()))


@task(out=FILE_OUT)
def model(n, alpha, out):
    Path(out).write_text(f"{n * alpha}\n")


@task(first=FILE_IN, second=FILE_IN, returns=1)
def difference(first, second):
    return float(Path(first).read_text()) - float(Path(second).read_text())


settings = Settings.load(sys.argv[1])
results = Path(settings.results)
results.mkdir(exist_ok=True)
for alpha in settings.alphas:
    model(settings.n, alpha, str(results / f"alpha_{alpha}.txt"))
gaps = []
for a, b in zip(settings.alphas, settings.alphas[1:]):
    gaps.append(difference(str(results / f"alpha_{a}.txt"), str(results / f"alpha_{b}.txt")))
gaps = wait_on(gaps)
(results / "gaps.json").write_text(json.dumps(gaps))
