"""Solves ``-diffusion u'' + u' = 1`` with ``u(0) = u(1) = 0`` on the points of a mesh, by finite volumes."""

import argparse

import numpy as np


def solve(points: np.ndarray, diffusion: float) -> np.ndarray:
    sizes = np.diff(points)
    unknowns = len(points) - 2
    matrix = np.zeros((unknowns, unknowns))
    for row in range(unknowns):
        left, right = diffusion / sizes[row], diffusion / sizes[row + 1]
        matrix[row, row] = left + right + 1.0
        if row > 0:
            matrix[row, row - 1] = -left - 1.0
        if row + 1 < unknowns:
            matrix[row, row + 1] = -right
    source = 0.5 * (sizes[:-1] + sizes[1:])
    return np.concatenate([[0.0], np.linalg.solve(matrix, source), [0.0]])


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--diffusion", type=float, required=True)
    parser.add_argument("mesh")
    parser.add_argument("solution")
    arguments = parser.parse_args()
    mesh = np.loadtxt(arguments.mesh)
    np.savetxt(arguments.solution, np.column_stack([mesh, solve(mesh, arguments.diffusion)]))
