"""Plain Python of main.py, lines 51 to 53, as the workflow runs it."""


def run(curve_result, ax_and_fig):
    ax, fig = ax_and_fig
    # main.py:51
    x, y = curve_result
    ax.scatter(x, y)
    fig.savefig("points.png")
