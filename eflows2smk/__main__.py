"""``python -m eflows2smk`` is the command ``eflows2smk``."""

from eflows2smk.cli import main

if __name__ == "__main__":
    main()
