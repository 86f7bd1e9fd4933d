"""What runs inside a job: load the arguments, call the user's function, store what it returns.

Every job pays for what is imported here, so modules of this package import as little as they can, and late.
"""
