"""Arguments that differ from call to call in more than their values: braces, empty lists, lists of several lengths."""

from eflows2smk import COLLECTION_FILE_OUT, FILE_OUT, binary, task


@binary(binary="sh", args='-c \'echo "$1" "$2" > "$3"\' sh {{text}} {{other}} {{result}}')
@task(result=FILE_OUT)
def say(text, other, result):
    pass


@binary(binary="sh", args='-c \'echo "$*" > "$0"\' {{result}} {{words}}')
@task(result=FILE_OUT)
def list_words(words, result):
    pass


@binary(binary="touch", args="{{parts}}")
@task(parts=COLLECTION_FILE_OUT)
def split(parts):
    pass


for i in range(3):
    say(f"{{name}}_{i}", "{x}", f"said/{i}.txt")
    list_words(["word"] * i, f"words/{i}.txt")
    split([f"parts/{i}/{j}.txt" for j in range(i + 1)])
