import sys

from pycompss.api.api import compss_wait_on
from pycompss.api.task import task
from block import Block


@task(returns=1)
def initialise(i, j, size):
    block = Block(size)
    for x in range(size):
        for y in range(size):
            block.set(x, y, (x * 7 + y * 3 + i + 2 * j) % 3 == 0)
    return block


@task(returns=1)
def update(centre, *around):
    size = centre.size
    new = Block(size)
    for x in range(size):
        for y in range(size):
            alive = centre.neighbours(x, y, around)
            new.set(x, y, alive == 3 or (alive == 2 and centre.get(x, y)))
    return new


def main(blocks, size, iterations):
    state = [[initialise(i, j, size) for j in range(blocks)] for i in range(blocks)]
    for _ in range(iterations):
        new = []
        for i in range(blocks):
            new.append([])
            for j in range(blocks):
                around = [
                    state[(i + di) % blocks][(j + dj) % blocks]
                    for di in (-1, 0, 1)
                    for dj in (-1, 0, 1)
                    if (di, dj) != (0, 0)
                ]
                new[i].append(update(state[i][j], *around))
        state = new
    state = compss_wait_on(state)
    with open("life.txt", "w") as f:
        for row in state:
            for x in range(size):
                f.write("".join(block.line(x) for block in row) + "\n")


if __name__ == "__main__":
    if len(sys.argv) != 4:
        print("usage: main.py BLOCKS SIZE ITERATIONS")
        sys.exit(1)
    main(*map(int, sys.argv[1:]))
