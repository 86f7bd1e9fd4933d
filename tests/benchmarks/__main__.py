"""``python -m tests.benchmarks [--full | --slurm]``"""

from tests.benchmarks.run import main

main()
