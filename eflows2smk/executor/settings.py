"""Options of the executor on Snakemake's command line and in profiles: ``--slurm-direct-…``."""

# Annotations have to be types here and not texts: Snakemake makes options of them.
from dataclasses import dataclass, field

from snakemake_executor_plugin_slurm import ExecutorSettings as OriginalSettings  # type: ignore[import-untyped]


@dataclass
class ExecutorSettings(OriginalSettings):  # type: ignore[misc]
    """Those of the original, and one more."""

    at_once: int = field(
        default=50,
        metadata={"help": "How many Slurm jobs may wait or run at once.", "env_var": False, "required": False},
    )
