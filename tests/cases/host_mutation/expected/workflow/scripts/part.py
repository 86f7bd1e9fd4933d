"""Plain Python of main.py, lines 48 to 50, as the workflow runs it."""


def run(grid):
    # main.py:48
    grid[0] = 7
    grid *= 2
    part = grid[1:3]
    return grid, part
