"""Software of a kind that another package brings, by its decorator and by a description."""

from eflows2smk_sed import sed

from eflows2smk import FILE_IN, FILE_OUT_STDOUT, software, task


@sed(script="s/pear/plum $1 {it}/")
@task(text=FILE_IN, result=FILE_OUT_STDOUT)
def replaced(text, result):
    pass


@software(config_file="first.json")
def first(text, result):
    pass


if __name__ == "__main__":
    replaced("text.txt", "replaced.txt")
    for name in ("text", "replaced"):
        first(f"{name}.txt", f"first/{name}.txt")
