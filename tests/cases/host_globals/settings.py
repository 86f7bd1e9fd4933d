FACTOR = 1
LIMITS = {"low": 0, "high": 10}


def scaled(x):
    return x * FACTOR


def limit(name):
    return LIMITS[name]
