"""Plain Python of main.py, lines 26 to 27, as the workflow runs it."""

import matplotlib.pyplot as plt
from eflows2smk.runtime import states


def run(pyplot_state, values, i):
    states.set_pyplot(pyplot_state)
    # main.py:26
    plt.plot(values, label=f"curve {i}")
    sum_value = float(values.sum())
    pyplot_state = states.pyplot()
    return pyplot_state, sum_value
