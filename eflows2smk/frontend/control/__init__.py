"""Control flow that only the run decides, and that reaches tasks: its iterations and sides are found by Snakemake.

The body of such a loop is evaluated once, for all of its iterations, and each side of a branch once. What they change
is told by the heap. `decisions` has the invocations that decide; `keeping` gives artefacts that hold values; `ways`
names places in the heap so that they are found again; `loops` and `sides` evaluate; `deciding` is what the machine
asks.
"""
