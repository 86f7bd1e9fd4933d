"""Plain Python of main.py, lines 49 to 50, as the workflow runs it."""

from eflows2smk.runtime import states


def run(curve_result, pyplot_state_and_fig_and_ax):
    # main.py:49
    x, y = curve_result
    pyplot_state, fig, ax = pyplot_state_and_fig_and_ax
    states.set_pyplot(pyplot_state)
    # main.py:50
    ax.plot(x, y)
    pyplot_state = states.pyplot()
    pyplot_state_and_fig_and_ax = pyplot_state, fig, ax
    return pyplot_state_and_fig_and_ax
