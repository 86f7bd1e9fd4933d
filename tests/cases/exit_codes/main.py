"""Exit codes of programs as values that tasks take, and programs that may fail."""

from eflows2smk import COLLECTION_IN, FILE_IN, FILE_OUT, binary, epilog, prolog, task

WORDS = ["apple", "fig", "pear"]


@binary(binary="grep", args="-q {{word}} {{text}}", fail_by_exit_value=False)
@task(text=FILE_IN, returns=int)
def search(word, text):
    pass


@prolog(binary="test", args="-d nowhere", fail_by_exit_value=False)
@binary(binary="sort", args="-u {{text}} -o {{result}}")
@task(text=FILE_IN, result=FILE_OUT, returns=int)
def sort(text, result):
    pass


@binary(binary="false", args="; echo never > {{result}}; exit 4", fail_by_exit_value=False)
@task(returns=int)
def script(result):
    pass


@binary(binary="grep", args="{{word}} {{text}} > {{result}}", fail_by_exit_value=False)
@epilog(binary="echo", args="looked for {{word}} >> {{result}}", fail_by_exit_value=True)
@task(text=FILE_IN, result=FILE_OUT)
def find(word, text, result):
    pass


@task(codes=COLLECTION_IN, path=FILE_OUT)
def report(codes, path):
    with open(path, "w") as file:
        file.write("".join(f"{code!r}\n" for code in codes))


if __name__ == "__main__":
    found = [search(word, "fruit.txt") for word in WORDS]
    sorted_ = sort("fruit.txt", "sorted.txt")
    stopped = script("never.txt")
    report([*found, sorted_, stopped], "codes.txt")
    for word in WORDS:
        find(word, "fruit.txt", f"found/{word}.txt")
