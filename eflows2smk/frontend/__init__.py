"""The frontend: evaluates a program without running it, and leaves its workflow graph."""
