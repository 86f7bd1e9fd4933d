"""Parameters that are the standard input, output and error of a program."""

from eflows2smk import FILE_IN_STDIN, FILE_OUT_STDERR, FILE_OUT_STDOUT, binary, task


@binary(binary="sort", args="-r")
@task(lines=FILE_IN_STDIN, result=FILE_OUT_STDOUT)
def sort(lines, result):
    pass


@binary(binary="sh", args="-c 'cat; echo careful >&2'")
@task(lines=FILE_IN_STDIN, result=FILE_OUT_STDOUT, warnings=FILE_OUT_STDERR)
def complain(lines, result, warnings):
    pass


if __name__ == "__main__":
    sort("inputs/names.txt", "sorted.txt")
    complain("sorted.txt", "same.txt", "warnings.txt")
