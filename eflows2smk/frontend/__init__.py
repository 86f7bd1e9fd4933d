"""The frontend: evaluates a program without running it, and leaves its workflow graph."""

# The modules below register what they can prepare.
from eflows2smk.frontend import assignment, classes, functions, imports, patterns, strings  # noqa: F401
from eflows2smk.frontend.evaluator import evaluate

__all__ = ["evaluate"]
