"""Plain Python of main.py, lines 18 to 20, as the workflow runs it."""

import helpers
from helpers import normalised


def run(values, model, info):
    # main.py:18
    level = helpers.level(values)
    smooth = normalised(values)
    value = model.predict(smooth) + level
    info_value = info["seed"]
    return value, info_value
