"""Plain Python of main.py, line 48, as the workflow runs it."""

import matplotlib.pyplot as plt
from eflows2smk.runtime import states


def run(pyplot_state):
    states.set_pyplot(pyplot_state)
    # main.py:48
    fig, ax = plt.subplots()
    pyplot_state = states.pyplot()
    ax_and_fig = (ax, fig)
    return pyplot_state, ax_and_fig
