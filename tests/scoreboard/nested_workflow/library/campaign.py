import os

from library.tasks import simulate, summarise


class Campaign:
    def __init__(self, folder):
        self.folder = folder
        self._results = {}

    def __enter__(self):
        os.makedirs(self.folder, exist_ok=True)
        return self

    def __exit__(self, *error):
        return False

    def add(self, angle, options=None):
        options = {"speed": 1.0, **(options or {})}
        out = os.path.join(self.folder, f"angle_{angle:03d}.csv")
        simulate(angle, options, out)
        self._results[angle] = out

    def reports(self):
        return {f"angle {angle}": summarise(out) for angle, out in self._results.items()}
