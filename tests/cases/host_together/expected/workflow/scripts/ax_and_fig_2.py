"""Plain Python of main.py, lines 49 to 50, as the workflow runs it."""

from eflows2smk.runtime import states


def run(curve_result, pyplot_state, ax_and_fig_2):
    ax, fig = ax_and_fig_2
    # main.py:49
    x, y = curve_result
    states.set_pyplot(pyplot_state)
    # main.py:50
    ax.plot(x, y)
    ax_and_fig = (ax, fig)
    return ax_and_fig
