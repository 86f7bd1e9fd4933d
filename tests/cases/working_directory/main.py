"""External programs in a working directory of their own, which is kept."""

from eflows2smk import software


@software(config_file="distinct.json")
def distinct(name, words, result):
    pass


if __name__ == "__main__":
    for name in ("fruit", "trees"):
        distinct(name, f"inputs/{name}.txt", f"distinct/{name}.txt")
