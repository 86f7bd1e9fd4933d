import os
from dataclasses import dataclass, field

from eflows2smk import *


@task(source=FILE_IN, target=FILE_OUT)
def convert(source, target, operation):
    with open(source) as f:
        text = f.read()
    with open(target, "w") as f:
        f.write(getattr(text, operation)())


@dataclass
class Stage:
    name: str
    operation: str
    suffix: str = ".txt"


@dataclass
class Pipeline:
    folder: str
    stages: list = field(default_factory=list)

    def run(self, path):
        current = path
        for stage in self.stages:
            base = os.path.basename(current).split(".")[0]
            target = os.path.join(self.folder, base + "." + stage.name + stage.suffix)
            convert(current, target, stage.operation)
            current = target
        return current


os.makedirs("stages", exist_ok=True)
pipeline = Pipeline("stages", [Stage("upper", "upper"), Stage("swap", "swapcase", ".out")])
for source in ("one.txt", "two.txt"):
    print(pipeline.run(source))
