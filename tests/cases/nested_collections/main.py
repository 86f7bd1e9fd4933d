"""Lists of lists of objects."""

from eflows2smk import COLLECTION_IN, FILE_OUT, Depth, Type, task


@task(returns=1)
def cell(row, column):
    return 10 * row + column


@task(grid={Type: COLLECTION_IN, Depth: 2}, result=FILE_OUT)
def write(grid, corner, result):
    with open(result, "w") as file:
        for row in grid:
            file.write(" ".join(str(value) for value in row) + "\n")
        file.write(f"corner {corner}\n")


if __name__ == "__main__":
    grid = [[cell(row, column) for column in range(3)] for row in range(2)]
    write(grid, grid[-1][0], "grid.txt")
    write([[grid[0][0], 99], [100]], "none", "mixed.txt")
