"""Plain Python of main.py, lines 39 to 41, as the workflow runs it."""

from eflows2smk.runtime import states


def run(curve_result, k, pyplot_state_and_fig_and_axes):
    # main.py:39
    x, y = curve_result
    pyplot_state, fig, axes = pyplot_state_and_fig_and_axes
    states.set_pyplot(pyplot_state)
    # main.py:40
    axes[0].plot(x, y, label=f"k={k}")
    axes[1].bar(k, y.mean())
    pyplot_state = states.pyplot()
    pyplot_state_and_fig_and_axes = pyplot_state, fig, axes
    return y, pyplot_state_and_fig_and_axes
