"""Control flow on values that only exist when the workflow runs: loops and branches whose iterations Snakemake finds.

The body of such a loop is evaluated once, for all of its iterations. Its variable is a `Symbol`; what it changes are
*cells* (`state.py`), which at the beginning of an iteration hold what the iteration before left, and behind the loop
what the last one left.
"""
