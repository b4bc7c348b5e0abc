"""Upkeep of the whole installation, not of one school."""

import structlog
from procrastinate import JobContext

from provodnik.kernel import jobs

log = structlog.get_logger(__name__)


@jobs.periodic(cron="* * * * * */20")
@jobs.task(queueing_lock="rescue", pass_context=True)
async def rescue_jobs_of_dead_workers(context: JobContext, timestamp: int) -> None:
    """Give the jobs of a killed worker to the living ones.

    A job may therefore run twice: every job is written so that the second run changes nothing.
    """
    del timestamp  # the library tells every periodic job when it was due
    manager = context.app.job_manager
    for job in await manager.get_stalled_jobs():
        await manager.retry_job(job)
        log.warning("job rescued", job=job.id, task=job.task_name)
