"""A sweep over the cases of a YAML file."""

import yaml
from eflows2smk import software


@software(config_file="simulate.yaml")
def simulate(temperature, pressure, label, result):
    pass


@software(config_file="collect.yaml")
def collect(results, table):
    pass


def main():
    with open("cases.yaml") as file:
        config = yaml.safe_load(file)
    results = []
    for case in config["cases"]:
        for pressure in config["pressures"]:
            result = f"{config['folder']}/{case['name']}_{pressure}.txt"
            simulate(case["temperature"], pressure, label=case.get("label", "none"), result=result)
            results.append(result)
    collect(results, "table.txt")


if __name__ == "__main__":
    main()
