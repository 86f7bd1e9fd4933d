"""Plain Python of main.py, lines 39 to 41, as the workflow runs it."""

from eflows2smk.runtime import states


def run(curve_result, pyplot_state, k, axes_and_fig):
    axes, fig = axes_and_fig
    # main.py:39
    x, y = curve_result
    states.set_pyplot(pyplot_state)
    # main.py:40
    axes[0].plot(x, y, label=f"k={k}")
    axes[1].bar(k, y.mean())
    pyplot_state = states.pyplot()
    axes_and_others = (axes, fig, y)
    return pyplot_state, axes_and_others
