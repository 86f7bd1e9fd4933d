"""An executor of Snakemake's for Slurm: jobs run the commands of rules themselves, and several invocations each."""

# The queues other than Slurm's for which there are profiles.
SYSTEMS = ("pbs", "torque", "lsf", "sge", "htcondor")
