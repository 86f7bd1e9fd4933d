"""A decision of an earlier run holds where all that is behind it is up to date, other decisions among it."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any


def decide_in_turn() -> None:
    """Have Snakemake look at decisions one after the other, first at those that depend on no other one."""
    from snakemake.dag import DAG  # type: ignore[import-untyped, unused-ignore]

    DAG.update_checkpoint_dependencies = update_checkpoint_dependencies


async def update_checkpoint_dependencies(dag: Any, jobs: Iterable[Any] | None = None) -> bool:
    """In the place of Snakemake's own. jobs: those that have just finished."""
    decided = [job for job in jobs or () if job.is_checkpoint] or await known(dag)
    dag.forcefiles.difference_update(path for job in jobs or () for path in job.output)
    updated = False
    while decided:
        dag.workflow.checkpoints.created_output.update(path for job in decided for path in job.output)
        for asking in {each for job in decided for each in dag.depending[job]}:
            await dag.replace_job(asking, await asking.updated(), recursive=False)
            updated = True
        await dag.update_needrun()
        decided = await known(dag)
    if await make_missing(dag) or updated:
        dag.set_until_jobs()
        dag.delete_omitfrom_jobs()
        await dag.postprocess_after_update()
        return True
    return False


async def known(dag: Any) -> list[Any]:
    """The checkpoints that have decided, that were not looked at yet, and that depend on no other such."""
    found = undecided(dag)
    return [job for job in found if await has_decided(dag, job) and not depends(dag, job, found)]


async def make_missing(dag: Any) -> bool:
    """Have decisions made that are not there, though no file seems to need them: what others read is not known without
    them. Whether there are such."""
    asked = [job for job in undecided(dag) if not dag.needrun(job) and not dag.finished(job)]
    paths = {path for job in asked for path in job.output if not await path.exists()}
    if paths <= dag.forcefiles:
        return False
    dag.forcefiles.update(paths)
    await dag.update_needrun()
    return True


def undecided(dag: Any) -> set[Any]:
    """The checkpoints that were not looked at yet."""
    created = dag.workflow.checkpoints.created_output
    return {job for job in dag.jobs if job.is_checkpoint and not created.issuperset(job.output)}


async def has_decided(dag: Any, job: Any) -> bool:
    is_done = dag.finished(job) or not dag.needrun(job)
    return is_done and all([await path.exists() for path in job.output])


def depends(dag: Any, job: Any, others: set[Any]) -> bool:
    """Whether a job depends on one of the others."""
    pending: list[Any] = list(dag.dependencies[job])
    seen: set[Any] = set()
    while pending:
        current = pending.pop()
        if current in others:
            return True
        if current not in seen:
            seen.add(current)
            pending += dag.dependencies[current]
    return False
