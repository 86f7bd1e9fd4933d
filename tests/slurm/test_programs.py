"""Programs leave the same behind, run as plain Python and on a cluster."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
import yaml

from tests.differential.compare import differences
from tests.programs import EXAMPLES, Project
from tests.slurm.cluster import Cluster

MODEL = next(path for path in EXAMPLES if path.name == "reduced_order_model")


def check(cluster: Cluster, program: Path, scratch: Path) -> Project:
    sequential = Project.copy_of(program, scratch / "sequential")
    compiled = Project.copy_of(program, scratch / "compiled")
    sequential.sequential()
    compiled.compile()
    cluster.snakemake(compiled)
    assert differences(sequential.folder, compiled.folder) == []
    return compiled


@pytest.fixture
def model(tmp_path: Path) -> Path:
    """The example with two simulations instead of six: the rest is the same again."""
    folder = tmp_path / "model"
    shutil.copytree(MODEL, folder)
    sweep = yaml.safe_load((folder / "sweep.yaml").read_text())
    sweep["training"] = sweep["training"][:2]
    (folder / "sweep.yaml").write_text(yaml.safe_dump(sweep))
    return folder


def test_reduced_order_model_with_its_processes_on_several_nodes(cluster: Cluster, model: Path, tmp_path: Path) -> None:
    check(cluster, model, tmp_path)
