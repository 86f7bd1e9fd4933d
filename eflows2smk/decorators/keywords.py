"""The keywords of decorators and the types of their values, for type checkers and editors.

Imported by these alone. `eflows2smk.software.schema` says the same to the compiler; a test compares the two.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, Required, TypedDict

# A number, or text that gives one: a name of the module or of a parameter, ``$NAME``, an expression.
Number = int | float | str
Management = Literal["RETRY", "IGNORE", "CANCEL_SUCCESSORS", "FAIL"]
Truth = bool | Literal["true", "false", "True", "False"]


class Software(TypedDict, total=False):
    """What all kinds of software have."""

    batch: Number
    # A file that ends with .yaml, or packages.
    conda: str | Sequence[str]
    envmodules: str | Sequence[str]


class Program(Software, total=False):
    """What all external programs have."""

    working_dir: str
    fail_by_exit_value: Truth


class Binary(Program, total=False):
    """Of ``@binary``."""

    binary: Required[str]
    args: str
    engine: str
    image: str
    params: str


class Mpi(Program, total=False):
    """Of ``@mpi``."""

    runner: Required[str]
    binary: str
    args: str
    flags: str
    processes: Number
    processes_per_node: Number
    scale_by_cu: Truth
    computing_nodes: Number


class OneProgram(TypedDict, total=False):
    """An entry of the programs of ``@mpmd_mpi``."""

    binary: Required[str]
    args: str
    processes: Number


class MpmdMpi(Program, total=False):
    """Of ``@mpmd_mpi``."""

    runner: Required[str]
    programs: Required[Sequence[OneProgram]]
    processes_per_node: Number


class Multinode(Software, total=False):
    """Of ``@multinode``."""

    computing_nodes: Number


class Http(Software, total=False):
    """Of ``@http``."""

    service_name: Required[str]
    resource: Required[str]
    request: Required[str]
    payload: str
    payload_type: str
    produces: str
    updates: str


class Compss(Program, total=False):
    """Of ``@compss``."""

    app_name: Required[str]
    runcompss: str
    flags: str
    worker_in_master: Truth
    computing_nodes: Number


class Julia(Program, total=False):
    """Of ``@julia``."""

    script: Required[str]
    executor: str
    args: str
    computing_nodes: Number


class Ompss(Program, total=False):
    """Of ``@ompss``."""

    binary: Required[str]
    computing_nodes: Number


class Decaf(Program, total=False):
    """Of ``@decaf``."""

    df_script: Required[str]
    df_executor: str
    df_lib: str
    runner: str
    computing_nodes: Number


class Opencl(Program, total=False):
    """Of ``@opencl``."""

    kernel: Required[str]


class Container(TypedDict, total=False):
    """Of ``@container``."""

    engine: Required[Literal["DOCKER", "SINGULARITY", "UDOCKER"] | str]
    image: Required[str]
    options: str


class Around(TypedDict, total=False):
    """Of ``@prolog`` and ``@epilog``."""

    binary: Required[str]
    args: str
    fail_by_exit_value: Truth


class Processor(TypedDict, total=False):
    """An entry of ``@constraint(processors=…)``."""

    processor_type: str
    computing_units: Number
    processor_name: str
    processor_speed: Number
    processor_architecture: str
    processor_property_name: str
    processor_property_value: str
    processor_internal_memory_size: Number
    model: str
    per: str


class Constraint(TypedDict, total=False):
    """Of ``@constraint``."""

    computing_units: Number
    processors: Sequence[Processor]
    processor_name: str
    processor_speed: Number
    processor_architecture: str
    processor_type: str
    processor_property_name: str
    processor_property_value: str
    processor_internal_memory_size: Number
    memory_size: Number
    memory_type: str
    storage_size: Number
    storage_type: str
    storage_bw: Number
    operating_system_type: str
    operating_system_distribution: str
    operating_system_version: str
    app_software: str
    host_queues: str
    wall_clock_limit: Number
    is_local: Truth
    qos: str
    account: str
    reservation: str
    licenses: str | Sequence[str]
    exclusive: Truth
    requeue: Truth
    mail: str | Sequence[str]
    mail_events: str | Sequence[str]
    slurm_options: str | Sequence[str]


class Reduction(TypedDict, total=False):
    """Of ``@reduction``."""

    chunk_size: Number
    is_reduce: Truth
