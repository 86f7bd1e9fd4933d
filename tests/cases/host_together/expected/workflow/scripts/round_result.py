"""Plain Python of main.py, lines 42 to 46, as the workflow runs it."""

import matplotlib.pyplot as plt
from eflows2smk.runtime import states


def run(pyplot_state, axes_and_others):
    axes, fig, y = axes_and_others
    # main.py:42
    axes[0].legend()
    fig.tight_layout()
    fig.savefig("curves.png")
    states.set_pyplot(pyplot_state)
    # main.py:45
    plt.close(fig)
    round_result = round(float(y.mean()), 3)
    pyplot_state = states.pyplot()
    return pyplot_state, round_result
