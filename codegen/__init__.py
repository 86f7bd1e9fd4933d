"""Code generation: from the workflow graph to a Snakemake project."""

from eflows2smk.codegen.project import generate
from eflows2smk.codegen.writer import write

__all__ = ["generate", "write"]
