class BlockArray:
    """Blocks side by side; each may be a future."""

    def __init__(self, blocks):
        self._blocks = blocks

    @property
    def blocks(self):
        return self._blocks

    def __len__(self):
        return len(self._blocks)

    def __iter__(self):
        return iter(self._blocks)


def array_of(blocks):
    return BlockArray(list(blocks))


def gather(array):
    return [block for block in array]
