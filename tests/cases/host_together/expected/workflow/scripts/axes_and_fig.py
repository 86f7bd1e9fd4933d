"""Plain Python of main.py, line 37, as the workflow runs it."""

import matplotlib.pyplot as plt
from eflows2smk.runtime import states


def run():
    # main.py:37
    fig, axes = plt.subplots(1, 2, figsize=(6, 3))
    pyplot_state = states.pyplot()
    axes_and_fig = (axes, fig)
    return pyplot_state, axes_and_fig
