"""Many short invocations, of which as many share a job of a cluster as their description says."""

from eflows2smk import FILE_IN, FILE_OUT, software, task


@software(config_file="count.json")
@task(text=FILE_IN, result=FILE_OUT)
def count(text, result):
    pass


@software(config_file="shout.json")
@task(returns=1)
def shout(word):
    return word.upper()


@task(path=FILE_OUT)
def write(word, path):
    with open(path, "w") as file:
        file.write(f"{word}\n")


for number in range(12):
    write(shout(f"word {number}"), f"texts/{number}.txt")
    count(f"texts/{number}.txt", f"counts/{number}.txt")
