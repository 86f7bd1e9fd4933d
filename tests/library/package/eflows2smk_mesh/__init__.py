"""A library that tells of its own functions. Nobody may import it to find that out."""

raise ImportError("a compiler imported this package")
