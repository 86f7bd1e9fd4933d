"""What the README shows is what is there; ``--update-goldens`` renews its excerpt of the generated Snakefile."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from eflows2smk.commands.phases import compile_program
from tests.programs import REPOSITORY

README = REPOSITORY / "README.md"
RULES = ("simulate", "find_modes")
EXCERPT = re.compile(r"(?<=^```python\n)# main\.py:.*?(?=^```$)", re.MULTILINE | re.DOTALL)


def test_rules_in_the_readme_are_the_generated_ones(monkeypatch: pytest.MonkeyPatch, update_goldens: bool) -> None:
    monkeypatch.chdir(REPOSITORY / "examples" / "reduced_order_model")
    files = compile_program(Path("main.py"), (), Path()).files
    assert files is not None
    blocks = files["workflow/Snakefile"].rstrip("\n").split("\n\n\n")
    rules = [block for block in blocks if any(f"\nrule {rule}:\n" in block for rule in RULES)]
    excerpt = "\n\n\n".join(rules) + "\n"
    text = README.read_text()
    if update_goldens:
        README.write_text(EXCERPT.sub(lambda _: excerpt, text))
    else:
        assert EXCERPT.findall(text) == [excerpt]


def test_continuous_integration_runs_the_command_of_the_readme() -> None:
    (command,) = re.findall(r'pip install -q -e "\.\[test\]" && \.venv/bin/python (.+)', README.read_text())
    assert command in (REPOSITORY / ".ci" / "run").read_text()
