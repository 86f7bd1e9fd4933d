# The main program reads an event, makes scenarios of it, and runs each with its own parameter file.
import configparser
import json
import os
import sys

sys.path.append(os.path.join(os.path.dirname(__file__), "py"))

from load_event import load_event
from scenarios import build_scenarios
from steps import run_scenario, hazard


def main():
    Config = configparser.RawConfigParser()
    Config.read("input/main.config")
    workflow_dict = {
        "event": Config.get("EVENT", "file"),
        "n": Config.getint("ENSEMBLE", "number"),
        "out": Config.get("PATHS", "output"),
    }
    event = load_event(workflow_dict["event"])
    print("event:", event["name"], "magnitude", event["mag"])
    scenarios = build_scenarios(event, workflow_dict["n"])
    os.makedirs(workflow_dict["out"], exist_ok=True)
    outputs = []
    for i, scenario in enumerate(scenarios):
        parameter_file = os.path.join(workflow_dict["out"], "parfile_%03d.txt" % i)
        with open(parameter_file, "w") as f:
            for key, value in scenario.items():
                f.write("%s = %s\n" % (key, value))
        out = parameter_file.replace("parfile", "run")
        run_scenario(parameter_file, out)
        outputs.append(out)
    hazard(outputs, os.path.join(workflow_dict["out"], "hazard.json"))


if __name__ == "__main__":
    main()
