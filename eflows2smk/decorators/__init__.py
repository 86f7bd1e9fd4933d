"""What each decorator does when the program is run by plain Python: the sequential meaning, one module a decorator.

The compiler reads the same decorators without running them; what they do here is the reference for what the compiled
workflow computes. Every job imports these modules, so they import as little as they can.
"""
