"""What is done before and after a program, in the same folder."""

from eflows2smk import software


@software(config_file="build.json")
def build(name, result):
    pass


if __name__ == "__main__":
    for name in ("a", "b"):
        build(name, f"built/{name}.txt")
