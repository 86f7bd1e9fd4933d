"""What one Slurm job of several invocations does when Slurm starts it once more."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path


def test_what_an_earlier_start_has_ended_is_not_done_again(tmp_path: Path) -> None:
    members = [
        {
            "inputs": [],
            "outputs": [name],
            "steps": [{"command": f"echo {name} | tee -a {name} >> done; {then}", "prefix": "", "threads": 1}],
        }
        for name, then in (("first", "true"), ("second", "exit 3"), ("third", "true"), ("fourth", "true"))
    ]
    (tmp_path / "batch.json").write_text(json.dumps({"seconds": 0, "members": members}))
    command = (sys.executable, "-m", "eflows2smk.runtime.batch", "batch.json")
    # The first two ended before their node failed, which ended the third.
    (tmp_path / "batch.json.ended").write_text("0 0\n1 3\n2 -15\n")
    for name in ("first", "third"):
        (tmp_path / name).write_text("begun\n")
    environment = {**os.environ, "SLURM_RESTART_COUNT": "1"}
    assert subprocess.run(command, cwd=tmp_path, env=environment).returncode == 1
    assert (tmp_path / "done").read_text() == "third\nfourth\n"
    # Of the one that had not ended only this time's output is there.
    assert [(tmp_path / name).read_text() for name in ("first", "third")] == ["begun\n", "third\n"]
    assert (tmp_path / "batch.json.ended").read_text() == "0 0\n1 3\n2 -15\n2 0\n3 0\n"
