"""Plain Python of main.py, lines 28 to 34, as the workflow runs it."""

import matplotlib.pyplot as plt
import numpy as np
import random
from eflows2smk.runtime import states


def run(pyplot_state, numpy_random_state, random_state, drawn):
    states.set_pyplot(pyplot_state)
    # main.py:28
    axes = plt.gca()
    states.set_numpy_random(numpy_random_state)
    states.set_random(random_state)
    # main.py:29
    with open("drawn.txt", "w") as out:
        out.write(f"{drawn} {np.random.randint(1000)} {random.choice('abcdef')}\n")
        out.write(f"{len(axes.lines)} lines, {[line.get_label() for line in axes.lines]}\n")
    plt.legend()
    plt.savefig("curves.png")
    plt.close()
