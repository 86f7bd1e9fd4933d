"""A class with tasks."""

from eflows2smk import IN, task


class Counter:
    def __init__(self, start):
        self.value = start

    @task()
    def add(self, amount):
        self.value += amount

    @task(returns=1, target_direction=IN)
    def double(self):
        return 2 * self.value
