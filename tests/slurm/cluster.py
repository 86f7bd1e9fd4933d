"""A private Slurm cluster for tests, and programs that run on it.

The script ``slurm-cluster`` beside this file starts real daemons: four nodes of four CPUs, the last two with two GPUs
each that are none, and accounting, on this machine's loopback.
"""

from __future__ import annotations

import os
import re
import shlex
import shutil
import signal
import subprocess
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from tests.programs import Failed, Project, environment

HERE = Path(__file__).resolve().parent
SCRIPT = HERE / "slurm-cluster"
# An editable installation does not show it to Snakemake.
PLUGIN = HERE.parent.parent / "eflows2smk" / "executor" / "plugin"
# Each program that a cluster needs, and the package of Debian's that it comes with.
NEEDED = {
    "slurmctld": "slurmctld",
    "slurmd": "slurmd",
    "munged": "munge",
    "sbatch": "slurm-client",
    "slurmdbd": "slurmdbd",
    "mariadbd": "mariadb-server-core",
    "my_print_defaults": "mariadb-client-core",
}
# Generous, since a job of Snakemake's own executor starts Snakemake twice, and others may use this machine as well.
SECONDS = 300
# What a test run adds to the profile that the compiler writes: see fastpoll/.
FAST = ("--executor", "slurmfast", "--slurmfast-status-command", "sacct")
# The same of the executor that `eflows2smk init slurm` chooses. Its jobs take a tenth of the others' processor time, as
# they start no Snakemake.
DIRECT = ("--executor", "slurmdirectfast", "--slurmdirectfast-status-command", "sacct")


def missing() -> list[str]:
    """The packages of the programs that a cluster needs and that are not here."""
    path = os.pathsep.join([os.environ.get("PATH", os.defpath), "/usr/sbin", "/sbin"])
    return [package for name, package in NEEDED.items() if shutil.which(name, path=path) is None]


@dataclass(frozen=True, slots=True)
class Ended:
    """How a command ended, with all that it printed."""

    code: int
    output: str


@dataclass(frozen=True, slots=True)
class Cluster:
    """A running cluster. folder: its files."""

    folder: Path

    @staticmethod
    def start(folder: Path, **settings: str) -> Cluster:
        """settings: variables of the script, without ``SLURM_CLUSTER_``."""
        variables = {f"SLURM_CLUSTER_{name}": value for name, value in settings.items()}
        done = subprocess.run(
            [SCRIPT, "start", folder], env={**os.environ, **variables}, capture_output=True, text=True, timeout=120
        )
        if done.returncode:
            raise Failed(f"the cluster does not start:\n{done.stdout}{done.stderr}")
        return Cluster(folder)

    def stop(self) -> None:
        subprocess.run([SCRIPT, "stop", self.folder], check=True, capture_output=True, timeout=60)

    def environment(self) -> dict[str, str]:
        """The environment of a shell on the login node."""
        lines = subprocess.run(
            ["bash", "-c", f'eval "$({shlex.quote(str(SCRIPT))} env {shlex.quote(str(self.folder))})"; env -0'],
            env={**environment(), "PYTHONPATH": f"{HERE / 'fastpoll'}{os.pathsep}{PLUGIN}"},
            check=True,
            capture_output=True,
            text=True,
        )
        return dict(entry.split("=", 1) for entry in lines.stdout.split("\0") if "=" in entry)

    def start_command(self, folder: Path, *command: str, terminal: int | None = None) -> subprocess.Popen[str]:
        """A command in a session of its own; it talks to the terminal, or has no input and its output is piped."""
        return subprocess.Popen(
            command,
            cwd=folder,
            env=self.environment(),
            stdin=subprocess.DEVNULL if terminal is None else terminal,
            stdout=subprocess.PIPE if terminal is None else terminal,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )

    def try_command(self, folder: Path, *command: str) -> Ended:
        process = self.start_command(folder, *command)
        try:
            output, _ = process.communicate(timeout=SECONDS)
        except subprocess.TimeoutExpired:
            # Its jobs would be in the way of those of other tests.
            process.send_signal(signal.SIGINT)
            try:
                output, _ = process.communicate(timeout=SECONDS)
            finally:
                process.kill()
            raise Failed(f"{shlex.join(command)} takes more than {SECONDS} s:\n{output}") from None
        return Ended(process.returncode, output)

    def run(self, folder: Path, *command: str) -> str:
        done = self.try_command(folder, *command)
        if done.code:
            raise Failed(f"{shlex.join(command)} failed ({done.code}) in {folder}:\n{done.output}\n{logs(folder)}")
        return done.output

    def snakemake(self, project: Project, executor: tuple[str, ...] = FAST) -> str:
        """Run a compiled program as its user would, but with fast polling."""
        return self.run(project.folder, "snakemake", "--profile", "slurm", *executor)

    def jobs(self) -> dict[str, dict[str, str]]:
        """All jobs that Slurm remembers, by number: what ``scontrol show job -d`` says of each."""
        text = self.run(self.folder, "scontrol", "show", "job", "-d")
        found = {}
        for block in text.split("\n\n"):
            fields = dict(re.findall(r"(\S+?)=(\S*)", block))
            if "JobId" in fields:
                found[fields["JobId"]] = fields
        return found

    def jobs_of(self, rule: str) -> list[dict[str, str]]:
        """The jobs of a rule, in the order in which they were submitted."""
        named = re.compile(rf"rule_{rule}(_wildcards_.*)?$")
        jobs = self.jobs()
        return [jobs[number] for number in sorted(jobs, key=int) if named.match(jobs[number].get("Comment", ""))]

    def wait_for_job(self, rule: str) -> str:
        """The number of the rule's latest job, once it runs."""
        self.wait_until(lambda: [job["JobState"] for job in self.jobs_of(rule)][-1:] == ["RUNNING"])
        return self.jobs_of(rule)[-1]["JobId"]

    def wait_until(self, holds: Callable[[], bool]) -> None:
        end = time.monotonic() + SECONDS
        while not holds():
            if time.monotonic() > end:
                raise Failed(f"waited in vain; jobs: {self.unfinished()}")
            time.sleep(0.5)

    def unfinished(self) -> list[str]:
        """The jobs that wait or run."""
        return self.run(self.folder, "squeue", "-h", "-o", "%i %k %T").splitlines()


def logs(folder: Path) -> str:
    """The ends of all logs below a folder."""
    texts = (
        f"--- {path.relative_to(folder)}\n{path.read_text(errors='replace')[-3000:]}"
        for where in ("logs/**/*.log", ".snakemake/slurm_logs/**/*.log")
        for path in sorted(folder.glob(where))
        if path.stat().st_size
    )
    return "\n".join(texts)
