"""The profiles that come with a workflow: for this machine, and for a Slurm cluster."""

from __future__ import annotations

import json
from typing import Any

import yaml

from eflows2smk.codegen.family import Family
from eflows2smk.codegen.tables import Tables
from eflows2smk.workflow.model import Workflow

DEFAULT = """\
# Settings that Snakemake takes by itself when it runs this workflow.
# Every round of the default scheduler looks at every ready job; this one looks at fifty.
scheduler: greedy
scheduler-subsample: 50
"""

_SLURM = """\
# snakemake --profile slurm
executor: slurm
jobs: 50
local-cores: 1
latency-wait: 30
keep-going: true
# One Slurm job for each attempt; the rule directive `retries` would be multiplied inside of the job.
retries: 0
default-resources:
  runtime: 60
  mem_mb: 2000
"""


def slurm(families: list[Family]) -> str:
    """``slurm/config.yaml``: how jobs reach the cluster, and what of a rule belongs there."""
    settings = {family.name: dict(family.slurm) for family in families if family.slurm}
    if not settings:
        return _SLURM
    return _SLURM + yaml.safe_dump({"set-resources": settings}, sort_keys=True)


def config(workflow: Workflow, tables: Tables) -> str:
    """``config/config.yaml``: what the rules look up, under the program's own names."""
    content: dict[str, Any] = {}
    content.update(tables.small)
    head = "# Values that the rules of this workflow look up; written by eflows2smk.\n"
    if not content:
        return head + "{}\n"
    return head + yaml.safe_dump(content, sort_keys=False, allow_unicode=True, width=100)


def table(value: Any) -> str:
    """``config/<key>.json``, one entry a line."""
    if isinstance(value, list):
        rows = [json.dumps(item, ensure_ascii=False) for item in value]
        return "[\n" + ",\n".join(f" {row}" for row in rows) + "\n]\n"
    rows = [
        f"{json.dumps(key, ensure_ascii=False)}: {json.dumps(item, ensure_ascii=False)}" for key, item in value.items()
    ]
    return "{\n" + ",\n".join(f" {row}" for row in rows) + "\n}\n"
