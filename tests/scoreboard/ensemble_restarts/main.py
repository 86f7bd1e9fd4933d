"""An ensemble of models that are restarted from their own restart files, year after year."""

import configparser
import os
from os import path

from pycompss.api.api import compss_barrier
from pycompss.api.parameter import FILE_IN, FILE_OUT
from pycompss.api.task import task

config = configparser.ConfigParser()
config.read("ensemble.conf")
MEMBERS = [m.strip() for m in config["ensemble"]["members"].split(",")]
YEARS = config.getint("ensemble", "years")
START = config.getint("ensemble", "start")


@task(restart=FILE_OUT)
def initialise(member, perturbation, restart):
    with open(restart, "w") as f:
        f.write("%s %f\n" % (member, 10 + perturbation))


@task(restart_in=FILE_IN, restart_out=FILE_OUT, output=FILE_OUT)
def model(year, restart_in, restart_out, output):
    with open(restart_in) as f:
        member, value = f.read().split()
    value = float(value) * 1.01
    with open(restart_out, "w") as f:
        f.write("%s %f\n" % (member, value))
    with open(output, "w") as f:
        f.write("%d %.2f\n" % (year, value))


def restart_file(member, year):
    return path.join("work", member, "restart.%04d.nc" % year)


if __name__ == "__main__":
    for number, member in enumerate(MEMBERS):
        os.makedirs(path.join("work", member), exist_ok=True)
        initialise(member, number * 0.1, restart_file(member, START))
        for year in range(START, START + YEARS):
            model(
                year,
                restart_file(member, year),
                restart_file(member, year + 1),
                path.join("work", member, f"out.{year}.nc"),
            )
    compss_barrier()
    print("ensemble done")
