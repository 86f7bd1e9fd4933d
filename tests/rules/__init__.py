"""What the rules of each kind of software do when Snakemake runs them."""
