import numpy as np

from pycompss.api.api import compss_wait_on
from pycompss.api.task import task


@task(returns=list)
def base(x):
    return np.fft.fft(x)


@task(returns=list)
def join(even, odd):
    n = 2 * len(even)
    factor = np.exp(-2j * np.pi * np.arange(n // 2) / n)
    return np.concatenate([even + factor * odd, even - factor * odd])


def fft(x, smallest):
    if len(x) <= smallest:
        return base(x)
    return join(fft(x[0::2], smallest), fft(x[1::2], smallest))


signal = [float((3 * i) % 5) for i in range(8)]
spectrum = compss_wait_on(fft(signal, 4))
np.savetxt("spectrum.txt", np.column_stack([spectrum.real, spectrum.imag]), fmt="%.6f")
