import os

CORES = os.environ.get("SIMULATION_CORES", "1")
