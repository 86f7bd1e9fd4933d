from samples import Sample

from eflows2smk import task


@task(returns=1)
def measure(sample: Sample, number):
    assert isinstance(sample, Sample)
    return sample.size * number


@task(returns=1)
def mean(values):
    return sum(values) / len(values)
