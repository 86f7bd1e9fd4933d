from .steps import mean, measure


def sweep(sample):
    return mean([measure(sample, number) for number in range(sample.size)])
