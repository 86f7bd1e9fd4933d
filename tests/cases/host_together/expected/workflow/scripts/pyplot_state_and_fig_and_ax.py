"""Plain Python of main.py, line 48, as the workflow runs it."""

import matplotlib.pyplot as plt
from eflows2smk.runtime import states


def run(pyplot_state):
    states.set_pyplot(pyplot_state)
    # main.py:48
    fig, ax = plt.subplots()
    pyplot_state = states.pyplot()
    pyplot_state_and_fig_and_ax = pyplot_state, fig, ax
    return pyplot_state_and_fig_and_ax
