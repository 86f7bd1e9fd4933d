"""Code generation: from the workflow graph to a Snakemake project."""
