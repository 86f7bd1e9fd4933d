"""An executor of Snakemake's for Slurm: jobs run the commands of rules themselves, and several invocations each."""
