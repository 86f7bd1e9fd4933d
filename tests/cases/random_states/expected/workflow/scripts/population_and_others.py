"""Plain Python of main.py, line 27, as the workflow runs it."""


def run(population):
    # main.py:27
    population_value = population[0]
    population_value_2 = population[1]
    population_and_others = (population, population_value_2, population_value)
    return population_and_others
