"""How snapshots get from the form in which one step writes them into the form in which the next one reads them."""

import numpy as np


def drop_transient(path, start):
    """The snapshots of a file without the first ``start`` of them, in which the rod is hardly warm."""
    return np.load(path)[start:]


def to_columns(snapshots):
    """One column for each time, as the decomposition wants them."""
    return np.ascontiguousarray(snapshots.T)


def side_by_side(matrices):
    """One wide matrix of several."""
    return np.hstack(matrices)


def distribute(path, windows):
    """The snapshots of a file, shared out over consecutive windows of time."""
    return np.array_split(np.load(path), windows)
