"""Data analytics: proper orthogonal decomposition of the snapshots."""

import numpy as np


def leading_modes(columns, rank):
    """The strongest modes of one simulation, scaled by their singular values."""
    modes, strengths, _ = np.linalg.svd(columns, full_matrices=False)
    return modes[:, :rank] * strengths[:rank]


def orthogonal_basis(modes, rank):
    """The strongest modes of all simulations, and the share of the variance that they carry."""
    basis, strengths, _ = np.linalg.svd(modes, full_matrices=False)
    energy = float(np.sum(strengths[:rank] ** 2) / np.sum(strengths**2))
    return basis[:, :rank], energy


def final_coordinates(windows, basis):
    """The last snapshot in reduced coordinates, and the largest error of the projection in each window."""
    errors = [float(np.abs(window - window @ basis @ basis.T).max()) for window in windows]
    return basis.T @ windows[-1][-1], errors
