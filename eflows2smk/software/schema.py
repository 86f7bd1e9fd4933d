"""What a software description may say: sections, keys and the types of their values, as PyCOMPSs reads them."""

from __future__ import annotations

SECTIONS = ("execution", "parameters", "constraints", "container", "prolog", "epilog")

# Keys of `execution`, by type of software: a `*` marks those that must be there. Types: s text, n a number or text that
# gives one (a name, $NAME, an expression), b true or false, l a list, d a mapping.
_COMMON = "fail_by_exit_value:b working_dir:s"
EXECUTION: dict[str, str] = {
    "task": "",
    "workflow": "",
    "binary": f"binary:s* args:s {_COMMON} engine:s image:s params:s",
    "mpi": f"runner:s* binary:s args:s flags:s processes:n processes_per_node:n scale_by_cu:b {_COMMON}"
    " computing_nodes:n",
    "mpmd_mpi": f"runner:s* programs:l* processes_per_node:n {_COMMON}",
    "multinode": "computing_nodes:n",
    "http": "service_name:s* resource:s* request:s* payload:s payload_type:s produces:s updates:s",
    "compss": f"app_name:s* runcompss:s flags:s worker_in_master:b computing_nodes:n {_COMMON}",
    "julia": f"script:s* executor:s args:s computing_nodes:n {_COMMON}",
    "ompss": f"binary:s* computing_nodes:n {_COMMON}",
    "decaf": f"df_script:s* df_executor:s df_lib:s runner:s computing_nodes:n {_COMMON}",
    "opencl": f"kernel:s* {_COMMON}",
}
OTHERS: dict[str, str] = {
    "constraints": "computing_units:n processors:l processor_name:s processor_speed:n processor_architecture:s"
    " processor_type:s processor_property_name:s processor_property_value:s processor_internal_memory_size:n"
    " memory_size:n memory_type:s storage_size:n storage_type:s storage_bw:n operating_system_type:s"
    " operating_system_distribution:s operating_system_version:s app_software:s host_queues:s wall_clock_limit:n"
    " is_local:b",
    "container": "engine:s* image:s* options:s",
    "prolog": "binary:s* args:s fail_by_exit_value:b",
    "epilog": "binary:s* args:s fail_by_exit_value:b",
}
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
    "computingUnits": "computing_units",
    "processorArchitecture": "processor_architecture",
    "memorySize": "memory_size",
    "wallClockLimit": "wall_clock_limit",
    "hostQueues": "host_queues",
    "appSoftware": "app_software",
    "isReplicated": "is_replicated",
    "isDistributed": "is_distributed",
    "varargsType": "varargs_type",
    "targetDirection": "target_direction",
    "timeOut": "time_out",
}


def keys_of(table: str) -> dict[str, tuple[str, bool]]:
    """``name -> (type, must be there)`` of one line of the tables above."""
    found = {}
    for item in table.split():
        name, _, kind = item.partition(":")
        found[name] = (kind.rstrip("*"), kind.endswith("*"))
    return found
