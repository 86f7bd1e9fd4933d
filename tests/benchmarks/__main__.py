"""``python -m tests.benchmarks [--full]``"""

from tests.benchmarks.run import main

main()
