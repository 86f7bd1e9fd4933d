import numpy as np

WEIGHT = float(np.sqrt(np.float64(2.0)))


class Model:
    def __init__(self, weight):
        self.weight = np.float64(weight)
        self.bias = 0.0

    def train(self, values):
        self.bias = float(np.mean(values))

    def predict(self, values):
        return float(np.dot(values, np.full(len(values), self.weight)) + self.bias)


def level(values):
    if max(values) > 2:
        return 1.0
    return 0.5


def normalised(values):
    array = np.asarray(values)
    return (array - array.mean()) / (array.std() or 1.0)
