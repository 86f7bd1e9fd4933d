"""Values and paths that are counted across two loops."""

from eflows2smk import FILE_IN, FILE_OUT, binary, task

ROWS, COLUMNS = 3, 4


@binary(binary="sh", args="-c 'echo tile $0 of row $1 > \"$2\"' {{number}} {{row}} {{tile}}")
@task(tile=FILE_OUT)
def render(number, row, tile):
    pass


@binary(binary="sh", args='-c \'cat "$0" > "$1"\' {{numbered}} {{copy}}')
@task(numbered=FILE_IN, copy=FILE_OUT)
def copy_numbered(numbered, copy):
    pass


@binary(binary="sh", args="-c 'echo $0 > \"$1\"' {{seed}} {{numbered}}")
@task(numbered=FILE_OUT)
def prepare(seed, numbered):
    pass


def main():
    for number in range(ROWS * COLUMNS):
        prepare(number * number, f"numbered/{number}.txt")
    for row in range(ROWS):
        for column in range(COLUMNS):
            number = row * COLUMNS + column
            render(number, row, f"tiles/{row}_{column}.txt")
            copy_numbered(f"numbered/{number}.txt", f"copies/{row}/{COLUMNS - column}.txt")


if __name__ == "__main__":
    main()
