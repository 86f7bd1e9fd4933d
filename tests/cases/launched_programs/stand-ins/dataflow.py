"""Stands in for a script of decaf: takes the MPI launcher, then the arguments, and writes what runs them."""

import os
import shlex
import sys

launcher, count, number, args, steps, result = sys.argv[1:]
assert (launcher, count, number, args) == ("mpirun", "-n", "3", "--args"), sys.argv
with open("dataflow.sh", "w") as file:
    program = f"{shlex.quote(steps)} steps with process"
    command = shlex.join(["bash", "-c", f"echo {program}"])
    file.write(f"#!/bin/sh\n{launcher} {count} {number} {command} < /dev/null > {shlex.quote(result)}\n")
os.chmod("dataflow.sh", 0o755)
