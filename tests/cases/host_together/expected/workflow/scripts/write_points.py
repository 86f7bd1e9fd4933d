"""Plain Python of main.py, lines 51 to 53, as the workflow runs it."""

from eflows2smk.runtime import states


def run(curve_result, pyplot_state_and_fig_and_ax):
    # main.py:51
    x, y = curve_result
    pyplot_state, fig, ax = pyplot_state_and_fig_and_ax
    states.set_pyplot(pyplot_state)
    # main.py:52
    ax.scatter(x, y)
    fig.savefig("points.png")
