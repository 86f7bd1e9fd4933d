"""Code generation: graphs built by hand, the text that comes out, and what the real Snakemake makes of it."""
