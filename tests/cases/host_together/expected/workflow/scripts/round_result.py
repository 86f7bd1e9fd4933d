"""Plain Python of main.py, lines 42 to 46, as the workflow runs it."""

import matplotlib.pyplot as plt
from eflows2smk.runtime import states


def run(pyplot_state_and_fig_and_axes, y):
    pyplot_state, fig, axes = pyplot_state_and_fig_and_axes
    states.set_pyplot(pyplot_state)
    # main.py:42
    axes[0].legend()
    fig.tight_layout()
    fig.savefig("curves.png")
    plt.close(fig)
    round_result = round(float(y.mean()), 3)
    pyplot_state = states.pyplot()
    return pyplot_state, round_result
