class Block:
    """A square of cells."""

    def __init__(self, size):
        self.size = size
        self.cells = [[False] * size for _ in range(size)]

    def get(self, x, y):
        return self.cells[x][y]

    def set(self, x, y, value):
        self.cells[x][y] = bool(value)

    def line(self, x):
        return "".join("#" if cell else "." for cell in self.cells[x])

    def neighbours(self, x, y, around):
        n = self.size
        blocks = {}
        places = [(a, b) for a in (-1, 0, 1) for b in (-1, 0, 1) if (a, b) != (0, 0)]
        for place, block in zip(places, around):
            blocks[place] = block
        blocks[0, 0] = self
        total = 0
        for dx, dy in places:
            u, v = x + dx, y + dy
            block = blocks[u // n, v // n]
            total += block.get(u % n, v % n)
        return total
