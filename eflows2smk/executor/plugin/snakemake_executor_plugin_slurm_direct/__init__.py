"""Where Snakemake looks for executors; all of its starts import this."""

try:
    from eflows2smk.executor.slurm import Executor, ExecutorSettings, common_settings
except ModuleNotFoundError as error:
    if error.name != "snakemake_executor_plugin_slurm":
        raise
    from eflows2smk.executor.absent import Executor, ExecutorSettings, common_settings

__all__ = ["Executor", "ExecutorSettings", "common_settings"]
