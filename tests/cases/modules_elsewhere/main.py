"""Modules that are imported from a folder which the program adds to `sys.path`."""

import importlib
import sys
from pathlib import Path

sys.path.append(str(Path(__file__).resolve().parent / "lib"))

from flows import sweep
from samples import SIZES, Sample

from eflows2smk import wait_on

reports = importlib.import_module("reports")

samples = [Sample(name, size) for name, size in SIZES.items()]
means = [sweep(sample) for sample in samples]
total = reports.combine(means)
reports.write("report.txt", total)
print(reports.title(wait_on(total)))
