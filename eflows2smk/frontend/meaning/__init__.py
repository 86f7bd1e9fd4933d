"""What a call means: digests by which it is known whether a call has to be run again.

Enter the evaluated program and its workflow graph, leaves one digest for each call site. Two programs that differ in
comments, positions, docstrings, the order of definitions, and names of local variables have the same digests.
"""
