"""What a software description may say: sections, keys and the types of their values, as PyCOMPSs reads them."""

from __future__ import annotations

SECTIONS = ("execution", "parameters", "constraints", "container", "prolog", "epilog")

# Where the keywords of a decorator belong; "" for those that say nothing about the software. All others are types of
# `execution`.
SECTION_OF = {
    "task": "parameters",
    "reduction": "parameters",
    "constraint": "constraints",
    "container": "container",
    "prolog": "prolog",
    "epilog": "epilog",
    "on_failure": "on_failure",
    "IO": "",
    "implement": "",
}
# Keys of `execution`, by type of software: a `*` marks those that must be there. Types: s text, n a number or text that
# gives one (a name, $NAME, an expression), b true or false, l a list, d a mapping, e text or a list of texts, c the
# same for environments of conda: a file, or packages.
_COMMON = "fail_by_exit_value:b working_dir:s"
# Keys of ours, which all types have.
EVERYWHERE = "batch:n conda:c envmodules:e"
EXECUTION: dict[str, str] = {
    "task": "",
    "workflow": "",
    "binary": f"binary:s* args:s {_COMMON} engine:s image:s params:s",
    "mpi": f"runner:s* binary:s args:s flags:s processes:n processes_per_node:n scale_by_cu:b {_COMMON}"
    " computing_nodes:n",
    "mpmd_mpi": f"runner:s* programs:l* processes_per_node:n {_COMMON}",
    "torch": f"binary:s* args:s processes:n processes_per_node:n {_COMMON}",
    "multinode": "computing_nodes:n",
    "http": "service_name:s* resource:s* request:s* payload:s payload_type:s produces:s updates:s",
    "compss": f"app_name:s* runcompss:s flags:s worker_in_master:b computing_nodes:n {_COMMON}",
    "julia": f"script:s* executor:s args:s computing_nodes:n {_COMMON}",
    "ompss": f"binary:s* computing_nodes:n {_COMMON}",
    "decaf": f"df_script:s* df_executor:s df_lib:s runner:s computing_nodes:n {_COMMON}",
    "opencl": f"kernel:s* {_COMMON}",
}
# What launchers of processes are told. Other types of software have no use for it, and PyCOMPSs passes it over.
OF_LAUNCHERS = frozenset("runner flags processes processes_per_node ppn scale_by_cu computing_nodes".split())
OTHERS: dict[str, str] = {
    "constraints": "computing_units:n processors:l processor_name:s processor_speed:n processor_architecture:s"
    " processor_type:s processor_property_name:s processor_property_value:s processor_internal_memory_size:n"
    " memory_size:n memory_type:s storage_size:n storage_type:s storage_bw:n operating_system_type:s"
    " operating_system_distribution:s operating_system_version:s app_software:s host_queues:s wall_clock_limit:n"
    " is_local:b qos:s account:s reservation:s licenses:e exclusive:b requeue:b mail:e mail_events:e slurm_options:e",
    "container": "engine:s* image:s* options:s",
    "prolog": "binary:s* args:s fail_by_exit_value:b",
    "epilog": "binary:s* args:s fail_by_exit_value:b",
}
# Keys of one entry of the constraint `processors`, in today's spelling; PyCOMPSs ignores case and underscores in them.
PROCESSOR = (
    "processor_type:s computing_units:n processor_name:s processor_speed:n processor_architecture:s"
    " processor_property_name:s processor_property_value:s processor_internal_memory_size:n model:s per:s"
)
PROCESSOR_SHORT = {
    "type": "processor_type",
    "name": "processor_name",
    "speed": "processor_speed",
    "architecture": "processor_architecture",
    "propertyname": "processor_property_name",
    "propertyvalue": "processor_property_value",
    "internalmemorysize": "processor_internal_memory_size",
    "internalmemory": "processor_internal_memory_size",
}
# Keys of a parameter's details, in lower case, and what they set.
DETAILS = {
    "type": "type",
    "direction": "direction",
    "stdiostream": "stream",
    "stream": "stream",
    "prefix": "prefix",
    "depth": "depth",
    "weight": "weight",
    "keep_rename": "keep_rename",
    "cache": "cache",
}
ENGINES = ("DOCKER", "SINGULARITY", "UDOCKER")
STREAMS = ("stdin", "stdout", "stderr")
# Keywords of @task that are no parameters of the function.
TASK = frozenset(
    (
        "returns cache_returns priority defaults time_out is_replicated is_distributed computing_nodes"
        " processes_per_node is_reduce chunk_size on_failure tracing_hook numba numba_flags numba_signature"
        " numba_declaration varargs_type target_direction"
    ).split()
)
DEPRECATED: dict[str, str] = {
    "workingDir": "working_dir",
    "computingNodes": "computing_nodes",
    "isReplicated": "is_replicated",
    "isDistributed": "is_distributed",
    "varargsType": "varargs_type",
    "targetDirection": "target_direction",
    # With a truth value: whether a method changes its object.
    "isModifier": "target_direction",
    "timeOut": "time_out",
}
DEPRECATED |= {
    "".join(part.title() if place else part for place, part in enumerate(name.split("_"))): name
    for name in (item.split(":")[0] for item in OTHERS["constraints"].split())
    if "_" in name
}


def keys_of(table: str) -> dict[str, tuple[str, bool]]:
    """``name -> (type, must be there)`` of one line of the tables above."""
    found = {}
    for item in table.split():
        name, _, kind = item.partition(":")
        found[name] = (kind.rstrip("*"), kind.endswith("*"))
    return found
