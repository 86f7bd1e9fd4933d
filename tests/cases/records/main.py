"""Settings kept in data classes."""

from dataclasses import dataclass, replace

from eflows2smk import FILE_OUT, task


@dataclass(frozen=True)
class Settings:
    name: str
    steps: int = 10
    scale: float = 1.0

    @property
    def output(self):
        return f"results/{self.name}.txt"

    def longer(self, factor):
        return replace(self, name=f"{self.name}_long", steps=self.steps * factor)


@task(result=FILE_OUT)
def run(steps, scale, result):
    with open(result, "w") as file:
        file.write(f"{steps * scale}")


@task(result=FILE_OUT)
def describe(settings, result):
    with open(result, "w") as file:
        file.write(repr(settings))


if __name__ == "__main__":
    base = [Settings("coarse"), Settings("fine", scale=0.1)]
    for settings in base + [settings.longer(3) for settings in base]:
        run(settings.steps, settings.scale, settings.output)
    describe(base[1], "settings.txt")
