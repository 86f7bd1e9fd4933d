"""What libraries remember by themselves, carried from one script of host code to the next.

A state is None where no script has asked for it so far: the library is as it was when it was imported.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


def random() -> Any:
    """The state of Python's random numbers."""
    import random as library

    return library.getstate()


def set_random(state: Any) -> None:
    if state is None:
        return
    import random as library

    library.setstate(state)


def numpy_random() -> Any:
    """The state of ``numpy.random``'s own generator."""
    import numpy

    return numpy.random.get_state()


def set_numpy_random(state: Any) -> None:
    if state is None:
        return
    import numpy

    numpy.random.set_state(state)


def pyplot() -> Any:
    """The open figures of ``matplotlib.pyplot``, the number of the current one, and the settings."""
    import matplotlib
    from matplotlib import pyplot as library

    numbers = library.get_fignums()
    current = library.gcf().number if numbers else 0
    return [library.figure(number) for number in numbers], current, dict(matplotlib.rcParams)


def set_pyplot(state: Any) -> None:
    if state is None:
        return
    import matplotlib
    from matplotlib import pyplot as library

    # Figures take their places among those of pyplot when they are loaded.
    _, current, settings = state
    matplotlib.rcParams.update({key: value for key, value in settings.items() if not key.startswith("backend")})
    if current:
        library.figure(current)


def torch() -> Any:
    """The state of PyTorch's random numbers."""
    from importlib import import_module

    return import_module("torch").get_rng_state()


def set_torch(state: Any) -> None:
    if state is None:
        return
    from importlib import import_module

    import_module("torch").set_rng_state(state)
